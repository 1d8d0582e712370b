"""A table of figures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: what was measured, how many times, and milliseconds each."""

    name: str
    count: int
    mean_ms: float
    p50_ms: float
    p99_ms: float
    note: str = ""


def figure(name: str, milliseconds: list[float], note: str = "") -> Figure:
    """The row of a list of times."""
    ordered = sorted(milliseconds) or [0.0]
    middle, late = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]
    return Figure(name, len(milliseconds), sum(ordered) / len(ordered), middle, late, note)


def table(figures: list[Figure]) -> str:
    """The rows for a person."""
    lines = [f"{'':26}{'count':>7}{'mean ms':>10}{'p50 ms':>10}{'p99 ms':>10}"]
    for row in figures:
        times = f"{row.count:>7}{row.mean_ms:>10.2f}{row.p50_ms:>10.2f}{row.p99_ms:>10.2f}"
        lines.append(f"{row.name:26}{times}  {row.note}".rstrip())
    return "\n".join(lines)
