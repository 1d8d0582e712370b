"""The exception codes: the field's term, the sentence with its values, and what to do. Short, for large type.

Of the sentences of a code the first stands whose values are all there; the last wants none and fits 38 columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from station.core import Code
from station.language.causes import cause_text
from station.language.language import named
from station.language.messages import Giant, Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Values
    from station.language.language import Language


class ExceptionText(NamedTuple):
    """The words of one code."""

    term: Message
    action: Message
    """What to do when there is nothing better to say."""
    sentences: tuple[Message, ...]
    first: Message | None = None
    """What is done before the parcel goes into its bin."""
    retry: Message | None = None
    """How the worker mends it at once."""
    giant: Giant | None = None
    """What is large when the worker can mend it at once; None: the bin is large."""
    question: Giant | None = None
    """What is large while nothing is stored yet and the worker is asked; None: the term."""
    no_number: Giant | None = None
    """What is large when the number that was typed or scanned by hand is none of a parcel; None: as `question`."""
    retype: Message | None = None
    """What to do about that number; None: `retry`."""


_CHECK_ID = Giant(message("CHECK ID"), "CD")
_TYPED = message("{typed}: {cause}")
EXCEPTIONS: Mapping[Code, ExceptionText] = {
    Code.NO_READ: ExceptionText(
        message("no-read"),
        message("Turn the label up, or type the number"),
        (_TYPED, message("No parcel id was read")),
        giant=Giant(message("NO READ"), "NR"),
        retry=message("Turn the label up, or type the number"),
        no_number=Giant(message("NO ID"), "NR"),
        retype=message("Scan another code of the label, or type its number"),
    ),
    Code.MULTI_READ: ExceptionText(
        message("multi-read"),
        message("Separate the parcels, or type one"),
        (message("Which one? {ids:or}"), message("Two parcel ids in view")),
        retry=message("Separate the parcels, or type the right number"),
        question=Giant(message("WHICH?"), "?"),
    ),
    Code.CHECK_DIGIT: ExceptionText(
        message("check-digit fail"),
        message("Read it again, or type the number"),
        (_TYPED, message("The check digit is wrong")),
        giant=_CHECK_ID,
        retry=message("Read it again, or type it again"),
        no_number=_CHECK_ID,
        retype=message("Scan it again, or correct the number"),
    ),
    Code.UNKNOWN: ExceptionText(
        message("unknown item"), message("Set aside for investigation"), (message("Not on the manifest"),)
    ),
    Code.DUPLICATE: ExceptionText(
        message("duplicate scan"),
        message("Put it where it went before"),
        (
            message("Scanned {at:moment}, bin {bin}, by {operator}"),
            message("Scanned {at:moment}, bin {bin}"),
            message("Scanned {at:moment}, by {operator}"),
            message("Scanned {at:moment}"),
            message("Scanned before, bin {bin}"),
            message("Scanned before"),
        ),
    ),
    Code.MISSORT: ExceptionText(
        message("missort"),
        message("Send it on to its own place"),
        (message("Announced in bag {announced_bag}, not in this one"), message("It belongs elsewhere")),
    ),
    Code.OVERWEIGHT: ExceptionText(
        message("overweight"),
        message("Set aside for reclassification"),
        (
            message("{grams:kg} is over the limit of {limit_g:kg}"),
            message("{grams:kg} is over the limit"),
            message("Over the limit of {limit_g:kg}"),
            message("Too heavy for its service"),
        ),
    ),
    Code.WEIGHT_MISMATCH: ExceptionText(
        message("weight mismatch"),
        message("Weigh again, call the supervisor"),
        (
            message("{grams:kg} here, {declared_g:kg} announced"),
            message("{grams:kg} here, another weight announced"),
            message("{declared_g:kg} announced, another weight here"),
            message("Not the announced weight"),
        ),
        first=message("Call the supervisor"),
    ),
    Code.NO_WEIGHT: ExceptionText(
        message("no weight"),
        message("Weigh it again, hands off the scale"),
        (message("{grams:kg} told by hand: the supervisor decides"), message("No stable weight")),
        giant=Giant(message("WEIGH"), "NW"),
        retry=message("Weigh it again. Do not touch the scale"),
    ),
    Code.HOLD: ExceptionText(
        message("hold"),
        message("Put it into the hold bin"),
        (
            message("On hold: {reason}, until {until:day}"),
            message("On hold: {reason}"),
            message("On hold until {until:day}"),
            message("On hold"),
        ),
    ),
    Code.CUSTOMS: ExceptionText(
        message("customs"), message("Put it into the customs bin"), (message("Selected by customs"),)
    ),
    Code.CANCELLED: ExceptionText(
        message("cancelled"), message("Put it into the return bin"), (message("Cancelled by the sender"),)
    ),
    Code.NO_RULE: ExceptionText(
        message("no bin"),
        message("Put it aside, tell the supervisor"),
        (message("{cause}"), message("The sort plan has no bin for it")),
        first=message("Tell the supervisor"),
    ),
    Code.NO_POSTCODE: ExceptionText(
        message("no postcode"),
        message("Put it aside, tell the supervisor"),
        (message("Its postcode is not known"),),
        first=message("Tell the supervisor"),
    ),
    Code.DAMAGED: ExceptionText(
        message("damaged"),
        message("Set it aside to be packed again"),
        (message("The parcel is damaged"),),
        first=message("Have it packed again"),
    ),
    Code.RECIRCULATED: ExceptionText(
        message("recirculated"),
        message("Give it to the supervisor"),
        (
            plural("stops", "Stopped {stops} time before; now: {now}", "Stopped {stops} times before; now: {now}"),
            plural("stops", "Stopped {stops} time before", "Stopped {stops} times before"),
            message("Recirculated too often"),
        ),
        first=message("Tell the supervisor"),
    ),
    Code.OVERRIDE: ExceptionText(
        message("supervisor override"), message("Follow the supervisor"), (message("Released by the supervisor"),)
    ),
    Code.BAG_FULL: ExceptionText(
        message("bag full"),
        message("Close it, open one (F11), lay it again"),
        (message("Bag {bag} of bin {into} is full"), message("The bag of its bin is full")),
        giant=Giant(message("BAG FULL"), "BF"),
        retry=message("Close it, open one (F11), lay it again"),
    ),
    Code.NO_BAG: ExceptionText(
        message("no open bag"),
        message("Open a bag (F11), lay it down again"),
        (message("Bin {into} has no open bag"), message("Its bin has no open bag")),
        giant=Giant(message("OPEN BAG"), "BN"),
        retry=message("Open a bag (F11), lay it down again"),
    ),
    Code.IN_CLOSED_BAG: ExceptionText(
        message("in a closed bag"),
        message("Call the supervisor"),
        (message("By the record it is in closed bag {bag}"), message("By the record it is in a closed bag")),
        first=message("Call the supervisor"),
    ),
}
_SENTENCES = {code.value: text.sentences for code, text in EXCEPTIONS.items()}


def exception_text(code: str, values: Values, language: Language) -> str:
    """The sentence of an exception or a question, with its values."""
    given = named(values)
    cause, now = given.get("cause"), given.get("now")
    if isinstance(cause, str):
        given["cause"] = cause_text(cause, values, language)
    if isinstance(now, str):
        given["now"] = exception_text(now, tuple(each for each in values if each[0] != "now"), language)
    return language.of_notice(_SENTENCES, code, given)


def exception_term(code: str, language: Language) -> str:
    """The field's term for a code; the code itself when it is none of ours."""
    return language.text(EXCEPTIONS[Code(code)].term) if code in _SENTENCES else code


def exception_action(code: str, language: Language) -> str:
    """What to do with the parcel; empty for a code that is none of ours."""
    return language.text(EXCEPTIONS[Code(code)].action) if code in _SENTENCES else ""
