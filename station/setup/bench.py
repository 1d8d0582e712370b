"""What the set-up screens ask: one station that is being set up."""

from __future__ import annotations

import stat
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from config import PrinterSection, example_plan
from hardware.contract import DeviceError
from station import requests
from station.assembly import (
    cameras_here,
    heard_scanners,
    lane_of,
    printer_ports,
    scales_at,
    scanner_ports,
    store_path,
)
from station.core import Check, printable
from station.core.check_requests import check_made
from station.core.outcomes import Done
from station.core.requests import ImportPlan
from station.core.set_up import CameraLook, Choice, ScaleLook, Tried
from station.doctor import OK, check_centre, examine
from station.language import ENGLISH, language, outcome_text
from station.setup.camera import CameraBench
from station.setup.outputs import play_trial, print_trial, trial_sounds
from station.setup.scale import ScaleBench
from station.setup.scales import scale_choices
from station.setup.scanners import scanner_choice
from station.setup.test_weight import SteadyWeight, grams_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from station.core.outcomes import Outcome
    from station.core.requests import Request
    from station.doctor import Finding
    from station.setup.draft import Draft

WEIGHT_S = 20.0
"""Longest wait for a test weight."""
WHO = "set-up"
TOKEN = "centre-token"  # noqa: S105  # the name of a file


