"""What is said about results: every figure and every step has to be the one that the rules used."""
