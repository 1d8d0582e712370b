"""A station with simulated devices on the terminal of this program: CONFIG SEED FIFO. The FIFO says what lies there.

`parcel I [GRAMS]` puts parcel I of the seed down, `two I J` one that carries the label of the next packet from J on
too, `label TEXT` shows a QR code, `weight GRAMS` is something without a label, `remove` takes it away.
"""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from decimal import Decimal
from itertools import islice
from pathlib import Path

from config import load
from hardware.simulated import SimulatedTable
from hardware.simulated.camera import PrintedCode, make_parcels
from station.assembly import simulated_station
from station.cli.run import show

RATE = 8
MOST = 1000


def obey(fifo: Path, table: SimulatedTable, seed: int) -> None:
    parcels = list(islice(make_parcels(seed), MOST))
    with fifo.open() as orders:
        for order in orders:
            match order.split():
                case ["parcel", number, *grams]:
                    parcel = parcels[int(number)]
                    table.camera.place(parcel)
                    table.scale.place(Decimal(grams[0]) if grams else parcel.grams)
                case ["two", first, second]:
                    parcel = parcels[int(first)]
                    shorter = (other for other in parcels[int(second) :] if other.label.style == "packet")
                    others = (next(shorter).label.main,)
                    table.place(replace(parcel, label=replace(parcel.label, others=others)))
                case ["label", text]:
                    main, others = PrintedCode("Code128", "BAG", "BAG"), (PrintedCode("QRCode", text, ""),)
                    packet = next(parcel for parcel in parcels if parcel.label.style == "packet")
                    table.camera.place(replace(packet, label=replace(packet.label, main=main, others=others)))
                case ["weight", grams]:
                    table.scale.place(Decimal(grams))
                case ["remove"]:
                    table.remove()
                case _:
                    raise ValueError(order)


if __name__ == "__main__":
    config_file, seed, fifo = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    table = SimulatedTable(seed, RATE)
    table.scale.plug()
    threading.Thread(target=obey, args=(fifo, table, seed), daemon=True).start()
    try:
        with simulated_station(load(config_file), table) as station:
            show(station)
    finally:
        table.scale.unplug()
