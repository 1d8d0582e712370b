"""What a configuration may say about the second display."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from config.address import is_this_machine
from config.section import OptionalFile, Section

if TYPE_CHECKING:
    from collections.abc import Iterator


def _address(text: str) -> str:
    """ValueError unless it is empty, or HOST:PORT."""
    if text and split_address(text) is None:
        raise ValueError("no address")
    return text


def split_address(text: str) -> tuple[str, int] | None:
    """Host and port; None: it is no address."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 <= int(port) <= 65535:  # of TCP
        return None
    return host.strip("[]"), int(port)


ListenAddress = Annotated[
    str,
    AfterValidator(_address),
    Field(json_schema_extra={"allowed": 'HOST:PORT in quotes, such as "127.0.0.1:8090", or ""'}),
]


class DisplaySection(Section):
    """The verdict in a browser, full screen, for reading only."""

    address: ListenAddress = ""
    """Where a browser finds the page; empty: nowhere. Another address than this machine's wants token_file."""
    token_file: OptionalFile = None
    """File with the word that the page's address has to carry: http://HOST:PORT/?token=WORD."""


def display_contradictions(display: DisplaySection) -> Iterator[tuple[str, str]]:
    """An address that others reach, and no word that keeps them out."""
    where = split_address(display.address)
    if where is not None and not is_this_machine(where[0]) and display.token_file is None:
        yield "display.token_file", f"needs a file with a word: others reach {display.address}; or write 127.0.0.1"
