"""Recordings of the last seconds, as the technician's screen tells of them."""

from __future__ import annotations

from station.language.messages import message

RECORD_KEY = message("Record", about="key")
RECORDED = message("The last seconds are recorded: station replay list")
RECORDER_BUSY = message("Not recorded: another recording is being written")
