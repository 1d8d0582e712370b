"""Options of the whole test run."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-screens` writes the golden pictures anew; look at them before keeping them."""
    parser.addoption("--update-screens", action="store_true", help="write tests/screens/*.svg anew")
