"""A row of each station, whatever a centre says."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from station.core.counting import interval
from station.core.counting.hub_rows import hub_rows

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
KEYS = (
    "station_id", "last_contact", "age_s", "silent", "operator", "operation", "backlog", "hour", "devices", "clock",
    "version",
)  # fmt: skip
INNER = st.fixed_dictionaries({}, optional=dict.fromkeys(("pending", "presented", "first_time", "health", "kind"), ANY))
STATIONS = st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, ANY | INNER | st.lists(INNER, max_size=2)))


@given(stations=st.lists(STATIONS, max_size=4))
def test_any_answer_gives_rows_of_the_right_types_in_the_order_of_their_ids(stations: list[dict[str, Any]]) -> None:
    rows = hub_rows(stations)

    assert [row.station_id for row in rows] == sorted(row.station_id for row in rows)
    for row in rows:
        json.dumps(asdict(row), allow_nan=False)
        assert row.silent in (True, False, None)
        assert row.rate is None or 0 <= row.rate[1] <= row.rate[0] + 1e-9 <= row.rate[2] + 2e-9


def test_what_is_told_stands_in_the_row() -> None:
    devices = [
        {"kind": "scale", "name": "B912", "health": "down"},
        {"kind": "camera", "health": "up"},
        {"health": "off"},
    ]
    told = {
        "station_id": "lane-1", "last_contact": "2026-01-31T10:20:30.000Z", "age_s": 12.5, "silent": False,
        "operator": "op-17", "operation": "sort", "version": "0.1.0", "clock": "stepped", "devices": devices,
        "backlog": {"pending": 3, "oldest": "2026-01-31T10:20:29.123Z", "refused": 2},
        "hour": {"presented": 40, "first_time": 38},
    }  # fmt: skip
    (row,) = hub_rows([told])

    assert {key: asdict(row)[key] for key in told if key not in ("devices", "backlog", "hour")} == {
        key: value for key, value in told.items() if key not in ("devices", "backlog", "hour")
    }
    assert (row.pending, row.oldest, row.refused) == (3, "2026-01-31T10:20:29.123Z", 2)
    assert (row.presented, row.first_time, row.rate) == (40, 38, (38 / 40, *interval(38, 40)))
    assert row.not_up == ("scale B912 down",)
