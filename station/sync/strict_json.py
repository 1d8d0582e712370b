"""JSON as RFC 8259 has it: no NaN, no Infinity, UTF-8 alone."""

from __future__ import annotations

import json
from typing import Any


def json_of(body: bytes) -> Any:
    """The value; None when the body is no JSON in UTF-8 (RFC 8259), too deep, or `null`."""
    try:
        return json.loads(body.decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return None


def _refuse_constant(word: str) -> None:
    raise ValueError(word)  # NaN and Infinity are Python's, not JSON's
