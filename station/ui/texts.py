"""Every word that the screens say themselves; what devices, codes and the centre say comes from them."""

from __future__ import annotations

from station.core import Code

TITLE = "Parcel Station"
IN_TEST = "IN TEST"

# Keys
SCAN, SUPERVISOR, TECHNICIAN = "Scan", "Supervisor", "Technician"
KEY_IN, THEME, QUIT = "Key in", "Theme", "Quit"
RESEND, ZERO, SEEN = "Resend", "Zero", "Seen"
DESK, FIX, LEAVE, BACK = "Desk", "Fix", "Leave", "Back"
CLEAR, LEFT, RIGHT, HOME, END, BACKSPACE, DELETE = (
    "Clear",
    "Left",
    "Right",
    "To the start",
    "To the end",
    "Delete to the left",
    "Delete",
)
CHOOSE, OTHER_ANSWER, NO = "Choose", "The other answer", "No"

# Questions
YES_ANSWER, NO_ANSWER = "Yes", "No"
QUESTION_KEYS = "← → choose   Enter answers   Esc no"
QUIT_QUESTION = "Quit the station? No parcel is scanned until it is started again."
ZERO_QUESTION = "Zero the scale? Nothing may lie on it."
SEEN_QUESTION = "Acknowledge this alarm? (cause known, action taken)"
RESEND_QUESTION = "Send every refused scan again?"

ANSWER_FIRST = "Answer the question first, or Esc. A scan is taken all the same."
SCAN_TAKEN = "Taken: {text}"
SCAN_AGAIN = "Taken already: {text}"
SCAN_REFUSED = "NOT TAKEN: {text} is not a parcel number"

# The desk
DESK_TITLE = " Scans that the centre refused: send again, put right, or leave"
RESEND_ONE = "Send scan {seq} again as it is?"
FIX_TITLE = "Correct scan {seq} (time and weight are kept)"
FIX_LINES = ("Parcel id", "Your name", "Why")
FIX_QUESTION = "Send another scan with {parcel_id} in the place of scan {seq}? That one stays in the record."
LEAVE_TITLE = "Scan {seq}: the centre does not get it. It stays in the record."
LEAVE_LINES = ("Your name", "Why")
LEAVE_QUESTION = "Leave scan {seq} refused for good?"
FORM_KEYS = "Enter next line   Esc clears, on an empty line leaves"
NOT_DONE = "not done"

# The start-up screen
CANNOT_START = "THE STATION CANNOT START"
START_ACTION = "No parcel is scanned. It tries again every few seconds and starts by itself once the trouble is gone."

# Verdicts
READY, READY_SENTENCE = "READY", "Put a parcel under the camera"
READY_KEYED = "Key the number in"
NUMBER_GIANT = "NUMBER?"
READ_GIANT, READING = "READING", "Hold the label under the camera"
WEIGH_GIANT, WEIGHING = "WEIGHING", "Do not touch the scale"
CLEAR_GIANT = "CLEAR"
SCALE_GIANT, SCALE_BLOCKED = "NO SCALE", "The scale is not connected. Call the technician"
CAMERA_GIANT, CAMERA_BLOCKED = "NO CAMERA", "The camera is not connected. Type the numbers, and call the technician"
ACCEPT, EXCEPTION, REVIEW = "ACCEPT", "EXCEPTION", "QUESTION"
STOP, DO_NOT_RELEASE = "STOP", "DO NOT RELEASE"
NOT_STORED, NOT_STORED_ACTION = "THE SCAN IS NOT STORED", "Keep the parcel here. Call the supervisor."
FAILED, FAILED_ACTION = (
    "THE STATION FAILED",
    "Keep the parcels here. The station closes by itself; call the supervisor.",
)
NO_KEYS = "the screen takes no keys any more"
NOT_BOOKED = "NOT SAVED"
KEYED_OVERDUE = "{number}: its parcel did not come"
KEYED_CANCELLED = "{number} is cancelled"
TYPED_AND_SEEN = "Typed {typed}, but the camera reads {seen}"
CANCEL_TYPED = "Esc cancels the typed number"
KEYED_AGAIN = "Put the parcel down, then type or scan the number again"
REVIEW_ACTION = "Nothing is saved yet"
INTO_BIN = "Put it into {bin}"
ELSE_BIN = "If not: bin {bin}"
RETRY: dict[Code, str] = {
    Code.NO_READ: "Turn the label up, or type the number",
    Code.CHECK_DIGIT: "Read it again, or type it again",
    Code.NO_WEIGHT: "Weigh it again. Do not touch the scale",
    Code.MULTI_READ: "Separate the parcels, or type the right number",
}
FIRST: dict[Code, str] = {
    Code.WEIGHT_MISMATCH: "Call the supervisor",
    Code.NO_RULE: "Tell the supervisor",
    Code.NO_POSTCODE: "Tell the supervisor",
    Code.RECIRCULATED: "Tell the supervisor",
}
"""What is done before the parcel goes into its bin."""
RETRIED: dict[Code, str] = {Code.NO_READ: "NO READ", Code.CHECK_DIGIT: "CHECK ID", Code.NO_WEIGHT: "WEIGH"}
"""Exceptions that the worker can mend at once are large by their name; all others by the bin."""
REVIEW_GIANT: dict[Code, str] = {Code.MULTI_READ: "WHICH?"}
REFUSED_GIANT: dict[Code, str] = {Code.NO_READ: "NO ID", Code.CHECK_DIGIT: "CHECK ID"}
"""Of a number that was typed or scanned by hand and is none of a parcel."""
RETYPE: dict[Code, str] = {
    Code.NO_READ: "Scan another code of the label, or type its number",
    Code.CHECK_DIGIT: "Scan it again, or correct the number",
}

