"""What a configuration may say about wearables and other programs that are told each verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from config.address import is_this_machine
from config.section import OptionalFile, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.display import DisplaySection


def _webhook(url: str) -> str:
    """ValueError unless it is empty, or an address that nobody on the way can read."""
    parts = urlsplit(url)
    _ = parts.port  # raises ValueError when it is not a number up to 65535
    if url and (not url.isprintable() or " " in url or not parts.hostname):
        raise ValueError("no address")
    if url and parts.scheme != "https" and not (parts.scheme == "http" and is_this_machine(str(parts.hostname))):
        raise ValueError("neither https nor this machine")
    return url


class VerdictsSection(Section):
    """Each verdict to wearables and other programs: by a WebSocket of the second display's server, and by a webhook."""

    token_file: OptionalFile = None
    """File with the word that a wearable gives at ws://HOST:PORT/verdicts of display.address; empty: no WebSocket."""
    webhook: Annotated[
        str,
        AfterValidator(_webhook),
        Field(json_schema_extra={"allowed": '"https://HOST/PATH" (or http:// to this machine only), or ""'}),
    ] = ""
    """Where each verdict is posted to as JSON; empty: nowhere."""
    webhook_token_file: OptionalFile = None
    """File with the bearer token for it."""


def verdicts_contradictions(verdicts: VerdictsSection, display: DisplaySection) -> Iterator[tuple[str, str]]:
    """A WebSocket without a server, a token that goes nowhere."""
    if verdicts.token_file is not None and not display.address:
        yield "verdicts.token_file", "needs display.address, whose server has the WebSocket"
    if verdicts.webhook_token_file is not None and not verdicts.webhook:
        yield "verdicts.webhook_token_file", "needs verdicts.webhook"