class SetUpBench:
    """All that may wait is called by worker threads alone; `camera` and `scale` never do."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._camera: CameraBench | None = None
        self._scale: ScaleBench | None = None
        self._opening, self._listening = threading.Lock(), threading.Event()

    @property
    def file(self) -> str:
        """The configuration file."""
        return str(self._draft.file)

    def value(self, key: str) -> str:
        """What is configured."""
        return self._draft.value(key)

    def wrong(self, key: str, text: str) -> str:
        """What is wrong with a value; empty: nothing."""
        return self._draft.wrong(key, text)

    def put(self, settings: Sequence[tuple[str, str]]) -> str:
        """Write all of it, or nothing; what is wrong, or empty."""
        return self._draft.put(settings)

    def close(self) -> None:
        """Give every device back."""
        self.watch(camera=False, scale=False)

    def watch(self, *, camera: bool = False, scale: bool = False) -> None:
        """Have these open from now on, as they are configured, and no other."""
        self._listening.set()
        with self._opening:
            for bench in (self._camera, self._scale):
                if bench is not None:
                    bench.close()
            config = self._draft.config
            self._camera = CameraBench(config) if camera and config.camera.enabled else None
            self._scale = ScaleBench(config) if scale and config.scale.enabled else None

    def camera(self) -> CameraLook | None:
        """What the watched camera gives now."""
        bench = self._camera
        return None if bench is None else bench.look

    def scale(self) -> ScaleLook | None:
        """What the watched scale says now."""
        bench = self._scale
        return None if bench is None else bench.look

    def zero(self) -> None:
        """Zero the watched scale."""
        if (bench := self._scale) is not None:
            bench.zero()

    def cameras(self) -> list[Choice]:
        """Those of this machine."""
        return [
            Choice(
                printable(f"{each.name or 'camera'}  {each.path}" + (f"  ({each.reason})" if each.reason else ""), 300),
                (("camera.enabled", "true"), ("camera.source", each.path)),
            )
            for each in cameras_here()
        ]

    def scales(self, port: str, progress: Callable[[str], None]) -> Iterator[Choice]:
        """What stands at a port, empty: at each one of this machine."""
        self.watch()
        for found in scales_at([port] if port else [], lambda at, words: progress(f"{at}: {words}")):
            yield from scale_choices(found)

    def scanners(self, port: str, seconds: float) -> Iterator[Choice]:
        """Each code that is scanned in so many seconds, at a port, empty: at each one of this machine. Listening anew,
        or watching another device, ends it.
        """
        self._listening.set()
        self._listening = over = threading.Event()
        config = self._draft.config
        taken = {config.scale.port} if config.scale.enabled else set()
        names = tuple(each.name for each in config.scanner)
        taken |= {each.port for each in config.scanner}
        ports = [port] if port else [each for each in scanner_ports() if each not in taken]
        for heard in heard_scanners(ports, seconds, over.is_set) if ports else ():
            yield scanner_choice(heard, len(names) + 1, names)

    def printers(self) -> list[str]:
        """Ports of this machine at which a printer is."""
        return printer_ports()

    def use_printer(self, port: str) -> Tried:
        """Print a test label there; once it is out, it is the station's printer."""
        config = self._draft.config
        known = [each.port for each in config.printer]
        number = known.index(port) + 1 if port in known else len(known) + 1
        try:
            told = print_trial(PrinterSection(port=port), config.station.id)
        except (DeviceError, ValueError) as error:
            return Tried(good=False, text=str(error))
        name = "labels" if number == 1 else f"labels-{number}"
        wrong = self.put(((f"printer.{number}.name", name), (f"printer.{number}.port", port)))
        return Tried(good=not wrong, text=wrong or told)

    def ring(self, playing: Callable[[str], None]) -> Tried:
        """Play every tone."""
        config = self._draft.config
        sounds, _ = trial_sounds(config, "A01")
        try:
            play_trial(config, sounds, lambda name, _: playing(name))
        except DeviceError as error:
            return Tried(good=False, text=str(error))
        return Tried(good=True, text=", ".join(sounds))

    def test_weight(self, grams: str, tolerance: str) -> Tried | None:
        """Weigh a test weight and put what came of it into the record; None: what was typed is no weight."""
        wanted, most, bench = grams_of(grams), grams_of(tolerance), self._scale
        if wanted is None or most is None or bench is None:
            return None
        measured = bench.weigh(SteadyWeight(wanted), WEIGHT_S)
        if measured is None:
            return Tried(good=False, text=f"no steady weight above {wanted / 2:f} g came within {WEIGHT_S:g} s")
        off = measured - wanted
        passed = abs(off) <= most
        check = check_made(Check.WEIGHT, f"{measured:f} g", f"{wanted:f} g, {most:f} g", WHO, passed=passed)
        outcome = self._ask(check)
        recorded = "" if isinstance(outcome, Done) else f"; not recorded: {_text(outcome)}"
        return Tried(good=passed, text=f"{measured:f} g, {off:+f} g (limit {most:f} g){recorded}")

    def use_token(self, text: str) -> Tried:
        """The bearer token, or the path of its file; a token is written into a file for the station's user alone."""
        file = Path(text)
        if not file.is_absolute():
            file = self._draft.file.with_name(TOKEN).resolve()
            try:
                file.touch(stat.S_IRUSR | stat.S_IWUSR)
                file.chmod(stat.S_IRUSR | stat.S_IWUSR)
                file.write_text(text + "\n", encoding="utf-8")
            except OSError as error:
                return Tried(good=False, text=f"{file}: {error.strerror}")
        wrong = self.put((("sync.token_file", str(file)),))
        return Tried(good=not wrong, text=wrong or str(file))

    def centre(self) -> Tried:
        """Whether the centre answers, takes the token, and goes by the same time."""
        finding = check_centre(self._draft.config, None)
        return Tried(finding.state == OK, finding.words)

    def plan(self, file: str) -> Tried:
        """Import a sort plan; empty: the example."""
        try:
            wish = ImportPlan(*(requests.list_text(Path(file)) if file else ("plan.example.csv", example_plan())))
        except requests.BadRowsError as bad:
            return Tried(good=False, text="; ".join(bad.lines[:3]))
        except OSError as error:
            return Tried(good=False, text=f"{file}: {error.strerror}")
        outcome = self._ask(wish)
        rows = outcome.values.get("rows")
        return Tried(isinstance(outcome, Done), _text(outcome) + (f": {rows[0]}" if isinstance(rows, tuple) else ""))

    def findings(self) -> Sequence[Finding]:
        """What the doctor says; every device is given back before. Keeps this version of the configuration."""
        self.watch()
        self._draft.keep()
        return examine(self._draft.config)

    def _ask(self, request: Request) -> Outcome:
        config = self._draft.config
        config.station.data_dir.mkdir(parents=True, exist_ok=True)
        return requests.ask(store_path(config), config.station.id, request, lane_of(config))


def _text(outcome: Outcome) -> str:
    return printable(outcome_text(outcome, language(ENGLISH)), 500)
