"""What a configuration may say about recordings."""

from __future__ import annotations

import pytest

from config import Config, ConfigError, parse


def test_recordings_are_off_by_default_and_not_masked() -> None:
    replay = Config().replay

    assert (replay.enabled, replay.mask) == (False, False)


def test_a_recording_has_room_on_the_disk() -> None:
    with pytest.raises(ConfigError, match=r"replay\.keep_mb.*at least 256"):
        parse("[replay]\nkeep_mb = 100\n", "station.toml")
    assert parse("[replay]\nkeep_mb = 256\n", "station.toml").replay.keep_mb == 256
