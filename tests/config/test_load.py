"""Every problem of a file at once, with file, key and cure; exact values; nothing but ConfigError."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import Config, ConfigError, Problem, load, parse
from config.allowed import tables
from config.load import DEFAULT_PATH


def problems_of(text: str) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        parse(text, "station.toml")
    assert str(caught.value) == "\n".join(str(problem) for problem in caught.value.problems)
    assert all(str(problem).startswith("station.toml: ") for problem in caught.value.problems)
    return {problem.key: problem.cure for problem in caught.value.problems}


def test_nothing_said_means_the_defaults() -> None:
    assert parse("", "x") == Config()


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
        ("baudrate = 9600", "baudrate", "did you mean scale.baudrate?"),
        ("[camera]\nbaudrate = 9600", "camera.baudrate", "did you mean scale.baudrate?"),
        ("[screen]\nqqqq = 1", "screen.qqqq", "screen knows theme, sound"),
        ("enabled = true", "enabled", "camera.enabled or scale.enabled or sync.enabled"),
    ],
)
def test_an_unknown_key_says_what_was_meant(text: str, key: str, meant: str) -> None:
    assert meant in problems_of(text)[key]


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("scale", 'baudrate = "9600"'),
        ("scale", "baudrate = 299"),
        ("scale", "baudrate = true"),
        ("scale", "baudrate = 9600.5"),
        ("scale", "stopbits = true"),
        ("scale", "dtr = 1"),
        ("scale", 'dtr = "yes"'),
        ("scale", "port = 5"),
        ("station", 'id = "a b"'),
        ("station", 'id = "é"'),
        ("station", "id = 5"),
        ("station", "data_dir = 1979-05-27"),
        ("camera", "fps = nan"),
        ("camera", "fps = inf"),
        ("camera", 'source = ""'),
        ("camera", "source = true"),
        ("weigh", "min_load_g = nan"),
        ("weigh", "min_load_g = 0"),
        ("weigh", 'min_load_g = "heavy"'),
        ("weigh", "service_max_g = { x = -1 }"),
        ("reader", "engines = []"),
        ("reader", 'engines = ["zxing", "other"]'),
        ("lane", 'reject_bin = ""'),
        ("sync", "token_file = 5"),
        ("sync", 'url = "http://hub.example"'),
        ("sync", 'url = "https://hub.example/api"'),
        ("sync", 'url = "https://hub.example:99999"'),
        ("sync", 'url = "hub.example"'),
        ("sync", 'url = "ftp://127.0.0.1"'),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_allowed(table: str, line: str) -> None:
    key = f"{table}.{line.split(maxsplit=1)[0]}"

    found = problems_of(f"[{table}]\n{line}\n")

    assert [name for name in found if name.startswith(key)] == list(found)
    assert all("is not allowed here; write " in cure for cure in found.values())


@pytest.mark.parametrize(
    "url",
    ["https://hub.example", "https://hub.example:8443/", "http://localhost:1", "http://[::1]:80", "http://127.0.0.9"],
)
def test_a_safe_address_is_taken(url: str) -> None:
    assert parse(f'[sync]\nurl = "{url}"', "x").sync.url == url.rstrip("/")


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


@given(st.decimals(min_value=Decimal("0.001"), max_value=Decimal(10**12), places=3, allow_nan=False))
def test_decimals_are_exact_however_they_are_written(value: Decimal) -> None:
    bare = parse(f"[weigh]\ndivision_g = {value:f}", "x").weigh.division_g
    quoted = parse(f'[weigh]\ndivision_g = "{value:f}"', "x").weigh.division_g

    assert (str(bare), str(quoted)) == (f"{value:f}", f"{value:f}")


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


def test_passwords_do_not_reach_the_problems() -> None:
    found = problems_of('[sync]\nurl = "https://me:hunter2@hub.example/x"\n')
    broken = problems_of('[camera]\nsource = "rtsp://me:hunter2@cam/" x\n')

    assert "hunter2" not in str(found) + str(broken)


def test_a_device_index_may_be_written_as_a_number() -> None:
    assert parse("[camera]\nsource = 2", "x").camera.source == "2"


def test_an_empty_file_name_means_none() -> None:
    assert parse('[sync]\ntoken_file = ""', "x").sync.token_file is None


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
