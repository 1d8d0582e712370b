"""What the screens are made of: a widget takes values and shows them."""

from __future__ import annotations

__all__ = []
