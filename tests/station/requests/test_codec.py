"""A request is the same after a file; what is none, or of another version, is told and never guessed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.outcomes import Done, Nothing, Problem, Reason
from station.core.requests import Asked, CorrectScan, ResendRejected
from station.language import ENGLISH, OUTCOMES, language, outcome_text
from station.requests import codec
from station.requests.codec import decode, decode_outcome, encode, encode_outcome
from tests.station.requests.wishes import wishes

if TYPE_CHECKING:
    from station.core.outcomes import Outcome
    from station.core.requests import Request

ID = "11111111-2222-4333-8444-555555555555"
FIX = {"seq": 1, "parcel_id": None, "bin": "B9", "who": "Ana", "why": "it went there"}


def of(kind: object, values: object) -> bytes:
    return json.dumps({"id": ID, "kind": kind, "request": values}).encode()


@given(request=wishes, name=st.uuids().map(str))
def test_every_request_is_the_same_after_a_file(request: Request, name: str) -> None:
    assert decode(encode(Asked(name, request))) == Asked(name, request)


@given(content=st.binary(max_size=200))
def test_noise_is_no_request(content: bytes) -> None:
    assert isinstance(decode(content), Problem)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(kind=st.sampled_from(sorted(codec.KINDS)) | json_values, values=json_values)
def test_any_json_is_a_request_or_a_problem_with_a_sentence(kind: object, values: object) -> None:
    found = decode(of(kind, values))
    assert isinstance(found, Asked) or outcome_text(found, language(ENGLISH))


@pytest.mark.parametrize(
    ("kind", "values", "reason", "said"),
    [
        ("OpenGate", {}, Reason.UNKNOWN_KIND, "does not know OpenGate: it is of an older version"),
        ("CorrectScan", FIX | {"photo": "x"}, Reason.NEWER_FIELD, "does not know photo of CorrectScan"),
        ("CorrectScan", {"seq": 1}, Reason.MISSING_FIELD, "parcel_id of CorrectScan is missing"),
        ("CorrectScan", FIX | {"seq": "1"}, Reason.WRONG_VALUE, "seq of CorrectScan has a wrong value"),
        ("CorrectScan", FIX | {"seq": True}, Reason.WRONG_VALUE, "seq of CorrectScan"),
        ("CorrectScan", FIX | {"who": None}, Reason.WRONG_VALUE, "who of CorrectScan"),
        ("ResendRejected", {"seqs": [1, "2"]}, Reason.WRONG_VALUE, "seqs of ResendRejected"),
        ("CorrectScan", [], Reason.NOT_READABLE, "no JSON object"),
    ],
)
def test_what_cannot_be_known_is_a_problem_in_a_sentence(kind: str, values: object, reason: Reason, said: str) -> None:
    found = decode(of(kind, values))
    assert isinstance(found, Problem)
    assert found.reason is reason
    assert said in outcome_text(found, language(ENGLISH))


def test_a_field_that_an_older_command_does_not_send_has_its_default() -> None:
    assert decode(of("ResendRejected", {})) == Asked(ID, ResendRejected())


def test_a_new_kind_needs_nothing_here(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass(frozen=True, slots=True)
    class OpenGate:
        gate: int
        who: str | None = None

    monkeypatch.setitem(codec.KINDS, "OpenGate", OpenGate)
    wish = Asked(ID, OpenGate(7, "Ana"))  # type: ignore[arg-type]

    assert decode(encode(wish)) == wish


outcomes = st.builds(
    lambda how, reason, values: how(reason, values),
    st.sampled_from([Done, Nothing, Problem]),
    st.sampled_from(Reason),
    st.dictionaries(
        st.text(max_size=5), st.text(max_size=5) | st.integers() | st.lists(st.text(max_size=3)).map(tuple)
    ),
)


@given(outcome=outcomes)
def test_every_outcome_is_the_same_after_a_file_and_has_a_sentence(outcome: Outcome) -> None:
    assert decode_outcome(encode_outcome(outcome)) == outcome
    assert outcome_text(outcome, language(ENGLISH))


def test_every_reason_has_a_sentence() -> None:
    assert set(OUTCOMES) == set(Reason)


@given(content=st.binary(max_size=60))
def test_an_outcome_that_this_program_does_not_know_is_none(content: bytes) -> None:
    assert decode_outcome(content) is None


def test_a_correction_survives_with_all_that_was_said() -> None:
    wish = Asked(ID, CorrectScan(5, None, "B9", "陈", "line\n\x1b[2J"))
    assert decode(encode(wish)) == wish
