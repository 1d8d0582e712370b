"""`station config` as a person runs it."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from config import Config, ConfigError, example, load
from station.cli.config import app

runner = CliRunner()


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "etc" / "station.toml"
    monkeypatch.setenv("STATION_CONFIG", str(path))
    return path


def test_init_writes_the_example_once(path: Path) -> None:
    first = runner.invoke(app, ["init"])
    path.write_text("# mine\n")
    second = runner.invoke(app, ["init"])

    assert (first.exit_code, first.stdout.strip()) == (0, str(path))
    assert isinstance(second.exception, ConfigError)
    assert path.read_text() == "# mine\n"
    assert runner.invoke(app, ["init", "--force"]).exit_code == 0
    assert path.read_text() == example()


def test_the_udev_rules_are_written_once(tmp_path: Path) -> None:
    path = tmp_path / "99.rules"
    first = runner.invoke(app, ["udev", str(path)])
    path.write_text("# mine\n")

    assert (first.exit_code, first.stdout) == (0, f"{path}\n")
    assert "udevadm" in first.stderr
    assert isinstance(runner.invoke(app, ["udev", str(path)]).exception, ConfigError)
    assert path.read_text() == "# mine\n"


def test_init_where_nothing_can_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    result = runner.invoke(app, ["init", str(tmp_path / "file" / "station.toml")])

    assert isinstance(result.exception, ConfigError)


def test_check_lists_every_problem_on_standard_error(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("[scale]\nbuadrate = 1\nparity = 5\n")

    result = runner.invoke(app, ["check", str(path)])

    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 2


def test_check_as_json(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("[scale]\nbuadrate = 1\n")
    bad = runner.invoke(app, ["check", "--json"])
    path.write_text(example())
    good = runner.invoke(app, ["check", "--json"])

    cure = "unknown key (did you mean baudrate?)"
    assert bad.exit_code == 2
    assert json.loads(bad.stdout)["problems"] == [{"file": str(path), "key": "scale.buadrate", "cure": cure}]
    assert (good.exit_code, json.loads(good.stdout)) == (0, {"file": str(path), "ok": True, "problems": []})


def test_a_key_that_would_drive_the_terminal_is_made_visible(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('"\\u001b[2J" = 1\n')

    result = runner.invoke(app, ["check"])

    assert "\x1b" not in result.stderr
    assert "\\x1b[2J" in result.stderr


def test_show_prints_the_values_in_effect(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('[station]\nid = "hub-7"\n')

    lines = runner.invoke(app, ["show"]).stdout.splitlines()
    tables = json.loads(runner.invoke(app, ["show", "--json"]).stdout)

    assert 'station.id = "hub-7"' in lines
    assert tables["station"]["id"] == "hub-7"
    assert Config.model_validate(tables) == load(path)


def test_set_changes_the_file_and_says_what_holds_now(path: Path) -> None:
    runner.invoke(app, ["init"])

    result = runner.invoke(app, ["set", "scale.baudrate", "4800"])

    assert (result.exit_code, result.stdout) == (0, "scale.baudrate = 4800\n")
    assert load(path).scale.baudrate == 4800
    assert isinstance(runner.invoke(app, ["set", "scale.baudrate", "1"]).exception, ConfigError)
    assert load(path).scale.baudrate == 4800


def test_one_of_many_names_is_found_by_its_neighbours_or_in_the_list(path: Path) -> None:
    runner.invoke(app, ["init"])

    wrong = runner.invoke(app, ["set", "scale.protocol", "mtsics"])
    listed = runner.invoke(app, ["set", "scale.protocol"]).stdout.split("\n")[:-1]

    assert isinstance(wrong.exception, ConfigError)
    assert "mt-sics" in str(wrong.exception)
    assert "station config set scale.protocol lists them" in str(wrong.exception)
    assert len(str(wrong.exception)) < 300
    assert listed == sorted(listed)
    for protocol in listed:
        assert protocol in str(Config.model_json_schema())
    assert {"mt-sics", "toledo-8217", "dialog06"} <= set(listed)
    assert runner.invoke(app, ["set", "camera.width"]).stdout == "a whole number from 160 to 16384\n"
    assert isinstance(runner.invoke(app, ["set", "scale.nothing"]).exception, ConfigError)


def test_a_folder_as_the_scales_port_is_still_to_do(path: Path, tmp_path: Path) -> None:
    runner.invoke(app, ["init"])
    runner.invoke(app, ["set", "scale.port", str(tmp_path)])
    folder = runner.invoke(app, ["check"])
    runner.invoke(app, ["set", "scale.enabled", "false"])
    unused = runner.invoke(app, ["check"])

    assert folder.stdout.endswith(": ok\n")
    assert "still to do: scale.port" in folder.stderr
    assert unused.stderr == ""


def test_the_schema_takes_what_show_prints(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("")
    schema = json.loads(runner.invoke(app, ["schema"]).stdout)
    tables = json.loads(runner.invoke(app, ["show", "--json"]).stdout)

    validator = import_module("jsonschema").Draft202012Validator(schema)

    assert list(validator.iter_errors(tables)) == []
    assert list(validator.iter_errors({**tables, "scale": {"baudrate": 1}}))
