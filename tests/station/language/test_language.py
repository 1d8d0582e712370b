"""A code with values becomes a sentence; what is missing or unknown becomes one that says what it can."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Notice, notice, values_of
from station.core.exception_codes import Code
from station.core.outcomes import Done, Reason
from station.language import (
    ALARMS,
    CAUSES,
    DEFECTS,
    ENGLISH,
    ERRORS,
    EXCEPTIONS,
    LANGUAGES,
    NOTES,
    OUTCOMES,
    PLACE,
    PROMPTS,
    TROUBLES,
    Language,
    alarm_text,
    cause_text,
    defect_text,
    error_text,
    exception_action,
    exception_term,
    exception_text,
    language,
    notes_text,
    outcome_text,
    prompt_text,
    scan_text,
    trouble_texts,
)
from station.language.messages import places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hardware.contract import Value, Values

EN = language(ENGLISH)
EVERY = [language(name) for name in LANGUAGES]
VALUES: dict[str, Value] = {
    "at": "2026-11-22T09:14:00.000Z",
    "until": "2026-12-01",
    "ids": ("RB 123 456 785 GB", "1Z 999 AA1 01 2345 6784"),
    "needed": ("22", "26"),
    "announced": ("RB 123 456 785 GB",),
    "stops": 3,
    "codes": 2,
    "count": 8,
    "place": 4,
    "first": 3,
    "second": 4,
    "grams": "2000.1",
    "limit_g": "2000",
    "declared_g": "480",
    "least_g": "20",
    "module_px": "0.9",
    "blur_px": "6.1",
    "cause": "swapped",
    "now": "HD",
    "alarms": 3,
    "others": 2,
    "since": "2026-11-22T09:14:00.000Z",
    "age_s": 7200,
    "free": 2**30,
    "share": "0.12",
    "list": "sort plan",
    "fps": "4.2",
    "needed_fps": "10",
    "step_g": "1",
    "division_g": "2",
    "low_g": "498",
    "high_g": "502",
    "rows": ("plan.csv:7: no bin",),
}
"""A value of the right kind for each name; any other is a text."""


def value_of(name: str) -> Value:
    return VALUES.get(name, f"<{name}>")


def wanted(code: str, table: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({name for sentence in table[code] for name in places(sentence)}))


SENTENCES: dict[str, dict[str, tuple[str, ...]]] = {
    "exception": {code.value: tuple(m.english for m in text.sentences) for code, text in EXCEPTIONS.items()},
    "cause": {code: tuple(m.english for m in (*text.sentences, text.name)) for code, text in CAUSES.items()},
    "prompt": {code: tuple(m.english for m in messages) for code, messages in PROMPTS.items()},
    "note": {code: tuple(m.english for m in messages) for code, messages in NOTES.items()},
    "defect": {code: tuple(m.english for m in messages) for code, messages in DEFECTS.items()},
    "error": {code: tuple(m.english for m in messages) for code, messages in ERRORS.items()},
    "everybody": {code: tuple(m.english for m in text.everybody) for code, text in TROUBLES.items() if text.everybody},
    "headline": {code: (text.headline.english,) for code, text in TROUBLES.items()},
    "technician": {code: ("{detail}", *(m.english for m in text.everybody)) for code, text in TROUBLES.items()},
    "alarm": dict.fromkeys(ALARMS, ("{alarms} {detail} {at}",)),
    "outcome": {code.value: (*(m.english for m in messages), "{others}") for code, messages in OUTCOMES.items()},
}
SAY: dict[str, Callable[[str, Values, Language], str]] = {
    "exception": exception_text,
    "cause": cause_text,
    "prompt": lambda code, values, speak: prompt_text(Notice(code, values), speak),
    "note": lambda code, values, speak: notes_text((Notice(code, values),), speak),
    "defect": lambda code, values, speak: defect_text(Notice(code, values), speak),
    "error": lambda code, values, speak: error_text(Notice(code, values), "as it is", speak),
    "everybody": lambda code, values, speak: trouble_texts(Notice(code, values), speak).everybody,
    "headline": lambda code, values, speak: trouble_texts(Notice(code, values), speak).headline,
    "technician": lambda code, values, speak: trouble_texts(Notice(code, values), speak).technician,
    "alarm": lambda code, values, speak: alarm_text(Notice(code, values), speak),
    "outcome": lambda code, values, speak: outcome_text(Done(Reason(code), dict(values)), speak),
}


def every_case() -> Iterator[tuple[str, str, Values]]:
    """Each code with every selection of the values that its sentences want."""
    for kind, table in SENTENCES.items():
        for code in table:
            names = wanted(code, table)
            for count in range(len(names) + 1):
                for some in combinations(names, count):
                    yield kind, code, tuple((name, value_of(name)) for name in some)


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("speak", EVERY, ids=lambda speak: speak.name)
def test_whatever_value_is_missing_the_sentence_says_what_it_can(speak: Language) -> None:
    for kind, code, values in every_case():
        sentence = SAY[kind](code, values, speak)

        assert sentence.strip(), (kind, code, values)
        assert not PLACE.search(sentence), f"{code}: a place without its value: {sentence}"
        assert not re.search(r"\(\)|: *$|: ,|, *$", sentence), f"{code}: a gap: {sentence}"


@given(
    st.text(max_size=6) | st.sampled_from(sorted({*Code, *CAUSES, *PROMPTS, *NOTES})),
    st.dictionaries(
        st.sampled_from(sorted({*VALUES, "reason", "x"})),
        st.text(max_size=8) | st.integers() | st.booleans() | st.lists(st.text(max_size=3), max_size=3).map(tuple),
    ),
)
def test_no_code_and_no_value_is_too_strange(code: str, named: dict[str, Value]) -> None:
    for speak in EVERY:
        for kind, say in SAY.items():
            if kind != "outcome":  # its reasons are a closed set
                assert isinstance(say(code, tuple(sorted(named.items())), speak), str)
        exception_term(code, speak)
        exception_action(code, speak)


def wanting(table: dict[str, tuple[str, ...]]) -> list[str]:
    """Codes whose last sentence wants a value: without it they would have nothing to say."""
    return [code for code, sentences in table.items() if places(sentences[-1])]


def test_the_last_sentence_of_a_code_wants_nothing() -> None:
    plain = {
        kind: table
        for kind, table in SENTENCES.items()
        if kind not in {"headline", "technician", "alarm", "outcome", "error"}
    }
    plain["outcome"] = {code.value: tuple(m.english for m in messages) for code, messages in OUTCOMES.items()}

    assert {kind: wanting(table) for kind, table in plain.items() if wanting(table)} == {}
    assert wanting({"OW": ("{grams:kg} is too heavy",)}) == ["OW"], "one that wants a value is found"


def test_a_code_of_a_newer_version_is_named_with_its_values() -> None:
    assert exception_text("ZZ", values_of(belt=4, why="x"), EN) == "unknown code ZZ (belt 4, why x)"
    assert exception_text("ZZ", (), EN) == "unknown code ZZ"
    assert (exception_term("ZZ", EN), exception_action("ZZ", EN)) == ("ZZ", "")


def test_sentences_of_the_decisions() -> None:
    before = values_of(at="2026-11-22T09:14:00.000Z", bin="A01", operator="ana")
    nested = values_of(stops=3, now="HD", reason="customs")
    swapped = values_of(typed="RB1", cause="swapped", pair="54", first=6, second=7)

    assert exception_text("DUP", before, EN) == "Scanned 2026-11-22 09:14, bin A01, by ana"
    assert exception_text("OW", values_of(grams=Decimal("2000.1"), limit_g=Decimal(2000)), EN) == (
        "2.0001 kg is over the limit of 2 kg"
    )
    assert exception_text("WM", values_of(grams="510", declared_g="480"), EN) == "0.51 kg here, 0.48 kg announced"
    assert exception_text("HD", values_of(reason="customs", until="2026-12-01"), EN) == (
        "On hold: customs, until 2026-12-01"
    )
    assert exception_text("RC", nested, EN) == "Stopped 3 times before; now: On hold: customs"
    assert exception_text("RC", values_of(stops=1), EN) == "Stopped 1 time before"
    assert exception_text("MR", values_of(ids=("A", "B")), EN) == "Which one? A or B"
    assert exception_text("NB", values_of(cause="no_sort_plan"), EN) == "There is no sort plan"
    assert exception_text("CD", swapped, EN) == "RB1: swapped? look at 54 (characters 6 and 7)"


def test_a_time_of_today_has_no_day_and_stands_where_the_station_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    now = datetime.now(UTC)
    assert EN.moment(now.isoformat()) == f"{now.astimezone():%H:%M}"
    assert EN.moment("2026-01-02T20:00:00.000Z") == "2026-01-03 04:00"
    assert language("zh_CN").moment("2026-01-02T20:00:00.000Z") == "2026年1月3日 04:00"
    assert EN.moment((now - timedelta(days=2)).isoformat())[:4] == f"{now - timedelta(days=2):%Y}"


def test_a_recorded_scan_is_said_by_its_code_and_values_and_an_old_one_as_it_was() -> None:
    stopped = {"code": "NR", "cause": "out_of_focus", "values": {"blur_px": "6.1"}}
    noted = {"values": {"notes": ["seen_elsewhere", "not_announced"], "station": "lane-9"}}

    assert scan_text(stopped, EN) == "No parcel id was read: out of focus: about 6.1 px, set the focus"
    assert scan_text(noted, EN) == "possible duplicate: accepted at station lane-9; not announced"
    assert scan_text({"code": "MR", "values": {"ids": ["A", "B"]}}, EN) == "Which one? A or B"
    assert scan_text({"code": "ZZ", "values": {"x": None, "belt": 4}}, EN) == "unknown code ZZ (belt 4)"
    assert (
        scan_text({"code": "OW", "message": "2.5 kg is over the limit of 2 kg"}, EN)
        == "2.5 kg is over the limit of 2 kg"
    )
    assert scan_text({}, EN) == ""


def test_old_rows_hold_sentences_which_are_shown_as_they_are() -> None:
    assert cause_text("glare: turn the parcel or move the lamp", (), EN) == "glare: turn the parcel or move the lamp"


def test_numbers_lists_and_lengths_of_time() -> None:
    assert (EN.number("1234.50"), EN.kilograms("12345678")) == ("1,234.5", "12,345.678 kg")
    assert [EN.either(texts) for texts in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == ["", "A", "A or B", "A, B or C"]
    assert [EN.age(seconds) for seconds in (-1, 59, 60, 7199, 7200, 172800)] == [
        "0 s",
        "59 s",
        "1 min",
        "1 h",
        "2 h",
        "2 d",
    ]
    assert [EN.span(hours) for hours in (7.55, 31, 1240, 9000)] == [
        "7.5 h",
        "31 h",
        "1,240 h (51 d)",
        "more than a year",
    ]


@pytest.mark.parametrize("code", Code)
def test_the_plain_sentence_term_and_action_fit_the_large_line(code: Code) -> None:
    text = EXCEPTIONS[code]
    for part in (text.term.english, text.action.english, text.sentences[-1].english):
        assert 0 < len(part) <= 38


def test_every_code_is_worded_and_every_prompt_fits_one_line() -> None:
    assert set(EXCEPTIONS) == set(Code)
    assert all(len(message.english) <= 78 for messages in PROMPTS.values() for message in messages)


def test_values_have_one_spelling() -> None:
    assert values_of(b=Decimal("2.50"), a=None, c=("x",), d=True) == (("b", "2.50"), ("c", ("x",)), ("d", True))
    assert notice("x", z=1, a="b") == Notice("x", (("a", "b"), ("z", 1)))
