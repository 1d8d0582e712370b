"""From a draft to the row that is stored."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from station.core import Accept, Review
from station.language import ENGLISH, exception_text, language, notes_text
from station.record.log.scan_columns import WEIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from hardware.contract import Symbol
    from station.core import Capture, Decision, Identity, ScanDraft
    from station.record.log.scan_columns import Row

_NO_CORRECTION = (None, None, None)
"""Who corrected a scan, why and when: a draft is what a lane saw."""


def row_of(seq: int, scan_id: bytes, draft: ScanDraft) -> Row:
    """The row of a draft. ValueError for a decision that is still a question: it is never stored."""
    clock, identity, symbol = draft.clock, draft.identity, draft.symbol
    bin_, code, message = _decision(draft.decision)
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
        message,
        text(draft.cause.code) if draft.cause is not None else None,
        text(draft.operator),
        _tenths(draft.verdict_ms),
        text(draft.event_code),
        draft.corrects,
        text(draft.bag),
        *_NO_CORRECTION,
        *_weight(draft.capture, clock.mono_ns, draft.scale_serial),
    )


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


def _decision(decision: Decision) -> tuple[str, str | None, str | None]:
    """Bin, exception code, message."""
    if isinstance(decision, Review):
        raise ValueError("a review is a question, not a scan; store what came of it")  # noqa: TRY004  # a state, no type slip
    if isinstance(decision, Accept):
        return text(decision.bin) or "", None, text(notes_text(decision.notes, language(ENGLISH)))
    sentence = exception_text(decision.code.value, decision.values, language(ENGLISH))
    return text(decision.bin) or "", decision.code.value, text(sentence)


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
