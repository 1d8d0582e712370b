"""The scale protocols that a configuration may name, and what each may be told in `scale.settings`.

The drivers are the source of both; a test holds this table and them together.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

ScaleProtocol = Literal[
    "mt-sics", "kern-kcp",
    "toledo-8217", "toledo-8213", "toledo-continuous",
    "nci-scp01", "nci-scp12", "nci-ecr", "fairbanks-pship", "fairbanks-ups",
    "sma", "usb-hid-pos", "modbus-rtu", "modbus-tcp", "sartorius-sbi", "rice-lake-stream",
    "st-gs-generic", "kern-eoc", "and-std", "and-ind",
    "cas-22", "cas-and18", "cas-10", "cas-cmd", "cas-pd",
    "dini-argeo", "kern-legacy", "ohaus", "radwag", "kern-ket", "axis", "adam", "adam-cpwplus",
    "yaohua-a9", "yaohua-a12", "yaohua-eq", "keli-k9", "jcs-bcd",
    "toledo-br-enq", "dibal-98", "dialog06", "unknown-capture",
]  # fmt: skip
"""By maker or family; docs/reference/scales.md lists them."""

SettingValue = str | bool | int
Settings = Mapping[str, tuple[SettingValue, ...]]
"""What a protocol may be told: key -> the values that it takes."""

_UNITS = ("kg", "g", "lb", "oz", "t", "mg", "ug", "µg", "ct", "ozt", "gn", "dwt", "mom", "tola")
_SWITCH = (True, False)
_MASK: Settings = {"mask_high_bit": _SWITCH}
_UNIT: Settings = {"unit": _UNITS, **_MASK}
_INVERT: Settings = {"invert": _SWITCH, **_MASK}
_LAMPS: Settings = {"frame_len": (22,), "mask_high_bit": (False,)}

_OWN: Mapping[str, Settings] = {
    "toledo-8217": _UNIT,
    "toledo-8213": _UNIT,
    "toledo-continuous": {"checksum": _SWITCH, **_MASK},
    "nci-scp01": _INVERT,
    "nci-scp12": _INVERT,
    "nci-ecr": _INVERT,
    "fairbanks-pship": _INVERT,
    "usb-hid-pos": {"report_id_stripped": _SWITCH},
    "modbus-rtu": {"unit": _UNITS},
    "modbus-tcp": {"unit": _UNITS},
    "sartorius-sbi": _UNIT,
    "rice-lake-stream": _UNIT,
    "cas-22": _LAMPS,
    "cas-cmd": _LAMPS,
    "cas-10": _UNIT,
    "cas-pd": {"bcc_range": ("STA..UN0", "STX..UN0", "STA..ETX", "STX..ETX", "unverified"), **_MASK},
    "kern-legacy": _UNIT,
    "yaohua-a9": _UNIT,
    "yaohua-eq": {"order": ("forward", "reversed"), **_UNIT},
    "keli-k9": _UNIT,
    "jcs-bcd": {"mask_high_bit": (False,)},
    "unknown-capture": _UNIT,
}
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "yaohua-eq": ("order", "unit"),
    **dict.fromkeys(
        ("toledo-8217", "toledo-8213", "modbus-rtu", "modbus-tcp", "cas-10", "yaohua-a9", "keli-k9", "unknown-capture"),
        ("unit",),
    ),
}


def known_settings(protocol: str) -> Settings:
    """What a scale of this protocol may be told."""
    return _OWN.get(protocol, _MASK)


def needed_settings(protocol: str) -> tuple[str, ...]:
    """What has to be told, because without it no weight of this protocol can be booked."""
    return _NEEDED.get(protocol, ())


def wrong_settings(protocol: str, settings: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Name and cure of each setting that this protocol does not know, or not with this value."""
    known = known_settings(protocol)
    for name, value in settings.items():
        if name not in known:
            close = difflib.get_close_matches(name.lower(), known, 1)
            meant = f"did you mean {close[0]}?" if close else f"{protocol} knows {', '.join(known)}"
            yield name, f"unknown setting of {protocol} ({meant})"
        elif not any(value is each or (value == each and type(value) is type(each)) for each in known[name]):
            yield name, f"{_toml(value)} is not allowed here; write {' or '.join(map(_toml, known[name]))}"


def missing_settings(protocol: str, settings: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Name and cure of each setting without which no weight can be booked."""
    for name in needed_settings(protocol):
        if name not in settings:
            example = _toml(known_settings(protocol)[name][0])
            what = "the unit on the scale's display" if name == "unit" else "as the scale sends it"
            yield name, f"{protocol} does not say it, so it has to be written here ({what}), such as {name} = {example}"


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str | bool) else str(value)
