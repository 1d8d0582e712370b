"""Scanners in the configuration: several of them, each problem named with the number of its table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import Config, dump, parse
from config.scanners import TEMPLATE_FIELDS, framing_bytes
from hardware.scanners import NO_READS, Template, TemplateError
from tests.config.problems import problems_of

TWO = '[[scanner]]\nname = "hand"\nport = "/dev/a"\n[[scanner]]\nname = "tunnel"\nport = "listen://0.0.0.0:4000"\n'


def test_several_scanners_each_under_its_name() -> None:
    config = parse(TWO, "x")

    assert [(each.name, each.port) for each in config.scanner] == [
        ("hand", "/dev/a"),
        ("tunnel", "listen://0.0.0.0:4000"),
    ]
    assert ("scanner.tunnel.port", '"listen://0.0.0.0:4000"') in dump(config)
    assert config.scanner[0].no_reads == NO_READS


def test_every_problem_of_every_scanner_is_named_at_once() -> None:
    problems = problems_of(
        '[[scanner]]\nbuadrate = 1\n[[scanner]]\nmaker = "zebar"\ngap_s = 0\ntemplate = "{cod}"\nprefix = "\\u4e00"\n'
    )

    assert set(problems) == {
        "scanner.1.buadrate",
        "scanner.2.maker",
        "scanner.2.gap_s",
        "scanner.2.template",
        "scanner.2.prefix",
    }
    assert "did you mean baudrate?" in problems["scanner.1.buadrate"]
    assert "[[scanner]]" in problems_of("[scanner]\nname = 'x'")["scanner"]


def test_a_name_or_a_port_that_two_have_is_named() -> None:
    twice = problems_of('[[scanner]]\nport = "/dev/a"\n[[scanner]]\nport = "/dev/a"\n')
    scales = problems_of('[scale]\nport = "/dev/a"\n[[scanner]]\nport = "/dev/a"\n')

    assert set(twice) == {"scanner.1.name", "scanner.2.name", "scanner.1.port", "scanner.2.port"}
    assert "the port of the scale" in scales["scanner.1.port"]
    assert parse('[scale]\nenabled = false\nport = "/dev/a"\n[[scanner]]\nport = "/dev/a"\n', "x").scanner


def test_a_machine_is_never_locked() -> None:
    assert set(problems_of('[[scanner]]\nlock = true\ntemplate = "{code}"\n')) == {"scanner.1.lock"}


@pytest.mark.parametrize(
    ("suffix", "ends"),
    [
        ("auto", None),
        ("CR", b"\r"),
        ("crlf", b"\r\n"),
        ("none", b""),
        ("etx", b"\x03"),
        ("\\u0003", b"\x03"),
        ("#", b"#"),
    ],
)
def test_a_suffix_by_its_name_or_as_it_is(suffix: str, ends: bytes | None) -> None:
    assert parse(f'[[scanner]]\nsuffix = "{suffix}"', "x").scanner[0].ends == ends


@given(st.binary(max_size=8))
def test_any_byte_of_a_prefix_can_be_written(data: bytes) -> None:
    assert framing_bytes("".join(f"\\x{byte:02x}" for byte in data)) == data


FIELDS = st.sampled_from([*sorted(TEMPLATE_FIELDS), "cod", "weight", "weight_st", "length_kg", "", "code_kg"])


@given(st.lists(FIELDS, max_size=5))
def test_configuration_and_driver_take_the_same_templates(fields: list[str]) -> None:
    text = ",".join(f"{{{field}}}" for field in fields)
    try:
        Template(text)
        drivers = True
    except TemplateError:
        drivers = False

    taken = True
    try:
        Config.model_validate({"scanner": [{"template": text}]})
    except ValueError:
        taken = False

    assert taken == (drivers or not text)
