"""The core as a whole: facts and states are values, made anew and never changed."""

from __future__ import annotations

from dataclasses import is_dataclass
from importlib import import_module
from pkgutil import walk_packages

import station.core

BEING_MADE = {
    "station.core.tables.table.Table",
    "station.core.counting.senders.LabelQuality",
    "station.core.counting.senders._Seen",
    "station.core.counting.tally.Line",
    "station.core.counting.tally.Tally",
}
"""A file that is being read gathers its problems, and figures that are being counted grow."""


def dataclasses() -> dict[str, type]:
    """Those of every module of the core, by full name."""
    modules = [import_module(found.name) for found in walk_packages(station.core.__path__, "station.core.")]
    values = [value for module in modules for value in vars(module).values()]
    kinds = [value for value in values if isinstance(value, type) and value.__module__.startswith("station.core")]
    return {f"{kind.__module__}.{kind.__name__}": kind for kind in kinds if is_dataclass(kind)}


def test_every_value_is_frozen_and_has_no_room_for_more() -> None:
    kinds = dataclasses()

    loose = {name for name, kind in kinds.items() if not kind.__dataclass_params__.frozen}  # type: ignore[attr-defined]
    assert loose == BEING_MADE
    assert [name for name, kind in kinds.items() if "__slots__" not in vars(kind)] == []
    assert {"station.core.models.Scan", "station.core.lane.state.Lane"} <= kinds.keys(), "all rooms are looked into"
