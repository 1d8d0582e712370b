"""From configuration to the barcode reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config import Config
    from hardware.contract import Reader


def open_reader(
    config: Config | None = None, *, thorough: bool = False, steady: bool = True, text: bool | None = None
) -> Reader:
    """The barcode reader: `thorough` for still files, `steady` for the frames of one camera or video in their order.
    `text`: printed numbers as well, where their bars cannot be read; None: as the configuration says.
    """
    from hardware.reading import NOT_INSTALLED, LabelReader, PrintedStillReader, SteadyReader, line_reader
    from station.core import claim

    engines = config.reader.engines if config is not None else ("zxing", "zbar")
    wanted = text if text is not None else config is not None and config.reader.text
    lines = line_reader() if wanted else None
    reader = LabelReader(
        engines, "thorough" if thorough else config.reader.effort if config is not None else "quick", claim
    )
    if wanted and lines is None:
        reader.warning = reader.warning or NOT_INSTALLED
    if steady and not thorough:
        return _of_region(SteadyReader(reader, claim, lines), config)
    return PrintedStillReader(reader, lines, claim) if lines is not None else reader


def _of_region(reader: Reader, config: Config | None) -> Reader:
    """It reads the configured part of each picture."""
    from hardware.reading import WHOLE, RegionReader

    return reader if config is None or config.camera.roi == WHOLE else RegionReader(reader, config.camera.roi)
