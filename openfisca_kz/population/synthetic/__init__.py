"""Synthetic families of Kazakhstan: made by rules and chance, weighted so that they add up to published totals.

`figures` reads the published figures and the assumptions, `making` and `incomes` make families, `law` asks the law
engine about them, `profile` measures them, `raking` finds the weights, `drawing` makes as many families as are wanted,
`writing` stores them, `synthesis` does all of it.
"""
