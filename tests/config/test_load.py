"""Every problem of a file at once, with file, key and cure; exact values; nothing but ConfigError."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import Config, ConfigError, Problem, load, parse
from config.load import DEFAULT_PATH
from config.value_hints import tables
from tests.config.problems import problems_of


def test_all_problems_come_in_one_error_in_the_documented_form() -> None:
    with pytest.raises(ConfigError) as caught:
        parse('[scale]\nbuadrate = 1\nparity = "odds"\n[camera]\nwidth = "wide"\n', "station.toml")

    assert set(str(caught.value).splitlines()) == {
        "station.toml: scale.buadrate: unknown key (did you mean baudrate?)",
        'station.toml: scale.parity: "odds" is not allowed here; write "none", "even" or "odd"',
        'station.toml: camera.width: "wide" is not allowed here; write a whole number from 160 to 16384',
    }


@pytest.mark.parametrize(
    ("text", "key", "meant"),
    [
        ("[scael]\nport = 'x'", "scael", "did you mean scale?"),
        ("baudrate = 9600", "baudrate", "did you mean scale.baudrate or scanner.baudrate or printer.baudrate"),
        (
            "[camera]\nbaudrate = 9600",
            "camera.baudrate",
            "did you mean scale.baudrate or scanner.baudrate or printer.baudrate",
        ),
        ("[screen]\nqqqq = 1", "screen.qqqq", "screen knows theme, language, sound"),
        ("enabled = true", "enabled", "camera.enabled or scale.enabled or sync.enabled"),
    ],
)
def test_an_unknown_key_says_what_was_meant(text: str, key: str, meant: str) -> None:
    assert meant in problems_of(text)[key]


def test_a_table_that_is_no_table_is_named() -> None:
    assert "[camera]" in problems_of("camera = 5")["camera"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[scale]\nport = = 1\n", "line 2"),
        ("[scale]\n\nport = /dev/ttyUSB0\n", "line 3"),
        ("[scale]\nrts = true\nrts = false", "line 3"),
        ("[scale\n", "line 1"),
    ],
)
def test_broken_toml_names_the_line(text: str, line: str) -> None:
    assert "not TOML" in problems_of(text)[line]


def outcome(text: str) -> tuple[Problem, ...]:
    try:
        assert isinstance(parse(text, "x"), Config)
    except ConfigError as error:
        return error.problems or (Problem("", "", ""),)
    return ()


KEYS = [f"{table}.{key}" for table, keys in tables().items() for key in keys]
VALUES = st.sampled_from(
    ["1", "-1", "1e400", "-1e400", "nan", "true", '""', '"x"', "[]", "[1]", '["x", 2]', "{}", "{ a = 1 }", "12:00:00"]
) | st.integers().map(str)


@given(st.lists(st.tuples(st.sampled_from(KEYS) | st.text("abc_.", min_size=1), VALUES), max_size=8))
def test_any_values_give_a_configuration_or_problems(pairs: list[tuple[str, str]]) -> None:
    assert all(problem.file == "x" and problem.cure for problem in outcome("\n".join(map(" = ".join, pairs))))


@given(st.text(max_size=60))
def test_any_text_gives_a_configuration_or_problems(text: str) -> None:
    assert all(problem.file == "x" and problem.cure for problem in outcome(text))


@pytest.mark.parametrize("text", ["a = " + "[" * 20_000, "a = " + "9" * 20_000])
def test_monstrous_text_is_a_problem_like_any_other(text: str) -> None:
    assert problems_of(text)


class TestFile:
    def test_a_missing_file_says_how_to_write_one(self, tmp_path: Path) -> None:
        path = tmp_path / "none.toml"

        with pytest.raises(ConfigError, match=f"{path}: no such file; write one with: station config init"):
            load(path)

    def test_a_folder_is_named_as_one(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match="a folder, not a file"):
            load(tmp_path)

    def test_bytes_that_are_not_utf_8_are_named(self, tmp_path: Path) -> None:
        path = tmp_path / "station.toml"
        path.write_bytes(b'[station]\noperator = "Jos\xe9"\n')

        with pytest.raises(ConfigError, match="not UTF-8 at byte 25"):
            load(path)

    def test_a_byte_order_mark_and_dos_line_ends_are_read(self, tmp_path: Path) -> None:
        path = tmp_path / "station.toml"
        path.write_bytes(b'\xef\xbb\xbf[station]\r\nid = "hub-7"\r\n')

        assert load(path).station.id == "hub-7"

    def test_the_variable_names_the_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "station.toml"
        path.write_text('[station]\nid = "hub-8"\n')
        monkeypatch.setenv("STATION_CONFIG", str(path))

        assert load().station.id == "hub-8"

    @pytest.mark.skipif(DEFAULT_PATH.exists(), reason="this machine has a configuration of its own")
    def test_without_any_file_the_defaults_hold(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("STATION_CONFIG", raising=False)

        assert load() == Config()
