"""A glance at a region of bars, and at its parts where it holds several codes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hardware.reading import bars
from hardware.reading.split_regions import one_behind_the_other, upper_and_lower

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hardware.contract import Symbol
    from hardware.reading.engines.agreement import Seen
    from hardware.reading.engines.engine import Engine
    from hardware.reading.regions import Bars
    from hardware.reading.view import View

_WORTH, _WHOLE = 0.25, 0.8
"""Share of a region's height from which a part is straightened alone, and of its length from which it is one code."""


def glanced(frame: View, region: Bars, engines: Sequence[Engine], seen: Seen, deep: int = 2) -> list[bars.Line]:
    """Look at a region, and at its parts where it holds several codes; what comes back was not enough."""
    line = bars.line_of(frame, region)
    if line.is_texture:
        return [line]
    symbols, share = _at_once(line, engines, seen)
    if deep and share < _WHOLE and (pieces := one_behind_the_other(line)):
        left = [glanced(frame, piece, engines, seen, deep - 1) for piece in pieces]
        if not all(left):
            # A low code beside a high one has few rows, and their mean has less contrast than each.
            return [line for lines in left for line in lines if not _in_rows(line, engines, seen)]
    if deep and (hidden := _hidden(frame, line, engines, seen, symbols)):
        # The mean of all rows stands for the larger part alone, and would lie over the other.
        return [left for part in hidden for left in glanced(frame, part, engines, seen, deep - 1)]
    seen.add(symbols)
    return [] if share else [line]


def _in_rows(line: bars.Line, engines: Sequence[Engine], seen: Seen) -> bool:
    """Whether single rows show something certain."""
    seen.add(symbols := bars.rows(line, engines))
    return seen.sure_of(symbols)


def _at_once(line: bars.Line, engines: Sequence[Engine], seen: Seen) -> tuple[list[Symbol], float]:
    """What a glance at a line shows, and how much of its length that explains for certain: 0, it was not enough."""
    symbols: list[Symbol] = []
    for sharpened in (bars.PLAIN, bars.CRISP):
        glanced = bars.glance(line, engines, sharpened)
        symbols += glanced
        if seen.sure_of(glanced):
            return symbols, max(bars.length_of(symbol) for symbol in glanced) / line.bars.length
    return symbols, 0.0


def _hidden(
    frame: View, line: bars.Line, engines: Sequence[Engine], seen: Seen, symbols: Sequence[Symbol]
) -> list[Bars]:
    """The parts of a region when one of the strange ones says what all of it together did not; else none."""
    texts = {symbol.text for symbol in symbols}
    regions = upper_and_lower(line)
    for place, (part, region) in enumerate(zip(line.lines.parts, regions, strict=True)):
        if not part.strange:
            continue
        glanced = [
            symbol
            for sharpened in (bars.PLAIN, bars.CRISP)
            for symbol in bars.averaged_as(line, part.profile, engines, sharpened)
        ]
        # Its rows lie over those of the larger part, not over each other; and codes of unlike lengths make both lean.
        worth = region.height > _WORTH * line.bars.height
        for own in (region, replace(region, slant=0.0)) if worth else ():
            if not seen.sure_of(glanced):
                regions[place] = own
                glanced = bars.glance(bars.line_of(frame, own), engines, bars.PLAIN)
        if any(symbol.text not in texts for symbol in glanced) and seen.sure_of(glanced):
            return regions
        regions[place] = region
    return []
