"""Laws of the answer rules: only a well-formed answer that names a scan moves it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.sync.upload.answers import LONGEST_WAIT_S, Alarm, Bisect, Later, Receipts, TooLarge, judge, retry_after

SENT = frozenset({"a", "b", "c"})
JSON = {"content-type": "application/json"}

KEYS = st.sampled_from(["batch_id", "results", "scan_id", "status", "code", "message", "high_water"])
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from([*SENT, "batch"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=3), inner, max_size=5),
    max_leaves=20,
)


def good(results: list[Any], batch_id: str = "batch", **more: Any) -> bytes:
    return json.dumps({"batch_id": batch_id, "results": results, **more}).encode()


@given(st.integers(100, 599), st.dictionaries(KEYS | st.text(), st.text(), max_size=3), st.binary())
def test_any_bytes_never_raise_and_never_acknowledge_unnamed_scans(
    status: int, headers: dict[str, str], body: bytes
) -> None:
    assert not isinstance(judge(status, headers, body, "batch", SENT), Receipts)


@given(junk)
def test_any_json_never_raises_and_names_only_what_was_sent(body: Any) -> None:
    answer = judge(200, JSON, json.dumps(body).encode(), "batch", SENT)

    if isinstance(answer, Receipts):
        assert body["batch_id"] == "batch"
        assert {receipt.scan_id for receipt in answer.receipts} <= SENT & {one["scan_id"] for one in body["results"]}


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(SENT)), st.sampled_from(["stored", "rejected"])), unique_by=lambda t: t[0]
    )
)
def test_each_named_scan_gets_its_own_verdict_in_any_order(named: list[tuple[str, str]]) -> None:
    answer = judge(200, JSON, good([{"scan_id": i, "status": s} for i, s in named]), "batch", SENT)

    assert isinstance(answer, Receipts)
    assert [(receipt.scan_id, receipt.status) for receipt in answer.receipts] == named


STORED_A = {"scan_id": "a", "status": "stored"}


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"content-type": "text/html"}, good([STORED_A])),
        ({}, good([STORED_A])),
        (JSON | {"content-encoding": "gzip"}, good([STORED_A])),
        (JSON, good([STORED_A])[:-2]),
        (JSON, good([STORED_A], batch_id="another")),
        (JSON, good([STORED_A, {"scan_id": "never sent", "status": "stored"}])),
        (JSON, good([STORED_A, STORED_A])),
        (JSON, good([{"scan_id": "a", "status": "maybe"}])),
        (JSON, good([{"scan_id": "a", "status": ["stored"]}])),
        (JSON, b"[" * 100_000),
        (JSON, b'{"batch_id":"batch","results":NaN}'),
        (JSON, b'"batch"'),
        (JSON, b'{"batch_id":"batch"}'),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_200_that_is_not_ours_moves_nothing(headers: dict[str, str], body: bytes) -> None:
    assert isinstance(judge(200, headers, body, "batch", SENT), Later)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *[(status, Later) for status in (204, 301, 302, 307, 408, 409, 425, 429, 500, 502, 503, 504, 599)],
        *[(status, Alarm) for status in (401, 403, 404, 405)],
        *[(status, Bisect) for status in (400, 422)],
        (413, TooLarge),
    ],
)
def test_what_each_status_means(status: int, kind: type) -> None:
    assert isinstance(judge(status, JSON, good([STORED_A]), "batch", SENT), kind)


def test_the_servers_words_are_kept_and_made_printable() -> None:
    evil = {"scan_id": "a", "status": "rejected", "code": "bad", "message": "no \x1b[2J good\n"}
    answer = judge(200, JSON, good([evil]), "batch", SENT)

    assert isinstance(answer, Receipts)
    assert answer.receipts[0].message == "no \\x1b[2J good<LF>"
    problem = judge(422, JSON, b'{"title":"Invalid","detail":"seq \\u001b is odd"}', "batch", SENT)
    assert isinstance(problem, Bisect)
    assert "seq \\x1b is odd" in problem.reason


@given(st.text())
def test_retry_after_is_none_or_within_its_bounds(text: str) -> None:
    seconds = retry_after({"retry-after": text})

    assert seconds is None or 1 <= seconds <= LONGEST_WAIT_S


def test_retry_after_dates_count_against_the_answers_own_date() -> None:
    headers = {"retry-after": "Wed, 21 Oct 2015 07:28:30 GMT", "date": "Wed, 21 Oct 2015 07:28:00 GMT"}

    assert retry_after(headers) == 30
    assert retry_after({"retry-after": "Wed, 21 Oct 2015 07:28:30 GMT"}) is None
    assert retry_after({"retry-after": "120"}) == 120
    assert retry_after({"retry-after": "0"}) == 1
    assert retry_after({"retry-after": "99999999999999"}) == LONGEST_WAIT_S
