"""The screens: Textual, thin, over `station.service`."""

from __future__ import annotations

import os

from station.ui.app import StationApp
from station.ui.setup import SetUpApp
from station.ui.start import StartApp
from station.ui.watch import WatchApp

# Keys as plain characters: under kitty's protocol the keys of a scanner would each be a sequence.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")

__all__ = ["SetUpApp", "StartApp", "StationApp", "WatchApp"]
