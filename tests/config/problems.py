"""What is wrong with the text of a configuration."""

from __future__ import annotations

import pytest

from config import ConfigError, parse


def problems_of(text: str) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        parse(text, "station.toml")
    assert str(caught.value) == "\n".join(str(problem) for problem in caught.value.problems)
    assert all(str(problem).startswith("station.toml: ") for problem in caught.value.problems)
    return {problem.key: problem.cure for problem in caught.value.problems}
