"""What an alarm tells is a code with values in the record; what a record of before says in English is the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import notice
from station.language import LANGUAGES, alarm_text, language
from station.language.troubles import WHAT_HAPPENED
from station.record.upkeep import alarm_values
from station.record.upkeep.alarms import coded

AT = "2026-11-23T13:58:00Z"
ALL: dict[str, dict[str, int | str]] = {
    "log_deleted": {},
    "file_taken": {"scans": 7},
    "scans_saved": {"scans": 7, "lost": 3},
    "some_scans_saved": {"scans": 7},
    "centre_ahead": {"held": 99, "last": 42},
    "other_scans": {},
    "centre_lost": {"scans": 7, "told": AT},
}


@pytest.mark.parametrize("code", ALL)
def test_what_is_written_is_read_and_so_is_the_english_of_before(code: str) -> None:
    values = {name: str(value) for name, value in ALL[code].items()}
    new = alarm_values.written(code, **values)
    assert new.isascii()
    assert alarm_values.read(new) == notice(code, **values)
    assert alarm_values.read(alarm_values.english(new)) == notice(code, **values)
    assert alarm_values.english(alarm_values.english(new)) == alarm_values.english(new) != new


@given(st.text(max_size=60))
def test_a_text_that_nobody_knows_is_its_own_name(text: str) -> None:
    assert (alarm_values.read(text) is not None) or alarm_values.english(text) == text
    assert alarm_values.read(f"something else: {text}") is None


def test_every_code_has_its_sentence_in_every_language() -> None:
    assert set(WHAT_HAPPENED) == set(ALL)
    for name in LANGUAGES:
        sentences = {alarm_text(notice("record_lost", what=code, **ALL[code]), language(name)) for code in ALL}
        assert len(sentences) == len(ALL)
        assert not any("{" in each for each in sentences)


@pytest.mark.parametrize(
    ("kind", "said"),
    [("record_taken", "its log was deleted while it was written; no scan is lost"), ("record_lost", "?")],
)
def test_an_alarm_of_before_keeps_what_it_said(kind: str, said: str) -> None:
    first = {
        "record_taken": "a file of the record was deleted or emptied. Find out by whom and keep what was set aside; "
        "station restore FILE brings a backup back",
        "record_lost": "scans that the centre holds are missing here. Keep the disk; see station verify --centre",
    }
    of = {"record_taken": "taken away", "record_lost": "lost scans"}
    about = coded(f"{first[kind]} ({said}; {of[kind]} in the epoch of 2026-11-23 13:58 UTC)").about
    at = "2026-11-23T13:58:00.000Z"
    known = {"what": "log_deleted"} if kind == "record_taken" else {"detail": "?"}
    assert about == notice(kind, at=at, **known)
