"""Cases of lawyers as situations that ask for what the case expects."""

from tests.situations.test_building import as_situation


def situation_of(case, system):
    """The input of a case with its output asked for; None if it is in the engine's short form."""
    situation = as_situation(case, system)
    if situation is None:
        return None
    for name, expected in case.output.items():
        if name in situation:
            for record, facts in expected.items():
                for asked in facts:
                    situation[name][record].setdefault(asked, {}).setdefault(case.period, None)
        else:
            for facts in situation[system.variables[name].entity.plural].values():
                facts.setdefault(name, {}).setdefault(case.period, None)
    return situation
