"""`station plan`: faults of a file, and why a parcel goes where it goes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from station.cli import plan
from station.core.requests import ImportPlan
from station.record.writer import Store
from station.requests import ask, import_manifest, list_text
from tests.places import ROOT

HEAD = "function,priority,country,carrier,postal_prefix,weight_max_g,bin\n"
GOOD = HEAD + ",10,US,,006,,PR\n,10,US,,,,US\n,20,,,,,REST\nDEFAULT,,,,,,X\n"
EXAMPLE = ROOT / "config" / "plan.example.csv"
S10 = "RB123456785GB"


def run(*arguments: object) -> Result:
    answer = CliRunner().invoke(plan.app, [str(argument) for argument in arguments])
    if answer.exception is not None and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return answer


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.csv"
    path.write_text(GOOD)
    return path


def test_the_shipped_example_has_no_fault() -> None:
    answer = run("check", EXAMPLE, "--json")
    assert answer.exit_code == 0
    assert json.loads(answer.stdout)["findings"] == []


def test_a_fault_is_exit_code_1_and_a_warning_is_not(file: Path) -> None:
    assert run("check", file).exit_code == 0
    assert run("check", file, "--bins", "PR,US,REST,X, Y").stdout.count("warning: nothing goes into bin Y") == 1
    assert run("check", file, "--bins", "PR,US").exit_code == 1
    file.write_text(GOOD + ",30,BR,,,,LATE\n")
    answer = run("check", file)
    assert answer.exit_code == 1
    assert "plan.csv:6: error: never reached: all it takes goes by line 4 before" in answer.stdout
    found = json.loads(run("check", file, "--json").stdout)
    assert (found["rules"], found["errors"]) == (4, 1)
    assert [(each["kind"], each["line"]) for each in found["findings"]] == [("shadowed", 6)]


def test_a_file_that_is_no_plan_is_a_fault(file: Path) -> None:
    file.write_text("bin,country\nA,Brazil\nB\x1b,\n")
    answer = run("check", file)
    assert answer.exit_code == 1
    assert "plan.csv:2: country" in answer.stdout
    assert "\x1b" not in answer.stdout


def test_the_choice_is_explained_from_a_file(file: Path) -> None:
    answer = run("route", S10, "--country", "us", "--postcode", "00601", "--file", file)
    assert answer.exit_code == 0
    assert "bin PR" in answer.stdout
    assert "line 2, bin PR: wins: 3 characters of postcode go before 0" in answer.stdout
    assert "line 4, bin REST: later than line 2: priority 10 goes before 20" in answer.stdout


def test_no_rule_is_exit_code_1_and_names_the_function_bin(file: Path) -> None:
    file.write_text(GOOD.replace(",20,,,,,REST\n", ""))
    answer = run("route", S10, "--weight", "500", "--file", file, "--json")
    assert answer.exit_code == 1
    told = json.loads(answer.stdout)
    assert (told["bin"], told["function_bin"], told["matching"]) == (None, "X", [])
    assert told["nearest"][0]["why"] == ["country is GB, not US"]


def test_the_record_gives_plan_and_manifest(file: Path, tmp_path: Path) -> None:
    database, manifest = tmp_path / "station.db", tmp_path / "m.csv"
    Store.open(database, "lane-1").close()
    assert run("route", S10, "--db", database).exit_code == 2
    manifest.write_text(f"parcel_id,alt_ids,dest_country,dest_postcode\n{S10},LP00123456789012,US,00601\n")
    ask(database, None, ImportPlan(*list_text(file)))
    import_manifest(database, None, manifest)

    for number in (S10, "rb 123 456 785 gb", "LP00123456789012"):
        told = json.loads(run("route", number, "--db", database, "--json").stdout)
        assert (told["bin"], told["announced"], told["traits"]["country"]) == ("PR", S10, "US")
    with_other = json.loads(run("route", S10, "--db", database, "--country", "BR", "--json").stdout)
    assert with_other["bin"] == "REST"


@pytest.mark.parametrize("wrong", [["--weight", "heavy"], ["--country", "XX"], ["--on", "soon"], ["--weight", "-1"]])
def test_wrong_use(file: Path, wrong: list[str]) -> None:
    assert run("route", S10, "--file", file, *wrong).exit_code == 2


def test_a_number_that_may_not_be_booked_is_said(file: Path) -> None:
    answer = run("route", "RB123456784GB", "--file", file)
    assert answer.exit_code == 1
    assert "not a parcel id that may be booked" in answer.stdout
