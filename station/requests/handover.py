"""What commands leave for the running station, which alone may write: a sort plan, a hold list, a wish to resend.

The folder `incoming` lies beside the database. It takes `plan.csv`, `holds.csv` (or `plan.ANY NAME`, so that a
plan keeps its name; JSON lines when that ends in `.jsonl`), `retry.json`, `accept.json`, `fix.json` and
`seen.json`. The manifest does not come this way: see `record.lists.manifest`. A file appears whole (renamed into
place) and is deleted once it is in the database; one that cannot be used is moved to `incoming-refused`.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from station.core import EVERY_LANE, keyed_choice
from station.core.sort_plan import parse_holds, parse_plan
from station.record import lists
from station.record.outbox import Fix

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from station.core import ChoiceRules, Hold
    from station.core.sort_plan import SortPlan
    from station.record import Store

NO_HOLDS = "holds.none"
"""Its coming alone ends every hold of the list: an empty file may be an export that went wrong."""
RETRY, ACCEPT, FIX, SEEN = "retry.json", "accept.json", "fix.json", "seen.json"
_LONGEST_NAME = 60


def folder_of(database: Path) -> Path:
    """Where the station of this database looks."""
    return database.parent / "incoming"


def refused_folder_of(incoming: Path) -> Path:
    """Where files end that could not be used."""
    return incoming.with_name(f"{incoming.name}-refused")


def plan_name(file: Path) -> str:
    """Under what name a plan is left: its own name is kept, it is the version of a plan that names none."""
    return f"plan.{file.name[-_LONGEST_NAME:]}"


def holds_name(file: Path) -> str:
    """Under what name a hold list is left."""
    return f"holds.{file.name[-_LONGEST_NAME:]}"


def leave(database: Path, name: str, content: bytes) -> tuple[Path, int]:
    """Put a file there for the station, whole or not at all: its path and inode. OSError when that cannot be done."""
    folder = folder_of(database)
    folder.mkdir(exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".incoming-", dir=database.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
            inode = os.fstat(out.fileno()).st_ino
        return Path(draft).replace(folder / name), inode
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def take_over(store: Store, folder: Path, rules: ChoiceRules = EVERY_LANE) -> list[str]:
    """Bring every file there into the database; words for each. `rules`: what the lane takes for a parcel id.

    StoreError when the database cannot be written: the file stays for the next look.
    """
    words = []
    for path in sorted(folder.iterdir(), key=_age) if folder.is_dir() else []:
        try:
            words.append(_take(store, path, rules))
        except (OSError, ValueError, RecursionError) as error:
            words.append(f"{path.name}: not taken over: {error}. {_set_aside(path)}")
        else:
            path.unlink(missing_ok=True)
    return words


def _age(path: Path) -> int:
    try:
        return path.lstat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _set_aside(path: Path) -> str:
    refused = refused_folder_of(path.parent)
    try:
        refused.mkdir(exist_ok=True)
        path.replace(refused / path.name)
    except OSError as error:
        return f"It cannot be moved away either ({error.strerror}): remove {path}"
    return f"It is in {refused}"


def _take(store: Store, path: Path, rules: ChoiceRules) -> str:
    kind, _, rest = path.name.partition(".")
    name = path.name if rest in {"csv", "jsonl", "ndjson", "json"} else rest
    match kind:
        case "plan" if rest:
            plan, problems = parse_plan(_lines(path), name)
            if plan is None:
                raise ValueError(f"{len(problems)} bad rows, the first: {problems[0]}")
            import_plan(store, plan)
            return f"sort plan {plan.version}: {len(plan.rules)} rules"
        case "holds" if path.name == NO_HOLDS:
            return f"hold list: {import_holds(store, [])} parcels"
        case "holds" if rest:
            holds, problems = parse_holds(_lines(path), name, empty=False)
            if problems:
                raise ValueError(f"{len(problems)} bad rows, the first: {problems[0]}")
            return f"hold list: {import_holds(store, holds)} parcels"
        case "retry" if rest == "json":
            return f"resend: {store.retry_refused(_seqs(path.read_bytes()))} scans back in the queue"
        case "accept" if rest == "json":
            seqs, who, why = _acceptance(path.read_bytes())
            return f"accepted: {store.accept_refused(seqs, who, why)} refused scans"
        case "fix" if rest == "json":
            fix = fix_of(path.read_bytes(), rules)
            return f"fixed: scan {fix.seq} is now {store.fix_refused(fix) or 'as it was'}"
        case "seen" if rest == "json":
            return f"seen: {store.alarms_seen(_told(path.read_bytes()))} alarms"
        case _:
            raise ValueError(
                "only plan.csv, holds.csv, retry.json, accept.json, fix.json and seen.json mean something here"
            )


def _lines(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig") as lines:
        return list(lines)


def retry_request(seqs: Sequence[int] | None) -> bytes:
    """The content of `retry.json`; None: every refused scan."""
    return json.dumps({"seqs": None if seqs is None else list(seqs)}).encode()


def accept_request(seqs: Sequence[int], who: str, why: str) -> bytes:
    """The content of `accept.json`."""
    return json.dumps({"seqs": list(seqs), "who": who, "why": why}).encode()


def fix_request(seq: int, parcel_id: str | None, bin_: str | None, who: str, why: str) -> bytes:
    """The content of `fix.json`."""
    return json.dumps({"seq": seq, "parcel_id": parcel_id, "bin": bin_, "who": who, "why": why}).encode()


def fix_of(content: bytes, rules: ChoiceRules = EVERY_LANE) -> Fix:
    """What a `fix.json` asks for, by what the lane takes for a parcel id. ValueError: nothing that can be done."""
    wish = json.loads(content)
    if not isinstance(wish, dict) or type(wish.get("seq")) is not int or not 0 < wish["seq"] < 2**63:
        raise ValueError("seq must be the number of a scan")
    who, why, parcel_id, bin_ = (wish.get(key) for key in ("who", "why", "parcel_id", "bin"))
    if not all(isinstance(said, str) and said.strip() for said in (who, why)):
        raise ValueError("who and why must be given")
    if not all(said is None or (isinstance(said, str) and said.strip()) for said in (parcel_id, bin_)):
        raise ValueError("parcel_id and bin must be text")
    if parcel_id is None and bin_ is None:
        raise ValueError("parcel_id or bin must be given")
    identity = None
    if parcel_id is not None:
        choice = keyed_choice(parcel_id, rules)
        if choice.parcel is None:
            raise ValueError(f"{parcel_id} is no parcel id: {choice.cause or 'its check digit fails'}")
        identity = choice.parcel.identity
    return Fix(wish["seq"], identity, bin_, str(who).strip(), str(why).strip())


def seen_request(told: Sequence[str]) -> bytes:
    """The content of `seen.json`: the words of the alarms that somebody was shown."""
    return json.dumps({"alarms": list(told)}).encode()


def _told(content: bytes) -> list[str]:
    wish = json.loads(content)
    told = wish.get("alarms") if isinstance(wish, dict) else None
    if not isinstance(told, list) or not all(isinstance(words, str) for words in told):
        raise ValueError("alarms must be a list of words")
    return told


def _acceptance(content: bytes) -> tuple[list[int], str, str]:
    wish, seqs = json.loads(content), _seqs(content)
    who, why = (wish.get(key) if isinstance(wish, dict) else None for key in ("who", "why"))
    if seqs is None or not isinstance(who, str) or not who or not isinstance(why, str) or not why:
        raise ValueError("seqs, who and why must be given")
    return seqs, who, why


def _seqs(content: bytes) -> list[int] | None:
    wish = json.loads(content)
    seqs = wish.get("seqs") if isinstance(wish, dict) else wish
    if seqs is None:
        return None
    if not isinstance(seqs, list) or not all(type(seq) is int and 0 < seq < 2**63 for seq in seqs):
        raise ValueError("seqs must be a list of scan numbers")
    return seqs


def import_plan(store: Store, plan: SortPlan) -> None:
    """Bring a person's sort plan into force. StoreError: the old one stays."""
    lists.mark(store.path, lists.PLAN)
    store.replace_plan(plan)


def import_holds(store: Store, holds: Iterable[Hold]) -> int:
    """Bring a person's hold list into force; how many lines it has. StoreError: the old one stays."""
    lists.mark(store.path, lists.HOLDS)
    return store.replace_holds(holds)
