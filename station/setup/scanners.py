"""What has to be written into the configuration for a scanner that was heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import printable
from station.core.set_up import Choice

if TYPE_CHECKING:
    from typing import Any

SUFFIXES = {b"": "none", b"\r": "cr", b"\n": "lf", b"\r\n": "crlf", b"\t": "tab", b"\x03": "etx"}


def scanner_keys(heard: Any) -> dict[str, str]:
    """Keys of a table `[[scanner]]` and their values; `heard`: a code as it came."""
    keys = {"port": heard.port}
    if heard.prefix:
        keys["prefix"] = escaped(heard.prefix)
    keys["suffix"] = SUFFIXES.get(heard.suffix) or escaped(heard.suffix)
    if "://" not in heard.port and not heard.port.startswith(("evdev:", "hid")):
        keys["baudrate"] = str(heard.baud)
    return keys


def scanner_choice(heard: Any, number: int, names: tuple[str, ...]) -> Choice:
    """A scanner that was heard; `number`: of the table that is written for it, `names`: those that there are."""
    code = printable(heard.code.decode("utf-8", errors="replace"), 60)
    text = f"{printable(heard.port)}  {heard.baud}  {code}"
    if not heard.is_text:
        return Choice(f"{text}  ({heard.data[:12].hex(' ')})")
    name = next(f"scanner-{free}" for free in range(1, 1000) if f"scanner-{free}" not in names)
    keys = scanner_keys(heard)
    rest = tuple((f"scanner.{name}.{key}", value) for key, value in keys.items() if key != "port")
    return Choice(text, ((f"scanner.{number}.port", heard.port), (f"scanner.{number}.name", name), *rest))


def escaped(data: bytes) -> str:
    r"""Bytes as \\xNN."""
    return "".join(f"\\x{byte:02x}" for byte in data)
