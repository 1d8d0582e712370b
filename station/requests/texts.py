"""The sentence of each outcome: what came of a request, and what to do where nothing did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.outcomes import Reason
from station.language import ENGLISH, cause_text, language

if TYPE_CHECKING:
    from station.core.outcomes import Outcome

_OTHERS = ("{others} of these numbers is not rejected and open", "{others} of these numbers are not rejected and open")
TEXTS: dict[Reason, str | tuple[str, str]] = {
    Reason.RESENT: ("{count} scan back in the queue", "{count} scans back in the queue"),
    Reason.REJECTION_ACCEPTED: (
        "{count} refused scan accepted; it stays in the record",
        "{count} refused scans accepted; they stay in the record",
    ),
    Reason.CORRECTED: "scan {seq} stays as it is; scan {by_seq} goes to the centre in its place",
    Reason.ALARMS_ENDED: ("{count} alarm ended", "{count} alarms ended"),
    Reason.PLAN_IN_FORCE: ("sort plan {version}: {count} rule", "sort plan {version}: {count} rules"),
    Reason.HOLDS_IN_FORCE: ("hold list: {count} parcel", "hold list: {count} parcels"),
    Reason.TAKEN_BACK: "scan {seq} is taken back and counts no more; entry {by_seq} of the log says who and why",
    Reason.STOP_LIFTED: "parcel {parcel_id} goes into {bin}; entry {by_seq} of the log says who and why",
    Reason.SHIFT_OPENED: "the shift of {operator} is open",
    Reason.SHIFT_CLOSED: "the shift of {operator}, open since {since}, is closed",
    Reason.OPERATION_CHANGED: "from now on a scan means {operation}",
    Reason.NONE_REJECTED: "nothing to do: none of them is refused and open. station outbox list shows those that are",
    Reason.NO_SUCH_SCAN: "there is no scan {seq}, or it is no longer kept here: see station export scans",
    Reason.NOT_REJECTED: "the centre has not refused scan {seq}: there is nothing to do. See station outbox show {seq}",
    Reason.ALREADY_ACCEPTED: "{who} has accepted already that scan {seq} stays refused. See station outbox show {seq}",
    Reason.ALREADY_CORRECTED: "{who} has corrected scan {seq} already: scan {by_seq} stands in its place",
    Reason.NO_SUCH_ALARM: "no such alarm waits any more: it was ended already",
    Reason.ALREADY_TAKEN_BACK: "scan {seq} is taken back already, by entry {by_seq}",
    Reason.OVERRIDE_STANDS: "the stop of scan {seq} was lifted by entry {by_seq}: take that one back first",
    Reason.NOT_STOPPED: "scan {seq} was not stopped: its parcel is accepted. To take it back: station void {seq}",
    Reason.WITHOUT_PARCEL_ID: "scan {seq} has no parcel id: read the parcel again, or key its number in",
    Reason.SHIFT_IS_OPEN: "the shift of {operator} is open already, since {since}",
    Reason.OTHER_SHIFT_IS_OPEN: "the shift of {operator} is open since {since}: close it first (station shift close)",
    Reason.NO_SHIFT_IS_OPEN: "no shift is open: station shift open NAME begins one",
    Reason.OPERATION_IS_SET: "a scan means {operation} already",
    Reason.EMPTY: "{field} is empty: give it",
    Reason.TOO_LONG: "{field} is too long: at most {most} characters",
    Reason.UNPRINTABLE: "{field} holds characters that nobody can read: type it again",
    Reason.NO_SCAN_NUMBER: "{number} is no number of a scan: station outbox list shows them",
    Reason.TOO_MANY: "too many scans at once: name at most {most}",
    Reason.NOTHING_TO_CORRECT: "parcel_id or bin must be given: nothing else of a scan is ever corrected",
    Reason.NO_PARCEL_ID: "{parcel_id} is no parcel id: {cause}",
    Reason.NO_OPERATION: "{operation} is no operation: {known}",
    Reason.BAD_ROWS: (
        "1 bad row, nothing was changed: {first}",
        "{count} bad rows, nothing was changed. The first: {first}",
    ),
    Reason.NOT_READABLE: "this is no request: {cause}",
    Reason.UNKNOWN_KIND: (
        "the running station does not know {kind}: it is of an older version. Start it again with this one"
    ),
    Reason.NEWER_FIELD: (
        "the running station does not know {field} of {kind}: it is of an older version. Start it again with this one"
    ),
    Reason.MISSING_FIELD: "{field} of {kind} is missing: ask with the station's own command",
    Reason.WRONG_VALUE: "{field} of {kind} has a wrong value: ask with the station's own command",
    Reason.RECORD_TROUBLE: "{text}",
}


def text_of(outcome: Outcome) -> str:
    """The sentence, with `?` for a value that is missing. It may hold untrusted text: show it through `printable`."""
    values = _Values(outcome.values)
    text = TEXTS[outcome.reason]
    if not isinstance(text, str):
        text = text[0] if values.get("count", 1) == 1 else text[1]
    if isinstance(rows := values.get("rows"), tuple) and rows:
        values["first"] = rows[0]
    if outcome.reason is Reason.NO_PARCEL_ID and isinstance(cause := values.get("cause"), str):
        rest = tuple((name, value) for name, value in outcome.values.items() if name != "cause")
        values["cause"] = cause_text(cause, rest, language(ENGLISH))
    others = values.get("others", 0)
    more = "" if not others else f". {_OTHERS[others != 1]}"
    return (text + more).format_map(values)


class _Values(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"
