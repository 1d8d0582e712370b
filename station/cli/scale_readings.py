"""How the messages of a scale are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hardware.contract import Weight


def reading(weight: Weight) -> dict[str, Any]:
    """The fields of a message; decimals as the scale wrote them, never in powers of ten."""
    return {
        "kind": weight.kind,
        "value": None if weight.value is None else f"{weight.value:f}",
        "unit": weight.unit and shown(weight.unit),
        "stable": weight.stable,
        "mode": weight.mode,
        "tare": None if weight.tare is None else f"{weight.tare:f}",
        "status": weight.status,
        "flags": list(weight.flags),
    }


def reading_text(said: dict[str, Any]) -> str:
    """A reading for a person."""
    weight = f"{said['value']} {said['unit'] or '?'}" if said["value"] is not None else said["kind"].replace("_", " ")
    steady = {True: "stable", False: "moving", None: ""}[said["stable"]]
    parts = (f"{weight:>14}", f"{steady:6}", f"{said['status']:10}", said.get("text") or "", said.get("raw") or "")
    return "  ".join(part for part in parts if part).rstrip()


def shown(text: str | bytes) -> str:
    """Safe on a terminal."""
    from station.core import printable

    return printable(text)
