"""The figures of a shift as lines: now against the target, how parcels were read, what stopped them, who and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.counting import FEW, Span, interval
from station.language import cause_name, exception_term, figure_views, operations
from station.language import screens as texts
from station.ui.amounts import local_day, local_time
from station.ui.safe_text import fit, say
from station.ui.wording import spoken, tr

if TYPE_CHECKING:
    from textual.content import Content

    from station.core import HourCounts
    from station.core.counting import Chosen, CutOff, Line, Named, ShiftFigures
    from station.language import Message
    from station.ui.safe_text import Part

QUIET = "$text-quiet"
LABEL, BAR = 24, 5
NAME = 14
SINCE = {Span.HOUR: figure_views.HOUR_SINCE, Span.DAY: figure_views.DAY_SINCE, Span.WEEK: figure_views.WEEK_SINCE}
OTHERS = 2
FULL, TIP = "█", " ▏▎▍▌▋▊▉"


def now_line(hour: HourCounts, figures: ShiftFigures, target: int) -> Content:
    """`now 412 parcels/h  92 % of 450   shift, since 06:00: 1204`."""
    presented = hour.read.presented
    parts: list[Part] = [(f"{tr(texts.NOW)} ", QUIET), (f"{presented}", "bold"), f" {tr(texts.IN_LAST_HOUR)}  "]
    if target:
        share = presented / target
        style = "bold $state-up" if share >= 1 else "bold $state-wait"
        parts += [(tr(texts.OF_TARGET, percent=round(100 * share), target=target), style)]
    parts += ["   ", (f"{since_words(figures)} ", QUIET), (f"{figures.whole.counts.presented}", "bold")]
    if only := only_words(figures.chosen):
        parts += ["   ", (only, "bold $state-wait")]
    return say(*parts)


def since_words(figures: ShiftFigures) -> str:
    """`shift, since 06:00:`."""
    span = figures.chosen.span
    since = local_day(figures.since) if span is Span.WEEK else local_time(figures.since)[:5]
    shift = texts.SHIFT_SINCE if figures.is_shift else texts.COUNTED_SINCE
    return tr(SINCE.get(span, shift), time=since)


def only_words(chosen: Chosen) -> str:
    """`only Ana, sort`; empty: everything is counted."""
    known = operations.OPERATIONS.get(chosen.operation or "")
    names = ", ".join(filter(None, (chosen.operator, tr(known) if known else chosen.operation)))
    return tr(figure_views.ONLY, names=names) if names else ""


def cut_off_line(of: CutOff) -> Content:
    """`15:30 CZ 331: 120 to do, needs 240/h, goes 196/h, 24 late`."""
    parts: list[Part] = [(f"{local_time(of.leaves_at)[:5]} ", QUIET), (of.name, "bold"), "  "]
    parts += [tr(texts.LEFT_IN, minutes=round(60 * of.hours_left)) if of.hours_left > 0 else tr(texts.HAS_LEFT), "  "]
    if of.to_do is None:
        return say(*parts, tr(texts.ACCEPTED_FOR_IT, count=of.accepted, rate=round(of.rate)))
    parts += [(tr(texts.TO_DO, count=of.to_do), "bold"), "  "]
    if of.needed is not None:
        parts += [tr(texts.NEEDS, needed=round(of.needed), rate=round(of.rate)), "  "]
    style = "bold $state-down" if of.late else "bold $state-up"
    return say(*parts, (tr(texts.LATE, count=of.late) if of.late else tr(texts.IN_TIME), style))


def read_lines(figures: ShiftFigures) -> list[Content]:
    """How presented parcels were read; rates with their 95 % interval; beside them those of the worker who is here."""
    whole, counts = figures.whole, figures.whole.counts
    beside = {
        texts.PRESENTED: _own(figures),
        texts.ACCEPTED: tr(figure_views.KILOGRAMS, rate=_per_hour(whole, figures)),
        texts.EXCEPTIONS: tr(figure_views.ODD_COUNT, count=len(figures.odd)) if figures.odd else "",
    }
    rated = {texts.FIRST_TIME: counts.first_time, texts.READ_AT_ALL: counts.read}
    rows = {
        texts.PRESENTED: counts.presented,
        texts.FIRST_TIME: counts.first_time,
        texts.READ_AT_ALL: counts.read,
        texts.KEYED: counts.keyed,
        texts.NOT_READ: counts.not_read,
        texts.ACCEPTED: whole.accepted,
        texts.EXCEPTIONS: whole.stopped,
    }
    told = []
    for what, count in rows.items():
        about = rate(rated[what], counts.presented) if what in rated else beside.get(what, "")
        told.append(say(fit(tr(what), 15), (f"{count:>6}", "bold"), (f"  {about}", QUIET)))
    if whole.overrides or whole.taken_back:
        told.append(say((tr(texts.LIFTED_AND_BACK, lifted=whole.overrides, back=whole.taken_back), QUIET)))
    return told


def _own(figures: ShiftFigures) -> str:
    """Of the worker who is here, where others were counted too."""
    own = dict(figures.operators).get(figures.worker or "")
    if own is None or len(figures.operators) < OTHERS:
        return ""
    return tr(figure_views.OWN, operator=figures.worker, count=own.counts.presented)


def _per_hour(line: Line, figures: ShiftFigures) -> str:
    return f"{float(line.grams) / 1000 / figures.hours:.0f}"


def rate(hits: int, tries: int, *, short: bool = False) -> str:
    """`97.2 % (95-98)`; of few parcels it says so, of none it is empty. `short`: `97 % 95-98`, of few with a mark."""
    if not tries:
        return ""
    if short:
        low, high = interval(hits, tries)
        return f"{100 * hits / tries:.0f}% {100 * low:.0f}-{100 * high:.0f}{'?' if tries < FEW else ''}"
    low, high = interval(hits, tries)
    few = f" {tr(texts.FEW)}" if tries < FEW else ""
    return f"{100 * hits / tries:.3g} % ({100 * low:.0f}-{100 * high:.0f}){few}"


def pareto(named: Named, names: dict[str, str], width: int, most: int) -> list[Content]:
    """Most first, each with its share of all and a bar; what has no room is added up."""
    total = sum(line.stopped for _, line in named)
    if not total:
        return [say(tr(texts.NOTHING))]
    shown = named[:most] if len(named) <= most else named[: most - 1]
    label = min(LABEL, max(8, width - BAR - 13))
    rows = [_share(fit(names.get(name, name), label), line.stopped, total, width - label - 13) for name, line in shown]
    rest = total - sum(line.stopped for _, line in shown)
    return rows + ([_share(fit(tr(texts.OTHERS), label), rest, total, 0)] if rest else [])


def _share(label: str, count: int, total: int, width: int) -> Content:
    share = count / total
    return say(label, (f"{count:>6}", "bold"), f"{100 * share:>4.0f} % ", (_bar(share, max(0, width)), "$state-down"))


def stop_names(named: Named) -> dict[str, str]:
    """`NR No-read`."""
    return {code: f"{code:<4}{exception_term(code, spoken())}" for code, _ in named}


def cause_names(named: Named) -> dict[str, str]:
    """As the screens say them."""
    return {cause: cause_name(cause, spoken()) for cause, _ in named}


def table(title: Message, named: Named, height: int, *, accepted: bool = False) -> list[Content]:
    """Name, parcels, first-time read rate, stops; `accepted`: of bins the parcels that went there count. What has no
    room is not shown.
    """
    head = f"{fit(tr(title), NAME)}{tr(texts.PARCELS_HEAD):>7}{tr(texts.FIRST_HEAD):>8}{tr(texts.STOPS_HEAD):>7}"
    rows = [say((head, QUIET))]
    for name, line in named[: height - 1]:
        counts = line.counts
        share = f"{100 * counts.first_time / counts.presented:.0f} %" if counts.presented else ""
        few = "?" if 0 < counts.presented < FEW else " "
        parcels = line.accepted if accepted else counts.presented
        rows.append(say(fit(name or "-", NAME), (f"{parcels:>7}", "bold"), f"{share:>7}{few}{line.stopped:>7}"))
    return rows


def _bar(share: float, width: int) -> str:
    eighths = round(share * width * 8)
    return (FULL * (eighths // 8) + TIP[eighths % 8]).strip() if width and eighths else ""
