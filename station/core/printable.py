"""The one gate through which untrusted text reaches a terminal, a log line or a CSV cell."""

from __future__ import annotations

_PICTURES = {0x1D: "<GS>", 0x1E: "<RS>", 0x04: "<EOT>", 0x0A: "<LF>", 0x0D: "<CR>", 0x09: "<TAB>"}


def printable(text: str | bytes, limit: int = 200) -> str:
    """The text with every character that could drive a terminal or forge a line made visible, at most `limit` long.

    Bytes are read as UTF-8, or as Latin-1 when they are not UTF-8. Printable characters and the plain space stay.
    """
    characters = _decoded(text) if isinstance(text, bytes) else text
    shown = "".join(c if c.isprintable() else _picture(ord(c)) for c in characters[: limit + 1])
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _picture(point: int) -> str:
    if point in _PICTURES:
        return _PICTURES[point]
    return f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}"
