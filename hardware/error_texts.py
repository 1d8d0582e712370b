"""What each error of a device says in English, by its code. Standard library only.

Of several sentences of a code the first stands whose values are all known. `station.language` has them in other
languages.
"""

from __future__ import annotations

import errno
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Sentences = Mapping[str, tuple[str, ...]]

PLACE = re.compile(r"\{(\w+)(?::(\w+))?\}")
"""`{name}`, `{name:or}` of several texts, `{name:os}` of a reason of the operating system, `{name:device}`."""

_PORT = "{what:device} port {port}: "
_POWER = "the {what:device}'s power"
_HERE = (" Serial devices here: {devices}", " No serial device is here")
_TOO = "; {others} has the port open too and takes bytes away, end it"
JOIN = (
    "add the user to the group {group} and log in again",
    "`sudo station config udev` writes the udev rule that opens it to the group {rule_group}; add the user to that "
    "group and log in again",
)
_PORTS: Sentences = {
    "port_not_open": (f"{_PORT}not open",),
    "port_closed_by_peer": (f"{_PORT}the other end closed the connection; check the network and {_POWER}",),
    "port_unplugged": (f"{_PORT}the device was unplugged or switched off; check the cable and {_POWER}",),
    "port_gone_silently": (f"{_PORT}the other end is gone without a word; check the network and {_POWER}",),
    "port_takes_no_commands": (
        f"{_PORT}the {{what:device}} takes no commands; check the connection and {_POWER}, and that no flow control is "
        "needed",
    ),
    "port_refused": (
        f"{_PORT}connection refused; nothing listens at {{host}}: check the port and that its network interface is on",
    ),
    "port_host_unknown": (f"{_PORT}the name of {{host}} is unknown; check the spelling or use the IP address",),
    "port_no_answer": (f"{_PORT}no answer from {{host}}; check the network and {_POWER}",),
    "port_no_way": (f"{_PORT}no way to {{host}}; check the network cable and the address",),
    "port_no_address": (
        f"{_PORT}not an address that can be opened; use socket://HOST:PORT, rfc2217://HOST:PORT or a device path",
    ),
    "port_address_fails": (
        f"{_PORT}does not open ({{reason:os}}); use socket://HOST:PORT, rfc2217://HOST:PORT or a device path",
    ),
    "port_is_folder": tuple(f"{_PORT}this is a folder; name a device.{each}" for each in _HERE),
    "port_no_permission": tuple(f"{_PORT}no permission; {each}" for each in JOIN),
    "port_in_use": (
        f"{_PORT}in use by {{who}}; end it, or configure another port",
        f"{_PORT}in use by a process that this user may not see; end it, or configure another port",
    ),
    "port_absent": tuple(f"{_PORT}no such device; plug it in or configure another port.{each}" for each in _HERE),
    "port_not_serial": tuple(f"{_PORT}this is not a serial device.{each}" for each in _HERE),
    "port_does_not_open": (f"{_PORT}does not open ({{reason:os}}); check the line settings",),
}
_HID_HERE = (" HID devices here: {devices}", " HID devices here: none")
_SILENT = (
    f"{_PORT}silent for {{seconds}} s; check that the scale is on, the cable, the baud rate, and that its interface is "
    "set to {protocol}"
)
_STRANGE = (
    f"{_PORT}bytes came but no message for {{seconds}} s; check baud rate, data bits, parity and the protocol of the "
    "scale; "
)
LIKE = "they look like {likely:or}: run {command}"
UNLIKE = "as they are read ({bytes}) they fit no protocol: run {command}"
_SCALES: Sentences = {
    "hid_no_scale": (f"{_PORT}not a HID device; use hid:VENDOR:PRODUCT such as hid:0922:8003",),
    "evdev_absent": (f"{_PORT}no such keyboard; plug it in. Here: {{devices}}", f"{_PORT}no such keyboard; plug it in"),
    "evdev_no_keyboard": (
        f"{_PORT}no input device; name one of {{devices}}",
        f"{_PORT}no input device; name one in /dev/input/by-id",
    ),
    "hid_absent": tuple(f"{_PORT}no such device; plug it in and switch it on.{each}" for each in _HID_HERE),
    "hid_lost": (f"{_PORT}the device was unplugged or fell asleep; check the cable and press its key",),
    "hid_no_permission": tuple(f"{_PORT}no permission for {{node}}; {each}" for each in JOIN),
    "hid_node_absent": (f"{_PORT}no such device as {{node}}; plug it in and switch it on",),
    "hid_does_not_open": (f"{_PORT}{{node}} does not open ({{reason:os}}); name a hidraw device",),
    "scale_silent": (f"{_SILENT}{_TOO}", _SILENT),
    "scale_strange": (
        f"{_STRANGE}{LIKE}{_TOO}",
        f"{_STRANGE}{LIKE}",
        f"{_STRANGE}{UNLIKE}{_TOO}",
        f"{_STRANGE}{UNLIKE}",
    ),
    "scale_cannot_zero": (f"{_PORT}{{protocol}} has no command for zero; press the key on the scale",),
    "scale_cannot_tare": (f"{_PORT}{{protocol}} has no command for tare; press the key on the scale",),
    "scale_cannot_store": (f"{_PORT}{{protocol}} has no command for alibi memory; press the key on the scale",),
    "scale_cannot_clear": (f"{_PORT}{{protocol}} has no command for clear; press the key on the scale",),
    "recording_unreadable": (f"{_PORT}cannot be read ({{reason:os}}); name a file of {{what}} watch",),
    "recording_malformed": (
        f'{_PORT}line {{line}} is not an object with "t" (seconds) and "hex" (bytes); record again with {{what}} watch '
        "--record",
    ),
    "recording_over": (f"{_PORT}the recording is over",),
}
_SCANNERS: Sentences = {
    "listen_no_address": (f"{_PORT}not an address; write listen://0.0.0.0:PORT",),
    "listen_port_taken": (
        f"{_PORT}in use by {{who}}; end it, or name another port",
        f"{_PORT}another program has this port; end it, or name another port",
    ),
    "listen_fails": (f"{_PORT}{{reason:os}}; end it, or name another port",),
    "reader_not_connected": (f"{_PORT}no reader has connected; set it to this machine's address and this port",),
    "reader_gone": (f"{_PORT}the reader is gone ({{reason:os}}); check its network and power",),
    "reader_closed": (f"{_PORT}the reader closed the connection; check its network and power",),
    "reader_takes_no_answers": (f"{_PORT}the reader takes no answers ({{reason:os}}); check its network",),
}
_PRINTERS: Sentences = {
    "printer_paper_out": ("{port}: no paper; put labels in and close the head",),
    "printer_ribbon_out": ("{port}: no ribbon; put one in and close the head",),
    "printer_head_open": ("{port}: the head is open; close it",),
    "printer_paused": ("{port}: paused; press its key to go on",),
    "printer_buffer_full": ("{port}: its memory is full; switch it off and on",),
    "printer_too_hot": ("{port}: its head is too hot; let it cool",),
    "printer_too_cold": ("{port}: its head is too cold; let it get warm",),
    "printer_silent": (
        "{port}: no answer to ~HS for {seconds} s; check that it is on and speaks ZPL, or write status = false for a "
        "cable that carries no answers",
    ),
    "player_absent": ("sound.player {player}: no such program here; sudo apt-get install {package}",),
    "player_hangs": ("{player}: hangs; is its device there?",),
    "player_fails": ("{player}: {why}; is its device there?", "{player}: plays nothing; is its device there?"),
    "printer_absent": ("{port}: no such printer; plug it in and switch it on",),
    "print_system_absent": ("{port}: this machine has no lp: sudo apt-get install cups-client",),
    "print_system_mute": ("{port}: the print system does not answer; is CUPS running?",),
    "print_system_refuses": (
        "{port}: the print system refuses ({said_there}); lpstat -e names its queues",
        "{port}: the print system refuses; lpstat -e names its queues",
    ),
}
_CAMERAS: Sentences = {
    "camera_not_open": ("{name}: not open",),
    "camera_reads_hang": ("{name}: {count} earlier reads still hang. Unplug it or restart the station",),
    "camera_no_first_picture": ("{name}: no first picture within {seconds} s. Check cable, power and network",),
    "camera_closed_while_opening": ("{name}: was closed while it opened",),
    "camera_hangs": ("{name}: hangs, no answer for {seconds} s. Check cable and power, or plug it in again",),
    "camera_no_picture": (
        "{name}: no picture for {seconds} s. Check cable and power, and that no other program uses it",
    ),
    "camera_repeats": ("{name}: repeats one picture for {seconds} s. Plug it in again; is the lens covered?",),
    "camera_read_failed": ("{name}: reading it failed. Open it again",),
    "camera_absent": ("{name}: no such camera. Plug it in, or name one that is there",),
    "camera_no_device": ("{name}: not a camera device. Name one under /dev/v4l/by-id",),
    "camera_no_permission": tuple(f"{{name}}: no permission; {each}" for each in JOIN),
    "camera_in_use": ("{name}: in use by {who}. End it, or name another camera",),
    "camera_does_not_open": (
        "{name}: cannot be opened as a camera. This node gives no pictures, or a process that this user may not see "
        "holds it",
    ),
    "camera_control_refused": ("{name}: does not take {control} {value}; station camera tune shows what it takes",),
    "camera_controls_away": ("{name}: its controls cannot be reached: {why}",),
    "camera_unplugged": ("{name}: was unplugged. Plug the camera in again",),
    "camera_cable_out": ("{name} is unplugged: put its cable back in",),
    "source_unnamed": ("camera: no source is named. Name a device, a URL, a file or a folder",),
    "source_absent": ("{name}: no such file or folder. Name a device, a URL, a video or a folder of pictures",),
    "video_unreadable": ("{name}: not a video that can be read. Give an MP4, MKV, AVI or MOV file",),
    "folder_unlisted": (
        "{name}: the folder cannot be listed: {reason:os}",
        "the folder cannot be listed: {reason:os}",
    ),
    "folder_empty": ("{name}: holds no pictures. Put PNG or JPEG files in it",),
    "folder_unreadable": ("{name}: none of its {count} pictures can be read",),
}
_ANSWERS = "{name}: answers {answer}"
_STREAMS: Sentences = {
    "stream_unreadable": ("{name}: gives no pictures that can be read. Check the path in its address",),
    "stream_mute": ("{name}: does not answer. Check the camera's network and its address",),
    "stream_ended": ("{name}: no picture any more, the stream ended. Check the camera's network and power",),
    "stream_no_address": ("{name}: is no address. Write it as http://USER:PASSWORD@HOST:PORT/PATH or rtsp://...",),
    "stream_refused": (
        "{name}: nothing listens at {at} (connection refused). Check the port, and that the camera's stream is on",
    ),
    "stream_host_unknown": ("{name}: the name {host} is unknown. Check its spelling, or use the camera's IP address",),
    "stream_no_answer": (
        "{name}: no answer from {at}, it hangs or is away. Check the network and the camera's power, restart it",
    ),
    "stream_hangs_up": ("{name}: {at} hangs up without an answer. Restart the camera; does it allow one viewer more?",),
    "stream_no_https": (
        "{name}: {at} speaks no https that can be used ({reason}). Try http://, or check its certificate",
    ),
    "stream_unreached": ("{name}: {at} cannot be reached ({reason:os}). Check the network and the address",),
    "stream_no_login": (
        f"{_ANSWERS}: user or password is refused. Write them as http://USER:PASSWORD@HOST/... in camera.source",
    ),
    "stream_no_path": (
        f"{_ANSWERS}: no stream at this path. Look the path up in the camera's manual, correct camera.source",
    ),
    "stream_elsewhere": (
        f"{_ANSWERS}: the stream is elsewhere. Open the address in a browser, and write where it leads",
    ),
    "stream_in_trouble": (f"{_ANSWERS}: the camera itself is in trouble, or has too many viewers. Restart it",),
    "stream_withheld": (f"{_ANSWERS}: it refuses to send pictures. Check camera.source",),
    "stream_web_page": (
        "{name}: answers with a web page ({title}), not with pictures. The stream has another path: see the camera's "
        "manual",
        "{name}: answers with a web page, not with pictures. The stream has another path: see the camera's manual",
    ),
    "stream_no_pictures": ("{name}: answers with {kind}, not with pictures. Check the path in camera.source",),
}
DEVICE_ERRORS: Sentences = {**_PORTS, **_SCALES, **_SCANNERS, **_PRINTERS, **_CAMERAS, **_STREAMS}


