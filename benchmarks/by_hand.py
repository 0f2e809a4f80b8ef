"""`compare --reform order_95_2025 --period 2025-05` written out by hand: pyarrow, numpy, and no openfisca.

What a good analyst would write for this one file and this one question: rows trusted, each figure of the law typed
once, families added up with `reduceat`, row groups on threads. The ten tables are those of
`openfisca_kz.population.statistics`, plain numpy already: nothing would be gained by writing them a second time.

`python -m benchmarks.by_hand DATA OUT` writes OUT/families.parquet and OUT/tables.{parquet,csv,xlsx}.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from openfisca_kz.population.statistics import tables, write

LAWS = ("before", "after")
MONTHS = 3  # January to March 2025
MCI = 3_932  # law № 141-VIII, for 2025
SUBSISTENCE_MINIMUM = 46_228.0  # the same
LINE = 32_360.0  # 70 % of it, rounded (order № 160 p. 1)
LINES = {"aktobe": 36_550.0}  # published for the second quarter of 2025
WORKER_FLOOR = 25 * MCI  # independent worker, a month (order № 181 p. 26 4))
SUPPLEMENT = 1.5 * MCI  # for each child of 1 to 6 (Code art. 126 p. 2)
COUNTED = ("wage", "pension", "state_social_benefit", "large_family_allowance", "childcare_benefit")  # order № 181 p. 4
SCHOOL_AID = tuple(f"education_material_aid@2025-{month:02}" for month in (1, 2, 3))
RENT = "rental_housing_payment"
NOT_COUNTED = (  # p. 8
    "student_stipend",
    "disability_benefit_child_under_7",
    "disability_benefit_child_7_to_17",
    "tsa_received",
    "child_supplement_received",
)
SCHOOLS_THAT_COUNT = {"before": ("private",), "after": ()}  # p. 8 19) before and after order № 95
RENTS_THAT_COUNT = {  # p. 8 26)
    "before": ("order_152_2025", "order_221_2024"),
    "after": ("order_152_2025", "order_60_2022"),
}
PROVISIONS = ("Order № 95, annex 9 p. 2 9)", "Order № 95, p. 8 19), fifth paragraph", "Order № 95, p. 8 26)")
APPLICATION = numpy.datetime64("2025-05-01")
SIX_MONTHS_BEFORE = numpy.datetime64("2024-11-01")  # art. 128 4), 6): the last day included
CHILD, ADULT, STUDENT, RETIREMENT = 18, 18, 23, {"male": 63, "female": 61}  # years; art. 1, 207, 125
LARGE_FAMILY = 4  # children, art. 125 p. 1 4)
GROUNDS = (
    "none",
    "income_above_line",
    "survey",
    "no_need",
    "employment_measures",
    "contract_breached",
    "false_data",
)
ENTITLED, ABOVE_LINE, SURVEY, NO_NEED, MEASURES, _, FALSE_DATA = range(len(GROUNDS))
BASES = ("given", "published", "regional_median", "regional_minimum", "national_minimum")
TYPES = (
    "one_pensioner",
    "pensioners",
    "one_adult",
    "adults_without_children",
    "one_adult_with_children",
    "one_child",
    "two_children",
    "three_children",
    "four_or_more_children",
)
RESIDENCES = ("urban", "rural")
REGIONS = (
    "not_stated",
    "abai",
    "akmola",
    "aktobe",
    "almaty",
    "almaty_region",
    "astana",
    "atyrau",
    "east_kazakhstan",
    "karaganda",
    "kostanay",
    "kyzylorda",
    "mangystau",
    "north_kazakhstan",
    "pavlodar",
    "shymkent",
    "turkistan",
    "ulytau",
    "west_kazakhstan",
    "zhambyl",
    "zhetisu",
)
WORDS = {"family_type": TYPES, "residence": RESIDENCES, "region": REGIONS}
WORDS |= {f"poverty_line_basis@{law}": BASES for law in LAWS} | {f"refusal_ground@{law}": GROUNDS for law in LAWS}
FAMILY_COLUMNS = ("weight", "takes_up", "dwellings_owned", "cars_owned", "special_vehicles", "survey_refused")
PERSON_COLUMNS = ("role", "birth_date", "sex", "studies_full_time", "disability_group", "independent_worker_income")
ASSISTANCE = ("tsa_received", "child_supplement_received")
DAYS = ("false_data_date", "measures_refusal_date")
COLUMNS = [
    *("family_id", "region", "residence", *FAMILY_COLUMNS, *PERSON_COLUMNS, *COUNTED, *NOT_COUNTED, *DAYS),
    *("education_organisation_ownership", *SCHOOL_AID, RENT, "rental_housing_payment_basis"),
]
Columns = dict[str, numpy.ndarray]


class Group:
    """A row group in memory: columns as numpy, words as positions in a list, families as runs of rows."""

    def __init__(self, path: Path, number: int) -> None:
        with pq.ParquetFile(path) as file:
            self.table = file.read_row_group(number, columns=COLUMNS, use_threads=False).combine_chunks()
        ids = self["family_id"]
        self.starts = numpy.flatnonzero(numpy.concatenate([[True], ids[1:] != ids[:-1]]))
        self.members = numpy.diff(self.starts, append=ids.size)

    def __getitem__(self, name: str) -> numpy.ndarray:
        """A column of numbers or truths."""
        values: numpy.ndarray = self.table[name].chunk(0).to_numpy(zero_copy_only=False)
        return values

    def days(self, name: str) -> numpy.ndarray:
        """A column of days; NaT where there is none."""
        return self[name].astype("datetime64[D]", copy=False)

    def codes(self, name: str, words: tuple[str, ...]) -> numpy.ndarray:
        """A column of words as positions in `words`, −1 for others."""
        chunk = self.table[name].chunk(0)
        places = {word: place for place, word in enumerate(words)}
        code = numpy.array([places.get(word, -1) for word in chunk.dictionary.to_pylist()], numpy.int8)
        codes: numpy.ndarray = code[chunk.indices.to_numpy(zero_copy_only=False)]
        return codes

    def is_one_of(self, name: str, *words: str) -> numpy.ndarray:
        """Whose word is one of these."""
        chunk = self.table[name].chunk(0)
        listed = numpy.array([word in words for word in chunk.dictionary.to_pylist()])
        found: numpy.ndarray = listed[chunk.indices.to_numpy(zero_copy_only=False)]
        return found

    def sum(self, values: numpy.ndarray) -> numpy.ndarray:
        """Sums over the members."""
        if values.dtype == bool:
            values = values.astype(numpy.int64)
        total: numpy.ndarray = numpy.add.reduceat(values, self.starts)
        return total

    def any(self, values: numpy.ndarray) -> numpy.ndarray:
        """Whether it is true of a member."""
        found: numpy.ndarray = numpy.logical_or.reduceat(values, self.starts)
        return found


def before_and_after(path: Path, number: int) -> Columns:
    """The columns of the result for the families of a row group."""
    group = Group(path, number)
    columns = composition(group)
    income = {law: total_income(group, SCHOOLS_THAT_COUNT[law], RENTS_THAT_COUNT[law]) for law in LAWS}
    ground = other_ground(group)
    of_age = (group.days("birth_date") <= born_before(1)) & (group.days("birth_date") > born_before(7))
    supplement = SUPPLEMENT * group.sum(of_age)
    line = numpy.array([LINES.get(region, LINE) for region in REGIONS])[columns["region"]]
    of_laws = {law: result(income[law], line, group.members, ground, supplement) for law in LAWS}
    for law, results in of_laws.items():
        columns |= {f"{name}@{law}": values for name, values in results.items()}
    columns["cause@after"] = causes(group, *of_laws.values(), line, ground, supplement)
    return columns


def composition(group: Group) -> Columns:
    """What holds under both laws."""
    born, starts, members = group.days("birth_date"), group.starts, group.members
    kinds = (*COUNTED, *NOT_COUNTED, RENT, "independent_worker_income")
    received = sum(group[name] for name in kinds if name not in ASSISTANCE) * MONTHS
    received += sum(group[name] for name in SCHOOL_AID)
    children = group.sum(born > born_before(CHILD))
    pensioners = group.sum((group["pension"] > 0) | (born <= born_before(RETIREMENT["male"])))
    all_pensioners = (pensioners >= members) & (children == 0)
    without_children = numpy.where(all_pensioners, 0, 2) + (members > 1)
    several_adults = 4 + numpy.minimum(children, 4)
    of_type = numpy.where(children == 0, without_children, numpy.where(members - children == 1, 4, several_adults))
    return {
        "family_id": group["family_id"][starts],
        "weight": group["weight"][starts],
        "members": members,
        "children": children,
        "family_type": of_type.astype(numpy.int8),
        "takes_up": group["takes_up"][starts],
        "income": group.sum(received) / MONTHS / members,
        "subsistence_minimum": numpy.full(members.size, SUBSISTENCE_MINIMUM),
        "residence": group.codes("residence", RESIDENCES)[starts],
        "with_disability": group.any(~group.is_one_of("disability_group", "not_stated", "none")),
        "region": group.codes("region", REGIONS)[starts],
        "dwellings_owned": group["dwellings_owned"][starts].astype(float),
        "cars_owned": group["cars_owned"][starts].astype(float),
        "special_vehicles": group["special_vehicles"][starts],
        "survey_refused": group["survey_refused"][starts],
    }


def total_income(group: Group, schools: tuple[str, ...], rents: tuple[str, ...]) -> numpy.ndarray:
    """Total income of the families in the quarter, tenge."""
    work = group["independent_worker_income"]
    total = sum(group[name] for name in COUNTED)
    total += numpy.where(work > 0, numpy.maximum(work, WORKER_FLOOR), 0)
    total += group[RENT] * group.is_one_of("rental_housing_payment_basis", *rents)
    total *= MONTHS
    if schools:
        counts = group.is_one_of("education_organisation_ownership", *schools)
        total += sum(group[name] for name in SCHOOL_AID) * counts
    return group.sum(total)


def other_ground(group: Group) -> numpy.ndarray:
    """The first ground of refusal but for the income, 0 without one (Code art. 125, 128)."""
    starts = group.starts
    severe = group.is_one_of("disability_group", "first", "second")
    age_from = group.days("birth_date")
    under_age = age_from > born_before(CHILD)
    disabled = severe | (under_age & group.is_one_of("disability_group", "third", "child_without_group"))
    student = group["studies_full_time"] & (age_from > born_before(STUDENT))
    children = group.sum(group.is_one_of("role", "child") & (under_age | student))
    cars = (group["cars_owned"][starts] > 1) & ~group.any(disabled) & (children < LARGE_FAMILY)
    no_need = (group["dwellings_owned"][starts] > 1) | cars | group["special_vehicles"][starts]
    false_data = group.days("false_data_date")
    running = (false_data >= SIX_MONTHS_BEFORE) & (false_data <= APPLICATION)
    by_ground = {
        SURVEY: group["survey_refused"][starts],
        NO_NEED: no_need,
        MEASURES: group.any(refused_measures(group, severe)),
        FALSE_DATA: group.any(running),
    }
    return numpy.select(list(by_ground.values()), list(by_ground), ENTITLED)


def refused_measures(group: Group, severe: numpy.ndarray) -> numpy.ndarray:
    """Able-bodied persons who refused employment measures and had to take part; few, so each on his own day."""
    refused = group.days("measures_refusal_date")
    at_fault = numpy.zeros(refused.size, dtype=bool)
    running = (refused >= SIX_MONTHS_BEFORE) & (refused <= APPLICATION)
    at = numpy.flatnonzero(running & ~severe & ~group["studies_full_time"])
    day, born = refused[at], group.days("birth_date")[at]
    years = numpy.where(group.is_one_of("sex", "male")[at], RETIREMENT["male"], RETIREMENT["female"])
    at_fault[at] = (birthday(born, ADULT) <= day) & (birthday(born, years) > day)
    return at_fault


def birthday(born: numpy.ndarray, years: numpy.ndarray | int) -> numpy.ndarray:
    """The day on which somebody reaches an age; who was born on 29 February, on 1 March of other years."""
    month = born.astype("datetime64[M]")
    into_month = born - month.astype("datetime64[D]")
    target = month + numpy.asarray(12 * years).astype("timedelta64[M]")
    return numpy.minimum(target.astype("datetime64[D]") + into_month, (target + 1).astype("datetime64[D]"))


def born_before(years: int) -> numpy.datetime64:
    """The last birthday with which somebody is so many years old on the day of application."""
    return numpy.datetime64(f"{2025 - years}-05-01")


def result(
    income: numpy.ndarray, line: numpy.ndarray, members: numpy.ndarray, ground: numpy.ndarray, supplement: numpy.ndarray
) -> Columns:
    """Right and amounts of the families."""
    lacking = line * members * MONTHS - income
    ground = numpy.where(lacking < 0, ABOVE_LINE, ground)
    entitled = ground == ENTITLED
    return {
        "total_income": income,
        "per_capita_income": income / (MONTHS * members),
        "poverty_line": line,
        "poverty_line_basis": numpy.where(line == LINE, BASES.index("national_minimum"), 1).astype(numpy.int8),
        "tsa_entitled": entitled,
        "targeted_social_assistance": numpy.where(entitled, numpy.floor(lacking / MONTHS + 0.5), 0),
        "child_supplement": numpy.where(entitled & (lacking > 0), supplement, 0),
        "refusal_ground": ground.astype(numpy.int8),
    }


def causes(
    group: Group,
    before: Columns,
    after: Columns,
    line: numpy.ndarray,
    ground: numpy.ndarray,
    supplement: numpy.ndarray,
) -> numpy.ndarray:
    """The provisions each of which alone changes the family's result; all of them where none does, '' without change.

    Positions in `CAUSES`: 1 for p. 8 19), 2 for p. 8 26), 3 for both, 4 for both together only.
    """
    changed = differs(before, after)
    found = numpy.zeros(changed.size, numpy.int8)
    if changed.any():
        school_aid = total_income(group, SCHOOLS_THAT_COUNT["after"], RENTS_THAT_COUNT["before"])
        rent = total_income(group, SCHOOLS_THAT_COUNT["before"], RENTS_THAT_COUNT["after"])
        for cause, income in enumerate((school_aid, rent), start=1):
            alone = result(income, line, group.members, ground, supplement)
            found += (changed & differs(before, alone)) * numpy.int8(cause)
        found[changed & (found == 0)] = len(CAUSES) - 1
    return found


def differs(one: Columns, other: Columns) -> numpy.ndarray:
    """Whose right or amounts differ."""
    names = ("tsa_entitled", "targeted_social_assistance", "child_supplement")
    return numpy.logical_or.reduce([one[name] != other[name] for name in names])


CAUSES = ("", *PROVISIONS[1:], "; ".join(PROVISIONS[1:]), "together: " + "; ".join(PROVISIONS))
WORDS["cause@after"] = CAUSES


def as_arrow(columns: Columns) -> pa.Table:
    """Columns for the file, words as dictionaries."""
    arrays = {
        name: pa.DictionaryArray.from_arrays(pa.array(values), pa.array(WORDS[name]))
        if name in WORDS
        else pa.array(values)
        for name, values in columns.items()
    }
    return pa.table(arrays)


def for_tables(columns: Columns) -> pl.DataFrame:
    """The frame that the tables read."""
    words = {name: pl.Series(columns.pop(name)).cast(pl.UInt8).cat.to(pl.Enum(WORDS[name])) for name in WORDS}
    frame = pl.DataFrame(columns | words)
    new = {}
    for law in LAWS:
        entitled = pl.col(f"tsa_entitled@{law}")
        ground = pl.col(f"refusal_ground@{law}").cast(pl.String)
        new |= {
            f"entitled@{law}": entitled,
            f"tsa@{law}": pl.col(f"targeted_social_assistance@{law}"),
            f"refusal@{law}": pl.when(entitled).then(pl.lit("entitled")).otherwise(ground),
        }
    return frame.with_columns(**new)


def run(data: Path, out: Path, threads: int) -> None:
    """The whole job."""
    out.mkdir(parents=True, exist_ok=True)
    with pq.ParquetFile(data) as file:
        groups = file.num_row_groups
    pieces: list[Columns] = []
    writer = None
    with ThreadPoolExecutor(threads) as pool:
        for piece in pool.map(lambda number: before_and_after(data, number), range(groups)):
            table = as_arrow(piece)
            writer = writer or pq.ParquetWriter(out / "families.parquet", table.schema)
            writer.write_table(table)
            pieces.append(piece)
    if writer:
        writer.close()
    columns = {name: numpy.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}
    del pieces
    write(tables(for_tables(columns), LAWS), out)


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if sys.argv[3:] else os.cpu_count() or 1)
