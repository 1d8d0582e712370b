"""Every query of the Grafana dashboard returns data, by a real Prometheus that scrapes centre and station of a demo."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import httpx2
import pytest

from tests.places import ROOT
from tests.station.cli.programs import ENVIRONMENT, PROGRAM
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DASHBOARD = ROOT / "docs" / "grafana" / "parcel-station.json"
PROMETHEUS = shutil.which("prometheus")
SCRAPES = """
global: {{scrape_interval: 1s}}
scrape_configs:
- job_name: centre
  authorization: {{credentials_file: {token}}}
  static_configs: [{{targets: ["{centre}"]}}]
- job_name: station
  static_configs: [{{targets: ["127.0.0.1:{station}"]}}]
"""
VALUES = {"$station": ".*", "$__rate_interval": "10s"}


def queries() -> dict[str, str]:
    """By panel and letter, with the variables as Grafana fills them in."""
    panels = json.loads(DASHBOARD.read_text())["panels"]
    found = {}
    for panel in panels:
        for target in panel.get("targets", ()):
            text = target["expr"]
            for name, value in VALUES.items():
                text = text.replace(name, value)
            found[f"{panel['title']} {panel['id']}{target['refId']}"] = text
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@pytest.fixture
def prometheus(tmp_path: Path) -> Iterator[str]:
    """The address of one that scrapes a demonstration."""
    port, folder, station = free_port(), tmp_path / "demo", free_port()
    words = ["demo", "--headless", "--rate", "2", "--parcels", "1000", "--dir", str(folder), "--metrics"]
    with ExitStack() as stack:
        demo = [sys.executable, "-c", PROGRAM, *words, f"127.0.0.1:{station}"]
        told = stack.enter_context((tmp_path / "demo.log").open("w"))
        running = stack.enter_context(subprocess.Popen(demo, stderr=told, stdout=subprocess.DEVNULL, env=ENVIRONMENT))
        stack.callback(running.terminate)
        log = tmp_path / "demo.log"
        told_centre = re.compile(r"UP centre: http://(\S+)\n")
        until(lambda: told_centre.search(log.read_text()) is not None, "the demonstration", 60)
        centre = told_centre.findall(log.read_text())[0]
        config = tmp_path / "prometheus.yml"
        config.write_text(SCRAPES.format(token=folder / "token", centre=centre, station=station))
        command = [
            str(PROMETHEUS), f"--config.file={config}", f"--storage.tsdb.path={tmp_path / 'tsdb'}",
            f"--web.listen-address=127.0.0.1:{port}",
        ]  # fmt: skip
        scraping = stack.enter_context(
            subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=os.environ)
        )
        stack.callback(scraping.terminate)
        yield f"http://127.0.0.1:{port}"


def has_data(address: str, query: str) -> bool:
    try:
        response = httpx2.get(f"{address}/api/v1/query", params={"query": query})
    except httpx2.TransportError:
        return False
    if "json" not in response.headers.get("content-type", ""):  # it begins
        return False
    answer = response.json()
    assert answer.get("status") != "error", (query, answer)
    result = answer["data"]["result"]
    return bool(result) and any(each["value"][1] != "NaN" for each in result)


@pytest.mark.skipif(PROMETHEUS is None, reason="no Prometheus: make test-tools")
def test_every_query_returns_data_of_a_demonstration(prometheus: str) -> None:
    until(lambda: has_data(prometheus, 'up{job="centre"} == 1'), "a scrape of the centre", 60)
    until(lambda: has_data(prometheus, 'up{job="station"} == 1'), "a scrape of the station", 60)
    left = queries()
    assert len(left) > 20

    def emptied() -> bool:
        for name in [name for name, query in left.items() if has_data(prometheus, query)]:
            del left[name]
        return not left

    try:
        until(emptied, "data", 90)
    except AssertionError:
        pytest.fail(f"no data: {left}")
    assert not has_data(prometheus, "parcel_station_nothing"), "a query of nothing is found out"


def test_each_panel_has_its_place_and_the_variables_of_the_dashboard() -> None:
    dashboard = json.loads(DASHBOARD.read_text())
    places = [(each["gridPos"]["x"], each["gridPos"]["y"]) for each in dashboard["panels"]]
    assert len(set(places)) == len(places)
    known = {f"${each['name']}" for each in dashboard["templating"]["list"]} | {"$__rate_interval"}
    used = set(re.findall(r"\$\w+", " ".join(t["expr"] for p in dashboard["panels"] for t in p.get("targets", ()))))
    assert used <= known
