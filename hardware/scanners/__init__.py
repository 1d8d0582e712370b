"""Scanners: framing of their bytes, messages of fixed readers, answers to the hand, and the ways to them."""

from __future__ import annotations

from hardware.scanners.answers import ANSWERS, Maker
from hardware.scanners.byte_scanner import ByteScanner
from hardware.scanners.framing import Framing
from hardware.scanners.keyboard import EVENT, LAYOUTS, PLACES, LayoutName
from hardware.scanners.template import NO_READS, Template, TemplateError

__all__ = [
    "ANSWERS",
    "EVENT",
    "LAYOUTS",
    "NO_READS",
    "PLACES",
    "ByteScanner",
    "Framing",
    "LayoutName",
    "Maker",
    "Template",
    "TemplateError",
]
