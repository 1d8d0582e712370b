"""What a fixed reader or a DWS (dimensioning, weighing, scanning) tells in one message, by a template of its fields.

Makers let the message be composed, so that there is no common form (Cognex DataMan, Datalogic DX, SICK and Keyence
manuals). The configuration says it as it stands on the reader: `{code},{weight_kg},{length_cm}x{width_cm}x{height_cm}`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from hardware.contract import Scanned
from hardware.scanners.texts import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

NO_READS = ("NOREAD", "NO READ", "NoRead", "No Read", "no read", "NR", "ERROR", "???", "?")
"""What readers send for a parcel without a code, as their manuals have it."""
_GRAMS = {"g": Decimal(1), "kg": Decimal(1000), "lb": Decimal("453.59237"), "oz": Decimal("28.349523125")}
"""NIST SP 811, appendix B.8; the pound is exact."""
_MM = {"mm": Decimal(1), "cm": Decimal(10), "m": Decimal(1000), "in": Decimal("25.4")}
_NUMBER = r"[+ ]*\d{1,9}(?:[.,]\d{1,6})?"
_FIELD = re.compile(r"\{([a-z_*]+)\}")
_SIDES = ("length", "width", "height")


class TemplateError(ValueError):
    """The template names a field that there is none of, or no code. The text says which."""


class Template:
    """Reads messages of one form."""

    def __init__(self, template: str, separator: str = ";", no_reads: Sequence[str] = NO_READS) -> None:
        """`template`: `{code}` once; `{weight_UNIT}` (g, kg, lb, oz), `{length_UNIT}`, `{width_UNIT}`, `{height_UNIT}`
        (mm, cm, m, in) and `{*}` (anything) where they come; all else stands as it is sent. `separator`: between
        several codes of one parcel. `no_reads`: what stands in place of a code when there is none. TemplateError.
        """
        self._separator, self._no_reads = separator, frozenset(no_reads)
        self._units: dict[str, str] = {}
        parts = _FIELD.split(template)
        pattern = "".join(self._pattern(part) if i % 2 else re.escape(part) for i, part in enumerate(parts))
        if parts[1::2].count("code") != 1:
            raise TemplateError("the template must have {code} once")
        self._message = re.compile(pattern, re.DOTALL)

    def read(self, raw: bytes, at: float) -> Scanned | None:
        """What a message tells; None: it has another form. A weight or size that is 0 was not measured."""
        found = self._message.fullmatch(raw.decode("utf-8", errors="replace"))
        if found is None:
            return None
        codes = [code for code in found["code"].strip().split(self._separator) if code.strip()]
        read = [text_of(code.strip().encode()) for code in codes if code.strip() not in self._no_reads]
        text, aim = read[0] if read else ("", "")
        others = tuple(dict.fromkeys(other for other, _ in read[1:] if other != text))
        return Scanned(text, aim, raw, at, others, self._grams(found), self._size(found))

    def _pattern(self, field: str) -> str:
        if field == "*":
            return ".*?"
        if field == "code":
            return "(?P<code>.*?)"
        name, _, unit = field.partition("_")
        known = unit in (_GRAMS if name == "weight" else _MM if name in _SIDES else ())
        if name in self._units or not known:
            raise TemplateError(f"{{{field}}} is no field, or stands twice; see the list of fields")
        self._units[name] = unit
        return f"(?P<{name}>{_NUMBER})"

    def _grams(self, found: re.Match[str]) -> Decimal | None:
        if "weight" not in self._units:
            return None
        return (_decimal(found["weight"]) * _GRAMS[self._units["weight"]]) or None

    def _size(self, found: re.Match[str]) -> tuple[Decimal, Decimal, Decimal] | None:
        if not set(_SIDES) <= self._units.keys():
            return None
        length, width, height = (_decimal(found[side]) * _MM[self._units[side]] for side in _SIDES)
        return (length, width, height) if length and width and height else None


def _decimal(text: str) -> Decimal:
    return Decimal(text.strip(" +").replace(",", "."))
