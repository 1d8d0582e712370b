"""The screens begin in the language of the configuration, or of the command."""

from __future__ import annotations

import pytest
import typer

from config import Config
from station.cli.run import speaking
from station.language import LANGUAGES


@pytest.mark.parametrize("name", list(LANGUAGES))
def test_the_command_goes_before_the_configuration(name: str) -> None:
    configured = Config.model_validate({"screen": {"language": name, "theme": "hub-light"}})

    assert speaking(configured, None) is configured
    for other in LANGUAGES:
        screen = speaking(configured, other).screen
        assert (screen.language, screen.theme) == (other, "hub-light")


def test_a_language_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(typer.BadParameter, match="en, zh_CN"):
        speaking(Config(), "xx")
