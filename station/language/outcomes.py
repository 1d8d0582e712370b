"""What came of a request, and what to do where nothing did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.outcomes import Reason
from station.language.badge_outcomes import BADGE_OUTCOMES
from station.language.bag_outcomes import BAG_OUTCOMES
from station.language.causes import cause_text
from station.language.language import named
from station.language.messages import Message, message, plural
from station.language.operation_outcomes import OPERATION_OUTCOMES
from station.language.printers import LABEL_AGAIN, NO_LABEL
from station.language.relabels import RELABEL_OUTCOMES
from station.language.scanners import NOT_TAKEN, TAKEN_ALREADY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.core.outcomes import Outcome
    from station.language.language import Language

_OTHERS = plural(
    "others",
    "{others} of these numbers is not rejected and open",
    "{others} of these numbers are not rejected and open",
)
_AND = message("{text}. {more}")
OUTCOMES: Mapping[Reason, tuple[Message, ...]] = {
    Reason.RESENT: (
        plural("count", "{count} scan back in the queue", "{count} scans back in the queue"),
        message("the scans are back in the queue"),
    ),
    Reason.REJECTION_ACCEPTED: (
        plural(
            "count",
            "{count} refused scan accepted; it stays in the record",
            "{count} refused scans accepted; they stay in the record",
        ),
        message("the refused scans are accepted; they stay in the record"),
    ),
    Reason.CORRECTED: (
        message("scan {seq} stays as it is; scan {by_seq} goes to the centre in its place"),
        message("the scan stays as it is; another one goes to the centre in its place"),
    ),
    Reason.ALARMS_ENDED: (
        plural("count", "{count} alarm ended", "{count} alarms ended"),
        message("the alarms are ended"),
    ),
    Reason.PLAN_IN_FORCE: (
        plural("count", "sort plan {version}: {count} rule", "sort plan {version}: {count} rules"),
        message("the sort plan is in force"),
    ),
    Reason.HOLDS_IN_FORCE: (
        plural("count", "hold list: {count} parcel", "hold list: {count} parcels"),
        message("the hold list is in force"),
    ),
    Reason.TAKEN_BACK: (
        message("scan {seq} is taken back and counts no more; entry {by_seq} of the log says who and why"),
        message("the scan is taken back and counts no more"),
    ),
    Reason.STOP_LIFTED: (
        message("parcel {parcel_id} goes into {bin}; entry {by_seq} of the log says who and why"),
        message("the stop is lifted"),
    ),
    Reason.WHICH_PARCEL: (
        message(
            "Nothing lies there. Is it the last one, {parcel_id}, which went to {bin}? Yes: it is stopped as {code}. "
            "No: lay the parcel down first"
        ),
        message(
            "Nothing lies there. Is it the last one, scan {seq}, which went to {bin}? Yes: it is stopped as {code}. "
            "No: lay the parcel down first"
        ),
        message("nothing lies there: lay the parcel down first"),
    ),
    Reason.WILL_STOP: (
        message("the parcel that lies there will be stopped: {code}"),
        message("the parcel that lies there will be stopped"),
    ),
    Reason.SHIFT_OPENED: (
        message("the shift of {operator} is open"),
        message("the shift is open"),
    ),
    Reason.SHIFT_CLOSED: (
        message("the shift of {operator}, open since {since:moment}, is closed"),
        message("the shift is closed"),
    ),
    Reason.SHIFT_HANDED_OVER: (
        message("{operator} takes over from {before}"),
        message("the lane is handed over"),
    ),
    Reason.NONE_REJECTED: (
        message("nothing to do: none of them is refused and open. station outbox list shows those that are"),
    ),
    Reason.NO_SUCH_SCAN: (
        message("there is no scan {seq}, or it is no longer kept here: see station export scans"),
        message("there is no such scan, or it is no longer kept here: see station export scans"),
    ),
    Reason.NOT_REJECTED: (
        message("the centre has not refused scan {seq}: there is nothing to do. See station outbox show {seq}"),
        message("the centre has not refused this scan: there is nothing to do"),
    ),
    Reason.ALREADY_ACCEPTED: (
        message("{who} has accepted already that scan {seq} stays refused. See station outbox show {seq}"),
        message("somebody has accepted already that this scan stays refused"),
    ),
    Reason.ALREADY_CORRECTED: (
        message("{who} has corrected scan {seq} already: scan {by_seq} stands in its place"),
        message("this scan is corrected already"),
    ),
    Reason.NO_SUCH_ALARM: (message("no such alarm waits any more: it was ended already"),),
    Reason.ALREADY_TAKEN_BACK: (
        message("scan {seq} is taken back already, by entry {by_seq}"),
        message("this scan is taken back already"),
    ),
    Reason.OVERRIDE_STANDS: (
        message("the stop of scan {seq} was lifted by entry {by_seq}: take that one back first"),
        message("the stop of this scan was lifted: take that back first"),
    ),
    Reason.NOT_STOPPED: (
        message("scan {seq} was not stopped: its parcel is accepted. To take it back: station void {seq}"),
        message("this scan was not stopped: its parcel is accepted"),
    ),
    Reason.WITHOUT_PARCEL_ID: (
        message("scan {seq} has no parcel id: read the parcel again, or key its number in"),
        message("this scan has no parcel id: read the parcel again, or key its number in"),
    ),
    Reason.SHIFT_IS_OPEN: (
        message("the shift of {operator} is open already, since {since:moment}"),
        message("this shift is open already"),
    ),
    Reason.OTHER_SHIFT_IS_OPEN: (
        message("the shift of {operator} is open since {since:moment}: close it first (station shift close)"),
        message("another shift is open: close it first (station shift close)"),
    ),
    Reason.SHIFT_SIGNED: (
        message("the shift of {operator}, open since {since:moment}, is signed by {who}"),
        message("the shift is signed"),
    ),
    Reason.SHIFT_IS_SIGNED: (
        message("this shift is signed already, by {who}"),
        message("this shift is signed already"),
    ),
    Reason.SHIFT_STILL_OPEN: (message("this shift is open: it is signed once it is closed"),),
    Reason.NO_SUCH_SHIFT: (message("no shift was opened by the entry {seq}"), message("there is no such shift")),
    Reason.NO_SHIFT_IS_OPEN: (message("no shift is open: station shift open NAME begins one"),),
    Reason.NEXT_PARCEL_BEGUN: (
        message("the next parcel lies there already: take the scan back in the list of the last ten"),
    ),
    Reason.NOTHING_TO_UNDO: (message("nothing was scanned yet: there is nothing to take back"),),
    Reason.NO_BAG_IS_OPEN: (message("no bag is open: open one first"),),
    Reason.NO_BIN_WITHOUT_BAG: (message("each bin has an open bag, or there is no sort plan"),),
    Reason.NOTHING_LIES_THERE: (message("nothing was saved: put the parcel there first"),),
    Reason.READ_ALREADY: (
        message("nothing was changed: its number is {number}"),
        message("nothing was changed: its number was read"),
    ),
    Reason.SCANNED_AGAIN: TAKEN_ALREADY,
    Reason.SCANNER_LOCKED: NOT_TAKEN,
    Reason.STOP_SEEN: (message("the scanner scans again"),),
    Reason.STOPPED_ALREADY: (
        message("nothing was changed: this parcel is stopped with {code} already"),
        message("nothing was changed: this parcel is stopped already"),
    ),
    Reason.LABEL_AGAIN: LABEL_AGAIN,
    Reason.NO_LABEL: NO_LABEL,
    Reason.NOT_OF_THIS_HUB: (
        message("this card or badge is not of this hub: nothing was done. Ask the supervisor for a new one"),
    ),
    Reason.UNKNOWN_COMMAND: (
        message("this station does not know the command {command}: nothing was done"),
        message("this station does not know the command: nothing was done"),
    ),
    Reason.SEVERAL_COMMANDS: (message("several commands are in view: cover all but one"),),
    Reason.ANSWER_FIRST: (message("answer the question on the screen first"),),
    Reason.NO_QUESTION: (message("no question waits for an answer"),),
    Reason.NOTHING_TO_PUT_RIGHT: (
        message("there is nothing to put right: none of the last ten scans is a stop, and no bag is closed"),
    ),
    Reason.NO_SUCH_ROW: (
        message("the list has no number {number}: choose one that stands there"),
        message("the list has no such number: choose one that stands there"),
    ),
    Reason.LOG_IN_FIRST: (message("nothing was saved: scan your badge first, then the parcel again"),),
    Reason.BADGE_REVOKED: (
        message("the badge of {operator} is revoked: nothing was done. Ask the supervisor for a new one"),
        message("this badge is revoked: nothing was done. Ask the supervisor for a new one"),
    ),
    Reason.NO_ROLE: (
        message("{role} is no role: {known}"),
        message("this is no role"),
    ),
    Reason.EMPTY: (
        message("{field} is empty: give it"),
        message("something is empty: give it"),
    ),
    Reason.TOO_LONG: (
        message("{field} is too long: at most {most} characters"),
        message("something is too long"),
    ),
    Reason.UNPRINTABLE: (
        message("{field} holds characters that nobody can read: type it again"),
        message("it holds characters that nobody can read: type it again"),
    ),
    Reason.NO_SCAN_NUMBER: (
        message("{number} is no number of a scan: station outbox list shows them"),
        message("this is no number of a scan: station outbox list shows them"),
    ),
    Reason.TOO_MANY: (
        message("too many scans at once: name at most {most}"),
        message("too many scans at once"),
    ),
    Reason.NOTHING_TO_CORRECT: (message("parcel_id or bin must be given: nothing else of a scan is ever corrected"),),
    Reason.NO_PARCEL_ID: (
        message("{parcel_id} is no parcel id: {cause}"),
        message("this is no parcel id"),
    ),
    Reason.NO_SUCH_BIN: (
        message("{bin} is no bin of the sort plan: is it {nearest:or}?"),
        message("{bin} is no bin of the sort plan, which has {known}"),
        message("this is no bin of the sort plan: station plan check FILE shows it"),
    ),
    Reason.BAD_ROWS: (
        plural(
            "count",
            "{count} bad row, nothing was changed: {first}",
            "{count} bad rows, nothing was changed. The first: {first}",
        ),
        message("bad rows, nothing was changed"),
    ),
    Reason.NOT_READABLE: (
        message("this is no request: {cause}"),
        message("this is no request"),
    ),
    Reason.UNKNOWN_KIND: (
        message("the running station does not know {kind}: it is of an older version. Start it again with this one"),
        message("the running station is of an older version. Start it again with this one"),
    ),
    Reason.NEWER_FIELD: (
        message(
            "the running station does not know {field} of {kind}: it is of an older version. Start it again with "
            "this one"
        ),
        message("the running station is of an older version. Start it again with this one"),
    ),
    Reason.MISSING_FIELD: (
        message("{field} of {kind} is missing: ask with the station's own command"),
        message("something is missing: ask with the station's own command"),
    ),
    Reason.WRONG_VALUE: (
        message("{field} of {kind} has a wrong value: ask with the station's own command"),
        message("a value is wrong: ask with the station's own command"),
    ),
    Reason.RECORD_TROUBLE: (
        message("{text}"),
        message("the record cannot be written"),
    ),
    **RELABEL_OUTCOMES,
    **BAG_OUTCOMES,
    **BADGE_OUTCOMES,
    **OPERATION_OUTCOMES,
}


def outcome_text(outcome: Outcome, language: Language) -> str:
    """The sentence. It may hold untrusted text: show it through `printable`."""
    values = named(outcome.values.items())
    cause, rows, others = values.get("cause"), values.get("rows"), values.get("others")
    if outcome.reason is Reason.NO_PARCEL_ID and isinstance(cause, str):
        rest = tuple((name, value) for name, value in outcome.values.items() if name != "cause")
        values["cause"] = cause_text(cause, rest, language)
    if isinstance(rows, tuple) and rows:
        values["first"] = rows[0]
    text = language.first(OUTCOMES[outcome.reason], values)
    if not others:
        return text
    return language.text(_AND, text=text, more=language.text(_OTHERS, values))
