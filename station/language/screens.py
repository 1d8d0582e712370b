"""What the screens say themselves: keys, questions, names of figures, and the words of each state."""

from __future__ import annotations

from collections.abc import Mapping

from station.language.messages import Giant, Message, message, plural
from station.language.reasons import DEVICE_NAMES

TITLE = message("Parcel Station")
IN_TEST = message("IN TEST")

# Keys
SCAN, SUPERVISOR, TECHNICIAN = (
    message("Scan", about="key"),
    message("Figures", about="key"),
    message("Technician", about="key"),
)
HELP = message("Help", about="key")
UNDO, LAST = message("Undo", about="key"), message("Last ten", about="key")
KEY_IN, THEME, QUIT = message("Type", about="key"), message("Theme", about="key"), message("Quit", about="key")
RESEND, ZERO, SEEN = message("Resend", about="key"), message("Zero", about="key"), message("Seen", about="key")
LANGUAGE = message("Language", about="key")
DESK, FIX, LEAVE, BACK = (
    message("Desk", about="key"),
    message("Fix", about="key"),
    message("Leave", about="key"),
    message("Back", about="key"),
)
CLEAR, LEFT, RIGHT, HOME, END, BACKSPACE, DELETE = (
    message("Clear", about="key"),
    message("Left", about="key"),
    message("Right", about="key"),
    message("To the start", about="key"),
    message("To the end", about="key"),
    message("Delete to the left", about="key"),
    message("Delete", about="key"),
)
CHOOSE, OTHER_ANSWER = message("Choose", about="key"), message("The other answer", about="key")
NO = message("No", about="key")

# Questions
YES_ANSWER, NO_ANSWER = message("Yes"), message("No")
QUESTION_KEYS = message("← → choose   Enter answers   Esc no")
QUIT_QUESTION = message("Quit the station? No parcel is scanned until it is started again.")
ZERO_QUESTION = message("Zero the scale? Nothing may lie on it.")
SEEN_QUESTION = message("Acknowledge this alarm? (cause known, action taken)")
RESEND_QUESTION = message("Send every refused scan again?")
LOG_IN_KEY = message("Log in", about="key")
LOG_OUT = message("F12 again: {operator} logs out")
LOG_OUT_KEY = message("Log out", about="key")
LOG_IN_TITLE = message("Log in: scan your badge, or type staff number and PIN")
SUPERVISOR_KEY = message("Supervisor's badge", about="key")
SUPERVISOR_TITLE = message("Scan the supervisor's badge, or type number and PIN")
KIOSK_TITLE = message("Scan a supervisor's or technician's badge, or type number and PIN")
WHAT_TO_DO = message("What is to be done?")
LIFT_STOP, LIFT_WHY = (
    message("Lift the stop {code} of {parcel_id}"),
    message("Lift the stop {code} of {parcel_id}: why?"),
)
LIFT_INTO = message("{parcel_id}: into which bin? Choose, or scan the bin's label")
REOPEN_BAG = plural("count", "Open a closed bag again ({count})", "Open a closed bag again ({count})")
TAKE_OVER = message("Take the shift of {operator} over")
REOPEN_WHICH, REOPEN_WHY = message("Which bag is opened again?"), message("Bag {bag} is opened again: why?")
CLOSED_BAG = plural("count", "{bag}   bin {bin}   {count} parcel", "{bag}   bin {bin}   {count} parcels")
WORD_OF = message("{operator}: {seconds} s")
STAFF_NUMBER, PIN = message("Staff number"), message("PIN")
LOOKING = message("one moment")
CHOICE_KEYS = plural("count", "1, or Enter chooses   Esc leaves", "1 to {count}, or ↑ ↓ and Enter choose   Esc leaves")

ANSWER_FIRST = message("Answer the question first, or Esc. A scan is taken all the same.")
SCAN_TAKEN = message("Taken: {text}")
SCAN_AGAIN = message("Taken already: {text}")
SCAN_REFUSED = message("NOT TAKEN: {text} is not a parcel number")

