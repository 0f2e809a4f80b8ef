"""Laws by their names, and which provision makes the difference between two of them."""
