"""The technician's screen: what each device is and says now, and the configuration in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from station.core import DeviceKind, Health
from station.language import configuration, defect_text, error_text, recordings, scanners, setup, trouble_texts
from station.language import screens as texts
from station.ui.safe_text import fit, lines, pad, say
from station.ui.screens.base import StationScreen, in_test_mark
from station.ui.screens.configuration import ConfigurationScreen
from station.ui.screens.confirm import Confirm
from station.ui.screens.picture import PictureScreen
from station.ui.widgets.keys import KeyFooter
from station.ui.widgets.picture import CameraPicture
from station.ui.widgets.state import MARKS, device_name, line_parts, list_parts, lists_by_hand, lists_failing
from station.ui.widgets.weight import stability, value_text
from station.ui.wording import spoken, tr, tr_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.timer import Timer

    from hardware.contract import Notice, Weight
    from station.core import DeviceStatus, ScannerSays, Status
    from station.ui.face import StationFace

PICTURE_S = 1 / 6
BAR = 12
"""Columns of the focus bar."""
TOLD_HERE = (*DeviceKind, "centre", "list-")
"""Troubles whose keys begin so: the devices, the centre and the lists tell them here themselves."""
RAW_SHOWN = 24
"""Bytes of a scale's message that are shown."""


class TechnicianScreen(StationScreen):
    """The picture is drawn only while this screen is in front."""

    station: StationFace
    AUTO_FOCUS = "#settings"
    BINDINGS = [
        Binding("f5", "configuration", configuration.CONFIGURATION.english, show=False, id="configuration"),
        Binding("f6", "picture", setup.PICTURE.english, key_display="F6", id="picture"),
        Binding("f7", "record", recordings.RECORD_KEY.english, key_display="F7", id="record-last"),
        Binding("f8", "zero", texts.ZERO.english, key_display="F8", id="zero-scale"),
    ]

    def __init__(
        self, station: StationFace, record_trouble: Callable[[], Notice | None], who: Callable[[], str]
    ) -> None:
        """`record_trouble`: what was told last of the record; `who`: the person here, empty: nobody knows."""
        super().__init__(station)
        self._record_trouble, self._who = record_trouble, who
        self._timer: Timer | None = None
        self._number: int | None = None
        self._best = 0.0
        """The sharpest since the screen came to the front: turning the lens, one looks for it again."""
        self._trouble = ""

    def compose(self) -> ComposeResult:
        """Devices on top, the picture beside what the devices say, the configuration under it."""
        yield Static(id="top-name", markup=False)
        yield Static(id="devices", markup=False)
        with Horizontal(id="look"):
            yield CameraPicture(id="picture")
            with Vertical(id="says"):
                yield Static(id="camera-says", markup=False)
                yield Static(id="scale-says", markup=False)
        with VerticalScroll(id="settings"):
            yield Static(self._settings(), id="settings-lines", markup=False)
        yield KeyFooter()

    def _settings(self) -> Content:
        settings, key = self.station.settings, tr(configuration.CHANGE_IT) if self.station.configuration else ""
        width = max((len(name) for name, _ in settings), default=0) + 2
        rows = [say(f"{fit(name, width)}", (value, "bold")) for name, value in settings]
        return lines([say((tr(texts.SETTINGS), "$text-quiet"), f"   {key}" if key else ""), *rows])

    def on_mount(self) -> None:
        """Pictures at their own pace."""
        self._timer = self.set_interval(PICTURE_S, self._look)

    def on_screen_resume(self) -> None:
        """Look again."""
        self._best, self._number = 0.0, None
        if self._timer is not None:
            self._timer.resume()

    def on_screen_suspend(self) -> None:
        """Draw nothing that nobody sees."""
        if self._timer is not None:
            self._timer.pause()

    def _look(self) -> None:
        frame = self.station.newest_frame()
        number = frame.number if frame is not None else -1
        if number != self._number and self.standing:
            self._number = number
            self.query_one(CameraPicture).show(None if frame is None else frame.pixels)

    def show_status(self, status: Status, now: datetime) -> None:
        """The gauges of this moment."""
        clock = f"{now.astimezone():%H:%M:%S}  {_clock(status.clock)}"
        name = (f" {status.station_id}", "bold")
        title = say(*in_test_mark(self.station), name, f"  {tr_key(texts.TECHNICIAN.english)}  {clock}")
        self.query_one("#top-name", Static).update(title)
        rows = [row for device in status.devices for row in (_device(device, status.at), *_defects(device))]
        line = error_text(status.sync.about, status.sync.words, spoken())
        rows.append(say(*line_parts(status.sync), f"  {status.sync.url}  ", (line, "$text-quiet")))
        rows.append(say((f"{tr(texts.LISTS_TITLE)}  ", "$text-quiet"), *list_parts(status.lists)))
        if hand := lists_by_hand(status.lists):
            rows.append(say((hand, "$text-quiet")))
        if failing := lists_failing(status):
            rows.append(say((failing, "bold $state-wait")))
        rows += _troubles(status, self._record_trouble())
        self.query_one("#devices", Static).update(lines(rows))
        self._best = max(self._best, status.focus or 0.0)
        self.query_one("#camera-says", Static).update(lines(_camera(status, self._best)))
        scale = [*_scale(status.live_weight, status.at), *(_scanner(says, status.at) for says in status.scanners)]
        if self._trouble:
            scale.append(say((self._trouble, "bold $state-down")))
        self.query_one("#scale-says", Static).update(lines(scale))

    def could_not(self, text: str) -> None:
        """The zero command went wrong."""
        self._trouble = text

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # as its base
        """Nothing is recorded without [replay]; a demonstration has no file to change."""
        if action == "configuration":
            return self.station.configuration is not None
        return action != "record" or self.station.recorder is not None

    def action_configuration(self) -> None:
        """Every key, to be searched and changed."""
        if (desk := self.station.configuration) is not None:
            self.app.push_screen(ConfigurationScreen(desk, self._who()))

    def action_picture(self) -> None:
        """Light, sharpness and size of what the reader sees, and what to do about them."""
        self.app.push_screen(PictureScreen(self.station))

    def action_record(self) -> None:
        """Keep the last seconds of the lane."""
        if (recorder := self.station.recorder) is not None:
            self.notify(tr(recordings.RECORDED if recorder.record() else recordings.RECORDER_BUSY), markup=False)

    def action_zero(self) -> None:
        """Ask first: a parcel on the scale would be zeroed away."""
        self.app.push_screen(Confirm(tr(texts.ZERO_QUESTION)), self._answered)

    def _answered(self, yes: bool | None) -> None:
        if yes:
            self._zero()
            down = any(d.kind is DeviceKind.SCALE and d.health is not Health.UP for d in self.station.status().devices)
            self.notify(tr(texts.ZERO_NO_SCALE if down else texts.ZERO_SENT), markup=False)

    @work(thread=True, group="commands", exit_on_error=False)
    def _zero(self) -> None:
        self.station.zero_scale()


