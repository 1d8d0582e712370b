"""A scale is made by its own thread, and yet a wrong setting of it is told before anything starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from config import Config, ConfigError
from station.assembly import build_station

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("sections", "key"),
    [
        ({"scale": {"settings": {"unit": "furlong"}}}, r"scale\.settings\.unit"),
        ({"weigh": {"alibi": True}}, r"weigh\.alibi"),
    ],
)
def test_what_the_scale_cannot_do_is_told_before_the_record_is_opened(
    sections: dict[str, Any], key: str, tmp_path: Path
) -> None:
    config = Config.model_validate({"station": {"data_dir": tmp_path / "data"}, "sync": {"enabled": False}} | sections)

    with pytest.raises(ConfigError, match=key):
        build_station(config)
    assert not (tmp_path / "data").exists()
