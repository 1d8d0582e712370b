"""What is read of print goes from thread to thread: nobody changes it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from hardware.print_contract import PrintedLine, PrintedText


def test_what_was_read_of_print_is_not_changed_afterwards() -> None:
    text = PrintedText("RR473124829CN", (0.9,) * 13)
    line = PrintedLine((text,), True, 1, ((0, 0), (9, 0), (9, 3), (0, 3)), strip=None)

    with pytest.raises(FrozenInstanceError):
        line.texts = ()  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        text.sure = ()  # type: ignore[misc]
