"""StationApp: takes the station's facts and gauges to the screens, and the keys to the station."""

from __future__ import annotations

import gc
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual import events, on, work

from hardware.contract import Notice, notice
from station.core import (
    Act,
    ControlRead,
    DeviceChanged,
    KeyedEnded,
    RequestDone,
    ReviewAsked,
    ScanCommitted,
    StationFailed,
    StoreTrouble,
    SyncMoved,
)
from station.language import language, trouble_texts
from station.language import screens as texts
from station.ui.actions import Actions
from station.ui.answers import Answers
from station.ui.app_keys import KEYS
from station.ui.bag_dialogs import BagDialogs
from station.ui.intake import Intake
from station.ui.messages import LanguageRead, StationEvent
from station.ui.operating import Operating
from station.ui.screens.base import StationScreen
from station.ui.screens.confirm import Confirm
from station.ui.screens.help import Help
from station.ui.screens.hub import HubScreen
from station.ui.screens.question import Question
from station.ui.screens.scan import ScanScreen
from station.ui.screens.supervisor import SupervisorScreen
from station.ui.screens.technician import TechnicianScreen
from station.ui.supervise import Supervise
from station.ui.terminal.app import TerminalApp
from station.ui.themes import HUB_DARK, THEMES, theme_after
from station.ui.tones import Tones
from station.ui.verdicts import of_failure, of_keyed_end, of_review, of_scan, of_store_trouble, worded
from station.ui.widgets.entry import EntryLine, KeyedEntry
from station.ui.wording import next_language, speak, spoken, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.core import Event
    from station.ui.face import StationFace
    from station.ui.screens.scan import Guide
    from station.ui.verdicts import Verdict

POLL_S = 0.2
LOADED_S = 10.0
"""By then the libraries of devices and lines are loaded too."""
FAILED_SHOWN_S = 20.0
"""How long a failed station is red before the process ends, for a service manager to start it again."""


def utc_now() -> datetime:
    """Wall-clock time in UTC."""
    return datetime.now(UTC)