REASONS: Mapping[str, str] = {
    "EACCES": "Permission denied",
    "EADDRINUSE": "Address already in use",
    "EADDRNOTAVAIL": "Cannot assign requested address",
    "EBUSY": "Device or resource busy",
    "ECONNREFUSED": "Connection refused",
    "ECONNRESET": "Connection reset by peer",
    "EDQUOT": "Disk quota exceeded",
    "EEXIST": "File exists",
    "EHOSTUNREACH": "No route to host",
    "EIO": "Input/output error",
    "EISDIR": "Is a directory",
    "EMFILE": "Too many open files",
    "ENETDOWN": "Network is down",
    "ENETUNREACH": "Network is unreachable",
    "ENODEV": "No such device",
    "ENOENT": "No such file or directory",
    "ENOSPC": "No space left on device",
    "ENOTDIR": "Not a directory",
    "EPERM": "Operation not permitted",
    "EPIPE": "Broken pipe",
    "EROFS": "Read-only file system",
    "ETIMEDOUT": "Connection timed out",
}
"""Why the operating system refuses something: its usual errors by their names, in the words of the C library."""


def os_reason(error: BaseException) -> str:
    """The name of the system's error, such as `ENOSPC`; its own words when it is none of the usual ones."""
    name = errno.errorcode.get(getattr(error, "errno", None) or 0, "")
    return name if name in REASONS else str(getattr(error, "strerror", None) or error)


def english(sentences: Sentences, code: str, values: Iterable[tuple[str, object]]) -> str:
    """The sentence of a code with its values; of a code that nobody knows what was `said`, else the code."""
    known = {name: value for name, value in values if value not in ("", ())}
    if code not in sentences:
        return str(known.get("said", code))
    texts = sentences[code]
    wanted = next((each for each in texts if {place[1] for place in PLACE.finditer(each)} <= known.keys()), texts[-1])
    return PLACE.sub(lambda place: _written(known.get(place[1], ""), place[2]), wanted)


def _written(value: object, form: str | None) -> str:
    if form == "os":
        return REASONS.get(str(value), str(value))
    if isinstance(value, tuple):
        return (" or " if form == "or" else ", ").join(map(str, value))
    return str(value)
