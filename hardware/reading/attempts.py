"""What is tried on a region of bars that gave too little at a glance: what costs little, then what costs much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.reading import bars
from hardware.reading.quiet_zone import freed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hardware.contract import Symbol
    from hardware.reading.engines.engine import Engine
    from hardware.reading.time_budget import TimeUp

    Attempt = Callable[[bars.Line, Sequence[Engine], TimeUp], list[Symbol]]
    """At a line, by these engines, until the time is up."""


def explained(line: bars.Line, _: Sequence[Engine], until: TimeUp) -> list[Symbol]:
    return bars.explained(line, until) if line.may_be_code_128 else []


def halves(line: bars.Line, engines: Sequence[Engine], _: TimeUp) -> list[Symbol]:
    return bars.look(line, engines, bars.PLAIN) + bars.look(line, engines, bars.CRISP)


def _light_on_dark(line: bars.Line, engines: Sequence[Engine], _: TimeUp) -> list[Symbol]:
    return bars.light_on_dark(line, engines)


def _freed(line: bars.Line, engines: Sequence[Engine], _: TimeUp) -> list[Symbol]:
    free = freed(line)
    if free is None:
        return []
    seen = [symbol for look in (bars.PLAIN, bars.CRISP) for symbol in bars.glance(free.line, engines, look)]
    seen += bars.rows(free.line, engines)
    # An ITF checks nothing, and one that is cut reads as a shorter one.
    return [symbol for symbol in seen if symbol.symbology != "ITF" or free.whole]


def _stacked(line: bars.Line, engines: Sequence[Engine], _: TimeUp) -> list[Symbol]:
    return [symbol for engine in engines if engine.name == "zxing" for symbol in bars.stacked(line, engine)]


def _rows(line: bars.Line, engines: Sequence[Engine], _: TimeUp) -> list[Symbol]:
    return bars.rows(line, engines)


def _crisper(line: bars.Line, engines: Sequence[Engine], _: TimeUp) -> list[Symbol]:
    return bars.glance(line, engines, bars.CRISPER)


CHEAP: tuple[Attempt, ...] = (halves, _rows, _light_on_dark, _freed)
DEAR: tuple[Attempt, ...] = (explained, _stacked, _crisper)
