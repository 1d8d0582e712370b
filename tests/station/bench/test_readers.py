"""The readers that a benchmark compares: which there are, and what each answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.bench.pictures import plain
from station.bench.readers import QUICK, STILLS, Readers
from station.core.choose import choose
from tests.hardware.reading.drawn import drawn, on_table

if TYPE_CHECKING:
    pass


NUMBER = "RR473124829CN"


def test_what_this_reader_takes_is_what_the_station_chooses() -> None:
    frame = on_table(drawn(NUMBER, "Code128"), 200, 300)

    for name in (QUICK, STILLS):
        said = Readers().read([frame])[name][0]
        assert (said.chosen, said.cause, said.symbols) == (NUMBER, None, ((NUMBER, NUMBER.encode()),))
    assert choose([]).parcel is None
    assert plain("(01)9\x1d5\r\n") == "0195"
