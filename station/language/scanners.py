"""What the screens and the troubles say of scanners."""

from __future__ import annotations

from station.language.messages import message

SCANNER_DOWN = message("SCANNER {name} DOWN")
SCANNER_BLOCKED = (
    message("The scanner {name} is not connected. Use another one, or type the numbers"),
    message("A scanner is not connected. Use another one, or type the numbers"),
)
SCANNER_LOCKED = message("SCANNER LOCKED")
LOOK_AT_STOP = (
    message("The scanner {scanner} is locked. Look at the stop, then press Enter or show the card YES"),
    message("A scanner is locked. Look at the stop, then press Enter or show the card YES"),
)
NOT_TAKEN = (
    message("NOT TAKEN, the scanner {scanner} is locked: look at the stop, then press Enter or show the card YES"),
    message("NOT TAKEN, the scanner is locked: look at the stop, then press Enter or show the card YES"),
)
TAKEN_ALREADY = (message("taken already: {text}"), message("taken already"))
SCAN_OR_TYPE = message("Scan the label, or type the number")
NO_SCAN, LOCKED = message("nothing scanned yet"), message("LOCKED")
LAST_SCAN = message("{count} scans, {seconds} s ago:")
