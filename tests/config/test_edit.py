"""One key is set; comments, order and line ends stay; a bad value leaves the file as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import ConfigError, example, load, set_value

TEXT = """\
# Hub 7, line 2
[scale]  # the bench scale
port = "/dev/station-scale"
baudrate = 9600  # as on the label

[weigh]
service_max_g = { "letter post tracked" = 2000 } # grams
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "station.toml"
    path.write_text(TEXT)
    return path


def test_only_the_value_changes(path: Path) -> None:
    set_value(path, "scale.baudrate", "19200")

    assert path.read_text() == TEXT.replace("9600", "19200")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("scale.baudrate", "5"),
        ("scale.baudrate", "fast"),
        ("scale.buadrate", "9600"),
        ("scael.baudrate", "9600"),
        ("baudrate", "9600"),
        ("scale.dtr", "yes"),
        ("scale.dtr", "true\nrts = 5"),
        ("scale", "5"),
        ("scale.port.x", "5"),
        ("", ""),
    ],
)
def test_what_would_not_validate_is_refused_and_the_file_stays(path: Path, key: str, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        set_value(path, key, value)

    assert caught.value.problems
    assert path.read_text() == TEXT
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("key", "value", "attribute"),
    [
        ("scale.port", "socket://10.0.0.5:4001", "socket://10.0.0.5:4001"),
        ("scale.port", '"/dev/ttyS0"', "/dev/ttyS0"),
        ("station.id", "hub-9", "hub-9"),
        ("station.id", "9", "9"),
        ("station.operator", "true", "true"),
        ("camera.source", "2", "2"),
        ("camera.loop", "true", True),
        ("reader.engines", '["zbar"]', ("zbar",)),
    ],
)
def test_text_needs_no_quotes_and_a_new_table_is_made(path: Path, key: str, value: str, attribute: object) -> None:
    set_value(path, key, value)

    table, name = key.split(".")
    assert getattr(getattr(load(path), table), name) == attribute
    assert "# Hub 7, line 2" in path.read_text()


def test_an_entry_of_an_inner_table_is_set(path: Path) -> None:
    set_value(path, "weigh.service_max_g.parcel 2.0", "30.50")

    limits = load(path).weigh.service_max_g
    assert {name: str(grams) for name, grams in limits.items()} == {
        "letter post tracked": "2000",
        "parcel 2.0": "30.50",
    }
    assert "# grams" in path.read_text()


def test_dos_line_ends_stay(path: Path) -> None:
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())

    set_value(path, "screen.sound", "false")

    data = path.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > TEXT.count("\n")
    assert load(path).screen.sound is False


def test_every_key_of_the_example_can_be_set_to_its_default(tmp_path: Path) -> None:
    path = tmp_path / "station.toml"
    path.write_text(example())
    table = ""
    for line in example().splitlines():
        table = line.strip("[]") if line.startswith("[") else table
        if line and line[0] not in "#[":
            key, _, value = line.partition(" = ")
            set_value(path, f"{table}.{key}", value)

    assert path.read_text() == example()


def test_the_mode_of_the_file_and_a_link_to_it_stay(path: Path, tmp_path: Path) -> None:
    path.chmod(0o640)
    link = tmp_path / "link.toml"
    link.symlink_to(path)

    set_value(link, "scale.baudrate", "4800")

    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert load(path).scale.baudrate == 4800


def test_a_file_with_another_problem_is_refused_with_that_problem(path: Path) -> None:
    path.write_text("[scale]\nparity = 5\n")

    with pytest.raises(ConfigError, match=r"scale\.parity"):
        set_value(path, "scale.baudrate", "4800")


def test_protocol_and_settings_of_a_scale_are_set_one_after_another(path: Path) -> None:
    _, left = set_value(path, "scale.protocol", "yaohua-eq")
    assert {problem.key for problem in left} == {"scale.settings.order", "scale.settings.unit"}
    with pytest.raises(ConfigError, match="did you mean unit"):
        set_value(path, "scale.settings.unti", "kg")
    set_value(path, "scale.settings.order", "reversed")
    config, left = set_value(path, "scale.settings.unit", "kg")
    assert (config, left) == (load(path), [])

    _, left = set_value(path, "scale.protocol", "mt-sics")
    assert {problem.key for problem in left} == {"scale.settings.order", "scale.settings.unit"}
    with pytest.raises(ConfigError, match=r"scale\.settings\.order"):
        load(path)
    with pytest.raises(ConfigError, match="unknown setting"):
        set_value(path, "scale.settings", '{ unit = "kg" }')
    assert set_value(path, "scale.settings", "{}") == (load(path), [])


SEVERAL = """\
# two hands
[[scanner]]
name = "hand"  # the first
port = "/dev/ttyACM0"

[[scanner]]
name = "2.b"
port = "/dev/ttyACM1"
"""


@pytest.mark.parametrize(
    ("key", "value", "before", "after"),
    [
        ("scanner.hand.port", "/dev/ttyACM7", "/dev/ttyACM0", "/dev/ttyACM7"),
        ("scanner.2.b.port", "/dev/ttyACM7", "/dev/ttyACM1", "/dev/ttyACM7"),
        ("scanner.1.name", "left", '"hand"', '"left"'),
        ("scanner.2.name", "3", '"2.b"', '"3"'),
    ],
)
def test_one_of_several_tables_is_changed_by_its_name_or_its_number(
    tmp_path: Path, key: str, value: str, before: str, after: str
) -> None:
    path = tmp_path / "station.toml"
    path.write_text(SEVERAL)
    set_value(path, key, value)
    assert path.read_text() == SEVERAL.replace(before, after)


def test_the_next_number_begins_a_table(tmp_path: Path) -> None:
    path = tmp_path / "station.toml"
    path.write_text(SEVERAL)
    set_value(path, "printer.1.port", "socket://10.0.0.5:9100")
    set_value(path, "printer.labels.kinds", '["bag"]')
    loaded = load(path)
    assert [(each.name, each.port, each.kinds) for each in loaded.printer] == [
        ("labels", "socket://10.0.0.5:9100", ("bag",))
    ]
    assert path.read_text().startswith(SEVERAL)


@pytest.mark.parametrize(
    "key",
    ["scanner.port", "scanner.other.port", "scanner.4.port", "scanner.0.port", "scanner.hand.prot", "scanner.hand"],
)
def test_a_table_that_is_not_there_is_named_and_the_file_stays(tmp_path: Path, key: str) -> None:
    path = tmp_path / "station.toml"
    path.write_text(SEVERAL)
    with pytest.raises(ConfigError):
        set_value(path, key, "/dev/ttyACM9")
    assert path.read_text() == SEVERAL
