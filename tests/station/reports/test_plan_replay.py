"""Recorded parcels on another plan: on their own plan nothing moves, on another each goes as it routes there."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from hardware.contract import Symbol
from station.cli.main import app
from station.core import Accept, Code, Refusal
from station.core.identify import identify
from station.core.requests import VoidScan
from station.core.sort_plan import SortPlan, route
from station.record import Store
from station.reports import replay_plan
from station.requests import read_plan
from tests.station.record.drafts import NOW, OVERWEIGHT, draft
from tests.station.requests.doing import do

HEAD = "function,priority,country,carrier,postal_prefix,weight_max_g,bin"
NUMBERS = ["RB123456785GB", "RR473124829CN", "RR000000014CN", "1Z999AA10123456784"]
PARCELS = st.lists(st.tuples(st.sampled_from(NUMBERS), st.sampled_from(["90", "1200", "4000"])), max_size=12)
RULES = st.lists(
    st.tuples(
        st.sampled_from(["", "GB", "CN"]), st.sampled_from(["", "ups"]), st.sampled_from(["", "1000"]),
        st.sampled_from(["A1", "A2", "A3"]),
    ),
    min_size=1,
    max_size=5,
)  # fmt: skip


def plan_of(folder: Path, rules: list[tuple[str, str, str, str]]) -> SortPlan:
    rows = [f",{n},{country},{carrier},,{most},{bin_}" for n, (country, carrier, most, bin_) in enumerate(rules, 1)]
    file = folder / "plan.csv"
    file.write_text(
        "\n".join(["function,priority,country,carrier,postal_prefix,weight_max_g,bin", *rows, "DEFAULT,,,,,,X"])
    )
    return read_plan(file)


def bin_of(plan: SortPlan, number: str, grams: str) -> str:
    rule = route(plan, identify(number, "Code128", "]C0"), Decimal(grams), NOW[:10])
    return "" if rule is None else rule.bin


def sorted_by(store: Store, plan: SortPlan, parcels: list[tuple[str, str]]) -> None:
    for number, grams in parcels:
        identity, bin_ = identify(number, "Code128", "]C0"), bin_of(plan, number, grams)
        decision = Accept(bin_, "") if bin_ else Refusal(Code.NO_RULE, (), "REJECT")
        symbol = Symbol(number, number.encode(), "Code128", "]C0", ((0, 0),), "zxing")
        store.commit(replace(draft(number, grams=grams, decision=decision), identity=identity, symbol=symbol))


@given(PARCELS, RULES, RULES)
def test_each_parcel_goes_as_it_routes_and_on_its_own_plan_none_moves(
    parcels: list[tuple[str, str]], one: list[tuple[str, str, str, str]], other: list[tuple[str, str, str, str]]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, here, there = folder / "station.db", plan_of(folder, one), plan_of(folder, other)
        with Store.open(path, "lane-1") as store:
            sorted_by(store, here, parcels)
            store.commit(draft(NUMBERS[0], decision=OVERWEIGHT))  # it stopped before any plan
            taken_back = store.commit(draft(NUMBERS[1], decision=Accept("A1", "")))
            do(store, VoidScan(taken_back.seq, "Ana", "wrong"))
        same, told = replay_plan(path, here, None, None), replay_plan(path, there, None, None)
        none = replay_plan(path, there, "2099-01-01T00:00:00.000Z", None)

    assert (same.parcels, same.moved, none.parcels) == (len(parcels), Counter(), 0)
    before, after = ([bin_of(plan, *parcel) for parcel in parcels] for plan in (here, there))
    assert {bin_: load.before for bin_, load in told.bins.items() if load.before} == dict(Counter(before))
    assert {bin_: load.after for bin_, load in told.bins.items() if load.after} == dict(Counter(after))
    assert told.moved == Counter(pair for pair in zip(before, after, strict=True) if pair[0] != pair[1])
    assert sum(load.grams_after for load in told.bins.values()) == sum(Decimal(grams) for _, grams in parcels)


def test_the_command_tells_bins_before_and_after_and_a_bad_plan_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        sorted_by(store, plan_of(tmp_path, [("GB", "", "", "A1")]), [(NUMBERS[0], "90"), (NUMBERS[1], "90")])
    plan_of(tmp_path, [("", "", "", "A2")])
    told = CliRunner().invoke(app, ["plan", "replay", str(tmp_path / "plan.csv"), "--db", str(path), "--json"])
    assert told.exit_code == 1
    found = json.loads(told.stdout)
    assert (found["parcels"], found["moved"], found["stops_before"], found["stops_after"]) == (2, 2, 1, 0)
    assert {"before": None, "after": "A2", "count": 1} in found["moves"]
    shown = CliRunner().invoke(app, ["plan", "replay", str(tmp_path / "plan.csv"), "--db", str(path)])
    assert "1 from A1 to A2" in shown.stdout

    (tmp_path / "plan.csv").write_text("function,bin\nNONSENSE,A1\n")
    assert CliRunner().invoke(app, ["plan", "replay", str(tmp_path / "plan.csv"), "--db", str(path)]).exit_code == 2
