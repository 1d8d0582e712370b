"""What the set-up screens say."""

from __future__ import annotations

from station.language.messages import message

SET_UP = message("Set up")
STEP = message("{step} of {steps}")
KEYS_NEXT, KEYS_AGAIN = message("Next", about="key"), message("Search again", about="key")
PICTURE = message("Picture", about="key")
OTHER_FIELD = message("Next line", about="key")
KEYS_ZERO, KEYS_TEST, KEYS_SOUND, KEYS_START = (
    message("Zero", about="key"),
    message("Test weight", about="key"),
    message("Play", about="key"),
    message("Start", about="key"),
)
STATION, CAMERA, SCALE = message("Station"), message("Camera"), message("Scale")
SCANNER, OUTPUTS, CENTRE = message("Scanner"), message("Printer and sound"), message("Centre")
PLAN, CHECK = message("Sort plan"), message("Check")

ORDER_STATION = message("Give this station its name and the folder of its record. Then press F6.")
ORDER_CAMERA = message("Choose the camera with the arrow keys and Enter, or type its address. Put a label under it.")
ORDER_CAMERA_SEEN = message("Make every line below good: focus, light, distance. Then press F6.")
ORDER_SCALE = message("Put a weight on the scale. Choose the row that shows what the scale shows.")
ORDER_SCALE_SEARCH = message("Searching for scales, at most half a minute. Put a weight on the scale.")
ORDER_SCALE_SEEN = message("Compare with the scale's own display. F7: zero. F9: test weight. Then press F6.")
ORDER_UNIT = message("The scale does not say its unit: choose the one on its display.")
ORDER_SCANNER = message("Scan any label, and again every few seconds. Choose the row that shows its number.")
ORDER_OUTPUTS = message("Choose or type the printer's port: a test label is printed. F7: hear the tones.")
ORDER_CENTRE = message("Type the address of the centre and Enter, then its token and Enter.")
ORDER_PLAN = message("Choose the example plan, or type the file of your own.")
ORDER_CHECK = message("Everything is looked at. Press F9 to start the station; the rest can be put right later.")
ORDER_CHECKING = message("Everything is looked at, a few seconds.")

NO_CAMERA, NO_SCALE = message("There is no camera here"), message("There is no scale here")
NO_CENTRE, LISTS_CENTRE = message("There is no centre yet"), message("The centre sends the sort plan")
NO_SCANNER, NO_PRINTER = message("There is no scanner here"), message("There is no printer here")
EXAMPLE_PLAN = message("Example plan, for trials")
NOTHING_FOUND = message("Nothing was found. Plug it in and press F5, or type its address.")
SEARCHING = message("Searching ...")
CHOSEN = message("Chosen: {name}")
LEFT_OUT = message("Left out.")
NOTHING_CHOSEN = message("Choose a scale first.")
WITHOUT_IT = message("No device works here yet. Choose one, or press F6 again to go on without it.")
ZERO_ASKED = message("The scale was asked for zero: it is zero when it says 0 and stands still.")
WRONG = message("Not taken: {why}")

NAME_STATION, NAME_FOLDER = message("Name of the station"), message("Folder of the record")
NAME_ADDRESS, NAME_PORT = message("Address, device or file"), message("Port or address")
NAME_SCAN = message("Scan here")
NAME_URL, NAME_TOKEN, NAME_FILE = message("Address of the centre"), message("Token, or its file"), message("File")
NAME_WEIGHT = message("Test weight and limit, grams")
FILE_OF = message("configuration: {file}")

RATE = message("pictures a second")
READ_OF = message("read {read} of {looked}, {ms:number} ms each")
SHARPEST = message("sharpest so far: {best}")
BURNT = message("burnt out {share:percent}")
BLACK = message("black {share:percent}")
BRIGHTNESS = message("from black to white:")
NO_PICTURE = message("No picture yet.")
SAYS, SENDS = message("says"), message("sends")
NO_WEIGHT = message("No message yet.")
PUT_WEIGHT = message("Put the test weight of {grams} g on the scale.")
WEIGHT_GOOD, WEIGHT_BAD = message("The test weight is right: {text}"), message("The test weight is wrong: {text}")
NO_GRAMS = message("Write grams, or grams and the limit: 1000 5")
KEYBOARD = message("A scanner that acts as a keyboard needs nothing here: scan into the line above.")
TYPED = message("It typed: {text}")
PLAYING = message("Playing: {name}")
LEAVE_QUESTION = message("Leave the set-up? What was chosen is kept.")
ALL_WELL = message("Everything is well.")
