"""Labels that a command has printed: through the queue of the station, which prints them one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def to_queue(config: Path | None, kind: str, about: str, zpl: str) -> str:
    """Put a label into the queue; what to say of it. ConfigError without a printer for its kind, StoreError."""
    from config import ConfigError, Problem, load
    from station.assembly import label_queue
    from station.core import printable
    from station.runtime import ask

    loaded = load(config)
    printer = next((each for each in loaded.printer if kind in each.kinds), None)
    if printer is None:
        raise ConfigError([Problem("printer", "", f"no printer prints labels of the kind {kind}; add [[printer]]")])
    label_queue(loaded).add(printer.name, kind, about, zpl.encode())
    runs = ask(loaded.station.data_dir) is not None
    when = "" if runs else "; it is printed when the station runs"
    return printable(f"{printer.name}: the label of {about} is in its queue{when}", 300)
