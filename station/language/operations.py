"""What the screens say in each operation: what to do, why a parcel came back, and what is known of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.language.exceptions import exception_term
from station.language.messages import Giant, Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.core import History, Passed
    from station.language.language import Language

OPERATIONS: Mapping[str, Message] = {
    "arrival": message("ARRIVAL"),
    "induct": message("INDUCT"),
    "sort": message("SORT"),
    "load": message("LOAD"),
    "dispatch": message("DISPATCH"),
    "return": message("RETURN"),
    "audit": message("AUDIT"),
}
WAITING: Mapping[str, Message] = {
    "load": message("Scan the label of a closed bag"),
    "return": message("Put the parcel that came back under the camera"),
    "audit": message("Show a parcel: nothing is booked, its history is shown"),
}
"""What to do while nothing lies there, where it is not the usual."""
WAITING_KEYED: Mapping[str, Message] = {"load": WAITING["load"]}
"""The same at a lane without a camera."""
CHANGE_OPERATION = message("Change the operation")
OPERATION_QUESTION = message("What does a scan mean from now on?")

REASON_QUESTION = message("{number} came back: why?")
REASONS: Mapping[str, Message] = {
    "refused": message("refused"),
    "wrong address": message("wrong address"),
    "not collected": message("not collected"),
    "damaged": message("damaged"),
    "prohibited": message("prohibited"),
    "other": message("other", about="why a parcel came back"),
}
"""Others are shown as the configuration has them."""

LOADED = Giant(message("LOADED"), "+")
NOT_LOADED = Giant(message("NOT LOADED"), "X")
UNLOADED = Giant(message("UNLOADED"), "X")
NEXT_BAG = message("Scan the next bag")
PUT_BAG_ASIDE = message("Leave it here")
LEAVING_QUESTION = plural(
    "count",
    "Despatch {despatch}: {count} loaded bag leaves, with {parcels} parcels. Dispatch it?",
    "Despatch {despatch}: {count} loaded bags leave, with {parcels} parcels. Dispatch them?",
)

NOTHING_BOOKED = message("Nothing is booked. Show the next parcel")
NEVER_HERE = message("It was never scanned here")
_IN_BAG = message("in bag {bag}, bin {bin}, {state}")
_BAG_STATES: Mapping[str, Message] = {
    "open": message("open", about="state of a bag"),
    "closed": message("closed", about="state of a bag"),
    "loaded": message("loaded", about="state of a bag"),
}
_LOST = message("told to be lost")
_ELSEWHERE = message("{at:moment}  accepted at {station}, bin {bin}"), message("{at:moment}  accepted at {station}")
_WENT_ON = message("{at:moment}  {operation}  bin {bin}")
_STOPPED = message("{at:moment}  {operation}  stopped: {code} {term}")
_LET_GO = message("{at:moment}  let go into bin {bin}")
_UNDONE = message("{text}, undone")
_BY = message("{text}, {operator}")
_BACK = message("{text}, {reason}")


def operation_text(name: str, language: Language) -> str:
    """The word for an operation; one of a newer version by its name."""
    return language.text(OPERATIONS[name]) if name in OPERATIONS else name


def reason_text(reason: str, language: Language) -> str:
    """Why a parcel came back."""
    return language.text(REASONS[reason]) if reason in REASONS else reason


def history_lines(history: History, language: Language) -> tuple[str, ...]:
    """A short line for each thing that is known of a parcel: where it is, then what was, the newest first. They may
    hold untrusted text: show them through `printable`.
    """
    bag, lines = history.bag, []
    if bag is not None:
        state = _BAG_STATES.get("loaded" if bag.is_loaded else bag.state.value)
        text = language.text(state) if state is not None else bag.state.value
        lines.append(language.text(_IN_BAG, bag=bag.number, bin=bag.bin, state=text))
    if history.is_lost:
        lines.append(language.text(_LOST))
    lines += [_passed(each, language) for each in history.here]
    for there in history.elsewhere:
        values = {"at": there.at, "station": there.station_id} | ({"bin": there.bin} if there.bin else {})
        lines.append(language.first(_ELSEWHERE, values))
    return tuple(lines) or (language.text(NEVER_HERE),)


def _passed(each: Passed, language: Language) -> str:
    operation = operation_text(each.operation, language)
    if each.is_override:
        text = language.text(_LET_GO, at=each.at, bin=each.bin)
    elif each.code is not None:
        term = exception_term(each.code, language)
        text = language.text(_STOPPED, at=each.at, operation=operation, code=each.code, term=term)
    else:
        text = language.text(_WENT_ON, at=each.at, operation=operation, bin=each.bin or "-")
    if each.reason is not None:
        text = language.text(_BACK, text=text, reason=reason_text(each.reason, language))
    if each.operator is not None:
        text = language.text(_BY, text=text, operator=each.operator)
    return language.text(_UNDONE, text=text) if each.taken_back else text
