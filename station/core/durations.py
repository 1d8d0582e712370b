"""How long, in the form in which people are told it."""

from __future__ import annotations

YEAR_H = 8766


def age(seconds: float) -> str:
    """`12 s`, `5 min`, `3 h`, `2 d`."""
    for length, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= length:
            return f"{int(seconds // length)} {unit}"
    return f"{max(0, int(seconds))} s"


def span(hours: float) -> str:
    """`7.5 h`, `31 h`, `1,240 h (51 d)`, `more than a year`."""
    if hours > YEAR_H:
        return "more than a year"
    if hours < 10:
        return f"{int(hours * 10) / 10} h"
    return f"{int(hours):,} h" + (f" ({int(hours // 24):,} d)" if hours >= 72 else "")
