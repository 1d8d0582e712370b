"""GS1's own schema of EPCIS 2.0, used to validate and never copied; formats of URIs and times count."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema_rs
import pytest

from tests.places import ROOT

SCHEMA = ROOT.parent / "shared" / "data" / "epcis" / "EPCIS-JSON-Schema.json"


@cache
def _validator() -> Any:
    return jsonschema_rs.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")), validate_formats=True)


def needs_schema() -> None:
    """Skip where the schema is not beside this checkout."""
    if not SCHEMA.exists():
        pytest.skip("GS1's schema is not beside this checkout")


def complaints(document: object) -> list[str]:
    """What the schema has against a document."""
    return [f"{list(error.instance_path)}: {error.message}"[:300] for error in _validator().iter_errors(document)]
