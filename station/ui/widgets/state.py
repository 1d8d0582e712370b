"""Devices, the connection to the centre and the counts of the hour, as coloured words with symbols."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from station.core import DeviceStatus, Health, HourCounts, ListStatus, Status, SyncStatus
from station.core.counting import interval
from station.language import error_text, exception_term
from station.language import screens as texts
from station.ui.amounts import seconds_since
from station.ui.safe_text import Part, lines, pad, say
from station.ui.wording import spoken, tr

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual.geometry import Size


UP, WAIT, DOWN, QUIET = "$state-up", "$state-wait", "bold $state-down", "$text-quiet"
FEW_ROWS = 4
MARKS = {Health.UP: ("●", UP), Health.STARTING: ("◐", WAIT), Health.DOWN: ("▼", DOWN), Health.OFF: ("○", QUIET)}


class StatePanel(Widget):
    """One line in a small terminal, one line for each part where there is room."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id)
        self._parts: list[list[Part]] = []
        self._folded: list[list[Part]] = []

    def show(self, status: Status, now: datetime) -> None:
        """Devices first, then the centre with what waits for it."""
        centre = [line_parts(status.sync), *backlog_parts(status.sync, now)]
        parts = [*map(device_parts, status.devices), *centre]
        if parts != self._parts:
            more = len(parts) != len(self._parts)
            self._parts, self._folded = parts, [*folded(status.devices), *centre]
            self.refresh(layout=more)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # Textual's own
        """A row a part, where the height is free."""
        return len(self._parts)

    def render(self) -> Content:
        """Side by side, or under each other when there is more than one row; folded where that is too much."""
        width, height = self.content_size
        if height > 1:
            return lines([say(*parts) for parts in (self._parts if len(self._parts) <= height else self._folded)])
        whole = _side_by_side(self._parts)
        return whole if whole.cell_length <= width else _side_by_side(self._folded)


class _OfTheHour(Widget):
    """Keeps the counts of the last 60 minutes, and is drawn again when they change."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id)
        self._hour = HourCounts()

    def show(self, hour: HourCounts) -> None:
        """New counts."""
        if hour != self._hour:
            self._hour = hour
            self.refresh()


class HourPanel(_OfTheHour):
    """The counts of the last 60 minutes."""

    def render(self) -> Content:
        """One line, or a small table with the exceptions by code."""
        hour, height = self._hour, self.content_size.height
        stopped = sum(count for _, count in hour.exceptions)
        if height <= 1:
            return say(
                f"{tr(texts.HOUR)}: ",
                (f"{hour.read.presented}", "bold"),
                f" {tr(texts.PARCELS_OF, n=hour.read.presented)}  ",
                (f"{hour.read.read}", "bold"),
                f" {tr(texts.READ_COUNT)}  ",
                (f"{stopped}", "bold"),
                f" {tr(texts.EXCEPTIONS_OF, n=stopped)}",
            )
        rows = [say((tr(texts.LAST_HOUR), QUIET)), *counts(hour, stopped)]
        return lines([*rows, *exceptions(hour)][:height])


def device_parts(device: DeviceStatus) -> list[Part]:
    """`● camera up`."""
    mark, style = MARKS[device.health]
    return [
        (mark, style),
        " ",
        (f"{device_name(device)} {tr(texts.HEALTH[device.health.value])}", style),
    ]


def folded(devices: Sequence[DeviceStatus]) -> list[list[Part]]:
    """`● 6 devices up`, then each that is not up."""
    up = [device for device in devices if device.health is Health.UP]
    if len(up) < 2:  # nothing to fold
        return [device_parts(device) for device in devices]
    mark, style = MARKS[Health.UP]
    first: list[Part] = [(mark, style), " ", (tr(texts.DEVICES_UP, count=len(up)), style)]
    return [first, *(device_parts(device) for device in devices if device not in up)]


def device_name(device: DeviceStatus) -> str:
    """`scale`; `scanner hand` where there may be several."""
    kind = tr(texts.DEVICES[device.kind.value])
    return f"{kind} {device.label}" if device.label else kind


def line_parts(sync: SyncStatus) -> list[Part]:
    """`● centre online`; red as soon as a person has to act, such as on a refused token."""
    if sync.alarm:
        return [("▼", DOWN), " ", (f"{tr(texts.LINE)} {tr(texts.LINE_REFUSED)}", DOWN)]
    if sync.online:
        return [("●", UP), " ", (f"{tr(texts.LINE)} {tr(texts.ONLINE)}", UP)]
    if sync.online is False:
        return [("▼", DOWN), " ", (f"{tr(texts.LINE)} {tr(texts.OFFLINE)}", DOWN)]
    word = tr(texts.NOT_TRIED if sync.url else texts.LINE_OFF)
    return [("○", QUIET), " ", (f"{tr(texts.LINE)} {word}", QUIET)]


def list_parts(lists: tuple[ListStatus, ...]) -> list[Part]:
    """`sort plan 40 s  holds 40 s  manifest 3 h by hand`; an age that is too great in the colour of a warning."""
    parts: list[Part] = []
    for each in lists:
        style = WAIT if each.stale or each.refused else ""
        parts += ["   " if parts else "", f"{_list_name(each)} ", (_list_age(each), f"bold {style}".strip())]
    return parts


def lists_by_hand(lists: tuple[ListStatus, ...]) -> str:
    """Which lists of a person stand in place of the centre's; empty: none."""
    names = [_list_name(each) for each in lists if each.kept_by_centre and each.at is not None and not each.of_centre]
    return tr(texts.LISTS_BY_HAND, names=", ".join(names)) if names else ""


