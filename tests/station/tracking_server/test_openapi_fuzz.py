"""schemathesis reads our OpenAPI document and asks the real server whatever it allows and forbids; it finds nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from station.tracking_server import EmbeddedServer
from station.tracking_server.openapi import openapi, openapi_text
from tests.station.sync.centre import TOKEN

SETTINGS = """
[checks.negative_data_rejection]
# 413 is the refusal of too many scans in one batch
expected-statuses = [400, 401, 403, 404, 405, 406, 413, 415, 422]

[[operations]]
include-operation-id = "feed"

[operations.checks.positive_data_acceptance]
# a cursor that nobody gave is refused, and one of before a restore is 410
expected-statuses = ["2xx", 400, 410]
"""


def findings(folder: Path, document: str, *words: str) -> tuple[int, str]:
    """Exit code (0: nothing found) and the report."""
    (folder / "schemathesis.toml").write_text(SETTINGS)
    (folder / "openapi.json").write_text(document)
    with EmbeddedServer(folder / "centre.db", TOKEN) as server:
        bearer = ("-H", f"Authorization: Bearer {TOKEN}", "--url", server.url)
        how = ("--checks", "all", "--phases", "coverage,fuzzing", "--no-color")
        done = subprocess.run(
            [sys.executable, "-m", "schemathesis.cli", "run", "openapi.json", *bearer, *how, *words],
            cwd=folder,
            env=os.environ | {"NO_PROXY": "127.0.0.1"},
            capture_output=True,
            text=True,
            check=False,
        )
    return done.returncode, done.stdout + done.stderr


def test_the_document_and_the_server_agree(tmp_path: Path) -> None:
    found, report = findings(tmp_path, openapi_text(), "--max-examples", "15", "--generation-deterministic")

    assert found == 0, report
    operations = sum(len(methods) for methods in openapi()["paths"].values())
    assert f"{operations} passed" in report


def test_a_server_that_does_not_do_what_the_document_says_is_found_out(tmp_path: Path) -> None:
    document = openapi_text().replace('"const": "ok"', '"const": "fine"')
    found, report = findings(tmp_path, document, "--max-examples", "2", "--include-operation-id", "health")

    assert found == 1, report


@pytest.mark.soak
def test_the_document_and_the_server_agree_at_length(tmp_path: Path) -> None:
    found, report = findings(tmp_path, openapi_text(), "--max-examples", "2000")

    assert found == 0, report
