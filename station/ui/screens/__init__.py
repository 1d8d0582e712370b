"""The three screens of the station and the question in between."""

from __future__ import annotations

__all__ = []
