"""Files and pixels of pictures."""

from __future__ import annotations

from hardware.images.c_stderr import c_stderr_silenced
from hardware.images.code_cards import card_files, code_cards, save_cards
from hardware.images.pictures import (
    MOST_PAGES,
    PICTURE_SUFFIXES,
    is_video,
    load_pages,
    load_picture,
    pictures_of,
    silent_codecs,
    video_frames,
)
from hardware.images.pixels import Pixels, as_grey
from hardware.images.snapshot import grey_picture, save_picture

__all__ = [
    "MOST_PAGES",
    "PICTURE_SUFFIXES",
    "Pixels",
    "as_grey",
    "c_stderr_silenced",
    "card_files",
    "code_cards",
    "grey_picture",
    "is_video",
    "load_pages",
    "load_picture",
    "pictures_of",
    "save_cards",
    "save_picture",
    "silent_codecs",
    "video_frames",
]
