"""The collections of cases beside the checkout, where they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


def shared_file(name: str) -> Path | None:
    """A file of `shared/data` in any folder above this one; None where there is none."""
    found = (folder / "shared" / "data" / name for folder in Path(__file__).resolve().parents)
    return next((path for path in found if path.exists()), None)


def shared_cases(name: str, key: str = "id") -> Any:
    """The cases of a JSON list as parameters of a test; one that skips where the file is absent."""
    path = shared_file(name)
    if path is None:
        return [pytest.param(None, marks=pytest.mark.skip(f"{name} is not beside this checkout"))]
    return [pytest.param(case, id=case[key]) for case in json.loads(path.read_text(encoding="utf-8"))]