OPERATIONS = {"arrival": "ARRIVAL", "induct": "INDUCT", "sort": "SORT", "dispatch": "DISPATCH"}

# Parcel and weight
PARCEL, IN_VIEW, NO_PARCEL, NOT_READ, KEYED = "parcel", "in view", "no parcel id", "not read", "keyed"
TO_COUNTRY = {"origin": "from", "destination": "to"}
WEIGHT, CAPTURED, SAVED, NO_SCALE, NO_MESSAGE = "weight", "weighed", "saved", "no scale", "nothing heard"
STABLE, MOVING, OLD = "stable", "moving", "old"
PHASES = {
    "empty": "scale empty",
    "loading": "settling",
    "captured": "weighed",
    "blocked": "clear the scale",
    "none": "",
}
WEIGHT_STATUS = {
    "ok": "",
    "motion": "moving",
    "overload": "OVERLOAD",
    "underload": "BELOW ZERO",
    "zero_error": "ZERO ERROR",
    "error": "SCALE ERROR",
    "incomplete": "BROKEN MESSAGE",
    "checksum": "BAD CHECKSUM",
}

# Devices and the connection to the centre
HEALTH = {"off": "off", "starting": "starting", "up": "up", "down": "DOWN"}
DEVICES = {"camera": "camera", "scale": "scale"}
LINE, ONLINE, OFFLINE, LINE_OFF, NOT_TRIED = "centre", "online", "OFFLINE", "off", "starting"
LINE_REFUSED = "REFUSED"
WAITING, OLDEST, REFUSED, CLOCK = "waiting", "oldest", "refused", "clock"
DISK, ROOM = "the disk has room for", "of scans at this rate"
ROOM_UNKNOWN = "room on the disk: nothing was scanned in the last hour, so no rate"
LISTS, BY_HAND, NO_LIST, UNKNOWN_AGE = "lists", "by hand", "none", "?"
LISTS_BY_HAND = "{names}: manual import, in force until the centre's changes"
SINCE, SINCE_TIME, AGO = "for", "since", "ago"
NET, GROSS, WEIGHT_MESSAGE, STATE_MESSAGE = "net weight", "gross weight", "weight", "no weight, the scale's state"

# Counts
HOUR = "1 h"
LAST_HOUR, SCANS, READ_COUNT, EXCEPTIONS, ACCEPTED, WEIGHED = (
    "last 60 minutes",
    "scans",
    "read",
    "exceptions",
    "accepted",
    "weighed",
)
ONE = {SCANS: "scan", EXCEPTIONS: "exception"}
UNREAD = "not read"
QUARTERS, BY_CODE, NOTHING = "accepted by quarter hour", "exceptions by code", "none"
REFUSED_TITLE, REFUSED_KEYS = "refused by the centre", "   F6 one by one   F5 send all again"
RECENT, NO_RECENT, RECENT_FAILED = "recent scans", "no scans yet", "the record cannot be read"
SENT = {"queued": "waiting", "sent": "sent", "refused": "REFUSED"}

# Keyed entry
ENTRY, ENTRY_HINT = "Key in:", "type or scan a number, then Enter"
CHECK_OK, CHECK_FAILED, NO_CHECK, NOT_A_PARCEL = (
    "check digit ok",
    "CHECK DIGIT WRONG",
    "no check digit",
    "not a parcel id",
)

MORE_TROUBLES = "{count} MORE:"

# Technician
PICTURE, NO_PICTURE, FOCUS, BEST, DROPPED, RATE, READ_TIME = (
    "picture",
    "no picture",
    "focus",
    "100%: the sharpest while on F3",
    "skipped",
    "pictures/s",
    "read in",
)
RAW, PARSED, SETTINGS, DEVICE_TITLE = "raw", "parsed", "configuration", "devices"

# What a command did
ZERO_SENT = "Zero requested; see the scale's reply next to its weight"
ZERO_NO_SCALE = "The scale is down: nothing was asked of it"
RESENT = "The refused scans wait for the centre again"