def _device(device: DeviceStatus, at: float) -> Content:
    mark, style = MARKS[device.health]
    kind, health = pad(device_name(device), 7), pad(tr(texts.HEALTH[device.health.value]), 9)
    if device.health is Health.DOWN:
        return say((f"{mark} {kind} {health} {error_text(device.about, device.words, spoken())}", style))
    return say(
        (f"{mark} {kind} {health}", style),
        f" {pad(tr(texts.SINCE, age=spoken().age(at - device.since)), 11)} {device.name}  ",
        ("" if device.words == device.name else device.words, style),
    )


def _defects(device: DeviceStatus) -> list[Content]:
    """What is wrong with what it sends, a row each."""
    return [
        say((f"    {defect_text(each.about, spoken())}", "bold $state-down" if each.grave else "bold $state-wait"))
        for each in device.defects
    ]


def _troubles(status: Status, of_record: Notice | None) -> list[Content]:
    """What no part above tells, in its own words."""
    others = [each.about for each in status.troubles if not each.key.startswith(TOLD_HERE)]
    own = [*others, *([of_record] if of_record is not None else ())]
    return [say((trouble_texts(about, spoken()).technician, "bold $state-wait")) for about in own]


def _camera(status: Status, best: float) -> list[Content]:
    rows = [say((tr(texts.DEVICES["camera"]), "$text-quiet"))]
    camera = status.camera
    if camera is not None:
        rows.append(say(f"{camera.width} x {camera.height} {camera.fourcc}"))
        rows.append(
            say((f"{camera.fps:.1f}", "bold"), f" {tr(texts.RATE)}   {tr(texts.DROPPED, count=str(camera.dropped))}")
        )
    if status.focus is not None:
        filled = round(BAR * status.focus / best) if best > 0 else 0
        bar = "█" * filled + "░" * (BAR - filled)
        share = (f" {status.focus / best if best > 0 else 0:.0%}", "bold")
        rows.append(say(f"{tr(texts.FOCUS)} ", (bar, "$state-up"), share, f"  {status.focus:.0f}"))
        rows.append(say((tr(texts.BEST), "$text-quiet")))
    if status.read_ms is not None:
        rows.append(say(f"{tr(texts.READ_TIME)} ", (f"{status.read_ms:.0f} ms", "bold")))
    return rows


def _scale(weight: Weight | None, at: float) -> list[Content]:
    rows = [Content(""), say((tr(texts.DEVICES["scale"]), "$text-quiet"))]
    if weight is None:
        return [*rows, say(tr(texts.NO_MESSAGE))]
    raw = weight.raw[:RAW_SHOWN]
    return [
        *rows,
        say(f"{pad(tr(texts.PARSED), 6)} ", (value_text(weight) or "–", "bold"), f"  {stability(weight)}"),
        say(tr(texts.AGO, kind=_kind(weight), seconds=f"{max(0.0, at - weight.at):.1f}")),
        say(f"{pad(tr(texts.RAW), 6)} ", (raw.decode("latin-1"), "bold")),
        say((raw.hex(" "), "$text-quiet")),
    ]


def _scanner(says: ScannerSays, at: float) -> Content:
    """What it sent last."""
    name = (f"{tr(texts.DEVICES['scanner'])} {says.label}  ", "$text-quiet")
    if says.at is None:
        return say(name, tr(scanners.NO_SCAN))
    last = tr(scanners.LAST_SCAN, count=says.scans, seconds=f"{max(0.0, at - says.at):.1f}")
    return say(
        name,
        (f"{tr(scanners.LOCKED)}  " if says.locked else "", "$state-down"),
        f"{last} ",
        (says.last or tr(texts.NOT_READ), "bold"),
    )


def _kind(weight: Weight) -> str:
    if weight.kind != "weight":
        return tr(texts.STATE_MESSAGE)
    return tr({"net": texts.NET, "gross": texts.GROSS}.get(weight.mode or "", texts.WEIGHT_MESSAGE))


def _clock(state: str) -> str:
    return tr(texts.CLOCKS[state]) if state in texts.CLOCKS else state
