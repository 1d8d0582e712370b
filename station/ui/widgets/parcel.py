"""Which parcel the verdict is about, and which one is in view now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from station.language import screens as texts
from station.ui.letters import draw
from station.ui.safe_text import lines, say
from station.ui.wording import tr

if TYPE_CHECKING:
    from station.core import Identity
    from station.ui.verdicts import Verdict

LETTER_ROWS = 4


class ParcelPanel(Widget):
    """One line in a small terminal; the id in block letters where there is room."""

    def __init__(self, verdict: Verdict, *, id: str) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id)
        self._verdict = verdict
        self._in_view: str | None = None

    def show(self, verdict: Verdict, in_view: str | None) -> None:
        """`in_view`: an id that is read but not decided on yet."""
        if (verdict, in_view) != (self._verdict, self._in_view):
            self._verdict, self._in_view = verdict, in_view
            self.refresh()

    def render(self) -> Content:
        """The id, then carrier, service and country."""
        width, height = self.content_size
        identity = self._verdict.identity
        shown = self._in_view or (name(identity) if identity else "")
        about = tr(texts.IN_VIEW) if self._in_view else details(identity)
        if self._verdict.keyed and not self._in_view:
            about = f"{about} · {tr(texts.KEYED)}"
        if not shown:
            return say((tr(texts.NO_PARCEL), "$text-quiet"))
        block = draw(shown, width, LETTER_ROWS) if height > LETTER_ROWS else None
        if block is None:
            return say((shown, "bold"), "   ", (about, "$text-quiet"))
        return lines([*(Content(row) for row in block), say((shown, "bold"), "   ", about)])


def name(identity: Identity) -> str:
    """The id as it is printed on the label, or what was read when it is none."""
    return identity.printed or identity.normalized or identity.raw


def details(identity: Identity | None) -> str:
    """Carrier, service, country and check digit."""
    if identity is None:
        return ""
    country = identity.country
    if country and identity.country_role and identity.country_role in texts.COUNTRY_ROLE:
        country = tr(texts.COUNTRY_ROLE[identity.country_role], country=country)
    parts = (
        identity.carrier,
        identity.service,
        country,
        identity.postal_code,
        tr(texts.CHECK_FAILED) if identity.check is False else None,
    )
    return " · ".join(part for part in parts if part)
