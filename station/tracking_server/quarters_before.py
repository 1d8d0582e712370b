"""Counts by quarter hour of what a centre holds already: a database of an older version counts its stored scans."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING

from station.tracking_server.scans import LARGEST_SEQ, check_scan
from station.tracking_server.verdicts import Checked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

AT_ONCE = 5000
"""Entries that are in memory together."""


def stored_entries(rows: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, Checked]]]:
    """Of (station, body): as `cells` and `count_quarters` want them, so many at once."""
    left = iter(rows)
    while page := list(islice(left, AT_ONCE)):
        checked = ((station, check_scan(json.loads(body), 1, LARGEST_SEQ)) for station, body in page)
        yield [(station, entry) for station, entry in checked if isinstance(entry, Checked)]
