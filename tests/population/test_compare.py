"""The commands `compare` and `simulate` from the table to the files."""

import json
import re
import subprocess
import sys

import polars as pl
import pytest
from typer.testing import CliRunner

from openfisca_kz import cli
from openfisca_kz.cli import build_app
from openfisca_kz.population.report import grouped

BOTH = ["before", "after"]


def results(folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return pl.read_csv(folder / "families.csv"), Tables(pl.read_csv(folder / "tables.csv")), manifest


class Tables:
    """The long table, asked by table, row and column."""

    def __init__(self, long):
        self.values = {(row["table"], row["row"], row["column"]): row["value"] for row in long.iter_rows(named=True)}

    def __call__(self, *place):
        return self.values[place]


def test_the_family_worked_by_hand(worked_example, compare, tmp_path):
    """Before: 406 228 ÷ 4 ÷ 3, 4 × (36 550 − 33 852.33…) = 10 790.67. After: 360 000, 4 × (36 550 − 30 000)."""
    assert compare(worked_example).exit_code == 0
    families, tables, _ = results(tmp_path / "out")
    row = families.row(0, named=True)
    assert [row[f"total_income@{when}"] for when in BOTH] == [406_228, 360_000]
    assert [row[f"per_capita_income@{when}"] for when in BOTH] == [pytest.approx(406_228 / 12, rel=1e-15), 30_000]
    assert [row[f"poverty_line@{when}"] for when in BOTH] == [36_550, 36_550]
    assert [row[f"targeted_social_assistance@{when}"] for when in BOTH] == [10_791, 26_200]
    assert row["cause@after"] == "Order № 95, p. 8 19), fifth paragraph"
    assert row["income"] == pytest.approx(406_228 / 12)
    assert tables("transitions", "more", "families@after") == 1
    assert [tables("fiscal", "cost_of_month", name) for name in (*BOTH, "after-before")] == [10_791, 26_200, 15_409]


def test_amounts_of_a_quarter_give_the_same(worked_example, compare, tmp_path, table):
    text = worked_example.read_text().replace("120000", "360000")
    assert compare(table(text, "quarter.csv"), "--amounts", "quarter").exit_code == 0
    families, *_ = results(tmp_path / "out")
    assert families["targeted_social_assistance@before"].to_list() == [10_791]


def test_weights_and_every_kind_of_change(worked_example, compare, tmp_path, table):
    """Around the line of 36 550 for a family of four: 438 600 tenge in the quarter."""
    header, *rows = worked_example.read_text().splitlines()
    lines = [f"{header},weight"]
    wages = {"more": (120_000, 2), "gained": (140_000, 3), "same": (0, 5), "neither": (150_000, 7)}
    for kind, (wage, weight) in wages.items():
        for row in rows:
            row = re.sub(r"^A,(\d)", rf"{kind},{kind}\1", row).replace("120000", str(wage))
            row = row.replace("private", "state") if kind == "same" else row
            lines.append(f"{row},{weight}")
    assert compare(table("\n".join(lines))).exit_code == 0
    families, tables, _ = results(tmp_path / "out")
    assert families["family_id"].to_list() == list(wages)
    counted = {kind: tables("transitions", kind, "families@after") for kind in (*wages, "lost", "less")}
    assert counted == {"lost": 0, "less": 0, **{kind: weight for kind, (_, weight) in wages.items()}}
    assert (tables("quality", "families", "all"), tables("quality", "persons", "all")) == (17, 68)
    assert [tables("fiscal", "entitled_families", name) for name in BOTH] == [7, 10]
    # 2 × 10 791 + 5 × 4 × 36 550, and 2 × 26 200 + 3 × (146 200 − 140 000) + 5 × 146 200
    assert [tables("fiscal", "cost_of_month", name) for name in BOTH] == [752_582, 802_000]


def test_a_rent_payment_under_the_old_order_can_take_the_right_away(table, compare, tmp_path):
    """One person in Aktobe, 36 550 a month from № 60: not income before the order, income on the line after it."""
    text = "family_id,region,wage,rental_housing_payment,rental_housing_payment_basis\n"
    text += "on the line,aktobe,0,36550,order_60_2022\nabove it,aktobe,0,36550.01,order_60_2022\n"
    assert compare(table(text)).exit_code == 0
    families, *_ = results(tmp_path / "out")
    assert families["tsa_entitled@after"].to_list() == [True, False]
    assert families["refusal_ground@after"].to_list() == ["none", "income_above_line"]
    assert families["cause@after"].to_list() == ["Order № 95, p. 8 26)"] * 2
    assert families["targeted_social_assistance@after"].to_list() == [0, 0]


def test_without_dates_of_birth_the_supplement_is_not_computed(worked_example, compare, tmp_path, table):
    output = compare(worked_example).stdout
    families, tables, manifest = results(tmp_path / "out")
    assert tables("fiscal", "cost_of_month_child_supplement", "after") is None
    assert [text.partition(":")[0] for text in manifest["rests_on"]["not_computed"]] == ["child_supplement"]
    assert not [name for name in families.columns if "supplement" in name]
    assert "no column birth_date" in " ".join(output.split())

    births = ["1990-01-01", "1990-01-01", "2012-01-01", "2021-05-01"]
    header, *rows = worked_example.read_text().splitlines()
    dated = [f"{header},birth_date", *(f"{row},{birth}" for row, birth in zip(rows, births, strict=True))]
    compare(table("\n".join(dated)))
    families, tables, manifest = results(tmp_path / "out")
    assert families["child_supplement@after"].to_list() == [1.5 * 3_932]
    assert tables("fiscal", "cost_of_month", "after") == 26_200 + 5_898
    assert manifest["rests_on"]["not_computed"] == []


def test_the_table_is_plain_and_narrow_when_piped(worked_example, tmp_path):
    command = [sys.executable, "-m", "openfisca_kz.cli", "compare", str(worked_example), "--reform", "order_95_2025"]
    options = ["--period", "2025-05", "--out", str(tmp_path / "out"), "--smallest-cell", "0"]
    done = subprocess.run([*command, *options], capture_output=True, check=True, timeout=60)
    output = done.stdout.decode("utf-8")
    assert "\x1b" not in output
    summary = output[: output.index("Written:")]
    assert max(map(len, summary.splitlines())) <= 80
    assert re.search(r"Targeted social assistance +10 791 +26 200 +\+15 409", summary)
    assert re.search(r"Order № 95, p. 8 19\), fifth paragraph +1 +1 +4", summary)
    for file in ("families.csv", "tables.csv", "tables.parquet", "tables.xlsx", "manifest.json"):
        assert str(tmp_path / "out" / file) in output


def test_figures_about_few_families_are_left_empty_and_said_so(worked_example, compare, tmp_path):
    output = compare(worked_example, "--smallest-cell", "10").stdout
    _, tables, _ = results(tmp_path / "out")
    assert tables("transitions", "more", "families@after") is None
    assert "--smallest-cell" in output


def test_the_manifest_says_what_was_run_and_on_what_it_rests(worked_example, compare, tmp_path):
    compare(worked_example)
    _, _, manifest = results(tmp_path / "out")
    assert [(law["name"], law["reform"]) for law in manifest["laws"]] == [
        ("before", "order_95_2025:before"),
        ("after", "order_95_2025:after"),
    ]
    assert len({law["parameters_sha256"] for law in manifest["laws"]}) == 2
    assert len(manifest["input"]["sha256"]) == 64
    assert manifest["versions"]["openfisca-core"]
    assert manifest["run"]["seconds"] > 0
    assert manifest["run"]["peak_mib"]["this_process"] > 0
    assert manifest["rests_on"]["families_by_poverty_line_basis"] == {"published": 1}
    not_verified = [item["what"] for item in manifest["rests_on"]["not_verified"]]
    assert [what for what in not_verified if "published" in what] == ["poverty_line.published.aktobe"]  # of no other
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(["manifest.json", *manifest["files"]])


def test_one_law_alone(worked_example, tmp_path):
    """`simulate`: the law in force in May 2025 is the one after order № 95."""
    arguments = ["--period", "2025-05", "--out", str(tmp_path / "out"), "--smallest-cell", "0"]
    done = CliRunner().invoke(build_app(), ["simulate", str(worked_example), *arguments])
    assert done.exit_code == 0, done.output
    families, tables, _ = results(tmp_path / "out")
    assert families["targeted_social_assistance@in_force"].to_list() == [26_200]
    assert tables("fiscal", "cost_of_month", "in_force") == 26_200
    assert not [name for name in families.columns if "cause" in name]


REFORM = """\
name: Line of 80 percent in Aktobe
parameters:
  poverty_line.published.aktobe:
    2025-01-01: 41771
"""


def test_several_reforms_in_one_pass(worked_example, compare, tmp_path, table):
    """41 771 for each of four: 4 × (41 771 − 30 000) = 47 084 under the law in force with that line."""
    reform = table(REFORM, "line.yaml")
    done = compare(worked_example, "--reform", str(reform))
    assert done.exit_code == 0, done.output
    families, *_ = results(tmp_path / "out")
    amounts = [families[f"targeted_social_assistance@{name}"][0] for name in ("before", "order_95_2025", "line")]
    assert amounts == [10_791, 26_200, 47_084]
    assert families["cause@order_95_2025"].to_list() == ["Order № 95, p. 8 19), fifth paragraph"]
    causes = set(families["cause@line"][0].split("; "))
    assert causes == {"Order № 95, p. 8 19), fifth paragraph", "poverty_line.published.aktobe"}


@pytest.mark.parametrize(
    ("reform", "message"),
    [
        ("order_96", "there is no such reform"),
        ("missing.yaml", "there is no such file"),
        ("order_95_2025", "named twice"),
    ],
)
def test_reforms_that_are_refused(worked_example, compare, reform, message):
    done = compare(worked_example, "--reform", reform)
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_synthetic_population_says_so(compare, tmp_path):
    data = tmp_path / "synthetic.parquet"
    made = CliRunner().invoke(build_app(), ["synthesize", "--families", "20000", "--seed", "5", "--out", str(data)])
    assert made.exit_code == 0, made.output
    result = compare(data)
    assert result.exit_code == 0, result.output
    assert "THESE FAMILIES ARE NOT REAL" in result.stdout
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["input"]["provenance"].startswith("synthetic families, no real ones; seed 5")
    families = pl.read_parquet(tmp_path / "out" / "families.parquet")
    tables = Tables(pl.read_csv(tmp_path / "out" / "tables.csv"))
    kinds = ("gained", "lost", "more", "less", "same", "neither")
    counts = {kind: tables("transitions", kind, "records@after") for kind in kinds}
    assert families.height == 20_000 == sum(counts.values())
    assert all(counts[kind] > 0 for kind in ("gained", "more", "same", "neither"))
    assert families["weight"].sum() == pytest.approx(tables("quality", "families", "all"))


def test_a_year_without_figures_is_named(table, compare):
    data = table("family_id,wage\nA,0\n")
    assert "WARNING" not in compare(data, period="2025-12").stdout
    assert "2039-01 is calculated with them" in " ".join(compare(data, period="2039-01").stdout.split())


def test_the_columns_are_listed():
    listed = CliRunner().invoke(build_app(), ["columns"]).stdout
    assert "\n  wage: Wage\n" in listed
    assert "rental_housing_payment_basis: Order behind the rental housing payment (not_stated, order_60_2022" in listed
    assert "total_income" not in listed


def test_without_the_extra_the_command_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr(cli, "NEEDED", ("typer", "no_such_library"))
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 2
    assert "openfisca-kz needs no_such_library" in capsys.readouterr().err


def test_importing_the_commands_loads_no_table_library():
    code = "import sys, openfisca_kz.population.commands as _; sys.exit('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


def test_digits_are_grouped():
    assert grouped(1234567.4) == "1 234 567"
    assert grouped(-1000, signed=True) == "−1 000"
    assert grouped(0, signed=True) == "+0"


def test_money_received_is_all_income_but_assistance_and_what_was_paid(table, compare, tmp_path):
    """(3 × 10 000 + 3 000) ÷ 3 = 11 000; (3 × 10 000 + 100 × 500) ÷ 3. Assistance and what was paid are left out."""
    text = "family_id,wage,independent_worker_income@2025-01,business_activity,tsa_received,alimony_paid,"
    text += "income_in_foreign_currency@2025-03,exchange_rate\n"
    text += "A,10000,3000,independent_worker,9000,100,0,0\nB,10000,0,not_stated,0,0,100,500\n"
    done = compare(table(text))
    assert done.exit_code == 0, done.output
    families, *_ = results(tmp_path / "out")
    assert families["income"].to_list() == [11_000, pytest.approx(80_000 / 3)]
