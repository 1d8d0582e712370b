"""Contents of codes that would drive a terminal: copy, colour, clear, paste, click, press F10 and F3, end it."""

from __future__ import annotations

HOSTILE = (
    b"\x1b]52;c;ZXZpbA==\x07",
    b"\x1b[31mEVIL\x1b[0m",
    b"\x1b[2J\x1b[H",
    b"\x1b[200~RR\x1b[201~",
    b"\x1b[<0;10;10M",
    b"\x1b[21~",
    b"\x1bOR",
    b"\x03\x11\x13\x1a\x04\x00",
    "\x9b31m\u202eEVIL".encode(),
    b"[bold]x[/bold]",
    b"\xff\xfe\x80" * 20,
    b"X" * 4000,
)
NEVER_SHOWN = (b"\x1b]52", b"\x1b[31mEVIL", "\x9b".encode(), "\u202e".encode())
"""What of them no terminal may get."""
