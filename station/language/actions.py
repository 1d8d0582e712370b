"""What the screen says of the worker's actions: the list of them, and the questions about bags."""

from __future__ import annotations

from station.language.messages import message, plural

ACTIONS = message("Actions", about="key")
ACTIONS_TITLE = message("What do you want to do?")
CLOSE_BAG, OPEN_BAG = message("Close a bag"), message("Open a bag")
DAMAGED, HOLD = message("The parcel is damaged"), message("Hold the parcel back")
NOT_READABLE = message("Nobody can read the label")
TELL_WEIGHT = message("The scale is down: type the weight")
WEIGHT_TITLE, GRAMS = message("The weight of the parcel that lies there"), message("Grams")
FORCE_WEIGHT = message("Type the weight of the parcel that lies there: it is accepted")
CALL_SUPERVISOR = message("The supervisor puts something right")

OPEN_BAG_OF = message("Open a bag for which bin?")
ANOTHER_BIN = message("another bin")
BIN_LABEL = message("Scan the label of the bin, or type its name")
BIN_LABEL_HINT = message("Its name stands in the sort plan")
BAG_LABEL = message("Bin {bin}: scan the label of the empty bag")
BAG_LABEL_HINT = message("YES, or Enter on the empty line: the station makes a number")
CLOSE_WHICH_BAG = message("Which bag is closed?")
ANOTHER_BAG = message("another bag")
CLOSE_BY_LABEL = message("Scan the label of the bag")
BAG_ROW = plural(
    "count", "{bag}   bin {bin}   {count} parcel   {grams:kg}", "{bag}   bin {bin}   {count} parcels   {grams:kg}"
)
WEIGH_BAG = message("Put bag {bag} on the scale")
WEIGHT_READY = message("steady: take it with Enter, or YES")
NOTHING_ON_SCALE = message("nothing on the scale: Enter, or YES closes the bag without a weight")
WEIGH_BAG_KEYS = message("Enter takes what stands here   Esc leaves the bag open")
TAKE_WEIGHT = message("Take the weight")
WEIGH_AGAIN = message("Weigh it again")
CLOSE_ALL_THE_SAME = message("Close it all the same: a supervisor says why")
LEAVE_OPEN = message("Leave it open")
WHY_DIFFERS = message("Bag {bag}: why does the weight differ?")
SEAL_OF = message("Scan the seal of bag {bag}")
SEAL_HINT = message("YES, or Enter on the empty line: it has no seal")
PRINTED_QUESTION = message("Is this the number? Compare it with the picture, correct it")
PRINTED_KEYS = message("Enter takes it   Esc clears, on an empty line leaves it unread")
LABEL_KEYS = message("Enter takes it   Esc clears, on an empty line leaves")
"""Keys of a question that wants a label."""
