"""NCI protocols of North-American shipping scales: SCP-01, SCP-12, ECR (SCP-02) and Fairbanks P-Ship.

Sources: manuals of NCI 6702 p.14, 7600 p.33, Weigh-Tronix 7821 p.25, DIVA pp.34-36, Aviator p.47, CAS CI-100A p.38,
Adam MDW pp.12-13, the serial-nci-scale library. Each answer begins with LF; `h` is a status byte:

    SCP-01   weight unit CR LF h h.. CR ETX       LF h h.. CR ETX
    SCP-12   weight unit CR h h.. ETX             LF h h.. CR ETX
    ECR      weight unit CR LF S h h.. CR ETX     LF S h h.. CR ETX     never a sign
    P-Ship   as SCP-01 or ECR; where its control characters stand is not known

`LF ? CR`: unknown command. The weight is what the display shows: `^^^^` over, `____` under, `----` zero error,
pounds and ounces as `3lb 4.5oz`. Two to four status bytes, bits 4 and 5 set, bit 6 when one more follows
(never in the first): first 0 motion, 1 at zero, 2 RAM and 3 EEPROM fault; second 0 under, 1 over,
2 ROM fault, 3 calibration fault; third 2 net, 3 initial zero error; fourth 2 hold.
Setting `invert`: motion and at zero are told by 0 (Brecknell AWT35).
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from hardware.scales.framing.dialect import Dialect
from hardware.scales.framing.frames import FrameDecoder
from hardware.scales.framing.message import message, number, ounces_of, switch
from hardware.scales.framing.quantities import measured, quantity, unit_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hardware.contract import Mode, Weight, WeightStatus

_UNIT = rb" ?(?P<unit>(?i:lb|kg|oz|pcs?)|[gGtT]) ?"
_NUMBER = rb"(?=[-+ .\d]{3,9}[A-Za-z])(?P<number>%b\d+(?:\.\d+)?)" + _UNIT
_POUNDS_OUNCES = rb"(?P<pounds>%b\d{1,3}) ?(?i:lb) ?(?P<ounces>[ \d]?\d(?:\.\d{1,3})?) ?(?i:oz)"
_BARS = rb" {0,6}(?P<bars>\^[\^.]{2,8}|_[_.]{2,8}|-[-.]{2,8})(?: ?(?P<bars_unit>(?i:lb|kg|oz)|[gGtT]))?"
_MAY_SIGN, _NO_SIGN = rb" {0,6}[-+]? {0,6}", rb" {0,6}"


def _shown(sign: bytes) -> bytes:
    return rb"(?P<shown>(?:%b|%b|%b))" % (_NUMBER % sign, _POUNDS_OUNCES % sign, _BARS)


_STATUS = rb"(?P<status>[0-?](?:[0-?]|[p-\x7f](?:[0-?]|[p-\x7f][0-?])))"
_ALONE = rb"(?<!\r\n)"  # else it ends a weight whose beginning was lost
_UNKNOWN = rb"\n\?\r"

_SCP01 = re.compile(rb"\n(?:%b\r\n|%b)%b\r\x03|%b" % (_shown(_MAY_SIGN), _ALONE, _STATUS, _UNKNOWN))
_SCP12 = re.compile(rb"\n(?:%b\r)?%b(?(shown)|\r)\x03|%b" % (_shown(_MAY_SIGN), _STATUS, _UNKNOWN))
_ECR = re.compile(rb"\n(?:%b\r\n|%b)S%b\r\x03|%b" % (_shown(_NO_SIGN), _ALONE, _STATUS, _UNKNOWN))
_PSHIP = re.compile(rb"\n(?:%b(?:\r\n)?S?|%bS)%b\r\x03|%b" % (_shown(_MAY_SIGN), _ALONE, _STATUS, _UNKNOWN))

_BAD: tuple[tuple[int, int, WeightStatus, str], ...] = (
    (0, 4, "error", "RAM fault"),
    (0, 8, "error", "EEPROM fault"),
    (1, 4, "error", "ROM fault"),
    (1, 8, "error", "calibration fault"),
    (1, 2, "overload", "over capacity"),
    (1, 1, "underload", "under capacity"),
    (2, 8, "zero_error", "no initial zero"),
)
"""Status byte, its bit, what it means: the worst first."""
_BAR_STATUS: dict[bytes, WeightStatus] = {b"^": "overload", b"_": "underload", b"-": "zero_error"}


def _read(inverted: bool, frame: re.Match[bytes]) -> Weight | None:
    if frame["status"] is None:
        return message(frame.group(), "error_reply", "error", text="unknown command")
    bytes_ = frame["status"].ljust(4, b"0")
    if inverted:
        bytes_ = bytes([bytes_[0] ^ 3]) + bytes_[1:]
    moving = bool(bytes_[0] & 1)
    told = len(frame["status"]) > 2
    mode: Mode = "net" if bytes_[2] & 4 else "gross"
    flags = (("center_of_zero",) if bytes_[0] & 2 else ()) + (("hold",) if bytes_[3] & 4 else ())
    status, words = _trouble(bytes_, frame["bars"])
    if status == "ok" and frame["shown"]:
        return _weight(frame, stable=not moving, mode=mode, flags=flags)
    status = "motion" if status == "ok" and moving else status
    stable = False if moving else True if status == "ok" else None
    unit = unit_name(frame["unit"] or frame["bars_unit"] or b"")
    mode_told = mode if told else None
    raw = frame.group()
    return message(raw, "status_only", status, unit=unit, stable=stable, mode=mode_told, flags=flags, text=words)


def _trouble(status: bytes, bars: bytes | None) -> tuple[WeightStatus, str | None]:
    for place, bit, meaning, words in _BAD:
        if status[place] & bit:
            return meaning, words
    return _BAR_STATUS[bars[:1]] if bars else "ok", None


def _weight(frame: re.Match[bytes], *, stable: bool, mode: Mode, flags: tuple[str, ...]) -> Weight | None:
    raw = frame.group()
    if frame["pounds"] is None:
        return quantity(raw, number(frame["number"]), frame["unit"], stable=stable, mode=mode, flags=flags)
    total = ounces_of(frame["pounds"], frame["ounces"])
    return None if total is None else measured(raw, total, "oz", stable=stable, mode=mode, flags=flags)


def _decoder(frame: re.Pattern[bytes]) -> Callable[[Mapping[str, object]], FrameDecoder]:
    def decoder(config: Mapping[str, object]) -> FrameDecoder:
        read = partial(_read, switch(config, "invert"))
        return FrameDecoder(frame, read, mask_high_bit=switch(config, "mask_high_bit"))

    return decoder


_POLL, _ZERO = b"W\r", b"Z\r"
NCI_SCP01 = Dialect(decoder=_decoder(_SCP01), poll=_POLL, zero=_ZERO)
NCI_SCP12 = Dialect(decoder=_decoder(_SCP12), poll=_POLL, zero=_ZERO)
NCI_ECR = Dialect(decoder=_decoder(_ECR), poll=_POLL, zero=_ZERO)
FAIRBANKS_PSHIP = Dialect(decoder=_decoder(_PSHIP), poll=_POLL, zero=_ZERO)
