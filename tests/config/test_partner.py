"""What a configuration may say of partners: event codes by name, and URIs in which a number has its one place."""

from __future__ import annotations

import pytest

from config import ConfigError, parse
from tests.config.problems import problems_of


@pytest.mark.parametrize(
    ("key", "uri"),
    [
        ("parcel_uri", "https://hub.example/p/{id}"),
        ("parcel_uri", "urn:epc:id:sscc:{id}"),
        ("bag_uri", "https://hub.example/bag/{id}/seal"),
        ("bag_uri", ""),
        ("read_point", "https://id.gs1.org/414/4012345000009"),
        ("biz_location", "urn:epc:id:sgln:4012345.00000.0"),
        ("root", "/epcis/v2"),
        ("time_zone", "Asia/Shanghai"),
    ],
)
def test_what_a_repository_can_take_is_taken(key: str, uri: str) -> None:
    assert getattr(parse(f'[epcis]\n{key} = "{uri}"', "x").epcis, key) == uri


@pytest.mark.parametrize(
    ("key", "uri"),
    [
        ("parcel_uri", "https://hub.example/p/"),
        ("parcel_uri", "https://hub.example/{id}/{id}"),
        ("parcel_uri", "{id}"),
        ("parcel_uri", "ftp://hub.example/{id}"),
        ("bag_uri", "https://hub.example/bag"),
        ("read_point", "https://hub.example/a b"),
        ("read_point", "https://hub.example/%zz"),
        ("biz_location", "hub 7"),
        ("root", "/epcis/"),
        ("root", "epcis"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
    ],
)
def test_what_no_repository_could_take_is_refused_with_what_is_allowed(key: str, uri: str) -> None:
    assert "is not allowed here; write a" in problems_of(f'[epcis]\n{key} = "{uri}"')[f"epcis.{key}"]


def test_a_code_belongs_to_a_name_that_the_station_has() -> None:
    assert parse('[events]\ncodes = { NR = "19", sort = "EMC" }', "x").events.codes == {"NR": "19", "sort": "EMC"}
    for codes in ('{ XX = "1" }', '{ NR = "12345678901234567" }', '{ NR = "a b" }', "{ NR = 5 }"):
        with pytest.raises(ConfigError, match=r"each NAME one of arrival, .*, OV, .*, each code up to 16"):
            parse(f"[events]\ncodes = {codes}", "x")
