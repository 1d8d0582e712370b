"""What a spreadsheet does to the cells of a file: wrappers that lose nothing come off, lost characters are told."""

from __future__ import annotations

import re

_TEXT_FORMULA = re.compile(r'="((?:[^"]|"")*)"')
_FORMULA = "=+-@\t\r\uff1d\uff0b\uff0d\uff20"
_RISKY = (*_FORMULA, "'")
_GUARDED = re.compile(rf"'(?:(?=\s*[{re.escape(_FORMULA)}'])|(?=[0-9A-Z][0-9A-Z|.,+-]*\Z))(?P<rest>.*)", re.DOTALL)
"""An apostrophe before what would be a formula, or before a code: `'s-Hertogenbosch` keeps its own."""
_NUMBER_LIKE = re.compile(
    r"[(\s]*[0-9][0-9.,:/%\s()-]*(?:E[+-]?[0-9]+)?\s*(?:[AP]M)?|[.,][0-9]+|TRUE|FALSE"
    r"|(?:[0-9]+[-/. ]?)?(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*[-/. ]?[0-9]*",
    re.IGNORECASE,
)
"""What a spreadsheet reads as a number, a date, a time or a truth."""
_LONGEST_LITERAL = 255
"""Characters of a text in a formula."""
_SHORTENED = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]+)?E[+-][0-9]{1,3}|[0-9]{1,3}[.,][0-9]+E[0-9]{1,3}", re.IGNORECASE)
_FLOAT = re.compile(r"[0-9]{4,}[.,]0+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,'\u2019\u00a0\u202f])[0-9]{3})(?:\1[0-9]{3})+(?:[.,][0-9]+)?")
_ROUNDED = re.compile(r"[1-9][0-9]{14}0{3,}")
"""Fifteen digits are what a spreadsheet keeps of a number."""
_ERROR = re.compile(r"#{3,}|#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)", re.IGNORECASE)
_AS_TEXT = "export the list again with this column as text; a spreadsheet cannot bring the digits back"


def unwrapped(text: str) -> str:
    """The cell without `="..."` or an apostrophe before it, which keep a spreadsheet from reading it as a number."""
    formula = _TEXT_FORMULA.fullmatch(text)
    if formula is not None:
        text = formula[1].replace('""', '"').strip()
    guarded = _GUARDED.fullmatch(text)
    return text if guarded is None else guarded["rest"].strip()


def safe_cell(text: str) -> str:
    """A cell that a spreadsheet shows as it is, and that `unwrapped` gives back.

    What could be read as a number or a date becomes `="..."`, what could be a formula gets an apostrophe.
    """
    if text[:1] in _RISKY or text.lstrip()[:1] in _RISKY:
        return f"'{text}"
    if not _NUMBER_LIKE.fullmatch(text):
        return text
    return f'="{text}"' if len(text) <= _LONGEST_LITERAL else f"'{text}"


def damage(text: str) -> tuple[str, str] | None:
    """What a spreadsheet has lost of a number or a code, and what to do; None: nothing that can be seen."""
    if text.isalnum() and not _ROUNDED.fullmatch(text):
        return None
    shown = repr(text[:40])
    if text.isalnum():
        return f"{shown} ends in zeros from the 16th digit on, as a spreadsheet leaves a long number", _AS_TEXT
    if _SHORTENED.fullmatch(text):
        return f"{shown} is a number that a spreadsheet has shortened: its last digits are lost", _AS_TEXT
    if _FLOAT.fullmatch(text):
        return f"{shown} ends in decimals: a program took a code for a number", _AS_TEXT
    if _GROUPED.fullmatch(text):
        return f"{shown} has its digits in groups: a spreadsheet took a code for a number", _AS_TEXT
    if _ERROR.fullmatch(text):
        return f"{shown} is an error of a spreadsheet", "mend the formula and save its value"
    if text.startswith("="):
        return f"{shown} is a formula", "save the values instead of the formulas"
    if text.startswith(("'", "\u2019")):
        return f"{shown} begins with an apostrophe", "remove it"
    return None
