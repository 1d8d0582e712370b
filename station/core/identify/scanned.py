"""One text as the rules see it: freed of what readers wrap around it, with what is known of its symbol."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from unicodedata import category

GS = "\x1d"
"""FNC1 as readers transmit it. `str.isspace` is true for it: nothing here strips white space from scanned text."""


class Medium(StrEnum):
    """What kind of symbol carried the text."""

    RETAIL = "retail"
    GS1 = "gs1"
    ITF = "itf"
    CARTON = "carton"
    """ITF-14 whose check digit the reader itself has verified."""
    FOUR_STATE = "four_state"
    MATRIX = "matrix"
    LINEAR = "linear"
    KEYED = "keyed"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class Scanned:
    """`text` is what the rules read; `raw` is what came."""

    raw: str
    text: str
    medium: Medium
    escaped: bool = False
    """The reader wrote FNC1 out as `<GS>`: it is set to the wrong text mode."""


def _media() -> dict[str, Medium]:
    rows = {
        Medium.RETAIL: "ean13 ean8 ean5 ean2 upca upce isbn isbn10 isbn13 issn jan",
        Medium.GS1: "gs1128 ean128 ucc128 gs1datamatrix gs1qr gs1qrcode gs1aztec gs1dotcode databar databarexpanded"
        " databarexpandedstacked databarlimited databarstacked databaromni",
        Medium.ITF: "itf i25 interleaved2of5",
        Medium.CARTON: "itf14",
        Medium.FOUR_STATE: "imb postnet planet rm4scc kix auspost4state mailmark4state cepnet",
        Medium.MATRIX: "qr qrcode microqr microqrcode rmqr rmqrcode datamatrix aztec pdf417 micropdf417 maxicode"
        " dotcode hanxin",
        Medium.KEYED: "keyed keyboard text",
    }
    return {name: medium for medium, names in rows.items() for name in names.split()}


def _aims() -> dict[str, Medium]:
    """AIM identifiers by ISO/IEC 15424; a digit that is not listed has no meaning of its own here."""
    rows = {
        Medium.RETAIL: "E0 E1 E2 E3 E4 E5 E6 E7",
        Medium.GS1: "C1 C2 d2 d5 Q3 Q4 e0 e1 e2 e3 J1 J4 z1 z4",
        Medium.ITF: "I0 I2 I3",
        Medium.CARTON: "I1",
        Medium.MATRIX: "d0 d1 d3 d4 d6 Q0 Q1 Q2 Q5 Q6 L0 L1 L2 L3 L4 L5 U0 U1 U2 U3 z0 z3 z6 J0",
        Medium.LINEAR: "C0 C4 A0 A1 A2 A3 A4 A5 A7 G0 G1 F0 F1 F2 F4 H0 H1 M0 S0 R0",
    }
    return {f"]{code}": medium for medium, codes in rows.items() for code in codes.split()}


_TYPED = ("keyed", "keyboard", "text")
"""Symbologies of texts that came over a keyboard, of a person or of a scanner, or from print."""
_MEDIUM_OF_NAME = _media()
_MEDIUM_OF_AIM = _aims()
_HRI = re.compile(r"(?:\([0-9]{2,4}\)[^()]+)+")
_HRI_ELEMENT = re.compile(r"\(([0-9]{2,4})\)([^()]+)")
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d"
_KEYS = str.maketrans({**{chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}, **dict.fromkeys(_DASHES)})
_CAPITALS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def as_keyed(raw: str) -> str:
    """Keyed text in capitals, without spaces and hyphens; full-width characters (Chinese keyboards) are plain ones."""
    if raw.isascii():
        return "".join(raw.replace("-", "").split()).upper()
    return "".join(raw.translate(_KEYS).split()).translate(_CAPITALS)


def unwrap(raw: str, symbology: str | None, aim: str | None, *, keyed: bool) -> Scanned:
    """Take off the terminator, an AIM identifier in the data, outer FNC1, brackets of printed AIs, Code 39 stars."""
    if keyed or symbology in _TYPED:
        return _unwrap_keyed(raw)
    text = raw.rstrip("\r\n")
    medium = _medium(symbology, aim)
    if text[:1] == "]" and text[:3] in _MEDIUM_OF_AIM:
        medium = _MEDIUM_OF_AIM[text[:3]]
        text = text[3:]
    if text[:1] == "*" == text[-1:] and len(text) > 2 and medium in (Medium.LINEAR, Medium.UNTOLD):
        text = text[1:-1]
    escaped = "<GS>" in text
    if escaped:
        text = text.replace("<GS>", GS)
    if text[:1] == "(" and _HRI.fullmatch(text):
        text = _joined(text)
        medium = Medium.GS1
    if GS in text and (text[0] == GS or text[0].isdecimal()):
        medium = Medium.GS1
    if medium is Medium.GS1:
        text = text.strip(GS)
    return Scanned(raw, text, medium, escaped)


def _unwrap_keyed(raw: str) -> Scanned:
    """Typed by hand or by a scanner that types: FNC1 may be `^]` or `<GS>`, and zero-width characters do not count."""
    text = raw if raw.isascii() else "".join(c for c in raw if category(c) != "Cf")
    text = text.strip("\x02\x03 \t\r\n")
    medium = Medium.KEYED
    if text[:1] == "]" and text[:3] in _MEDIUM_OF_AIM:
        medium = Medium.GS1 if _MEDIUM_OF_AIM[text[:3]] is Medium.GS1 else medium
        text = text[3:]
    if text[:1] == "*" == text[-1:] and len(text) > 2:
        text = text[1:-1]
    escaped = "<GS>" in text
    parts = text.replace("<GS>", GS).replace("^]", GS).split(GS)
    typed = GS.join(filter(None, map(as_keyed, parts)))
    if _HRI.fullmatch(typed):
        typed, medium = _joined(typed), Medium.GS1
    return Scanned(raw, typed, medium, escaped)


def _joined(printed: str) -> str:
    """The elements of a text with AIs in brackets, an FNC1 between them."""
    return GS.join(ai + value for ai, value in _HRI_ELEMENT.findall(printed))


@lru_cache(maxsize=256)
def _medium(symbology: str | None, aim: str | None) -> Medium:
    """The AIM identifier knows best: it tells GS1-128 from Code 128."""
    if aim and aim in _MEDIUM_OF_AIM:
        medium = _MEDIUM_OF_AIM[aim]
        if medium is not Medium.LINEAR:
            return medium
    if not symbology:
        return Medium.LINEAR if aim else Medium.UNTOLD
    name = "".join(filter(str.isalnum, symbology.lower()))
    return _MEDIUM_OF_NAME.get(name, Medium.LINEAR)
