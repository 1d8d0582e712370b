"""Write docs/screen.svg: the worker's screen of a real `station demo`, as Textual exports it.

The demonstration runs on a pseudo-terminal of 100 x 30, as `make demo` does on a workstation. Textual takes the picture
after a while and ends the program. A picture without an accepted parcel is thrown away, and taken anew a second later.
"""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "screen.svg"
STATION = (sys.executable, "-c", "from station.cli.main import main; main()")
ROWS, COLUMNS = 30, 100
FIRST_S, LAST_S = 9, 20
"""Seconds from the first screen to the picture, in the first and the last try."""
WANTED = "ACCEPT"


def photograph(after_s: int, folder: Path) -> str:
    """The screen as SVG, `after_s` seconds after it came. CalledProcessError when the program failed."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    environment = {
        **{name: value for name, value in os.environ.items() if name != "NO_COLOR"},
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "TEXTUAL_SCREENSHOT": str(after_s),
        "TEXTUAL_SCREENSHOT_LOCATION": str(folder),
        "TEXTUAL_SCREENSHOT_FILENAME": PICTURE.name,
    }
    command = (*STATION, "demo", "--seed", "7", "--rate", "0.4")
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=slave, stdout=slave, stderr=slave) as program:
        os.close(slave)
        _read_to_the_end(master)
    os.close(master)
    if program.returncode:
        raise subprocess.CalledProcessError(program.returncode, command)
    return (folder / PICTURE.name).read_text(encoding="utf-8")


def _read_to_the_end(master: int) -> None:
    """A terminal that nobody reads would stop the program."""
    try:
        while os.read(master, 65536):
            pass
    except OSError:  # Linux says so when the last process on it has ended
        return


def main() -> int:
    """0: the picture is written; 1: no parcel was accepted in any of the tries."""
    with tempfile.TemporaryDirectory() as folder:
        for after_s in range(FIRST_S, LAST_S):
            svg = photograph(after_s, Path(folder))
            if WANTED in svg:
                PICTURE.write_text(svg, encoding="utf-8")
                print(f"{PICTURE.relative_to(ROOT)}: {len(svg)} characters")
                return 0
    print(f"no {WANTED} on the screen in {LAST_S - FIRST_S} tries", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
