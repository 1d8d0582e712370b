"""`station identify`: what a text is."""

from __future__ import annotations

import io
import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from station.cli.run import ConfigOption

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from station.core import Identity

CHUNK = 1 << 16
SHORT = 200
"""Characters of an answer that nothing has to be cut off from."""


def identify(
    text: Annotated[list[str] | None, typer.Argument(help="What was read; none: standard input, one a line.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    keyed: Annotated[
        bool, typer.Option("--keyed", help="Typed by a person: case, spaces, hyphens do not count.")
    ] = False,
    weak_carriers: Annotated[
        str, typer.Option("--weak-carriers", metavar="A,B", help="Carriers whose bare numbers the lane takes.")
    ] = "",
    config: ConfigOption = None,
) -> None:
    """Say what barcodes or keyed numbers are: parcel id, product, link, bag ... and whether the check digit holds.

    Lines of standard input may be JSON objects {raw, symbology, aim}. `accepted`: whether this lane books it as a
    parcel on its own word. Exit code 1: none of the TEXTs is a parcel id.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    show = _as_json if as_json else _as_words
    from station.core.identify import identify as identity_of

    judge = partial(identity_of, keyed=keyed, weak_carriers=_weak_carriers(weak_carriers, config))
    if text:
        found = [judge(each) for each in text]
        _write("".join(map(show, found)))
        if not any(each.accepted for each in found):
            raise typer.Exit(1)
        return
    _stream(show, judge)


def _weak_carriers(named: str, config: Path | None) -> tuple[str, ...]:
    """Of the lane; ConfigError."""
    carriers = tuple(name for each in named.split(",") if (name := each.strip().lower()))
    if config is None:
        return carriers
    if carriers:
        raise typer.BadParameter("name carriers or a configuration, not both", param_hint="--weak-carriers")
    from config import load

    return load(config).lane.weak_carriers


def _stream(show: Callable[[Identity], str], judge: Callable[..., Identity]) -> None:
    """Answer every line as soon as it has come, and what came together together."""

    def answer(line: bytes) -> str:
        text = line.decode(errors="surrogateescape").rstrip("\r\n")
        told = _told(text) if text[:1] == "{" else None
        return show(judge(*told) if told else judge(text))

    for lines in _arrivals():
        _write("".join(map(answer, lines)))


def _arrivals() -> Iterator[list[bytes]]:
    """The lines of standard input, all that have come so far at once."""
    rest: list[bytes] = []
    while chunk := sys.stdin.buffer.read1(CHUNK):  # type: ignore[union-attr]  # standard input is always buffered here
        *lines, tail = chunk.split(b"\n")
        if lines:
            lines[0] = b"".join([*rest, lines[0]])
            rest = []
            yield lines
        if tail:
            rest.append(tail)
    if rest:
        yield [b"".join(rest)]


def _told(text: str) -> tuple[str, str | None, str | None] | None:
    """`raw`, `symbology` and `aim` of a JSON line; None: it is the text of a barcode that happens to begin with `{`."""
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or not isinstance(value.get("raw"), str):
        return None
    symbology, aim = value.get("symbology"), value.get("aim")
    return value["raw"], symbology if isinstance(symbology, str) else None, aim if isinstance(aim, str) else None


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


_quoted = json.encoder.encode_basestring_ascii
_JSON_CHECK = {True: "true", False: "false", None: "null"}


def _as_json(identity: Identity) -> str:
    """ASCII only, so that no byte of a barcode reaches a terminal as such.

    A refused parcel id is `unknown` here: the interface has no other word for an id that must not be booked. Written
    out by hand, which is three times as fast as an encoder.
    """
    kind = "unknown" if identity.refused else identity.kind.value
    return (
        f'{{"raw": {_quoted(identity.raw)}, "kind": "{kind}", "carrier": {_text(identity.carrier)}, '
        f'"country": {_text(identity.country)}, "service": {_text(identity.service)}, '
        f'"postal_code": {_text(identity.postal_code)}, "normalized": {_text(identity.normalized)}, '
        f'"printed": {_text(identity.printed)}, "check": {_JSON_CHECK[identity.check]}, '
        f'"reason": {_quoted(identity.reason)}, "hint": {_text(_hint(identity))}, '
        f'"accepted": {_JSON_CHECK[identity.accepted]}}}\n'
    )


def _hint(identity: Identity) -> str | None:
    if identity.hint is None:
        return None
    from station.language import ENGLISH, cause_of, language

    return cause_of(identity.hint, language(ENGLISH))


def _text(value: str | None) -> str:
    return "null" if value is None else _quoted(value)


_CHECK_WORDS = {True: "check ok", False: "CHECK FAILED", None: None}


def _as_words(identity: Identity) -> str:
    from station.core import printable

    parts = [
        identity.printed or identity.normalized or identity.raw,
        identity.kind.value,
        identity.carrier,
        identity.country,
        identity.service,
        f"to {identity.postal_code}" if identity.postal_code else None,
        _CHECK_WORDS[identity.check],
        None if identity.accepted or identity.check is False else identity.reason,
        _hint(identity),
    ]
    said = [part for part in parts if part]
    line = "  ".join(said)
    return (line if line.isprintable() and len(line) <= SHORT else "  ".join(map(printable, said))) + "\n"
