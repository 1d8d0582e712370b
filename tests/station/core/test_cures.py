"""Each trouble has somebody who mends it and something to do, and each thing to do has a sentence."""

from __future__ import annotations

import pytest

from station.core.cures import CURES, UNKNOWN, Do, Mender, cure_of
from station.language import ALARMS, DEFECTS, LANGUAGES, MENDERS, TROUBLES, WHAT_TO_DO, cure_text, language


def lacking(cures: dict[str, object]) -> set[str]:
    """Troubles that have a sentence and no cure, or the reverse."""
    return ({*TROUBLES, *ALARMS}) ^ set(cures)


def test_every_trouble_that_has_a_sentence_has_its_cure_and_the_reverse() -> None:
    assert lacking(dict(CURES)) == set()
    assert lacking({**CURES, "planted": UNKNOWN}) == {"planted"}


def test_every_cure_has_its_sentence_and_every_sentence_is_used() -> None:
    assert set(WHAT_TO_DO) == {each.value for each in Do}
    assert set(MENDERS) == {each.value for each in Mender}
    used = {cure.do for cure in CURES.values()} | {UNKNOWN.do} | {cure_of(code).do for code in DEFECTS}
    assert used == set(Do)


@pytest.mark.parametrize("code", sorted(DEFECTS))
def test_what_a_device_sends_wrong_is_mended_at_the_device(code: str) -> None:
    assert cure_of(code) == (Mender.TECHNICIAN, Do.MEND_DEVICE)


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_code_of_a_newer_version_sends_to_the_doctor(name: str) -> None:
    assert cure_of("of_a_newer_version") == UNKNOWN
    assert "station doctor" in cure_text("of_a_newer_version", language(name))
