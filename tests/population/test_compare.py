"""The command `compare` from the table to the files."""

import json
import re
import subprocess
import sys

import polars as pl
import pytest
from typer.testing import CliRunner

from openfisca_kz import cli
from openfisca_kz.cli import build_app
from openfisca_kz.population.comparison import CHANGES
from openfisca_kz.population.made_up import make_up
from openfisca_kz.population.report import grouped

BOTH = ["before", "after"]


def results(folder):
    return pl.read_csv(folder / "families.csv"), json.loads((folder / "summary.json").read_text(encoding="utf-8"))


def test_the_family_worked_by_hand(worked_example, compare, tmp_path):
    """Before: 406 228 ÷ 4 ÷ 3, 4 × (36 550 − 33 852.33…) = 10 790.67. After: 360 000, 4 × (36 550 − 30 000)."""
    assert compare(worked_example).exit_code == 0
    families, summary = results(tmp_path / "out")
    row = families.row(0, named=True)
    assert [row[f"total_income_{when}"] for when in BOTH] == [406_228, 360_000]
    assert [row[f"per_capita_income_{when}"] for when in BOTH] == [pytest.approx(406_228 / 12, rel=1e-15), 30_000]
    assert [row[f"poverty_line_{when}"] for when in BOTH] == [36_550, 36_550]
    assert [row[f"targeted_social_assistance_{when}"] for when in BOTH] == [10_791, 26_200]
    assert row["change"] == "changed"
    assert row["difference"] == 15_409
    assert summary["counts"]["changed"] == {"weighted": 1, "unweighted": 1}
    cost = summary["monthly_cost_tenge"]["targeted_social_assistance"]["weighted"]
    assert cost == {"before": 10_791, "after": 26_200, "difference": 15_409}


def test_amounts_of_a_quarter_give_the_same(worked_example, compare, tmp_path, table):
    text = worked_example.read_text().replace("120000", "360000")
    assert compare(table(text, "quarter.csv"), "--amounts", "quarter").exit_code == 0
    families, _ = results(tmp_path / "out")
    assert families["targeted_social_assistance_before"].to_list() == [10_791]


def test_weights_and_every_kind_of_change(worked_example, compare, tmp_path, table):
    """Around the line of 36 550 for a family of four: 438 600 tenge in the quarter."""
    header, *rows = worked_example.read_text().splitlines()
    lines = [f"{header},weight"]
    wages = {"changed": (120_000, 2), "gained": (140_000, 3), "unchanged": (0, 5), "entitled_neither": (150_000, 7)}
    for kind, (wage, weight) in wages.items():
        for row in rows:
            row = re.sub(r"^A,(\d)", rf"{kind},{kind}\1", row).replace("120000", str(wage))
            row = row.replace("private", "state") if kind == "unchanged" else row
            lines.append(f"{row},{weight}")
    assert compare(table("\n".join(lines))).exit_code == 0
    families, summary = results(tmp_path / "out")
    assert families["change"].to_list() == families["family_id"].to_list() == list(wages)
    counts = summary["counts"]
    assert {kind: counts[kind]["weighted"] for kind in CHANGES} == {"lost": 0, **{k: w for k, (_, w) in wages.items()}}
    assert counts["families"] == {"weighted": 17, "unweighted": 4}
    assert counts["persons"] == {"weighted": 68, "unweighted": 16}
    assert (counts["entitled_before"]["weighted"], counts["entitled_after"]["weighted"]) == (7, 10)
    # 2 × 10 791 + 5 × 4 × 36 550, and 2 × 26 200 + 3 × (146 200 − 140 000) + 5 × 146 200
    cost = summary["monthly_cost_tenge"]["together"]["weighted"]
    assert (cost["before"], cost["after"]) == (752_582, 802_000)


