"""The example file and the printed values say what the model says."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import config
from config import Config, dump, example, parse, values
from config.address import masked
from config.allowed import tables

FILE = Path(config.__file__).with_name("station.example.toml")


def test_the_shipped_file_is_the_generated_one() -> None:
    assert FILE.read_text(encoding="utf-8") == example()


def test_the_example_has_every_key_with_its_default() -> None:
    written = tomllib.loads(example())

    assert parse(example(), "example") == Config()
    assert {name: set(table) for name, table in written.items()} == {n: set(keys) for n, keys in tables().items()}


def test_every_key_stands_under_its_docstring() -> None:
    text = example()

    for keys in tables().values():
        for key, schema in keys.items():
            comment = "".join(f"# {line}\n" for line in schema["description"].splitlines())
            assert comment.strip("# \n")
            assert re.search(rf"^{re.escape(comment)}(# Allowed: .*\n)?{key} = ", text, re.MULTILINE), key


def test_what_is_printed_can_be_read_back() -> None:
    odd = parse(
        '[station]\noperator = "Zoë \\"Z\\" \\u007f"\n[weigh]\ndivision_g = 0.10\nservice_max_g = { "a b" = 2.5 }\n'
        '[lane]\ncarriers = ["usps", "ups"]\n[sync]\ntoken_file = "/run/token"\n',
        "x",
    )

    assert parse("\n".join(f"{key} = {value}" for key, value in dump(odd)), "dump") == odd


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_any_operator_can_be_read_back(name: str) -> None:
    config_ = Config.model_validate({"station": {"operator": name}})

    assert parse("\n".join(f"{key} = {value}" for key, value in dump(config_)), "dump") == config_


def test_json_values_are_plain_and_exact() -> None:
    flat = dict(values(parse("[weigh]\nmin_load_g = 0.10", "x")))

    assert json.loads(json.dumps(flat)) == flat
    assert (flat["weigh.min_load_g"], flat["sync.token_file"]) == ("0.10", None)


def test_passwords_are_masked_everywhere() -> None:
    config_ = parse('[camera]\nsource = "rtsp://admin:hunter2@cam/1"\n[sync]\nurl = "https://a:hunter2@hub"', "x")

    assert "hunter2" not in str(dump(config_)) + str(values(config_))
    assert dict(values(config_))["camera.source"] == "rtsp://admin:***@cam/1"


def test_only_passwords_are_masked() -> None:
    for plain in ("0", "/dev/video0", "rtsp://cam:554/a@b", "rtsp://[::1]:5/x@y", "http://admin@cam/x?user=a", "a:b@c"):
        assert masked(plain) == plain
    for secret in (
        "rtsp://a:p@ss@h/",
        "rtsp://a:s3/cr@h:5/x",
        "http://h/x?user=a&password=s3&n=1",
        "rtsp://h/u=a&pwd=s3",
    ):
        assert "***" in masked(secret)
        assert not any(word in masked(secret) for word in ("p@ss", "s3"))
