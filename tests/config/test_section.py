"""Every table is strict: no key that it does not know, no value of another type, no change."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from config.section import Section


class Gate(Section):
    open: bool = False
    height: int = 2


@pytest.mark.parametrize("wrong", [{"open": 1}, {"open": "yes"}, {"height": True}, {"height": "2"}, {"width": 2}])
def test_a_value_of_another_type_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Gate.model_validate(wrong)


def test_a_table_is_frozen() -> None:
    gate = Gate.model_validate({"open": True, "height": 3})
    assert (gate.open, gate.height) == (True, 3)
    with pytest.raises(ValidationError):
        gate.height = 4
