"""Amending acts as reforms: the law before and after each of them."""
