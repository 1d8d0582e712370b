"""Drafts for the tests of the record, plain and arbitrary."""

from __future__ import annotations

import uuid
from decimal import Decimal

from hypothesis import strategies as st

from hardware.contract import Notice, Symbol, Value, Values
from station.core.counting import ReadClass
from station.core.exception_codes import Code
from station.core.models import Accept, Capture, ClockReading, Decision, Identity, Kind, Refusal, ScanDraft

BOOT = "11111111-2222-4333-8444-555555555555"
NOW = "2026-11-22T10:00:00.000Z"
OVERWEIGHT = Refusal(Code.OVERWEIGHT, (), "REJECT")


def draft(
    parcel_id: str | None = "RR123456785CN",
    *,
    at: str = NOW,
    decision: Decision | None = None,
    keyed: bool = False,
    grams: str | None = "2350",
    operator: str | None = "op-17",
) -> ScanDraft:
    """A parcel that was read, weighed and accepted, unless said otherwise."""
    identity = symbol = None
    if parcel_id is not None:
        identity = Identity(parcel_id, Kind.PARCEL, "china-post", "CN", None, "registered", None, parcel_id, check=True)
        if not keyed:
            symbol = Symbol(parcel_id, parcel_id.encode(), "Code128", "]C1", ((0, 0),), "zxing+zbar")
    capture = None
    if grams is not None:
        weight = Decimal(grams)
        capture = Capture(7, weight, weight / 1000, "kg", "gross", None, True, 420, 5, b"S S 2.350 kg\r\n", 99.5)
    return ScanDraft(
        clock=ClockReading(at, 100_000_000_000, BOOT, "synced"),
        operation="sort",
        identity=identity,
        symbol=symbol,
        frames=0 if keyed else 3,
        keyed=keyed,
        references=(),
        capture=capture,
        scale_serial="B912" if capture else None,
        decision=decision or Accept("A01", "New England"),
        cause=None if parcel_id else Notice("too_dark"),
        plan_version="2026-11",
        operator=operator,
        verdict_ms=None if keyed else 41.2,
    )


_text = st.text(max_size=30)
_word = st.text(min_size=1, max_size=12)
_flag = st.none() | st.booleans()
_size = st.integers(0, 2**40)
_decimals = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)

identities = st.builds(
    Identity,
    raw=_text,
    kind=st.sampled_from(Kind),
    carrier=st.none() | _text,
    country=st.none() | _text,
    service=st.none() | _text,
    postal_code=st.none() | _text,
    normalized=st.none() | _text,
    check=_flag,
)
symbols = st.builds(
    Symbol,
    text=_text,
    raw=st.binary(max_size=60),
    symbology=_text,
    aim=_text,
    polygon=st.just(()),
    engine=_text,
)
captures = st.builds(
    Capture,
    capture_id=_size,
    grams=_decimals,
    value=_decimals,
    unit=_text,
    mode=st.none() | _text,
    tare=st.none() | _decimals,
    stable=_flag,
    settle_ms=_size,
    samples=_size,
    raw=st.binary(max_size=60),
    at=st.floats(0, 10**6),
    settled_by=st.sampled_from(["flag", "window", "fallback"]),
    alibi=st.none() | _text,
)
_value = _text | st.integers(-(10**9), 10**9) | st.booleans() | st.lists(_text, max_size=3).map(tuple)
values = st.dictionaries(_word, _value, max_size=4).map(lambda named: tuple(sorted(named.items())))
notices = st.builds(Notice, _word, values)
decisions = st.builds(Accept, bin=_word, label=_text, notes=st.lists(notices, max_size=2).map(tuple)) | st.builds(
    Refusal, code=st.sampled_from(Code), values=values, bin=_word
)
moments = st.datetimes().map(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}.000Z".rjust(24, "0"))
drafts = st.builds(
    ScanDraft,
    clock=st.builds(
        ClockReading, utc=moments, mono_ns=_size, boot_id=st.uuids().map(str) | _text, state=st.just("synced")
    ),
    operation=_word,
    identity=st.none() | identities,
    symbol=st.none() | symbols,
    frames=st.integers(0, 1000),
    keyed=st.booleans(),
    references=st.lists(_text, max_size=3).map(tuple),
    capture=st.none() | captures,
    scale_serial=st.none() | _text,
    decision=decisions,
    cause=st.none() | notices,
    plan_version=st.none() | _text,
    operator=st.none() | _text,
    verdict_ms=st.none() | st.floats(0, 10**6),
    bag=st.none() | _text,
    presentation=st.none() | st.uuids().map(str),
    read_before=st.none() | st.sampled_from(ReadClass),
)


