"""What a row of the rule table is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from station.core.identify.scanned import Medium, Scanned
from station.core.models import Identity, Kind, Strength

Judge = Callable[[Scanned, re.Match[str]], Identity | None]
"""Says what a text of this form is; None: not this after all, ask the next rule."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A form and who judges it. The form has to match the whole text."""

    form: re.Pattern[str]
    judge: Judge
    media: frozenset[Medium] | None = None
    """The symbols that may carry it; None: any."""


def rule(form: str, judge: Judge, *media: Medium) -> Rule:
    """A row whose text has to be examined by code of its own."""
    return Rule(re.compile(form, re.DOTALL), judge, frozenset(media) or None)


def prefix(name: str, form: str, carrier: str, country: str | None = None, *, first_mile: bool = False) -> Rule:
    """A row of a parcel number with a prefix of its own and no check digit; `country` is the country of origin."""

    def judge(scanned: Scanned, match: re.Match[str]) -> Identity:
        number = match[0]
        return Identity(
            raw=scanned.raw,
            kind=Kind.PARCEL,
            carrier=carrier,
            country=country,
            country_role="origin" if country else None,
            normalized=number,
            printed=number,
            reason=name,
            strength=Strength.PREFIX,
            first_mile=first_mile,
        )

    return rule(form, judge)


def thing(kind: Kind, reason: str, form: str, *media: Medium) -> Rule:
    """A row of something that is no parcel and carries nothing that the station wants."""
    return rule(form, lambda scanned, _: Identity(scanned.raw, kind, reason=reason), *media)


def failed(scanned: Scanned, carrier: str, country: str | None, role: str | None, hint: str | None) -> Identity:
    """A parcel number whose check digit does not hold: no canonical form, as nobody knows which character is wrong."""
    return Identity(
        raw=scanned.raw,
        kind=Kind.PARCEL,
        carrier=carrier,
        country=country,
        country_role=role,
        check=False,
        reason="check_digit_failed",
        hint=hint if scanned.medium is Medium.KEYED else None,
    )
