"""The scale, judged by what it says in up to five seconds, and what else uses serial ports."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from hardware.access import running as running_programs
from hardware.contract import DeviceError
from station.assembly import open_scale, scale_judge, weigh_rules, what_scale_sends
from station.core.weighing import is_settled
from station.doctor.finding import FAULT, OK, WARNING, Finding, of_defects
from station.doctor.running import device_of, of_running

if TYPE_CHECKING:
    from typing import Any

    from config import Config
    from hardware.contract import Scale, Weight
    from station.core.weighing import ScaleJudge
    from station.doctor.running import Running

LONGEST_S = 5.0
"""Look at a scale that gives no steady weight; a healthy one is told from its first messages."""
_MEDDLERS = {"ModemManager": "it dials into new serial ports", "brltty": "it takes adapters for braille displays"}


def check_scale(config: Config, running: Running | None) -> Finding:
    """Whether weights come that can be booked."""
    if not config.scale.enabled:
        return Finding("scale", OK, "switched off in the configuration")
    device = device_of(running, "scale")
    if running is not None and device is not None:
        held = of_running(device, running.pid, config.scale.port, _measures(config, device))
        if held is not None:
            return held
    chunks: list[bytes] = []
    scale = open_scale(config, lambda data, _at: chunks.append(data))
    judge = scale_judge(config, 0.0)
    try:
        scale.open()
        return _judged(config, scale, judge, chunks)
    except DeviceError as error:
        return Finding("scale", FAULT, str(error))
    finally:
        scale.close()


def check_port_users(config: Config, running: Running | None) -> Finding:  # noqa: ARG001  # every check has the same form
    """Services that open serial ports unasked and swallow what the scale says."""
    wired = (
        config.scale.enabled and not config.scale.port.startswith(("hid", "replay:")) and "://" not in config.scale.port
    )
    found = running_programs(frozenset(_MEDDLERS)) if wired else []
    if not found:
        return Finding("ports", OK, "no service meddles with serial ports")
    why = "; ".join(f"{each} runs, {_MEDDLERS[each.split()[0]]}" for each in found)
    names = " ".join(sorted({each.split()[0] for each in found}))
    return Finding("ports", WARNING, f"{why}: sudo systemctl disable --now {names}")


def _judged(config: Config, scale: Scale, judge: ScaleJudge, chunks: list[bytes]) -> Finding:
    rules, deadline = weigh_rules(config, 0.0), time.monotonic() + LONGEST_S
    while time.monotonic() < deadline:
        message = scale.read(0.2)
        if message is None:
            continue
        judge.hear(message, time.monotonic())
        if is_settled(judge.heard(), rules):
            break
    heard = judge.heard()
    last = next((message for message in reversed(heard) if message.value is not None), None)
    defects = judge.defects()
    if last is None and not defects:
        words = f"opened, but gave no weight in {LONGEST_S:.0f} s{_last_word(heard)}"
        sent = what_scale_sends(config, b"".join(chunks))
        cure = sent or "check its power, the cable, scale.protocol and the line settings"
        return Finding("scale", FAULT, f"{scale.name}: {words}; {cure}")
    return of_defects("scale", scale.name, _well(config, last, scale.serial_number()), defects)


def _well(config: Config, last: Weight | None, serial: str | None) -> str:
    weight = f"{last.value:f} {last.unit}" if last is not None and last.value is not None else "no weight yet"
    number = f", serial number {serial}" if serial else ""
    return f"{weight}{number}{_unit_note(config)}"


def _unit_note(config: Config) -> str:
    known = "unit" in config.scale.settings
    return "; the unit comes from scale.settings: compare it with the display" if known else ""


def _last_word(heard: tuple[Weight, ...]) -> str:
    return f", it says {heard[-1].status} {heard[-1].text or ''}".rstrip() if heard else ""


def _measures(config: Config, device: dict[str, Any]) -> str:
    if device.get("value") is None:
        return f"up, its last message {device.get('status') or 'is no weight'}"
    return f"{device.get('value')} {device.get('unit')}, {device.get('age_s')} s ago{_unit_note(config)}"