def plain(text: str | None) -> str | None:
    """What may become of a text: empty is not told, a lone surrogate is written out."""
    return text.encode(errors="backslashreplace").decode() if text else None


def without_none(**values: object) -> dict[str, object]:
    """The keys that say something."""
    return {key: value for key, value in values.items() if value is not None}


def _expected_values(of: ScanDraft) -> dict[str, object] | None:
    decision, cause = of.decision, of.cause.values if of.cause else ()
    if isinstance(decision, Refusal):
        return _of_wire((*cause, *decision.values)) or None
    notes = decision.notes if isinstance(decision, Accept) else ()
    told = _of_wire((*cause, *(value for note in notes for value in note.values)))
    return told | {"notes": [plain(note.code) or "" for note in notes]} if notes or told else None


def _of_wire(values: Values) -> dict[str, object]:
    return {plain(name) or "": _value_of_wire(value) for name, value in values}


def _value_of_wire(value: Value) -> object:
    if isinstance(value, str):
        return plain(value) or ""
    return [plain(each) or "" for each in value] if isinstance(value, tuple) else value


def expected_wire(scan_id: str, seq: int, of: ScanDraft) -> dict[str, object]:
    """The wire form of a scan by the words of the design, written a second time."""
    identity, symbol, capture, decision = of.identity, of.symbol, of.capture, of.decision
    uuid.UUID(scan_id)
    wire = without_none(
        scan_id=scan_id,
        seq=seq,
        scanned_at=of.clock.utc,
        mono_ns=of.clock.mono_ns,
        boot_id=plain(of.clock.boot_id),
        clock_state=of.clock.state,
        operation=plain(of.operation),
        frames=of.frames,
        keyed=of.keyed,
        bin=plain(decision.bin) if isinstance(decision, Accept | Refusal) else None,
        decision="exception" if isinstance(decision, Refusal) else "accept",
        kind="scan",
        presentation_id=of.presentation or scan_id,
        read_before=None if of.read_before is None else of.read_before.name.lower(),
        code=decision.code.value if isinstance(decision, Refusal) else None,
        values=_expected_values(of),
        cause=plain(of.cause.code if of.cause else None),
        plan_version=plain(of.plan_version),
        operator=plain(of.operator),
        references=[plain(text) or "" for text in of.references] or None,
        verdict_ms=None if of.verdict_ms is None else round(of.verdict_ms * 10) / 10,
        bag=plain(of.bag),
    )
    if symbol is not None:
        wire |= without_none(
            raw_hex=symbol.raw.hex(),
            symbology=plain(symbol.symbology),
            aim=plain(symbol.aim),
            engine=plain(symbol.engine),
        )
    if identity is not None:
        if symbol is None:
            wire["raw_hex"] = identity.raw.encode(errors="backslashreplace").hex()
        booked = identity.kind is Kind.PARCEL and identity.check is not False
        wire |= without_none(
            parcel_id=plain(identity.normalized) if booked else None,
            id_kind=identity.kind.value,
            carrier=plain(identity.carrier),
            country=plain(identity.country),
            service=plain(identity.service),
            postal_code=plain(identity.postal_code),
            check=identity.check,
        )
    if capture is not None:
        wire["weight"] = without_none(
            grams=f"{capture.grams:f}",
            value=f"{capture.value:f}",
            unit=plain(capture.unit) or "",
            mode=plain(capture.mode),
            tare=None if capture.tare is None else f"{capture.tare:f}",
            stable=capture.stable,
            settle_ms=capture.settle_ms,
            samples=capture.samples,
            age_ms=max(0, round(of.clock.mono_ns / 1e6 - capture.at * 1000)),
            raw_hex=capture.raw.hex(),
            scale_serial=plain(of.scale_serial),
            capture_id=capture.capture_id,
            settled_by=capture.settled_by,
            alibi=plain(capture.alibi),
        )
    return wire
