"""Scanners: framing of their bytes, messages of fixed readers, answers to the hand, and the ways to them."""

from __future__ import annotations

from hardware.scanners.answers import ANSWERS, Maker
from hardware.scanners.byte_scanner import ByteScanner, open_line
from hardware.scanners.detection import Heard, listen, scanner_ports
from hardware.scanners.framing import Framing
from hardware.scanners.keyboard import EVENT, LAYOUTS, PLACES, LayoutName
from hardware.scanners.self_test import TEST_TEXT, Fault, SetUp, examined
from hardware.scanners.template import NO_READS, Template, TemplateError

__all__ = [
    "ANSWERS",
    "EVENT",
    "LAYOUTS",
    "NO_READS",
    "PLACES",
    "TEST_TEXT",
    "ByteScanner",
    "Fault",
    "Framing",
    "Heard",
    "LayoutName",
    "Maker",
    "SetUp",
    "Template",
    "TemplateError",
    "examined",
    "listen",
    "open_line",
    "scanner_ports",
]
