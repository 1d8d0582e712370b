"""Which addresses are safe, and how they are shown without their passwords."""

from __future__ import annotations

import pytest

from config import dump, parse, values
from config.address import masked
from tests.config.problems import problems_of


@pytest.mark.parametrize(
    "url",
    ["https://hub.example", "https://hub.example:8443/", "http://localhost:1", "http://[::1]:80", "http://127.0.0.9"],
)
def test_a_safe_address_is_taken(url: str) -> None:
    assert parse(f'[sync]\nurl = "{url}"', "x").sync.url == url.rstrip("/")


def test_passwords_do_not_reach_the_problems() -> None:
    found = problems_of('[sync]\nurl = "https://me:hunter2@hub.example/x"\n')
    broken = problems_of('[camera]\nsource = "rtsp://me:hunter2@cam/" x\n')

    assert "hunter2" not in str(found) + str(broken)


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


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("rtsp://cam:554/a@b", "rtsp://cam:554/a@b"),
        ("rtsp://[::1]:554/a@b", "rtsp://[::1]:554/a@b"),
        ("rtsp://a:p@ss@cam/", "rtsp://a:***@cam/"),
        ("rtsp://a:p/ss@cam:5/x", "rtsp://a:***@cam:5/x"),
        ("http://cam/x?user=a&password=b&n=1", "http://cam/x?user=a&password=***&n=1"),
    ],
)
def test_only_the_password_is_hidden(url: str, shown: str) -> None:
    assert masked(url) == shown
