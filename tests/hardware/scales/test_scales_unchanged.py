"""A scale that tells a weight once, and then that it has not changed."""

from __future__ import annotations

import os
import pty
from decimal import Decimal

from hardware.scales import SerialScale


def test_a_scale_that_says_its_weight_is_unchanged_has_said_it_again() -> None:
    host, device = pty.openpty()
    os.set_blocking(host, False)
    scale = SerialScale(os.ttyname(device), protocol="toledo-8217", settings={"unit": "kg"})
    scale.open()
    try:
        os.write(host, b"\x02?\x00\r\x02\x30\x31\x2e250\r\x02?\x00\r\x02?A\r\x02?\x00\r")
        said = [scale.read(5.0) for _ in range(5)]
    finally:
        scale.close()
        os.close(host)
        os.close(device)

    values = [message.value if message else message for message in said]
    assert values == [None, Decimal("1.250"), Decimal("1.250"), None, None]
