"""Whether the bytes of a picture file are all there. Decoders fill what is missing with grey and say nothing."""

from __future__ import annotations

import zlib

CUT_OFF = "the picture is cut off: copy it again"
DAMAGED = "the picture is damaged: copy it again"
TOO_LARGE = "the picture has more than 200 million pixels: cut it"
_MOST_PIXELS = 200_000_000

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_JPEG_END = b"\xff\xd9"
_START_OF_SCAN = 0xDA
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Start-of-frame markers, which hold height and width."""


def why_not_whole(data: bytes) -> str | None:
    """Words when a PNG, JPEG, GIF, BMP or WebP is cut off, damaged or too large to decode; else None."""
    if data.startswith(_PNG):
        return _png(data)
    if data.startswith(_JPEG):
        return _jpeg(data)
    if data.startswith(b"GIF8"):
        return None if data.rstrip(b"\0").endswith(b";") else CUT_OFF
    if data.startswith(b"BM"):
        return CUT_OFF if int.from_bytes(data[2:6], "little") > len(data) else None
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return CUT_OFF if int.from_bytes(data[4:8], "little") + 8 > len(data) else None
    return None


def _png(data: bytes) -> str | None:
    """Walk the chunks up to IEND (ISO/IEC 15948), checking the critical ones."""
    at = len(_PNG)
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data):
            return CUT_OFF
        if kind[:1].isupper() and zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            return DAMAGED
        if kind == b"IHDR":
            width, height = (
                int.from_bytes(data[at + 8 : at + 12], "big"),
                int.from_bytes(data[at + 12 : at + 16], "big"),
            )
            if width * height > _MOST_PIXELS:
                return TOO_LARGE
        if kind == b"IEND":
            return None
        at = end
    return CUT_OFF


def _jpeg(data: bytes) -> str | None:
    """Walk the segments up to the scan (ITU-T T.81), then look for the end marker behind it."""
    at = len(_JPEG)
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return DAMAGED
        marker = data[at + 1]
        if marker == 0xFF or marker in _STANDALONE:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in _SIZES and _jpeg_pixels(data, at) > _MOST_PIXELS:
            return TOO_LARGE
        if marker == _START_OF_SCAN:
            return None if data.find(_JPEG_END, at) >= 0 else CUT_OFF
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return CUT_OFF


def _jpeg_pixels(data: bytes, at: int) -> int:
    return int.from_bytes(data[at + 5 : at + 7], "big") * int.from_bytes(data[at + 7 : at + 9], "big")
