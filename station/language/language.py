"""One language: its catalogue, and how it writes numbers, weights, times and lists."""

from __future__ import annotations

import gettext
import io
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from station.language.messages import PLACE, Message, message, places
from station.language.reasons import device_message, reason_message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from hardware.contract import Value

ENGLISH = "en"
LANGUAGES: Mapping[str, str] = {ENGLISH: "English", "zh_CN": "中文"}
"""Name of each, as the configuration has it, and what those who speak it call it."""
CATALOGUES = Path(__file__).with_name("catalogues")

OR = message("{first} or {last}")
COMMA = message("{first}, {last}")
MORE = message("; ", about="between two notes")
SECONDS, MINUTES, HOURS, DAYS = (message("{n} s"), message("{n} min"), message("{n} h"), message("{n} d"))
OVER_A_YEAR, HOURS_AND_DAYS = message("more than a year"), message("{hours} h ({days} d)")
UNKNOWN_CODE = message("unknown code {code}")
YEAR_H = 8766


@dataclass(frozen=True, slots=True)
class Language:
    """`name` is a locale of CLDR such as `zh_CN`."""

    name: str
    catalogue: gettext.NullTranslations

    def text(self, wanted: Message, values: Mapping[str, object] | None = None, **more: object) -> str:
        """The sentence with its values; a value that is not there leaves its place empty."""
        given = {**(values or {}), **more}
        return PLACE.sub(lambda place: self._value(given.get(place[1]), place[2]), self._translated(wanted, given))

    def first(self, wanted: Sequence[Message], values: Mapping[str, object]) -> str:
        """The first sentence whose values are all there; the last wants none."""
        whole = (each for each in wanted if places(each.english) <= values.keys())
        return self.text(next(whole, wanted[-1]), values)

    def of_notice(self, table: Mapping[str, tuple[Message, ...]], code: str, values: Mapping[str, object]) -> str:
        """The sentence of a code; one that no table has is named with its values: a newer version may have sent it."""
        known = table.get(code)
        if known is not None:
            return self.first(known, values)
        about = ", ".join(f"{name} {self._value(value, None)}" for name, value in values.items())
        return self.text(UNKNOWN_CODE, code=code) + (f" ({about})" if about else "")

    def key(self, english: str) -> str:
        """What a key does, in a word."""
        return self.catalogue.pgettext("key", english)

    def _translated(self, wanted: Message, values: Mapping[str, object]) -> str:
        if wanted.plural:
            count = values.get(wanted.counted)
            number = count if isinstance(count, int) else 2
            return self.catalogue.ngettext(wanted.english, wanted.plural, number)
        if wanted.about:
            return self.catalogue.pgettext(wanted.about, wanted.english)
        return self.catalogue.gettext(wanted.english)

    # -- values

    def _value(self, value: object, form: str | None) -> str:
        if value is None:
            return ""
        try:
            return _FORMS[form or ""](self, value)
        except (KeyError, ValueError, TypeError, ArithmeticError):
            return str(value)  # a value of another kind than its sentence expects is shown as it is

    def number(self, value: Decimal | float | str) -> str:
        """Every digit that it has, with the separators of the language."""
        from babel.numbers import format_decimal

        return format_decimal(Decimal(str(value)), locale=self.name, decimal_quantization=False)

    def size(self, size: float) -> str:
        """`1.2 GiB`, `900.0 MiB`."""
        whole, unit = (size / 2**30, "GiB") if size >= 2**30 else (size / 2**20, "MiB")
        return f"{self.number(f'{whole:.1f}')} {unit}"

    def percent(self, share: str) -> str:
        """`12%` of a share of 1."""
        from babel.numbers import format_percent

        return format_percent(Decimal(share), locale=self.name)

    def grams(self, value: Decimal | None) -> str:
        """`1234 g`, exact; empty without a weight."""
        return "" if value is None else f"{value.normalize():f} g"

    def kilograms(self, grams: object) -> str:
        """`0.51 kg` of grams, exact."""
        return f"{self.number((Decimal(str(grams)) / 1000).normalize())} kg"

    def either(self, texts: Iterable[str]) -> str:
        """`A, B or C`."""
        *rest, last = [*texts] or [""]
        if not rest:
            return last
        first = rest[0]
        for each in rest[1:]:
            first = self.text(COMMA, first=first, last=each)
        return self.text(OR, first=first, last=last)

    def together(self, texts: Iterable[str]) -> str:
        """Notes behind each other."""
        return self.text(MORE).join(texts)

    def moment(self, utc: str) -> str:
        """A stored UTC text as the time where the station stands; with the day when it is another."""
        here = datetime.fromisoformat(utc).astimezone()
        today = here.date() == datetime.now(here.tzinfo).date()
        return f"{here:%H:%M}" if today else f"{self.day(here.date())} {here:%H:%M}"

    def day(self, when: date | str) -> str:
        """ISO 8601 in English, whose two orders of day and month are mistaken for each other."""
        from babel.dates import format_date

        wanted = when if isinstance(when, date) else date.fromisoformat(when)
        return wanted.isoformat() if self.name == ENGLISH else format_date(wanted, "long", locale=self.name)

    def age(self, seconds: float) -> str:
        """`12 s`, `5 min`, `3 h`, `2 d`."""
        for length, unit in ((86400, DAYS), (3600, HOURS), (60, MINUTES)):
            if seconds >= length:
                return self.text(unit, n=int(seconds // length))
        return self.text(SECONDS, n=max(0, int(seconds)))

    def span(self, hours: float) -> str:
        """`7.5 h`, `31 h`, `1,240 h (51 d)`, `more than a year`."""
        if hours > YEAR_H:
            return self.text(OVER_A_YEAR)
        if hours < 10:
            return self.text(HOURS, n=self.number(int(hours * 10) / 10))
        if hours < 72:
            return self.text(HOURS, n=int(hours))
        return self.text(HOURS_AND_DAYS, hours=self.number(int(hours)), days=self.number(int(hours // 24)))


def _plain(_: Language, value: object) -> str:
    """Whole numbers without separators: most are numbers of things."""
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, tuple | list) else [str(value)]


_FORMS: Mapping[str, Callable[[Language, object], str]] = {
    "": _plain,
    "kg": lambda language, value: language.kilograms(value),
    "or": lambda language, value: language.either(_texts(value)),
    "moment": lambda language, value: language.moment(str(value)),
    "day": lambda language, value: language.day(str(value)),
    "number": lambda language, value: language.number(str(value)),
    "bytes": lambda language, value: language.size(float(str(value))),
    "percent": lambda language, value: language.percent(str(value)),
    "os": lambda language, value: language.text(reason_message(str(value))),
    "device": lambda language, value: language.text(device_message(str(value))),
    "age": lambda language, value: language.age(float(str(value))),
}


@cache
def language(name: str) -> Language:
    """The language of this name. KeyError when there is none."""
    if name not in LANGUAGES:
        raise KeyError(name)
    return Language(name, gettext.NullTranslations() if name == ENGLISH else _catalogue(name))


def _catalogue(name: str) -> gettext.GNUTranslations:
    """The .po file as it is: it takes some milliseconds, and nothing has to be built before."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with (CATALOGUES / f"{name}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=name))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def named(values: Iterable[tuple[str, Value]]) -> dict[str, object]:
    """Values by name, empty texts left out: a sentence has no place for them."""
    return {name: value for name, value in values if value not in ("", ())}