def _list_name(each: ListStatus) -> str:
    return tr(texts.LISTS[each.name]) if each.name in texts.LISTS else each.name


def _list_age(each: ListStatus) -> str:
    if each.at is None:
        return tr(texts.NO_LIST)
    age = texts.UNKNOWN_AGE if each.age_s is None else spoken().age(each.age_s)
    return age if each.of_centre else tr(texts.BY_HAND, age=age)


def lists_failing(status: Status) -> str:
    """Why lists do not come though the line is up; empty: they do. A refused one is told as a trouble."""
    failing = [each for each in status.lists if each.kept_by_centre and each.words and not each.refused]
    if not failing or not status.sync.online:
        return ""
    names = ", ".join(map(_list_name, failing))
    return f"{names}: {error_text(failing[0].about, failing[0].words, spoken())}"


def backlog_parts(sync: SyncStatus, now: datetime) -> list[list[Part]]:
    """`2 refused`, then `12 waiting, oldest 3 min`."""
    waiting = tr(texts.WAITING, count=sync.pending)
    if sync.pending and sync.oldest_pending:
        oldest = spoken().age(seconds_since(sync.oldest_pending, now))
        waiting = tr(texts.WAITING_SINCE, count=sync.pending, age=oldest)
    refused: Part = (tr(texts.REFUSED, count=sync.dead), DOWN if sync.dead else "")
    return [[refused], [(waiting, WAIT if sync.pending and not sync.online else "")]]


def counts(hour: HourCounts, stopped: int) -> list[Content]:
    """A line a count; the rate of first-time reads with its 95 % interval."""
    read = hour.read
    return [
        _count(tr(texts.PRESENTED), read.presented),
        say(*_count_parts(tr(texts.FIRST_TIME), read.first_time), (_rate(read.first_time, read.presented), QUIET)),
        _count(tr(texts.AFTER_RETRIES), read.after_retries),
        _count(tr(texts.KEYED), read.keyed),
        _count(tr(texts.NOT_READ), read.not_read),
        _count(tr(texts.ACCEPTED), hour.accepted),
        _count(tr(texts.EXCEPTIONS), stopped),
    ]


def _rate(part: int, whole: int) -> str:
    if not whole:
        return ""
    low, high = interval(part, whole)
    return f"  {100 * part / whole:.3g} % ({100 * low:.0f}-{100 * high:.0f})"


def exceptions(hour: HourCounts) -> list[Content]:
    """A line a code, most first, with the field's term."""
    return [say(f"  {code:<4}", pad(term(code), 22), (f"{count:>5}", "bold")) for code, count in hour.exceptions]


def term(code: str) -> str:
    """The field's term for a code; the code itself when it is none of ours."""
    return exception_term(code, spoken())


def _count(what: str, figure: int) -> Content:
    return say(*_count_parts(what, figure))


def _count_parts(what: str, figure: int) -> tuple[Part, Part]:
    return pad(what, 15), (f"{figure:>5}", "bold")


def _side_by_side(parts: list[list[Part]]) -> Content:
    joined: list[Part] = []
    for number, each in enumerate(parts):
        joined += [*(["  "] if number else []), *each]
    return say(*joined)
