"""Whether somebody else's module stands where one of the station's top-level packages should be found."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import station

HERE = Path(station.__file__).resolve().parents[1]
DOCSTRINGS = {"config": '"""What a station\'s TOML may say', "hardware": '"""What a device is'}
"""How the packages beside this one begin: a foreign one may have been installed over them, in the same place."""


def shadowing_reason() -> str | None:
    """What stands in the way and the cure, in words; None: nothing does. Nothing is imported for it."""
    for name, docstring in DOCSTRINGS.items():
        spec = find_spec(name)
        origin = None if spec is None else spec.origin
        if origin is None:
            return f"the module {name} of parcel-station is missing in {HERE}; install parcel-station again"
        path = Path(origin)
        if path.resolve().parent != HERE / name or not _begins_with(path, docstring):
            return (
                f"{origin} is another program's module `{name}` and stands in the way of the station's own; install "
                "parcel-station in an environment of its own (python3 -m venv), without PYTHONPATH"
            )
    return None


def _begins_with(path: Path, text: str) -> bool:
    try:
        with path.open(encoding="utf-8") as file:
            return file.read(len(text)) == text
    except (OSError, UnicodeDecodeError):
        return False
