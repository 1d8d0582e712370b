"""The scanning station of a sorting hub."""

from __future__ import annotations

__version__ = "0.1.0"
