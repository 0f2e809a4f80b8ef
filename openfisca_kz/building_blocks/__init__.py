"""What several rules are made of, by theme: answers, dates of families, ability, farming, sums of months, measures."""
