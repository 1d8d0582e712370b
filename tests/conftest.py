"""What every test shares."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

# Machines are shared and noisy: how long an example takes says nothing about it.
settings.register_profile("hub", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hub")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-screens` writes the golden pictures anew; look at them before keeping them."""
    parser.addoption("--update-screens", action="store_true", help="write tests/screens/*.svg anew")