# The desk
DESK_TITLE = message("Scans that the centre refused: send again, put right, or leave")
RESEND_ONE = message("Send scan {seq} again as it is?")
FIX_TITLE = message("Correct scan {seq} (time and weight are kept)")
FIX_LINES = (message("Parcel id"), message("Your name"), message("Why"))
FIX_QUESTION = message("Send another scan with {parcel_id} in the place of scan {seq}? That one stays in the record.")
LEAVE_TITLE = message("Scan {seq}: the centre does not get it. It stays in the record.")
LEAVE_LINES = (message("Your name"), message("Why"))
LEAVE_QUESTION = message("Leave scan {seq} refused for good?")
FORM_KEYS = message("Enter next line   Esc clears, on an empty line leaves")
NOT_DONE = message("not done")

# The last ten scans
LAST_TITLE = message("The last ten scans: choose the one that is wrong")
LAST_KEYS = message("↑ ↓ choose   Enter takes it back   Esc leaves")
LAST_QUESTION = message("Take back scan {seq} of {number}? It counts no more; the record says who took it back.")
WAS_TAKEN_BACK = message("undone")

# The start-up screen
CANNOT_START = message("THE STATION CANNOT START")
START_ACTION = message(
    "No parcel is scanned. It tries again every few seconds and starts by itself once the trouble is gone."
)

# Verdicts
READY, READY_SENTENCE = Giant(message("READY"), "--"), message("Put a parcel under the camera")
READY_KEYED = message("Scan the label, or type the number")
NUMBER_GIANT = Giant(message("NUMBER?"), "#?")
READ_GIANT, READING = Giant(message("READING"), "..."), message("Hold the label under the camera")
WEIGH_GIANT, WEIGHING = Giant(message("WEIGHING"), "KG"), message("Do not touch the scale")
LOCKED_GIANT = Giant(message("LOCKED"), "ID?")
LOCKED = message("Scan your badge: {operator}, or a supervisor")
LOG_IN_GIANT, LOG_IN = Giant(message("LOG IN"), "ID?"), message("Log in: scan your badge")
CLEAR_GIANT = Giant(message("CLEAR"), "KG 0")
SCALE_GIANT = Giant(message("NO SCALE"), "KG !")
SCALE_BLOCKED = message("The scale is not connected. Call the technician")
CAMERA_GIANT = Giant(message("NO CAMERA"), "CAM !")
CAMERA_BLOCKED = message("The camera is not connected. Type the numbers, and call the technician")
ACCEPT, EXCEPTION, REVIEW = message("ACCEPT"), message("EXCEPTION"), message("QUESTION")
QUESTION = Giant(REVIEW, "?")
STOP, RELEASE = Giant(message("STOP"), "STOP"), Giant(message("DO NOT RELEASE"), "")
NOT_STORED = message("THE SCAN IS NOT STORED")
NOT_STORED_ACTION = message("Keep the parcel here. Call the supervisor.")
FAILED = message("THE STATION FAILED")
FAILED_ACTION = message("Keep the parcels here. The station closes by itself; call the supervisor.")
NOT_BOOKED = Giant(message("NOT SAVED"), "X")
KEYED_OVERDUE = message("{number}: its parcel did not come")
KEYED_CANCELLED = message("{number} is cancelled")
TAKEN_BACK = Giant(message("UNDONE"), "X")
COUNTS_NO_MORE, IT_COUNTS_NO_MORE = message("{number} counts no more"), message("The last scan counts no more")
STOP_COUNTS_NO_MORE = message("This second scan of {number} counts no more: its first one does")
WHERE_IT_WENT = message("Put it where it went before")
SCAN_IT_AGAIN = message("Take the parcel away. To save it, scan it again")
TYPED_AND_SEEN = message("Typed {typed}, but the camera reads {seen}")
CANCEL_TYPED = message("Esc cancels the typed number")
KEYED_AGAIN = message("Put the parcel down, then type or scan the number again")
REVIEW_ACTION = message("Nothing is saved yet")
INTO_BIN = message("Put it into {bin}")
PUT_AND_SCAN = message("Put it into {bin}, then scan the label of {bin}")
IN_ITS_PLACE = message("In its place")
WRONG_PLACE = Giant(message("WRONG BAG"), "WRONG")
IN_BAG = plural("count", "bag {bag}: {count} parcel, {grams:kg}", "bag {bag}: {count} parcels, {grams:kg}")
BAG_NEARLY_FULL = message("{order}. The bag is nearly full: {percent} %")
BAG_FULL_NOW = message("{order}. Then close the bag: it is full")
OPEN_BAGS = message("open bags")
TYPED_WEIGHT = message("Call the supervisor: a typed weight needs a word. If not: bin {bin}")
FIRST_ACTION = message("{first}. {action}")
ELSE_BIN = message("{retry}. If not: bin {bin}")
BECAUSE = message("{reason}: {cause}")

