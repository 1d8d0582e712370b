"""The recorder of the last seconds, from the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import config as configuration
from station.core.recording import RECORDED_CLASSES
from station.runtime import KeepRules, Recorder, RecorderSetup

if TYPE_CHECKING:
    from pathlib import Path

    from config import Config
    from hardware.contract import Reading
    from station.core.lane import LaneRules

COUNTS = ("camera", "reader", "scale", "weigh", "lane")
"""Tables of the configuration that count for reading and weighing. None of them holds a secret but an address."""
MB = 2**20


def recordings_folder(config: Config) -> Path:
    """Where recordings are kept."""
    return config.replay.folder or config.station.data_dir / "recordings"


def recorder_of(config: Config, record: Path, rules: LaneRules) -> Recorder | None:
    """None: nothing is recorded. `record`: the database."""
    replay = config.replay
    if not replay.enabled:
        return None
    setup = RecorderSetup(
        folder=recordings_folder(config),
        record=record,
        seconds=replay.seconds,
        memory_bytes=replay.memory_mb * MB,
        keep=KeepRules(replay.keep_mb * MB, replay.keep_days),
        masked=replay.mask,
        rules=rules,
        settings=settings_text(config),
    )
    return Recorder(setup, PngPictures(masks=replay.mask))


def settings_text(config: Config) -> str:
    """What counts for a replay, as TOML; passwords in addresses are masked."""
    lines, table = [], ""
    for key, value in configuration.dump(config):
        name, _, rest = key.partition(".")
        if name not in COUNTS:
            continue
        lines += [f"[{name}]"] if name != table else []
        lines.append(f"{rest} = {value}")
        table = name
    return "\n".join(lines) + "\n"


def recorded_classes() -> dict[str, type]:
    """Of what a recording may consist, by name."""
    from hardware.reading import ReaderMemory, Track

    return RECORDED_CLASSES | {"ReaderMemory": ReaderMemory, "Track": Track}


def recorded_picture(path: Path) -> Any:
    """A picture of a recording: uint8, height x width. ValueError: it is damaged or not there."""
    from hardware.images import grey_picture

    return grey_picture(path)


class PngPictures:
    """See `station.runtime.recorder.Pictures`."""

    def __init__(self, *, masks: bool) -> None:
        """`masks`: only codes are kept of a picture."""
        self._masks = masks

    def grey(self, pixels: Any) -> Any | None:
        """What the reader sees of it."""
        from hardware.images import as_grey

        return as_grey(pixels)

    def write(self, grey: Any, reading: Reading, path: Path) -> None:
        """A PNG without loss. OSError."""
        from hardware.images import save_picture
        from hardware.reading import masked

        save_picture(masked(grey, reading) if self._masks else grey, path)
