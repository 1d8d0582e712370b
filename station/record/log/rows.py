"""From a draft to the row that is stored."""

from __future__ import annotations

import json
import math
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

from station.core import Accept, EntryKind, Refusal, Review
from station.record.log.scan_columns import NAMES, WEIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from hardware.contract import Symbol
    from station.core import Capture, Decision, EntryDraft, Identity, ScanDraft
    from station.record.log.scan_columns import Row

_NO_CORRECTION = (None, None, None)
"""Who corrected a scan, why and when: a draft is what a lane saw."""
_KINDS = tuple(EntryKind)


def row_of(seq: int, scan_id: bytes, draft: ScanDraft, details: Mapping[str, object] | None = None) -> Row:
    """The row of a draft, and what the record adds to it. ValueError for a decision that is still a question: it is
    never stored.
    """
    clock, identity, symbol = draft.clock, draft.identity, draft.symbol
    bin_, code = _decision(draft.decision)
    return (
        seq,
        scan_id,
        clock.utc,
        clock.mono_ns,
        text(clock.boot_id),
        text(clock.state) or "",
        text(draft.operation) or "",
        _raw(symbol, identity),
        text(symbol.symbology) if symbol else None,
        text(symbol.aim) if symbol else None,
        draft.frames,
        int(draft.keyed),
        text(symbol.engine) if symbol else None,
        *identity_values(identity),
        _list(draft.references),
        bin_,
        text(draft.plan_version),
        code,
        None,
        text(draft.cause.code) if draft.cause is not None else None,
        text(draft.operator),
        _tenths(draft.verdict_ms),
        text(draft.event_code),
        draft.corrects,
        text(draft.bag),
        *_NO_CORRECTION,
        *_place(draft),
        None,
        _values(draft),
        _details(draft, details),
        *_weight(draft.capture, clock.mono_ns, draft.scale_serial),
    )


def _details(draft: ScanDraft, added: Mapping[str, object] | None) -> str | None:
    told = {**(added or {}), **({"reason": draft.reason} if draft.reason else {})}
    if draft.scanner is not None and draft.symbol is None:  # else the engine of the symbol tells it
        told["scanner"] = draft.scanner
    if draft.size_mm is not None:
        told["size_mm"] = tuple(map(_decimal, draft.size_mm))
    return json_text(told) if told else None


def entry_row(seq: int, entry_id: bytes, draft: EntryDraft) -> Row:
    """The row of an entry that is no scan."""
    clock = draft.clock
    values: dict[str, object] = {
        "seq": seq,
        "scan_id": entry_id,
        "scanned_at": clock.utc,
        "mono_ns": clock.mono_ns,
        "boot_id": text(clock.boot_id),
        "clock_state": text(clock.state) or "",
        "operation": text(draft.operation) or "",
        "frames": 0,
        "keyed": 0,
        "parcel_id": text(draft.parcel_id),
        "bin": text(draft.bin) or "",
        "code": text(draft.code),
        "operator": text(draft.operator),
        "entry": _KINDS.index(draft.kind),
        "presentation": _uuid(draft.presentation),
        "about": _uuid(draft.about),
        "details": json_text(draft.details) if draft.details else None,
    }
    return tuple(values.get(name) for name in NAMES)


def _place(draft: ScanDraft) -> tuple[int, bytes | None, int | None]:
    """Kind, presentation, and how its parcel was read before."""
    return _KINDS.index(EntryKind.SCAN), _uuid(draft.presentation), draft.read_before


def _uuid(name: str | None) -> bytes | None:
    return None if name is None else uuid.UUID(name).bytes


def json_text(values: Mapping[str, object]) -> str:
    """The one spelling of a JSON object: keys sorted, no spaces; lone surrogates are written out. ValueError when a
    value is none that JSON has.
    """
    return _encode(_storable(dict(values)))


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def _storable(value: object) -> object:
    """The same JSON value with texts that UTF-8 has."""
    match value:
        case str():
            return value.encode(errors="backslashreplace").decode()
        case Mapping():
            return {_storable(str(key)): _storable(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_storable(inner) for inner in value]
        case _:
            return value


def text(value: str | None) -> str | None:
    """Text that SQLite and JSON can hold: lone surrogates are written out; empty is the same as not told."""
    return value.encode(errors="backslashreplace").decode() if value else None


def _raw(symbol: Symbol | None, identity: Identity | None) -> bytes | None:
    if symbol is not None:
        return symbol.raw
    return None if identity is None else identity.raw.encode(errors="backslashreplace")


def identity_values(identity: Identity | None) -> Row:
    """Of the columns from `parcel_id` to `check_ok`."""
    if identity is None:
        return (None,) * 7
    return (
        text(identity.normalized) if identity.accepted else None,
        identity.kind.value,
        text(identity.carrier),
        text(identity.country),
        text(identity.service),
        text(identity.postal_code),
        _flag(identity.check),
    )


def _decision(decision: Decision) -> tuple[str, str | None]:
    """Bin and exception code."""
    if isinstance(decision, Review):
        raise ValueError("a review is a question, not a scan; store what came of it")  # noqa: TRY004  # a state, no type slip
    return text(decision.bin) or "", None if isinstance(decision, Accept) else decision.code.value


def _values(draft: ScanDraft) -> str | None:
    """The values of the decision and of the cause; of an accepted parcel the codes and values of its notes."""
    decision, cause = draft.decision, draft.cause.values if draft.cause is not None else ()
    if isinstance(decision, Refusal):
        return json_text(dict((*cause, *decision.values))) if (*cause, *decision.values) else None
    notes = decision.notes if isinstance(decision, Accept) else ()
    values = [*cause, *(value for note in notes for value in note.values)]
    return json_text({**dict(values), "notes": tuple(note.code for note in notes)}) if notes or values else None


def _weight(capture: Capture | None, mono_ns: int, scale_serial: str | None) -> Row:
    if capture is None:
        return (None,) * len(WEIGHT)
    return (
        _decimal(capture.grams),
        _decimal(capture.value),
        text(capture.unit) or "",
        text(capture.mode),
        None if capture.tare is None else _decimal(capture.tare),
        _flag(capture.stable),
        capture.settle_ms,
        capture.samples,
        max(0, round(mono_ns / 1e6 - capture.at * 1e3)),
        capture.raw,
        text(scale_serial),
        capture.capture_id,
        capture.settled_by,
        text(capture.alibi),
    )


def _list(texts: Sequence[str]) -> str | None:
    return json.dumps([text(t) or "" for t in texts], ensure_ascii=False) if texts else None


def _decimal(number: Decimal) -> str:
    return format(number, "f")


def _flag(flag: bool | None) -> int | None:
    return None if flag is None else int(flag)


def _tenths(ms: float | None) -> int | None:
    return None if ms is None or not math.isfinite(ms) else round(ms * 10)
