"""What is said: the five languages say the same, and a bin so that it is understood."""

from __future__ import annotations

import pytest

from hardware.sound import VOICES
from station.language import SPOKEN, spoken_phrase


def test_every_voice_has_its_words() -> None:
    assert SPOKEN.keys() == VOICES.keys()
    assert all(words.keys() == SPOKEN["en"].keys() for words in SPOKEN.values())


@pytest.mark.parametrize(
    ("place", "said"), [("A01", "A 1"), ("B12", "B 12"), ("REJECT", "reject"), ("12345", "1 2 3 4 5"), ("A-00", "A 0")]
)
def test_a_bin_is_said_so_that_it_is_understood(place: str, said: str) -> None:
    assert spoken_phrase("en", "good", place) == said
    assert spoken_phrase("ru", "stop", place) == f"стоп. {said}"
