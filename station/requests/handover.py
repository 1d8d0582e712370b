"""How a request reaches the station that runs, which alone may write: as a file in the folder `incoming`.

The folder lies beside the database. A file `request-ID.json` holds any request; its outcome is left in
`incoming-answers/ID.json`. What commands of before left there, or a person, is taken too: `plan.csv`, `holds.csv` (or
`plan.ANY NAME`, so that a plan keeps its name; JSON lines when that ends in `.jsonl`), `retry.json`, `accept.json`,
`fix.json` and `seen.json`. The manifest does not come this way: see `record.lists.manifest`. A file appears whole
(renamed into place) and is deleted once it is in the database; one that cannot be used is moved to `incoming-refused`.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from station.core.outcomes import Problem, Reason
from station.core.requests import FORMER_FILES, Asked
from station.record.log import DamagedError, StoreError
from station.requests.codec import decode, decode_fields, decode_outcome, encode, encode_outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.core.outcomes import Outcome

NO_HOLDS = "holds.none"
"""Its coming alone ends every hold of the list: an empty file may be an export that went wrong."""
ANSWER_KEPT_S = 3600.0
"""An answer waits so long for who asked."""
_PREFIX, _SUFFIX = "request-", ".json"


def folder_of(database: Path) -> Path:
    """Where the station of this database looks."""
    return database.parent / "incoming"


def refused_folder_of(incoming: Path) -> Path:
    """Where files end that could not be used."""
    return incoming.with_name(f"{incoming.name}-refused")


def answer_of(incoming: Path, request_id: str) -> Path:
    """Where the outcome of a request is left."""
    return incoming.with_name(f"{incoming.name}-answers") / f"{request_id}{_SUFFIX}"


def leave(database: Path, name: str, content: bytes) -> tuple[Path, int]:
    """Put a file there for the station, whole or not at all: its path and inode. OSError when that cannot be done."""
    return _put(folder_of(database) / name, content)


def leave_request(database: Path, wish: Asked) -> tuple[Path, int]:
    """The same for a request."""
    return leave(database, f"{_PREFIX}{wish.id}{_SUFFIX}", encode(wish))


def take_answer(database: Path, request_id: str) -> Outcome | None:
    """What came of a request, once; None: nothing is told yet, or nothing that this program knows."""
    path = answer_of(folder_of(database), request_id)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    path.unlink(missing_ok=True)
    return decode_outcome(content)


def take_over(folder: Path, do: Callable[[Asked], Outcome]) -> list[tuple[str, Outcome]]:
    """Do what every file there asks; its name and what came of it, oldest first.

    StoreError when the database cannot be written: a file for whose outcome nobody waits stays for the next look.
    """
    paths = sorted(folder.iterdir(), key=_age) if folder.is_dir() else []
    return [(path.name, _take(path, do)) for path in paths]


def _take(path: Path, do: Callable[[Asked], Outcome]) -> Outcome:
    asker = _asker_of(path.name)
    try:
        wish = _wish_of(path, asker)
        outcome = wish if isinstance(wish, Problem) else do(wish)
    except DamagedError:
        raise
    except StoreError as error:
        if asker is None:
            raise
        outcome = Problem(Reason.RECORD_TROUBLE, {"text": str(error)})
    if asker is not None:
        with suppress(OSError):  # nobody is told, but it is done
            _answer(answer_of(path.parent, asker), outcome)
    if isinstance(outcome, Problem):
        _set_aside(path)
    else:
        path.unlink(missing_ok=True)
    return outcome


def _answer(path: Path, outcome: Outcome) -> None:
    """Leave it, and drop those that nobody came for."""
    _put(path, encode_outcome(outcome).encode())
    for other in path.parent.iterdir():
        if time.time() - other.stat().st_mtime > ANSWER_KEPT_S:
            other.unlink(missing_ok=True)


def _asker_of(name: str) -> str | None:
    """The id of the request whose sender waits for the outcome; None: nobody waits."""
    if not (name.startswith(_PREFIX) and name.endswith(_SUFFIX)):
        return None
    try:
        return str(uuid.UUID(name[len(_PREFIX) : -len(_SUFFIX)]))
    except ValueError:
        return None


def _wish_of(path: Path, asker: str | None) -> Asked | Problem:
    try:
        content, found = path.read_bytes(), path.stat()
    except OSError as error:
        return Problem(Reason.NOT_READABLE, {"cause": str(error.strerror)})
    if asker is not None:
        return decode(content)
    request_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{path.name}\n{found.st_ino}\n{found.st_mtime_ns}"))
    stem, _, rest = path.name.partition(".")
    kind = FORMER_FILES.get(path.name) or (FORMER_FILES.get(stem) if rest else None)
    if kind is None:
        return Problem(Reason.NOT_READABLE, {"cause": f"only {', '.join(_FORMER)} mean something here"})
    try:
        if path.name in FORMER_FILES:
            values = json.loads(content)
        else:
            values = {"name": path.name if rest in _ENDINGS else rest, "text": content.decode("utf-8-sig")}
    except (ValueError, RecursionError) as error:
        return Problem(Reason.NOT_READABLE, {"cause": str(error)})
    if path.name == NO_HOLDS:
        values |= {"text": "parcel_id\n", "empty": True}
    request = decode_fields(kind, values)
    return request if isinstance(request, Problem) else Asked(request_id, request)


_FORMER = ("plan.csv", "holds.csv", *(name for name in FORMER_FILES if name.endswith(_SUFFIX)))
_ENDINGS = frozenset(("csv", "jsonl", "ndjson", "json"))
"""Of a list that lies there under no name of its own."""


def _age(path: Path) -> int:
    try:
        return path.lstat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _set_aside(path: Path) -> None:
    refused = refused_folder_of(path.parent)
    with suppress(OSError):  # it is looked at again
        refused.mkdir(exist_ok=True)
        path.replace(refused / path.name)


def _put(path: Path, content: bytes) -> tuple[Path, int]:
    path.parent.mkdir(exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".incoming-", dir=path.parent.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
            inode = os.fstat(out.fileno()).st_ino
        return Path(draft).replace(path), inode
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