# Parcel and weight
IN_VIEW, NO_PARCEL, NOT_READ = message("in view"), message("no parcel id"), message("not read")
KEYED = message("keyed")
COUNTRY_ROLE: Mapping[str, Message] = {"origin": message("from {country}"), "destination": message("to {country}")}
WEIGHT, CAPTURED, SAVED = message("weight"), message("weighed {weight}"), message("saved {weight}")
NO_SCALE, NO_MESSAGE = message("no scale"), message("nothing heard")
STABLE, MOVING, OLD = message("stable"), message("moving"), message("old {age}")
PHASES: Mapping[str, Message | None] = {
    "empty": message("scale empty"),
    "loading": message("settling"),
    "captured": message("weighed", about="state of the scale"),
    "blocked": message("clear the scale"),
    "none": None,
}
WEIGHT_STATUS: Mapping[str, Message | None] = {
    "ok": None,
    "motion": MOVING,
    "overload": message("OVERLOAD"),
    "underload": message("BELOW ZERO"),
    "zero_error": message("ZERO ERROR"),
    "error": message("SCALE ERROR"),
    "incomplete": message("BROKEN MESSAGE"),
    "checksum": message("BAD CHECKSUM"),
}

# Devices and the connection to the centre
HEALTH: Mapping[str, Message] = {
    "off": message("off"),
    "starting": message("starting"),
    "up": message("up", about="state of a device"),
    "down": message("DOWN"),
}
DEVICES = DEVICE_NAMES
DEVICES_UP = message("{count} devices up")
LINE, ONLINE, OFFLINE, LINE_OFF = message("centre"), message("online"), message("OFFLINE"), message("off")
NOT_TRIED, LINE_REFUSED = message("starting"), message("REFUSED")
WAITING, WAITING_SINCE = message("{count} waiting"), message("{count} waiting, oldest {age}")
REFUSED = message("{count} refused")
ROOM = message("the disk has room for {span} of scans at this rate")
ROOM_UNKNOWN = message("room on the disk: nothing was scanned in the last hour, so no rate")
LISTS_TITLE = message("lists")
LISTS: Mapping[str, Message] = {
    "sort plan": message("sort plan"),
    "holds": message("holds"),
    "manifest": message("manifest"),
}
BY_HAND, NO_LIST = message("{age} by hand"), message("none")
UNKNOWN_AGE = "?"
LISTS_BY_HAND = message("{names}: manual import, in force until the centre's changes")
SINCE, AGO = message("for {age}"), message("{kind}, {seconds} s ago")
NET, GROSS = message("net weight"), message("gross weight")
WEIGHT_MESSAGE, STATE_MESSAGE = message("weight"), message("no weight, the scale's state")

CLOCKS: Mapping[str, Message] = {
    "synced": message("clock synced"),
    "unsynced": message("clock unsynced"),
    "stepped": message("clock stepped"),
}

