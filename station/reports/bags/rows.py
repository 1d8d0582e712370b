"""A despatch as JSON, and its parcels as the rows of a table."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from station.reports.exports import MANIFEST, write_csv

if TYPE_CHECKING:
    from decimal import Decimal

    from station.reports.bags.despatch import Despatch, Held


def manifest_rows(despatch: Despatch) -> list[dict[str, object]]:
    """One row a parcel, by bag."""
    return [
        {
            "despatch": despatch.number,
            "dispatched_at": despatch.left_at,
            "container": each.bag.container,
            "bag": each.bag.number,
            "destination": each.bag.destination,
            "bin": each.bag.bin,
            "seal": each.bag.seal,
            "bag_gross_g": text_of(each.bag.gross_g),
            "parcel_id": parcel,
            "grams": text_of(grams),
        }
        for each in despatch.bags
        for parcel, grams in each.parcels
    ]


def manifest_csv(despatch: Despatch, *, raw: bool) -> str:
    """The manifest as CSV, for people or (`raw`) for programs."""
    text = io.StringIO()
    write_csv(text, iter(manifest_rows(despatch)), header=MANIFEST, raw=raw)
    return text.getvalue()


def despatch_json(despatch: Despatch) -> dict[str, Any]:
    """The bill and the manifest; amounts are texts in grams."""
    return {
        "despatch": despatch.number,
        "station_id": despatch.station_id,
        "dispatched_at": despatch.left_at,
        "totals": {
            "receptacles": len(despatch.held),
            "bags": len(despatch.bags),
            "parcels": despatch.parcels,
            "net_g": text_of(despatch.net_g),
            "gross_g": text_of(despatch.gross_g),
            "unweighed": despatch.unweighed,
        },
        "receptacles": [_receptacle(each) for each in despatch.held],
    }


def _receptacle(each: Held) -> dict[str, Any]:
    bag = each.bag
    return {
        "bag": bag.number,
        "bin": bag.bin,
        "container": bag.container,
        "destination": bag.destination,
        "seal": bag.seal,
        "tare_g": text_of(bag.tare_g),
        "net_g": text_of(bag.net_g),
        "gross_g": text_of(bag.gross_g),
        "count": bag.count,
        "parcels": [{"parcel_id": parcel, "grams": text_of(grams)} for parcel, grams in each.parcels],
    }


def text_of(grams: Decimal | None) -> str | None:
    """An amount as text; None: not known."""
    return None if grams is None else format(grams, "f")
