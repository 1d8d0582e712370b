"""What stands on a terminal's screen after all that a program wrote to it, as a person sees it."""

from __future__ import annotations

import codecs
import re
import threading
import time
from typing import TYPE_CHECKING, Self

from rich.cells import cell_len

from tests.terminal import F1, F2, F3, Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROWS, COLUMNS = 45, 140
SOON_S = 40.0
PAGES = {"F1": F1, "F2": F2, "F3": F3}
_STEP = re.compile(
    r"\x1b\[([?<=>]?)([0-9;:]*)[ -/]*([@-~])"  # a control sequence
    r"|\x1b[]PX^_].*?(?:\x07|\x1b\\)"  # a string for the terminal itself
    r"|\x1b(?![\[\]PX^_])[ -/]*[0-~]"
    r"|[^\x1b]",
    re.DOTALL,
)


class Painted:
    """Rows of characters; colours are not kept. `feed` takes what is written in any pieces."""

    def __init__(self, rows: int, columns: int) -> None:
        self._size = rows, columns
        self._cells = [[" "] * columns for _ in range(rows)]
        self._row = self._column = 0
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._left = ""

    def lines(self) -> list[str]:
        return ["".join(row).rstrip() for row in self._cells]

    def feed(self, written: bytes) -> None:
        text, end = self._left + self._decode(written), 0
        while (step := _STEP.match(text, end)) is not None:
            end = step.end()
            if step[3] is not None:
                self._control(step[1], step[2], step[3])
            elif len(step[0]) == 1:
                self._put(step[0])
        self._left = text[end:]

    def _control(self, private: str, numbers: str, what: str) -> None:
        first, *more = [int(number or 0) for number in re.split("[;:]", numbers)]
        row, columns = self._row, self._size[1]
        if private:
            return
        if what in "Hf":
            self._row = min(max(first, 1), self._size[0]) - 1
            self._column = min(max(more[0] if more else 1, 1), columns) - 1
        elif what == "J":
            self._clear(0 if first else row, self._size[0])
        elif what == "K":
            self._cells[row][0 if first == 2 else self._column :] = [" "] * (
                columns if first == 2 else columns - self._column
            )

    def _clear(self, begin: int, end: int) -> None:
        for row in range(begin, end):
            self._cells[row] = [" "] * self._size[1]

    def _put(self, character: str) -> None:
        if character == "\r":
            self._column = 0
        elif character == "\n":
            self._row = min(self._row + 1, self._size[0] - 1)
        elif character.isprintable() and self._column < self._size[1]:
            width = cell_len(character)
            self._cells[self._row][self._column : self._column + width] = [character, *[""] * (width - 1)][:width]
            self._column += width


class Screen:
    """A program on a terminal that is read all the time."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        self.terminal = Terminal(command, ROWS, COLUMNS, env)
        self._painted = Painted(ROWS, COLUMNS)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        self._thread.join()
        self.terminal.close()

    def _read(self) -> None:
        fed = 0
        while not self._stop.is_set():
            self.terminal._read()
            self._painted.feed(self.terminal.seen[fed:])
            fed = len(self.terminal.seen)

    def text(self) -> str:
        return "\n".join(self._painted.lines())

    def _flowing(self) -> str:
        """As one line: words wrap as they come."""
        return " ".join(self.text().split())

    def turn_to(self, page: str) -> None:
        """As a person does, by its key."""
        if page == "F1":  # on the worker's screen itself that key shows the help
            self.terminal.type(F2)
            self.shows("quarter hour")
        self.terminal.type(PAGES[page])

    def shows(self, *words: str) -> None:
        """Wait until all of them stand there; blanks and ends of lines are alike."""
        self._wait(lambda text: all(" ".join(each.split()) in text for each in words), f"{words} on the screen")

    def shows_no(self, words: str) -> None:
        """Wait until these are gone."""
        self._wait(lambda text: " ".join(words.split()) not in text, f"the screen without {words!r}")

    def _wait(self, is_so: Callable[[str], bool], what: str) -> None:
        deadline = time.monotonic() + SOON_S
        while not is_so(self._flowing()):
            assert time.monotonic() < deadline, f"waited in vain for {what}:\n{self.text()}"
            time.sleep(0.1)
