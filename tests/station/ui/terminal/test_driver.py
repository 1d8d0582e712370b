"""The base of the terminal driver is the one for which it was written."""

from __future__ import annotations

import hashlib
import inspect

import pytest

pytest.importorskip("textual.drivers.linux_driver", reason="Textual has this driver on Linux alone")

from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver

KNOWN = "5e86dc6ee502c5e82dc4a29abfa1714e6de3a20856c615ab0774be7ca404ada3"


def test_the_base_of_the_driver_has_not_changed() -> None:
    """A new Textual: read what changed in its driver, mend station/ui/terminal/driver.py, write the new value here."""
    source = inspect.getsource(LinuxDriver) + inspect.getsource(WriterThread)

    assert hashlib.sha256(source.encode()).hexdigest() == KNOWN
