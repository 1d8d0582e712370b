"""From configuration to the barcode reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config import Config
    from hardware.contract import Reader


def open_reader(config: Config | None = None, *, thorough: bool = False, steady: bool = True) -> Reader:
    """The barcode reader: `thorough` for still files, `steady` for the frames of one camera or video in their order."""
    from hardware.reading import LabelReader, SteadyReader
    from station.core import claim

    engines = config.reader.engines if config is not None else ("zxing", "zbar")
    reader = LabelReader(engines, "thorough" if thorough else "quick", claim)
    return SteadyReader(reader, claim) if steady and not thorough else reader
