"""Why a parcel's number is not known: what a picture showed, what the codes of a label say, what was mistyped."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from station.language.language import named
from station.language.messages import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Notice, Values
    from station.language.language import Language


class CauseText(NamedTuple):
    """`name` stands in the counts; the first sentence whose values are all there stands beside a parcel."""

    name: Message
    sentences: tuple[Message, ...] = ()


_SWAPPED = message("swapped? look at {pair} (characters {first} and {second})")
_ONE_WRONG = message("one character is wrong: compare it with the label")
_OF_PICTURES = {
    "no_picture": CauseText(message("no picture")),
    "nothing_there": CauseText(message("nothing there")),
    "no_code_found": CauseText(message("no code found")),
    "code_not_certain": CauseText(message("code not certain")),
    "too_dark": CauseText(message("too dark"), (message("too dark: more light or a longer exposure"),)),
    "glare": CauseText(message("glare"), (message("glare: turn the parcel or move the lamp"),)),
    "damaged_code": CauseText(message("damaged code"), (message("damaged code: type the number and relabel"),)),
    "too_few_pixels": CauseText(
        message("too few pixels"),
        (
            message("too few pixels: about {module_px:number} px a module, move closer or raise the resolution"),
            message("too few pixels: move closer or raise the resolution"),
        ),
    ),
    "motion_blur": CauseText(
        message("motion blur"),
        (
            message("motion blur: about {blur_px:number} px, slow down or shorten the exposure"),
            message("motion blur: slow down or shorten the exposure"),
        ),
    ),
    "out_of_focus": CauseText(
        message("out of focus"),
        (message("out of focus: about {blur_px:number} px, set the focus"), message("out of focus: set the focus")),
    ),
}
_OF_LABELS = {
    "no_barcode_found": CauseText(message("no barcode found")),
    "check_digit_failed": CauseText(message("check digit failed")),
    "several_parcel_ids": CauseText(message("several parcel ids")),
    "keyed_and_seen_differ": CauseText(message("typed and seen differ")),
    "not_a_parcel_id": CauseText(message("not a parcel id")),
    "id_not_certain": CauseText(message("the parcel id is not certain")),
    "by_hand": CauseText(message("the label cannot be read"), (message("a person says that nobody can read it"),)),
    "bare_number": CauseText(
        message("only a bare number"),
        (
            message("only a bare number that fits {carrier}, which this lane does not take"),
            message("only a bare number, which this lane does not take"),
        ),
    ),
    "no_parcel_id": CauseText(
        message("no parcel id among the codes"),
        (plural("codes", "no parcel id among {codes} code", "no parcel id among {codes} codes"),),
    ),
    "no_sort_plan": CauseText(message("There is no sort plan")),
}
_WHERE: Mapping[str, Message] = {
    "product_id": message("only the code of goods is in view: turn the address label up"),
    "routing": message("only the code of the postcode is in view: show the tracking code, mostly below it"),
    "location": message("only the code of a place is in view: show the tracking code, mostly below it"),
    "receptacle_id": message("only the label of a bag is in view: show the label of the parcel"),
    "despatch_id": message("only the label of a bag is in view: show the label of the parcel"),
    "logistic_unit_id": message("only the code of a carton or pallet is in view: show the label of the parcel"),
    "url": message("only a web address is in view: show the bars of the address label"),
    "reference": message("only another number of the label is in view: show its largest bars"),
}
"""Where the number of the parcel is, when codes of this kind alone are in view."""
_OF_TYPING = {
    "swapped": CauseText(
        message("two characters may be swapped"),
        (
            message("no {of_carrier} number: swapped? look at {pair} (characters {first} and {second})"),
            _SWAPPED,
            message("swapped? look at {pair}"),
        ),
    ),
    "one_wrong": CauseText(
        _ONE_WRONG,
        (message("no {of_carrier} number: one character is wrong: compare it with the label"), _ONE_WRONG),
    ),
    "letter_among_digits": CauseText(
        message("a letter among the digits"),
        (
            message("letter {letter} among the digits (character {place})"),
            message("letter {letter} among the digits"),
        ),
    ),
    "digits_between_letters": CauseText(
        message("not the right number of digits between the letters"),
        (
            plural(
                "count",
                "{count} digit between the letters, {needed:or} are needed",
                "{count} digits between the letters, {needed:or} are needed",
            ),
        ),
    ),
    "number_of_characters": CauseText(
        message("not the right number of characters"),
        (plural("count", "{count} character, {needed:or} are needed", "{count} characters, {needed:or} are needed"),),
    ),
    "number_of_digits": CauseText(
        message("not the right number of digits"),
        (plural("count", "{count} digit, {needed:or} are needed", "{count} digits, {needed:or} are needed"),),
    ),
    "keyboard_layout": CauseText(
        message(
            "the scanner or the keyboard types in another keyboard layout: set it to the layout of this station (US)"
        )
    ),
    "two_numbers": CauseText(
        message("two numbers in one line: type one after the other"),
        (message("two numbers in one line (the second begins at character {place}): type one after the other"),),
    ),
    "ambiguous_number": CauseText(message("other numbers look like this one: the lane or the manifest has to name it")),
    "keyed_it_would_be": CauseText(
        message("printed otherwise it would be a parcel id"), (message("typed it would be {number}"),)
    ),
    "no_such_country": CauseText(message("no such country code"), (message("{country} is no country code"),)),
    "two_readings": CauseText(message("two readings are possible: type the number that is printed under the bars")),
    "reader_writes_gs": CauseText(message("the reader writes <GS> for FNC1: set it to plain text")),
    "announced_alike": CauseText(
        message("announced parcels are like it"),
        (message("announced: {announced:or}?   {cause}"), message("announced: {announced:or}?")),
    ),
}
CAUSES: Mapping[str, CauseText] = _OF_PICTURES | _OF_LABELS | _OF_TYPING
_SENTENCES = {code: (*text.sentences, text.name) for code, text in CAUSES.items()}


def cause_text(code: str, values: Values, language: Language) -> str:
    """The sentence of a cause. A text of an older version, which is a sentence itself, is left as it is."""
    given = named(values)
    nested = given.pop("cause", None)
    if code == "no_parcel_id" and (where := _WHERE.get(str(given.get("seen")))) is not None:
        return language.text(where)
    if code == "announced_alike" and isinstance(nested, str):
        given["cause"] = cause_text(nested, tuple(each for each in values if each[0] != "cause"), language)
    return code if " " in code else language.of_notice(_SENTENCES, code, given)


def cause_of(notice: Notice | None, language: Language) -> str:
    """The same of a notice; empty without one."""
    return "" if notice is None else cause_text(notice.code, notice.values, language)


def cause_name(code: str, language: Language) -> str:
    """What a cause is called in the counts."""
    known = CAUSES.get(code)
    return language.text(known.name) if known is not None else code.replace("_", " ")
