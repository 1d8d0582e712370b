"""Who may look on: the word once, then a cookie for a shift; never from a page of another address."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from station.web.doors import COOKIE, LASTS_S, MOST, Doors


def asked(host: str = "board.hub", **headers: str) -> HTTPConnection:
    told = {"host": host, **headers}
    return HTTPConnection({
        "type": "http", "headers": [(name.encode(), value.encode()) for name, value in told.items()]
    })  # fmt: skip


def with_cookie(cookie: str | None) -> HTTPConnection:
    return asked(cookie=f"{COOKIE}={cookie}")


def test_a_cookie_is_given_for_the_word_alone_and_ends_with_the_shift_or_the_word() -> None:
    now, word = [0.0], ["a long word"]
    doors = Doors(lambda: word[0], lambda: now[0])

    for wrong in ("", "a long wor", "ä", "a long word "):
        assert doors.cookie_for(wrong) is None
    first, second = doors.cookie_for("a long word"), doors.cookie_for("a long word")
    assert first != second
    assert doors.may(with_cookie(first))
    assert not any(doors.may(each) for each in (asked(), with_cookie(""), with_cookie("a long word"), with_cookie("x")))

    now[0] = LASTS_S
    assert not doors.may(with_cookie(first)), "the shift is over"
    third = doors.cookie_for("a long word")
    word[0] = "another one"
    assert not doors.may(with_cookie(third)), "the word was changed"


def test_the_oldest_cookie_makes_room() -> None:
    doors = Doors(lambda: "word")
    given = [doors.cookie_for("word") for _ in range(MOST + 1)]

    assert [doors.may(with_cookie(each)) for each in given] == [False] + [True] * MOST


def test_without_a_word_this_machine_is_asked_under_its_own_name() -> None:
    doors = Doors(None)

    assert all(doors.may(asked(host)) for host in ("localhost:8091", "127.0.0.1:8091", "[::1]:8091"))
    assert not any(doors.may(asked(host)) for host in ("evil.example", "", "127.0.0.1.evil.example:80"))


def test_a_page_of_another_address_is_told_apart() -> None:
    doors = Doors(None)

    assert doors.is_ours(asked("board.hub:443", origin="https://board.hub:443"))
    assert not doors.is_ours(asked("board.hub", origin="https://evil.example"))
    assert not doors.is_ours(asked("board.hub", origin="null"))
