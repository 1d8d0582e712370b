"""Every request that there is, with values that can be done and values that cannot."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from hypothesis import strategies as st

from station.core.requests import Request
from station.requests.codec import KINDS

NAMES = st.sampled_from(["Ana", " Bo ", "陈", "", " ", "x" * 65, "a\x1bb", "\ud800"])
SEQS = st.integers(1, 6) | st.sampled_from([0, -1, 99, 2**63 - 1, 2**63])
MANY = st.lists(SEQS, max_size=3).map(tuple)
TEXTS = st.sampled_from(
    [
        "bin,country\nA01,BR\nB02,\n",
        "bin\n",
        "bin,country\nA01,Brazil\n",
        "parcel_id\nRR473124829CN\n",
        "parcel_id\n",
        "",
    ]
)
BAGS = st.sampled_from(
    [
        "BAG-1",
        "bag-2",
        "CAGE-1",
        "CNSHAABRRIOAACC60001001000123",
        "CNSHAABRRIOAXCC600010010001",
        "RR473124829CN",
        "",
        "x y",
    ]
)
AMOUNTS = st.sampled_from(["0", "250", "12400.5", "-1", "much", ""])
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "who": NAMES,
    "why": NAMES,
    "seq": SEQS,
    "seqs": MANY,
    "parcel_id": st.sampled_from(["RR473124829CN", "RR473124820CN", "794644790131", "hello", "", " RB123456785CN "]),
    "bin": NAMES,
    "alarms": st.lists(st.sampled_from(["no such alarm", ""]), max_size=2).map(tuple),
    "name": st.sampled_from(["plan.csv", "holds.jsonl", "\x1b.csv"]),
    "text": TEXTS,
    "operator": NAMES,
    "operation": st.sampled_from(["sort", "dispatch", " arrival", "loading", ""]),
    "empty": st.booleans(),
    "hand_over": st.booleans(),
    "role": st.sampled_from(["", "worker", "technician", "boss"]),
    "bag": BAGS,
    "check": st.sampled_from(["zero", "test_weight", "sound", "look", ""]),
    "checks": st.lists(st.sampled_from(["clock", "lists", "nothing"]), max_size=2).map(tuple),
    "value": NAMES,
    "alarm": st.sampled_from(["read_rate_low", "disk_full", "", "x" * 65]),
    "state": st.sampled_from(["came", "ended", "seen", "gone", ""]),
    "limit": NAMES,
    "passed": st.booleans(),
    "old": st.sampled_from(["RR473124829CN", "RR473124820CN", " RB123456785CN ", "hello", ""]),
    "new": st.sampled_from(["RR473124829CN", "RR123456785CN", "rr123456785cn", "hello", ""]),
    "container": BAGS,
    "bags": st.lists(BAGS, max_size=3).map(tuple),
    "destination": NAMES,
    "label": BAGS,
    "seal": NAMES,
    "despatch": st.sampled_from(["CNSHAABRRIOAACC60001", "d-1", ""]),
    "tare_g": AMOUNTS,
    "gross_g": AMOUNTS,
    "most_g": AMOUNTS,
    "most_l": AMOUNTS,
    "most_parcels": st.sampled_from([1, 20, 0, -1, 10**9]),
}
"""Values of a field by its name: a request with a field of another name needs a line here."""


def of_kind(kind: type[Request]) -> st.SearchStrategy[Request]:
    """Requests of one kind."""
    values = {
        each.name: st.none() | FIELDS[each.name] if "None" in str(each.type) else FIELDS[each.name]
        for each in fields(kind)
    }
    return st.builds(kind, **values)


wishes: st.SearchStrategy[Request] = st.one_of(*(of_kind(kind) for kind in KINDS.values()))
