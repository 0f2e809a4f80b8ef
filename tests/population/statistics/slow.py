"""A second calculation of the tables from docs/statistics.md: person by person in exact fractions, slow on purpose.

Families are dicts with the columns of the frame; extend it from the text of the page, not from the code.
"""

import math
from fractions import Fraction

KINDS = ("gained", "lost", "more", "less", "same", "neither")
BINS = ("loss_over_5", "loss_up_to_5", "no_change", "gain_up_to_5", "gain_over_5")


def exact(number):
    return Fraction(number) if number else Fraction(0)


def ratio(over, under):
    return None if over is None or under is None or under == 0 else Fraction(over) / Fraction(under)


class Slow:
    """All figures as a dict {(table, row, column): number or None}."""

    def __init__(self, families, names, smallest_cell=10, take_up=True, smallest_gap=1):
        self.all_records = families
        self.names, self.base, self.smallest = names, names[0], smallest_cell
        self.least = Fraction(smallest_gap)
        self.families = [dict(family) for family in families if family["weight"] > 0]
        self.figures = {}
        for family in self.families:
            family["w"] = exact(family["weight"])
            family["p"] = family["w"] * family["members"]
            family["c"] = family["w"] * family["children"]
            family["y"] = max(exact(family["income"]), Fraction(0))
            for name in names:
                right = exact(family[f"tsa@{name}"]) + exact(family.get(f"child_supplement@{name}", 0))
                family["right", name] = right
                family["paid", name] = right if family["takes_up"] or not take_up else Fraction(0)
                family["after", name] = family["y"] + family["paid", name] / family["members"]
            for name in names[1:]:
                family["kind", name] = self.kind(family, name)
                family["bin", name] = self.bin(family, name)
        people = self.sum("p")
        for family in self.families:
            below = sum(other["p"] for other in self.families if other["income"] < family["income"])
            at = sum(other["p"] for other in self.families if other["income"] == family["income"])
            family["middle"] = below + at / 2
            family["decile"] = min(int(10 * family["middle"] / people), 9)
        self.fiscal()
        self.deciles()
        self.winners_losers()
        self.poverty()
        self.inequality()
        self.by_group()
        self.targeting()
        self.states()

    def kind(self, family, name):
        had, has = family[f"entitled@{self.base}"], family[f"entitled@{name}"]
        change = family["right", name] - family["right", self.base]
        if had != has:
            return "gained" if has else "lost"
        if not has:
            return "neither"
        return "more" if change > 0 else "less" if change < 0 else "same"

    def bin(self, family, name):
        old = family["after", self.base]
        change = family["after", name] - old
        large, small = abs(change) > old / 20, abs(change) > old / 1000
        return BINS[2 + (1 if change > 0 else -1) * (large + small)] if change else "no_change"

    def sum(self, key, families=None):
        chosen = self.families if families is None else families
        return sum((family[key] for family in chosen), Fraction(0))

    def put(self, table, row, column, value, about=None, among=None):
        for base in (about, among):
            if base is not None and 0 < base < self.smallest:
                value = None
        self.figures[table, row, column] = None if among == 0 else value

    def systems(self, table, row, figure, values, about=None, among=None):
        prefix = f"{figure}@" if figure else ""
        for name, value in values.items():
            self.put(table, row, f"{prefix}{name}", value, about and about[name], among)
        for name in self.names[1:]:
            new, old = (self.figures.get((table, row, f"{prefix}{each}")) for each in (name, self.base))
            self.put(table, row, f"{prefix}{name}-{self.base}", None if new is None or old is None else new - old)

    def recipients(self, name, families=None):
        return [family for family in (self.families if families is None else families) if family["paid", name] > 0]

    def cost(self, name, families=None):
        return sum((family["w"] * family["paid", name] for family in self.recipients(name, families)), Fraction(0))

    def fiscal(self):
        rows = {}
        for name in self.names:
            paid, right = self.recipients(name), [f for f in self.families if f[f"entitled@{name}"]]
            cost = self.cost(name)
            figures = {
                "cost_of_month": cost,
                "cost_of_year": 12 * cost,
                "cost_of_month_tsa": sum((f["w"] * exact(f[f"tsa@{name}"]) for f in paid), Fraction(0)),
                "cost_of_month_child_supplement": sum(
                    (f["w"] * exact(f[f"child_supplement@{name}"]) for f in paid), Fraction(0)
                ),
                "cost_of_month_if_all_applied": sum((f["w"] * f["right", name] for f in right), Fraction(0)),
                "take_up": ratio(self.sum("w", paid), self.sum("w", [f for f in right if f["right", name] > 0])),
                "mean_amount_of_family": ratio(cost, self.sum("w", paid)),
                "mean_amount_of_person": ratio(cost, self.sum("p", paid)),
            }
            for whom, key in (("families", "w"), ("persons", "p"), ("children", "c")):
                figures[f"entitled_{whom}"] = self.sum(key, right)
                figures[f"recipient_{whom}"] = self.sum(key, paid)
            for row, value in figures.items():
                rows.setdefault(row, {})[name] = value
        for row, values in rows.items():
            self.systems("fiscal", row, "", values)

    def by_decile(self):
        for decile in range(10):
            yield str(decile + 1), [family for family in self.families if family["decile"] == decile]
        yield "all", self.families

    def deciles(self):
        for row, those in self.by_decile():
            n, people = len(those), self.sum("p", those)
            income = sum((f["p"] * f["y"] for f in those), Fraction(0))
            top = max((exact(f["income"]) for f in those), default=None)
            for column, value in {
                "records": n,
                "families": self.sum("w", those),
                "persons": people,
                "income_up_to": None if row in ("10", "all") else top,
                "mean_income": ratio(income, people),
            }.items():
                self.put("deciles", row, column, value, among=n)
            about = {name: len(self.recipients(name, those)) for name in self.names}
            cost = {name: self.cost(name, those) for name in self.names}
            after = {name: ratio(income + cost[name], people) for name in self.names}
            got = {name: self.sum("p", self.recipients(name, those)) for name in self.names}
            got_families = {name: self.sum("w", self.recipients(name, those)) for name in self.names}
            for figure, values in {
                "mean_income_after": after,
                "recipient_families": got_families,
                "recipient_persons": got,
                "coverage": {name: ratio(value, people) for name, value in got.items()},
                "cost": cost,
                "share_of_cost": {name: ratio(value, self.cost(name)) for name, value in cost.items()},
            }.items():
                self.systems("deciles", row, figure, values, about, n)
            for name in self.names[1:]:
                both = self.figures["deciles", row, f"mean_income_after@{name}-{self.base}"]
                self.put("deciles", row, f"relative_change@{name}-{self.base}", ratio(both, after[self.base]), among=n)

    def winners_losers(self):
        for name in self.names[1:]:
            for row, those in self.by_decile():
                n, people = len(those), self.sum("p", those)
                for bin_ in BINS:
                    chosen = [f for f in those if f["bin", name] == bin_]
                    count = self.sum("p", chosen)
                    self.put("winners_losers", row, f"persons_{bin_}@{name}", count, len(chosen), n)
                    self.put("winners_losers", row, f"share_{bin_}@{name}", ratio(count, people), len(chosen), n)
                for kind in KINDS:
                    chosen = [f for f in those if f["kind", name] == kind]
                    for column, key in (("families", "w"), ("persons_right", "p")):
                        figure = f"{column}_{kind}@{name}"
                        self.put("winners_losers", row, figure, self.sum(key, chosen), len(chosen), n)
                for column, sign in (("gains", 1), ("losses", -1)):
                    change = [(f, sign * (f["paid", name] - f["paid", self.base])) for f in those]
                    moved = [(f, size) for f, size in change if size > 0]
                    money = sum((f["w"] * size for f, size in moved), Fraction(0))
                    self.put("winners_losers", row, f"{column}@{name}", money, len(moved), n)

    def median(self, name):
        income = (lambda f: f["y"]) if name == "without_tsa" else (lambda f: f["after", name])
        people = sorted(self.families, key=income)
        half, so_far = self.sum("p") / 2, Fraction(0)
        for position, family in enumerate(people):
            so_far += family["p"]
            if so_far == half and position + 1 < len(people):
                return (income(family) + income(people[position + 1])) / 2
            if so_far >= half:
                return income(family)
        return None

    def lacking(self, family, line, name):
        income = family["y"] if name == "without_tsa" else family["after", name]
        lacking = (line - income) * family["members"]
        return lacking if lacking >= self.least else Fraction(0)

    def poverty(self):
        relative = Fraction("0.6") * self.median(self.base)
        lines = {
            "tsa_line": lambda f, name: exact(f[f"poverty_line@{self.base}"]),
            "tsa_line_of_system": lambda f, name: exact(
                f[f"poverty_line@{self.base if name == 'without_tsa' else name}"]
            ),
            "subsistence_minimum": lambda f, name: exact(f["subsistence_minimum"]),
            "relative_line": lambda f, name: relative,
        }
        everybody = ["without_tsa", *self.names]
        for line_name, line in lines.items():
            for whom, key in (("families", "w"), ("persons", "p"), ("children", "c")):
                row, total = f"{line_name}: {whom}", self.sum(key)
                poor, fgt, gaps = {}, [{}, {}, {}], {}
                for name in everybody:
                    lack = [(f, self.lacking(f, line(f, name), name), line(f, name)) for f in self.families]
                    lack = [(f, gap, z) for f, gap, z in lack if gap > 0]
                    poor[name] = self.sum(key, [f for f, _, _ in lack])
                    gaps[name] = sum((f["w"] * gap for f, gap, _ in lack), Fraction(0))
                    for power, values in enumerate(fgt):
                        each = (f[key] * (gap / f["members"] / z) ** power for f, gap, z in lack)
                        values[name] = ratio(sum(each, Fraction(0)), total)
                self.systems("poverty", row, "poor", poor)
                for power, values in enumerate(fgt):
                    self.systems("poverty", row, f"fgt{power}", values)
                if whom == "persons":
                    self.systems("poverty", row, "gap", gaps)
                    means = {
                        name: ratio(sum(f["p"] * line(f, name) for f in self.families), total) for name in self.names
                    }
                    self.systems("poverty", row, "mean_line", means)

    def share_held(self, name, share, *, of_poorest):
        key = (lambda f: f["y"]) if name == "without_tsa" else (lambda f: f["after", name])
        left = share * self.sum("p")
        held = Fraction(0)
        for family in sorted(self.families, key=key, reverse=not of_poorest):
            taken = min(left, family["p"])
            held, left = held + taken * key(family), left - taken
        return held

    def inequality(self):
        people, rows = self.sum("p"), {}
        for name in ["without_tsa", *self.names]:
            incomes = [(f["y"] if name == "without_tsa" else f["after", name], f) for f in self.families]
            money = sum(y * f["p"] for y, f in incomes)
            mean = money / people
            differences = sum(abs(y - z) * f["p"] * g["p"] for y, f in incomes for z, g in incomes)
            gini = ratio(differences, 2 * people * money)
            concentrated = ratio(sum(2 * f["p"] * y * f["middle"] for y, f in incomes), people * money)
            figures = {
                "mean_income": mean,
                "median_income": self.median(name),
                "gini": gini,
                "s80_s20": ratio(
                    self.share_held(name, Fraction(1, 5), of_poorest=False),
                    self.share_held(name, Fraction(1, 5), of_poorest=True),
                ),
            }
            for aversion in (0.5, 1, 2):
                figures[f"atkinson_{aversion:g}"] = self.atkinson(incomes, people, mean, aversion)
            if name != "without_tsa":
                before = rows["gini"]["without_tsa"]
                known = gini is not None and before is not None
                figures["redistribution"] = before - gini if known else None
                figures["reynolds_smolensky"] = before - (concentrated - 1) if known else None
                figures["reranking"] = gini - (concentrated - 1) if gini is not None else None
            for row, value in figures.items():
                rows.setdefault(row, {})[name] = value
        for row, values in rows.items():
            self.systems("inequality", row, "", values)

    def atkinson(self, incomes, people, mean, aversion):
        if not mean:
            return None
        if aversion >= 1 and any(y == 0 for y, _ in incomes):
            return 1
        scaled = [(float(y / mean), float(f["p"] / people)) for y, f in incomes]
        if aversion == 1:
            return 1 - math.exp(math.fsum(p * math.log(y) for y, p in scaled))
        return 1 - math.fsum(p * y ** (1 - aversion) for y, p in scaled) ** (1 / (1 - aversion))

    def groups(self):
        own = {
            "region": lambda f: f["region"] or "not_stated",
            "residence": lambda f: f["residence"] or "not_stated",
            "family_type": lambda f: f["family_type"],
            "children": lambda f: str(f["children"]) if f["children"] < 4 else "4+",
        }
        crossed = [(name,) for name in own] + [("region", "residence"), ("region", "family_type")]
        for names in crossed:
            found = {}
            for family in self.families:
                label = ", ".join(f"{name}={own[name](family)}" for name in names)
                found.setdefault(label, []).append(family)
            yield from found.items()

    def by_group(self):
        for row, those in self.groups():
            n, people = len(those), self.sum("p", those)
            self.put("by_group", row, "records", n, n)
            self.put("by_group", row, "families", self.sum("w", those), among=n)
            self.put("by_group", row, "persons", people, among=n)
            money = sum(f["p"] * f["y"] for f in those)
            self.put("by_group", row, "mean_income", ratio(money, people), among=n)
            paid = {name: self.recipients(name, those) for name in self.names}
            right = {name: [f for f in those if f[f"entitled@{name}"]] for name in self.names}
            received = {name: self.sum("p", some) for name, some in paid.items()}
            about = {name: len(some) for name, some in paid.items()}
            entitled = {name: self.sum("w", some) for name, some in right.items()}
            self.systems(
                "by_group", row, "entitled_families", entitled, {name: len(some) for name, some in right.items()}, n
            )
            for figure, values in {
                "recipient_families": {name: self.sum("w", some) for name, some in paid.items()},
                "recipient_persons": received,
                "coverage": {name: ratio(some, people) for name, some in received.items()},
                "cost": {name: self.cost(name, those) for name in self.names},
                "mean_amount_of_person": {name: ratio(self.cost(name, those), received[name]) for name in self.names},
            }.items():
                self.systems("by_group", row, figure, values, about, n)
            poor = {
                name: [f for f in those if self.lacking(f, exact(f[f"poverty_line@{self.base}"]), name) > 0]
                for name in ["without_tsa", *self.names]
            }
            poor_about = {name: len(some) for name, some in poor.items()}
            counts = {name: self.sum("p", some) for name, some in poor.items()}
            self.systems("by_group", row, "poor_persons", counts, poor_about, n)
            rates = {name: ratio(count, people) for name, count in counts.items()}
            self.systems("by_group", row, "poverty_rate", rates, poor_about, n)
            for name in self.names[1:]:
                for kind in ("gained", "lost"):
                    some = [f for f in those if f["kind", name] == kind]
                    self.put("by_group", row, f"families_{kind}@{name}", self.sum("w", some), len(some), n)

    def targeting(self):
        rows, fifths = {}, {}
        people = self.sum("p")
        poor = [
            (f, gap)
            for f in self.families
            if (gap := self.lacking(f, exact(f[f"poverty_line@{self.base}"]), "without_tsa")) > 0
        ]
        poor_persons = self.sum("p", [f for f, _ in poor])
        for name in self.names:
            paid, cost = self.recipients(name), self.cost(name)
            received = self.sum("p", paid)
            reached = [(f, gap) for f, gap in poor if f["paid", name] > 0]
            poor_received = self.sum("p", [f for f, _ in reached])
            to_poor = self.cost(name, [f for f, _ in reached])
            closed = sum((f["w"] * min(gap, f["paid", name]) for f, gap in reached), Fraction(0))
            gap = sum((f["w"] * gap for f, gap in poor), Fraction(0))
            in_fifth = [[f for f in self.families if f["decile"] // 2 == fifth] for fifth in range(5)]
            poorest = [self.cost(name, those) for those in in_fifth]
            persons = [self.sum("p", those) for those in in_fifth]
            coverage = ratio(poor_received, poor_persons)
            figures = {
                "recipient_persons": received,
                "poor_persons": poor_persons,
                "poor_recipient_persons": poor_received,
                "coverage": ratio(received, people),
                "coverage_of_poor": coverage,
                "under_coverage": None if coverage is None else 1 - coverage,
                "leakage_of_persons": ratio(received - poor_received, received),
                "leakage_of_money": ratio(cost - to_poor, cost),
                "gap_without_tsa": gap,
                "gap_closed": closed,
                "share_of_gap_closed": ratio(closed, gap),
                "adequacy": ratio(closed, sum((f["w"] * gap for f, gap in reached), Fraction(0))),
                "generosity": ratio(cost, sum((f["p"] * f["after", name] for f in paid), Fraction(0))),
                "cost_per_tenge_of_gap_closed": ratio(cost, closed),
                "cgh_poor": ratio(ratio(to_poor, cost), ratio(poor_persons, people)),
                "cgh_poorest_quintile": ratio(ratio(poorest[0], cost), ratio(persons[0], people)),
                "cgh_poorest_two_quintiles": ratio(
                    ratio(poorest[0] + poorest[1], cost), ratio(persons[0] + persons[1], people)
                ),
            }
            for row, value in figures.items():
                rows.setdefault(row, {})[name] = value
            for fifth, those in enumerate(in_fifth):
                got = self.recipients(name, those)
                for figure, value in {
                    "coverage": ratio(self.sum("p", got), persons[fifth]),
                    "share_of_recipients": ratio(self.sum("p", got), received),
                    "share_of_cost": ratio(poorest[fifth], cost),
                }.items():
                    values, about, _ = fifths.setdefault(f"{figure}: quintile {fifth + 1}", ({}, {}, len(those)))
                    values[name], about[name] = value, len(got)
        for row, values in rows.items():
            self.systems("targeting", row, "", values)
        for row, (values, about, n) in fifths.items():
            self.systems("targeting", row, "", values, about, n)

    def states(self):
        for name in self.names[1:]:
            rows = {kind: [f for f in self.families if f["kind", name] == kind] for kind in KINDS}
            for kind in KINDS[:4]:
                for family in rows[kind]:
                    rows.setdefault(f"{kind}: {family[f'cause@{name}'] or 'no cause named'}", []).append(family)
            for family in self.families:
                step = f"{family[f'refusal@{self.base}']} → {family[f'refusal@{name}']}"
                rows.setdefault(step, []).append(family)
            for row, those in rows.items():
                self.count("transitions", row, name, those)
                if "→" not in row:
                    change = (f["w"] * (f["right", name] - f["right", self.base]) for f in those)
                    column = f"change_of_amount@{name}"
                    self.put("transitions", row, column, sum(change, Fraction(0)), len(those))
        states = dict.fromkeys(f[f"refusal@{name}"] for name in self.names for f in self.families)
        for row in [*states, "all"]:
            shares = {}
            by_system = {
                name: [f for f in self.families if row in ("all", f[f"refusal@{name}"])] for name in self.names
            }
            about = {name: len(those) for name, those in by_system.items()}
            for figure, measure in {
                "records": len,
                "families": lambda those: self.sum("w", those),
                "persons": lambda those: self.sum("p", those),
                "children": lambda those: self.sum("c", those),
            }.items():
                values = {name: measure(those) for name, those in by_system.items()}
                self.systems("refusals", row, figure, values, about)
            for name, those in by_system.items():
                refused = [f for f in self.families if f[f"refusal@{name}"] not in ("entitled", "above_line")]
                is_refusal = row not in ("all", "entitled", "above_line")
                shares[name] = ratio(self.sum("w", those), self.sum("w", refused)) if is_refusal else None
            self.systems("refusals", row, "share_of_refused", shares, about)

    def count(self, table, row, name, those):
        self.put(table, row, f"records@{name}", len(those), len(those))
        for column, key in (("families", "w"), ("persons", "p"), ("children", "c")):
            self.put(table, row, f"{column}@{name}", self.sum(key, those), len(those))
