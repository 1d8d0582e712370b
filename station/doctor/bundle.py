"""One file for whoever helps from afar: findings, configuration, status, versions. No secret, no parcel, no picture."""

from __future__ import annotations

import io
import json
import platform
import re
import sqlite3
import sys
import zipfile
from contextlib import suppress
from dataclasses import asdict
from importlib.metadata import distributions
from typing import TYPE_CHECKING, Any

from config import values
from station.core import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from config import Config
    from station.doctor.finding import Finding

HIDDEN = "***"
_OF_PARCELS = frozenset(("last", "parcel_in_view", "unit_in_view"))
"""Keys of the status that tell of parcels."""
_IN_ADDRESS = re.compile(r"(?<=//)[^/@\s\"]+(?=@)")
_SHORTEST = 4
"""A secret of fewer characters would hide half of every text."""
_LONGEST = 500


def bundle(
    config: Config, findings: Sequence[Finding], status: dict[str, Any] | None, secrets: Iterable[Path]
) -> bytes:
    """A zip file. `status`: what the running station tells, None when none runs; `secrets`: files whose contents must
    not be in it, whatever a text says.
    """
    hidden = _contents(secrets)
    files = {
        "doctor.jsonl": "\n".join(json.dumps(asdict(finding)) for finding in findings),
        "configuration.json": json.dumps(dict(values(config)), indent=1),
        "status.json": json.dumps(_without_parcels(status), indent=1),
        "versions.json": json.dumps(_versions(), indent=1),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, _redacted(text, hidden))
    return out.getvalue()


def _contents(secrets: Iterable[Path]) -> list[str]:
    """Each line of the files, as text and in hexadecimal; what cannot be read is in no text of ours."""
    found: list[str] = []
    for path in secrets:
        with suppress(OSError):
            content = path.read_bytes()
            lines = content.decode(errors="replace").split()
            found += [*lines, content.hex(), *(json.dumps(line)[1:-1] for line in lines)]
    return sorted({text for text in found if len(text) >= _SHORTEST}, key=len, reverse=True)


def _redacted(text: str, hidden: list[str]) -> str:
    for secret in hidden:
        text = text.replace(secret, HIDDEN)
    return _IN_ADDRESS.sub(HIDDEN, text)


def _without_parcels(told: Any) -> Any:
    if isinstance(told, dict):
        return {key: HIDDEN if key in _OF_PARCELS and value else _without_parcels(value) for key, value in told.items()}
    return [_without_parcels(each) for each in told] if isinstance(told, list) else told


def _versions() -> dict[str, Any]:
    system = platform.freedesktop_os_release() if hasattr(platform, "freedesktop_os_release") else {}
    return {
        "python": sys.version,
        "system": f"{system.get('PRETTY_NAME', '')} {platform.platform()}".strip(),
        "machine": platform.machine(),
        "sqlite": sqlite3.sqlite_version,
        "packages": {
            printable(each.name, _LONGEST): each.version for each in sorted(distributions(), key=lambda each: each.name)
        },
    }