def test_a_rent_payment_under_the_old_order_can_take_the_right_away(table, compare, tmp_path):
    """One person in Aktobe, 36 550 a month from № 60: not income before the order, income on the line after it."""
    text = "family_id,region,wage,rental_housing_payment,rental_housing_payment_basis\n"
    text += "on the line,aktobe,0,36550,order_60_2022\nabove it,aktobe,0,36550.01,order_60_2022\n"
    assert compare(table(text)).exit_code == 0
    families, _ = results(tmp_path / "out")
    assert families["tsa_entitled_after"].to_list() == [True, False]
    assert families["change"].to_list() == ["changed", "lost"]
    assert families["targeted_social_assistance_after"].to_list() == [0, 0]


def test_without_dates_of_birth_the_supplement_is_not_computed(worked_example, compare, tmp_path, table):
    output = compare(worked_example).stdout
    families, summary = results(tmp_path / "out")
    assert summary["monthly_cost_tenge"]["child_supplement"] is None
    assert [item["what"] for item in summary["not_computed"]] == ["child_supplement"]
    assert not [name for name in families.columns if "supplement" in name]
    assert "no column birth_date" in " ".join(output.split())

    births = ["1990-01-01", "1990-01-01", "2012-01-01", "2021-05-01"]
    header, *rows = worked_example.read_text().splitlines()
    dated = [f"{header},birth_date", *(f"{row},{birth}" for row, birth in zip(rows, births, strict=True))]
    compare(table("\n".join(dated)))
    families, summary = results(tmp_path / "out")
    assert families["child_supplement_after"].to_list() == [1.5 * 3_932]
    assert summary["monthly_cost_tenge"]["together"]["weighted"]["after"] == 26_200 + 5_898
    assert summary["not_computed"] == []


def test_the_table_is_plain_and_narrow_when_piped(worked_example, tmp_path):
    command = [sys.executable, "-m", "openfisca_kz.cli", "compare", str(worked_example), "--reform", "order_95_2025"]
    done = subprocess.run(
        [*command, "--period", "2025-05", "--out", str(tmp_path / "out")], capture_output=True, check=True, timeout=60
    )
    output = done.stdout.decode("utf-8")
    assert "\x1b" not in output
    summary = output[: output.index("Written:")]
    assert max(map(len, summary.splitlines())) <= 80
    assert re.search(r"Targeted social assistance +10 791 +26 200 +\+15 409", summary)
    for file in ("families.csv", "summary.csv", "summary.json", "manifest.json"):
        assert str(tmp_path / "out" / file) in output


def test_manifest_and_summary_in_two_forms(worked_example, compare, tmp_path):
    compare(worked_example)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["reform"] == "order_95_2025"
    assert len(manifest["input"]["sha256"]) == 64
    assert manifest["versions"]["openfisca-core"]
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(["manifest.json", *manifest["files"]])
    rows = {row["measure"]: row for row in pl.read_csv(tmp_path / "out" / "summary.csv").to_dicts()}
    assert rows["targeted_social_assistance_difference"]["weighted"] == 15_409
    assert rows["poverty_line_published"]["unweighted"] == 1


def test_a_made_up_population_says_so(compare, tmp_path):
    data = tmp_path / "made_up.parquet"
    made = CliRunner().invoke(build_app(), ["synthesize", "--families", "3000", "--seed", "5", "--out", str(data)])
    assert made.exit_code == 0, made.output
    result = compare(data)
    assert result.exit_code == 0, result.output
    assert "THIS POPULATION IS MADE UP" in result.stdout
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["made_up_population"] == "made up, not calibrated, seed 5"
    counts = {name: count["unweighted"] for name, count in summary["counts"].items()}
    assert counts["families"] == 3000 == sum(counts[change] for change in CHANGES)
    assert all(counts[change] > 0 for change in CHANGES), "every branch of the comparison has families"
    families = pl.read_parquet(tmp_path / "out" / "families.parquet")
    assert families["weight"].sum() == summary["counts"]["families"]["weighted"]


def test_the_same_seed_makes_the_same_families_in_all_regions(system):
    one, same, other = (make_up(2000, seed, "2025-05", system) for seed in (1, 1, 2))
    assert one.equals(same)
    assert not one.equals(other)
    assert one["region"].n_unique() == 20
    assert set(one.group_by("family_id").len()["len"]) == set(range(1, 9))


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
