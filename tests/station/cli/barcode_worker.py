"""A worker with a handheld scanner, a sheet of cards and labels of bags, at a lane on a real terminal. No keyboard."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count, islice
from typing import TYPE_CHECKING, Any, Self

from hardware.simulated.camera import make_parcels
from station.core import EntryKind, command_text
from tests.painted import Screen
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from hardware.simulated.camera import SimulatedParcel

SEED = 11
AGAIN_S = 1.4
"""The same barcode within a second is one scan, and a busy machine hands keys over late."""
SETTLE_S = 0.45
KINDS = tuple(kind.value for kind in EntryKind)
TARE_G = Decimal(250)
NEW = "SELECT seq, ifnull(entry, 0), parcel_id, bin, code, details FROM scan WHERE seq > ? ORDER BY seq"


@dataclass(frozen=True)
class Row:
    """An entry as far as the worker's screen told it."""

    seq: int
    kind: str
    parcel_id: str | None
    bin: str
    code: str | None
    details: dict[str, Any]


@dataclass
class Worker:
    """`truth` is what a person saw: which parcel was put into which bag."""

    folder: Path
    key: bytes
    screen: Screen
    orders: Any
    parcels: list[SimulatedParcel]
    seen: int = 0
    truth: dict[str, str] = field(default_factory=dict)
    bags: dict[str, str] = field(default_factory=dict)
    """The open bag of a bin."""
    filled: dict[str, Decimal] = field(default_factory=dict)
    """Grams of parcels in a bag."""
    codes: Counter[str] = field(default_factory=Counter)
    alarms: int = 0
    began: float = field(default_factory=time.monotonic)
    _last: tuple[str, float] = ("", 0.0)
    _numbers: Any = field(default_factory=lambda: count(1))

    def order(self, words: str) -> None:
        self.orders.write(words + "\n")
        self.orders.flush()

    def scan(self, text: str) -> None:
        """As a handheld scanner does, in one burst that ends with CR."""
        last, at = self._last
        if text == last:
            time.sleep(max(0.0, at + AGAIN_S - time.monotonic()))
        self.screen.terminal.type(text.encode() + b"\r")
        self._last = (text, time.monotonic())

    def card(self, word: str, *shown: str) -> None:
        self.scan(command_text(word, self.key))
        if shown:
            self.screen.shows(*shown)

    def rows(self) -> list[Row]:
        """What was recorded since the last look."""
        with closing(sqlite3.connect(f"file:{self.folder / 'data' / 'station.db'}?mode=ro", uri=True)) as record:
            found = record.execute(NEW, (self.seen,)).fetchall()
        return [Row(seq, KINDS[kind], p, b or "", c, json.loads(d or "{}")) for seq, kind, p, b, c, d in found]

    def recorded(self, kind: str) -> Row:
        """The next entry of this kind; those before it are of the same act."""
        found: list[Row] = []

        def came() -> bool:
            found[:] = [row for row in self.rows() if row.kind == kind]
            return bool(found)

        until(came, f"an entry {kind}\n{self.screen.text()}")
        self.seen = found[0].seq
        return found[0]

    def take_away(self) -> None:
        self.order("remove")
        time.sleep(SETTLE_S)

    def shown(self, number: int, grams: int | None = None) -> Row:
        """Put a parcel down; the verdict on it."""
        self.order(f"parcel {number}" + (f" {grams}" if grams is not None else ""))
        row = self.recorded("scan")
        if row.code in {"BN", "BF"}:
            self.take_away()
            if row.code == "BF":
                self.close(self.bags.pop(row.details.get("into") or self.into(row)))
            self.codes[str(row.code)] += 1
            self.open(self.into(row))
            return self.shown(number, grams)
        return row

    def into(self, row: Row) -> str:
        """The bin for which it stopped, as the screen says it."""
        with closing(sqlite3.connect(f"file:{self.folder / 'data' / 'station.db'}?mode=ro", uri=True)) as record:
            (values,) = record.execute("SELECT vals FROM scan WHERE seq = ?", (row.seq,)).fetchone()
        return str(json.loads(values)["into"])

    def open(self, place: str) -> None:
        self.card("OPENBAG", "Open a bag for which bin?", f"1 {place}")
        self.card("ONE", f"Bin {place}: scan the label of the empty bag")
        number = f"BAG-{next(self._numbers):04}"
        self.scan(number)
        row = self.recorded("receptacle")
        assert (row.details["is"], row.details["bag"], row.bin) == ("opened", number, place)
        self.bags[place], self.filled[number] = number, Decimal(0)

    def close(self, number: str, *, first: bool = True) -> None:
        """`first`: it stands first in the list, as the bag of the last stop does."""
        self.card("CLOSEBAG", "Which bag is closed?")
        if first:
            self.card("ONE")
        else:
            self.scan(number)
        self.screen.shows(f"Put bag {number} on the scale")
        self.order(f"weight {self.filled[number] + TARE_G}")
        self.screen.shows("steady")
        self.card("YES", f"Scan the seal of bag {number}")
        self.scan(f"SEAL-{number}")
        row = self.recorded("receptacle")
        assert (row.details["is"], row.details["bag"]) == ("closed", number)
        self.take_away()

    def put(self, row: Row, grams: Decimal, *, wrong: bool = False) -> None:
        """Into the bag of its bin, after the wrong one where `wrong`."""
        parcel, bag = str(row.parcel_id), self.bags[row.bin]
        others = [each for each in self.filled if each != bag]
        if wrong and others:
            self.scan(others[-1])
            self.screen.shows("is wrong")
            assert self.rows() == [], "nothing is released by a wrong label"
            self.alarms += 1
        self.scan(bag)
        told = self.recorded("receptacle")
        assert (told.details["is"], told.details["bag"], told.details["parcel_id"]) == ("put", bag, parcel)
        self.truth[parcel] = bag
        self.filled[bag] += grams

    @classmethod
    def at(cls, folder: Path, config: Path, key: bytes) -> Self:
        """At a lane that has just started; close it with `leave`."""
        fifo = folder / "orders"
        os.mkfifo(fifo)
        program = [sys.executable, "-m", "tests.station.cli.barcode_lane", str(config), str(SEED), str(fifo)]
        screen = Screen(program)
        screen.__enter__()
        return cls(folder, key, screen, fifo.open("w"), list(islice(make_parcels(SEED), 1000)))

    def leave(self) -> None:
        self.orders.close()
        self.screen.__exit__()