# Counts
HOUR = message("1 h")
LAST_HOUR, READ_COUNT, ACCEPTED = message("last 60 minutes"), message("read", about="count"), message("accepted")
EXCEPTIONS = message("exceptions")
PRESENTED, FIRST_TIME, AFTER_RETRIES = message("presented"), message("first-time read"), message("after retries")
PARCELS_OF, EXCEPTIONS_OF = plural("n", "parcel", "parcels"), plural("n", "exception", "exceptions")
QUARTERS, BY_CODE, NOTHING = message("presented by quarter hour"), message("exceptions by code"), message("none")
MOST, TARGET_OF_QUARTER = message("most: {count}"), message("target: {count}")
NOW, IN_LAST_HOUR = message("now"), message("parcels/h")
OF_TARGET = message("{percent} % of {target}")
SHIFT_SINCE, COUNTED_SINCE = message("shift, since {time}:"), message("since {time}:")
READ_AT_ALL, OTHERS = message("read at all"), message("others")
FEW = message("of few parcels")
LIFTED_AND_BACK = message("{lifted} stops lifted, {back} scans taken back")
BY_CAUSE, BY_WORKER, BY_BIN, BY_CARRIER = (
    message("why not read"),
    message("by worker"),
    message("by bin"),
    message("by carrier"),
)
PARCELS_HEAD, FIRST_HEAD, STOPS_HEAD = (
    message("parcels", about="column"),
    message("1st %", about="column"),
    message("stops", about="column"),
)
LEFT_IN, HAS_LEFT = message("in {minutes} min"), message("has left")
TO_DO, NEEDS = message("{count} to do"), message("needs {needed}/h, goes {rate}/h")
LATE, IN_TIME = message("{count} will be late"), message("in time")
ACCEPTED_FOR_IT = message("{count} accepted, {rate}/h")
GOES_OUT = message("it goes out by itself")
NOTHING_LOST = message("the centre is not reached: nothing is lost, all is sent later")
LOOK_CLOSER = message("Closer", about="key")
FIGURES_TITLE = message("Figures, {since}. Choose one to see its parcels")
BEHIND_TITLE = message("{name}: the newest scans")
HISTORY_TITLE = message("History of {number}")
FIGURES_KEYS = message("↑ ↓ choose   Enter looks closer   F6 only this one, or all   Esc back")
BEHIND_KEYS = message("↑ ↓ choose   Enter looks closer   Esc back")
HISTORY_KEYS = message("Esc back")
SAW_NOTHING = message("nothing")
LIFTED_ROW, BACK_ROW = message("stop lifted"), message("taken back")
REFUSED_TITLE = message("refused by the centre: {count}")
REFUSED_KEYS = message("F6 one by one   F5 send all again")
RECENT, NO_RECENT, RECENT_FAILED = (
    message("recent scans"),
    message("no scans yet"),
    message("the record cannot be read"),
)
RECENT_KEYS = message("F6 takes one back")
SENT: Mapping[str, Message] = {
    "queued": message("waiting"),
    "sent": message("sent"),
    "refused": message("REFUSED"),
}

# Looking on from a browser
WATCHED = message("for looking at alone")
NOT_ANSWERING = message("THE STATION DOES NOT ANSWER: what it recorded is shown, not how it is now")
HUB_KEY = message("Hub", about="key")
HUB_TITLE = message("All stations of the hub")
HUB_COUNT = plural("count", "{count} station, {silent} silent", "{count} stations, {silent} silent")
HUB_AWAY, HUB_NONE = message("THE CENTRE TELLS NOTHING: {why}"), message("no centre is configured")
HUB_HEADS = (
    message("station", about="column"),
    message("heard", about="column"),
    message("operator", about="column"),
    message("work", about="column"),
    message("1 h", about="column"),
    message("read 1st", about="column"),
    message("waits", about="column"),
    message("refused", about="column"),
    message("clock", about="column"),
    message("version", about="column"),
    message("to look at", about="column"),
)
SILENT = message("SILENT, nothing heard for {age}")
SHARED_ID = message("TWO COMPUTERS scan under this id: give one of them another station.id")
CLOCK_WRONG, OLDEST = message("clock {clock}"), message("the oldest that waits is of {time} UTC")
TELLING = message("one moment: the centre is asked")

# Keyed entry
ENTRY, ENTRY_HINT = message("Type:"), message("type or scan a number, then Enter")
CHECK_OK, CHECK_FAILED = message("check digit ok"), message("CHECK DIGIT WRONG")
NO_CHECK, NOT_A_PARCEL = message("no check digit"), message("not a parcel id")

MORE_TROUBLES = plural("count", "{count} MORE:", "{count} MORE:")

# Technician
NO_PICTURE, FOCUS = message("no picture"), message("focus")
BEST, DROPPED = message("100%: the sharpest while on F3"), message("{count} skipped")
RATE, READ_TIME = message("pictures/s"), message("read in")
RAW, PARSED, SETTINGS = message("raw"), message("parsed"), message("configuration")

# What a command did
ZERO_SENT = message("Zero requested; see the scale's reply next to its weight")
ZERO_NO_SCALE = message("The scale is down: nothing was asked of it")
RESENT = message("The refused scans wait for the centre again")
