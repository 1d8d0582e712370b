"""The configuration names exactly the protocols that there are."""

from __future__ import annotations

from typing import get_args

from config.scales import ScaleProtocol
from hardware.scales.protocols import DIALECTS


def test_every_protocol_can_be_configured_and_no_other() -> None:
    assert set(get_args(ScaleProtocol)) == set(DIALECTS)
