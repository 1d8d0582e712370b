"""Where things lie."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The checkout."""
CAPTURES = ROOT / "tests" / "captures"
"""What real devices and servers said, kept word for word."""
