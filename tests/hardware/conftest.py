"""The reader without its budget of time: what it reads must not depend on how busy the machine is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from hardware.reading.effort import BUDGETS_S

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session", autouse=True)
def unhurried() -> Iterator[None]:
    """No attempt is left out because the time is up."""
    with pytest.MonkeyPatch.context() as patch:
        for effort in BUDGETS_S:
            patch.setitem(BUDGETS_S, effort, (math.inf, math.inf))
        yield
