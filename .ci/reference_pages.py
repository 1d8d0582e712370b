"""Pages and tables in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MADE = "<!-- Written by `make reference`. Change the code or `.ci/reference.py`, not this page. -->\n"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """The lines of a table in Markdown."""
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(one_line(cell).replace('|', chr(92) + '|') for cell in row)} |"


def one_line(text: str) -> str:
    """Without line breaks."""
    return " ".join(text.split())


def page(head: str, parts: Iterable[str]) -> str:
    """A page under its title, with the note that it is made."""
    title, _, rest = head.partition("\n")
    return f"{title}\n\n{MADE}{rest}" + "\n".join(parts) + "\n"