class StationApp(TerminalApp, inherit_bindings=False):
    """No control chord is bound anywhere: a barcode can type every one of them."""

    CSS_PATH = "station.tcss"
    TITLE = texts.TITLE.english
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS = KEYS

    def __init__(self, station: StationFace, now: Callable[[], datetime] = utc_now, guide: Guide | None = None) -> None:
        """`guide`: what a visitor is told to do, asked five times a second."""
        super().__init__()
        speak(station.language)
        self.station = station
        self._now = now
        self._record_trouble: Notice | None = None
        """What was told last of the record: what the disk said stands on F3."""
        self._scan = ScanScreen(station, guide)
        self._supervise = Supervise(self, station, self._scan)
        self._supervisor = SupervisorScreen(station, self._supervise.when_allowed)
        self._tones = Tones(self, station)
        self._operating = Operating(self, station, self._scan, self._asked, self._tones.ring)
        bags = BagDialogs(self, station, self._scan, self._supervise)
        self._actions = Actions(self, station, bags, self._supervise, self._operating.choose)
        self._answers = Answers(self, self._scan, self._asked, self._actions.commanded, self._supervise.go_on)
        self._intake = Intake(self, station, lambda: self.worker_screen)
        self._unsubscribe: Callable[[], None] | None = None
        self.add_mode("scan", lambda: self._scan)
        self.add_mode("supervisor", lambda: self._supervisor)
        self.add_mode("hub", lambda: HubScreen(station.figures.hub))
        who = self._supervise.who
        self.add_mode("technician", lambda: TechnicianScreen(station, lambda: self._record_trouble, who))
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = station.theme if station.theme in self.available_themes else HUB_DARK.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The station's own variables, for the moment before its theme is set."""
        return HUB_DARK.variables

    def on_mount(self) -> None:
        """Show the worker's screen, not as Textual's default mode: that one's entry line asks for it too early."""
        self.switch_mode("scan")

    @on(StationScreen.Standing)
    def _screen_stands(self) -> None:
        """Listen from the first screen on, which is the worker's; show every new screen the gauges at once."""
        if self._unsubscribe is None:
            self._unsubscribe = self.station.subscribe(self._heard)
            self.station.scans_for(self._intake.wants)
            self.set_interval(POLL_S, self.look)
            self.call_after_refresh(self.station.screen_stands)
            # What stands now stays: without it each full garbage collection stops the screen for some 50 ms.
            gc.freeze()
            self.set_timer(LOADED_S, gc.freeze)
        self.look()

    def on_unmount(self) -> None:
        """Stop listening."""
        self._intake.close()
        if self._unsubscribe is not None:
            self._unsubscribe()
            gc.unfreeze()

    @property
    def worker_screen(self) -> ScanScreen:
        """The first screen."""
        return self._scan

    async def on_event(self, event: events.Event) -> None:
        """Every key is judged once, before any screen has it."""
        if isinstance(event, events.Key | events.MouseDown):
            self.station.badges.touched()
        if isinstance(event, events.Key) and not event.is_forwarded and self.screen_stack and self._intake.took(event):
            return
        await super().on_event(event)

    @on(KeyedEntry.Entered)
    def _entered(self, message: KeyedEntry.Entered) -> None:
        self._intake.hand_in(message.text, by_scanner=message.by_scanner)

    @on(EntryLine.Cancelled)
    def _cancelled(self) -> None:
        self._scan.question_left()
        self._intake.cancel()

    def keys_are_dead(self, reason: str) -> None:  # noqa: ARG002  # the command says it
        """Be red, then end."""
        self._fail(Notice("no_keys"))

    def _heard(self, event: Event) -> None:
        """Called by the station's threads."""
        with suppress(RuntimeError):  # the screen has ended between the look and the post
            self.post_message(StationEvent(event))

    def look(self) -> None:
        """Show the gauges on the screen in front."""
        if not self.is_running:
            return
        status = self.station.status()
        self._operating.look(status)
        if status.failed is not None and not self._scan.failed:
            self._fail(notice("part_ended", part=status.failed.partition(":")[0]))
        for screen in self.screen_stack:
            if isinstance(screen, StationScreen) and screen.standing:
                screen.keep_language()
                screen.show_status(status, self._now())

    @on(StationEvent)
    def _happened(self, message: StationEvent) -> None:
        event = message.event
        if not self.is_running:
            return
        match event:
            case ScanCommitted(scan):
                self._committed(worded(lambda stored: of_scan(stored, self.station.help), scan))
            case ReviewAsked():
                self._asked(worded(of_review, event))
            case KeyedEnded():
                self._asked(worded(of_keyed_end, event))
            case StoreTrouble(about, stops):
                self._trouble_of_record(about, stops=stops)
            case StationFailed(part):
                self._fail(notice("part_ended", part=part))
            case DeviceChanged():
                self.look()
            case SyncMoved():
                self._scan.recent_changed()
                self._supervisor.refused_changed()
            case RequestDone() | ControlRead():
                self._supervisor.refused_changed()
                self._answers.heard(event)
            case _:  # of operations and scanners
                pass
        self._actions.heard(event)
        self._tones.heard(event)
        self._operating.heard(event)
        self._intake.heard(event)

    def _asked(self, verdict: Verdict) -> None:
        """A question sounds as well: the worker may look elsewhere."""
        self._scan.show_verdict(verdict)
        self._tones.ring(verdict.tones)

    def _committed(self, verdict: Verdict) -> None:
        """Screen and tone; nothing of either comes before the commit."""
        if isinstance(self.screen, Help):
            self.screen.dismiss()
        self._scan.show_verdict(verdict)
        self._scan.recent_changed()
        self._tones.ring(verdict.tones)

    def _trouble_of_record(self, about: Notice, *, stops: bool) -> None:
        """F3 says it whole; a verdict stops only what is not stored."""
        self._record_trouble = about
        if stops:
            self._stop(worded(of_store_trouble, about))
        else:
            self.notify(trouble_texts(about, spoken()).everybody, severity="warning", markup=False)

    def _stop(self, verdict: Verdict) -> None:
        """Whatever screen is in front, the worker has to see this."""
        if isinstance(self.screen, Question):
            self.screen.leave()
        self._scan.show_verdict(verdict)
        self.switch_mode("scan")

    def _fail(self, about: Notice) -> None:
        if not self._scan.failed:
            self._stop(worded(of_failure, about))
            self.set_timer(FAILED_SHOWN_S, lambda: self.exit(return_code=1))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # as its base
        """Nothing but its answers while a question stands."""
        return not (self.screen_stack and isinstance(self.screen, Question))

    def action_scan_or_help(self) -> None:
        """The worker's screen; on that one its help, and back."""
        if isinstance(self.screen, Help):
            self.screen.dismiss()
        elif self.screen is self._scan:
            self.push_screen(Help(self._scan.stop_code, self.station.help))
        else:
            self.switch_mode("scan")

    def action_figures(self) -> None:
        """The figures; once more: every station of the hub, and back."""
        self.switch_mode("hub" if self.current_mode == "supervisor" else "supervisor")

    def action_key_in(self) -> None:
        """Keyed entry from anywhere."""
        self.switch_mode("scan")
        self._scan.key_in()

    def action_actions(self) -> None:
        """What else the worker may do."""
        self.switch_mode("scan")
        self._actions.choose()

    def action_technician(self) -> None:
        """The technician's screen."""
        if self.current_mode != "technician":
            self._supervise.when_allowed(Act.SETTINGS, lambda: self.switch_mode("technician"))

    def action_supervise(self) -> None:
        """A supervisor puts something right."""
        self._supervise.begin()

    def action_next_theme(self) -> None:
        """The other colours."""
        self.theme = theme_after(self.theme)

    def action_next_language(self) -> None:
        """Speak the next language."""
        self._learn(next_language())

    @work(thread=True, exclusive=True, group="language", exit_on_error=False)
    def _learn(self, name: str) -> None:
        self.post_message(LanguageRead(language(name).name))

    @on(LanguageRead)
    def _speak(self, message: LanguageRead) -> None:
        speak(message.name)
        self.look()

    def action_ask_quit(self) -> None:
        """Ask first: no parcel is scanned while the station is off."""
        question = Confirm(tr(texts.QUIT_QUESTION))
        self._supervise.when_allowed(
            Act.QUIT, lambda: self.push_screen(question, lambda yes: self.exit() if yes else None)
        )
