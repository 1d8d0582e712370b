"""Every outcome has a sentence in every language, whatever values it lacks, and says what to do."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.outcomes import Done, Nothing, Outcome, Problem, Reason, Value
from station.language import ENGLISH, LANGUAGES, OUTCOMES, PLACE, Language, language, outcome_text
from station.language.messages import places

if TYPE_CHECKING:
    from collections.abc import Iterator

EN = language(ENGLISH)
EVERY = [language(name) for name in LANGUAGES]
NOT_STOPPED = "scan 12345 was not stopped: its parcel is accepted. To take it back: station void 12345"
NUMBERS = {"seq": 5, "by_seq": 7, "count": 2, "most": 64}


def cases() -> Iterator[Outcome]:
    """Each reason with every selection of the values that its sentences want."""
    for reason, sentences in OUTCOMES.items():
        names = sorted({name for each in sentences for name in places(each.english)})
        for count in range(len(names) + 1):
            for some in combinations(names, count):
                yield Problem(reason, {name: value_of(name) for name in some})


def value_of(name: str) -> Value:
    return "2026-11-22T09:14:00.000Z" if name == "since" else NUMBERS.get(name, f"<{name}>")


def test_every_reason_has_its_sentences_and_the_last_wants_nothing() -> None:
    assert set(OUTCOMES) == set(Reason)
    assert [reason for reason, sentences in OUTCOMES.items() if places(sentences[-1].english)] == []


@pytest.mark.parametrize("speak", EVERY, ids=lambda speak: speak.name)
def test_whatever_value_is_missing_the_sentence_says_what_it_can(speak: Language) -> None:
    for outcome in cases():
        sentence = outcome_text(outcome, speak)
        assert sentence.strip(), outcome
        assert not PLACE.search(sentence), sentence


@given(
    how=st.sampled_from([Done, Nothing, Problem]),
    reason=st.sampled_from(Reason),
    values=st.dictionaries(
        st.sampled_from(["seq", "cause", "rows", "count", "others", "since", "x"]),
        st.text(max_size=5) | st.integers() | st.lists(st.text(max_size=3), max_size=2).map(tuple),
    ),
)
def test_no_value_is_too_strange(how: type[Outcome], reason: Reason, values: dict[str, Value]) -> None:
    for speak in EVERY:
        assert outcome_text(how(reason, values), speak)


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        (Done(Reason.RESENT, {"count": 1, "others": 0}), "1 scan back in the queue"),
        (
            Done(Reason.RESENT, {"count": 2, "others": 1}),
            "2 scans back in the queue. 1 of these numbers is not rejected and open",
        ),
        (
            Problem(Reason.NO_PARCEL_ID, {"parcel_id": "hello", "cause": "no_parcel_id_keyed"}),
            "hello is no parcel id: unknown code no_parcel_id_keyed (parcel_id hello)",
        ),
        (
            Problem(Reason.BAD_ROWS, {"rows": ("p.csv:2: bin",), "count": 1}),
            "1 bad row, nothing was changed: p.csv:2: bin",
        ),
        (Nothing(Reason.NOT_STOPPED, {"seq": 12345}), NOT_STOPPED),
        (Nothing(Reason.ALREADY_ACCEPTED, {}), "somebody has accepted already that this scan stays refused"),
    ],
)
def test_sentences(outcome: Outcome, sentence: str) -> None:
    assert outcome_text(outcome, EN) == sentence
