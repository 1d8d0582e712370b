"""Sentences of the configuration on the screen."""

from __future__ import annotations

from station.language.messages import message

CONFIGURATION = message("Configuration")
CHANGE_IT = message("F5: search and change")
SEARCH = message("Search")
LIST_KEYS = message("↑ ↓ choose   Enter change   Esc back   type to search")
NO_FILE = message("There is no configuration file: the defaults hold. Write one: station config init")
NOTHING_SO = message("No key has this in its name, its value or its meaning.")
ALLOWED = message("Allowed: {allowed}")
DEFAULT = message("Default: {default}")
VALUE = message("New value")
WHY = message("Why, for the history (may be empty)")
SECRET = message("A part of it is secret and is not shown: write the whole value.")
SAME = message("Nothing changes.")
NEXT_START = message("In force at the next start.")
CHANGE_KEYS = message("Enter next line, then write   Esc clear, back")
WRITE_QUESTION = message("Write this?")
WRITTEN = message("Written: {key}")
MEANWHILE = message("The file was changed meanwhile. Nothing was written: look at the difference again.")
