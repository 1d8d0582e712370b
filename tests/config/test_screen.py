"""The hub's own words at an exception: known codes and printable text alone."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from config import Config


def test_words_of_the_hub_are_taken_as_they_are() -> None:
    config = Config.model_validate({"screen": {"help": {"HD": "Shelf 3, then call 王 on 214"}}})
    assert config.screen.help == {"HD": "Shelf 3, then call 王 on 214"}


@pytest.mark.parametrize("words", [{"XX": "what"}, {"HD": ""}, {"HD": "\x1b[31m"}, {"HD": "x" * 121}])
def test_an_unknown_code_or_unprintable_words_are_refused(words: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="help"):
        Config.model_validate({"screen": {"help": words}})
