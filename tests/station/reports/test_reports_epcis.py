"""`station export epcis` and `exceptions` on a real database: all of a span, valid, streamed."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from station.cli import export
from station.core.models import Receipt
from station.record.log.connect import for_writing
from station.record.writer import Store
from station.sync.epcis.naming import event_id
from tests.station.record.drafts import OVERWEIGHT, draft
from tests.station.sync.epcis_schema import complaints, needs_schema


def run(*arguments: object) -> Result:
    answer = CliRunner().invoke(export.app, [str(argument) for argument in arguments])
    if answer.exception is not None and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return answer


def filled(folder: Path, scans: int) -> tuple[Path, list[str]]:
    """Every third parcel is overweight, every fifth has no id."""
    path = folder / "station.db"
    with Store.open(path, "lane-1") as store:
        ids = [
            store.commit(
                draft(
                    f"RR{n}" if n % 5 else None,
                    at=f"2026-11-22T{n // 60:02d}:{n % 60:02d}:00.000Z",
                    decision=None if n % 3 else OVERWEIGHT,
                )
            ).scan_id
            for n in range(scans)
        ]
    return path, ids


def events_of(text: str) -> list[dict[str, Any]]:
    document = json.loads(text)
    assert complaints(document) == []
    events: list[dict[str, Any]] = document["epcisBody"]["eventList"]
    return events


@pytest.mark.parametrize("scans", [0, 1, 30])
def test_every_scan_is_an_event_of_a_valid_document(tmp_path: Path, scans: int) -> None:
    needs_schema()
    database, ids = filled(tmp_path, scans)

    events = events_of(run("epcis", "--db", database).stdout)

    assert [event["eventID"] for event in events] == list(map(event_id, ids))
    assert all(bool(event["epcList"]) == bool(n % 5) for n, event in enumerate(events))


def test_a_span_begins_with_its_first_moment_and_ends_before_its_last(tmp_path: Path) -> None:
    needs_schema()
    database, ids = filled(tmp_path, 30)
    span = ("--since", "2026-11-22T00:10:00Z", "--until", "2026-11-22T02:20:00+02:00")

    events = events_of(run("epcis", "--db", database, *span).stdout)
    lines = run("scans", "--format", "jsonl", "--db", database, *span).stdout.splitlines()

    assert [event["eventID"] for event in events] == list(map(event_id, ids[10:20]))
    assert [json.loads(line)["scan_id"] for line in lines] == ids[10:20]
    assert run("epcis", "--db", database, "--until", "soon").exit_code == 2


def test_the_uris_are_those_of_the_configuration_and_the_file_appears_whole(tmp_path: Path) -> None:
    needs_schema()
    filled(tmp_path, 2)
    config, out = tmp_path / "station.toml", tmp_path / "events.json"
    config.write_text(
        f'[station]\nid = "lane-1"\ndata_dir = "{tmp_path}"\n'
        '[epcis]\nparcel_uri = "urn:hub:p:{id}"\nread_point = "https://hub.example/lane-1"\n'
    )

    answer = run("epcis", "--config", config, "--out", out)

    assert (answer.exit_code, answer.stdout, answer.stderr) == (0, "", "2 events\n")
    event = events_of(out.read_text())[1]
    assert (event["epcList"], event["readPoint"]["id"]) == (["urn:hub:p:RR1"], "https://hub.example/lane-1")


def test_a_correction_is_preceded_by_the_original_declared_wrong(tmp_path: Path) -> None:
    needs_schema()
    database, (wrong,) = filled(tmp_path, 1)
    with Store.open(database, "lane-1") as store:
        store.settle([Receipt(wrong, "rejected", "bad", "no")])
        right = store.commit(replace(draft("RR9"), corrects=wrong)).scan_id
    connection = for_writing(database)
    connection.execute("INSERT INTO resolution VALUES (1, 'fixed', 'anna', 'typo', '2026-11-22T10:00:00.000Z', 2)")
    connection.close()

    original, declared, successor = events_of(run("epcis", "--db", database).stdout)

    assert original["eventID"] == declared["eventID"] == event_id(wrong)
    assert "errorDeclaration" not in original
    assert declared["errorDeclaration"]["correctiveEventIDs"] == [event_id(right)] == [successor["eventID"]]


def test_exceptions_are_the_scans_that_stopped(tmp_path: Path) -> None:
    database, ids = filled(tmp_path, 10)

    lines = [json.loads(line) for line in run("exceptions", "--format", "jsonl", "--db", database).stdout.splitlines()]
    rows = list(csv.DictReader(io.StringIO(run("exceptions", "--format", "csv", "--db", database).stdout)))

    assert [line["scan_id"] for line in lines] == [row["scan_id"] for row in rows] == ids[::3]
    assert {line["code"] for line in lines} == {"OW"}
