"""Who may speak, starting, stopping, the command and the document."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # its stubs are not installed
from starlette.routing import Route

from station.record.log.scan_columns import PLAIN, WEIGHT
from station.tracking_server import CentreStore, EmbeddedServer, make_app
from station.tracking_server.embedded import CannotListenError
from station.tracking_server.openapi import openapi, openapi_text
from station.tracking_server.tokens import Tokens, TokensError, read_tokens
from tests.places import ROOT
from tests.station.sync.centre import EPOCH, STATION, TOKEN, batch, post, scan, statuses

if TYPE_CHECKING:
    from collections.abc import Iterator

GAPS = f"/v1/stations/{STATION}/{EPOCH}/gaps"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    """Tokens of two stations."""
    tokens = Tokens(((STATION, TOKEN), ("hub-2", "second")))
    with EmbeddedServer(tmp_path_factory.mktemp("centre") / "centre.db", tokens) as server:
        yield server


def speaking(server: EmbeddedServer, authorization: str | None = None) -> httpx2.Client:
    headers = {} if authorization is None else {"authorization": authorization}
    return httpx2.Client(base_url=server.url, headers=headers, trust_env=False, timeout=10)


@pytest.mark.parametrize(
    "wrong", [None, "", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer é"]
)
def test_without_the_token_nothing_is_told_or_stored(guarded: EmbeddedServer, wrong: str | None) -> None:
    headers = {} if wrong is None else {b"authorization": wrong.encode()}
    with speaking(guarded) as client:
        for path in ("/v1/parcels/P1", GAPS, "/v1/throughput", "/metrics"):
            answer = client.get(path, headers=headers)
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
            assert answer.headers["content-type"] == "application/problem+json"
        client.headers.update(headers)
        assert post(client, batch([scan(1)])).status_code == 401
        assert client.get("/healthz").json() == {"status": "ok"}


def test_a_token_speaks_for_its_own_station_only(guarded: EmbeddedServer) -> None:
    with speaking(guarded, "bearer second") as client:
        assert post(client, batch([scan(7)])).status_code == 403
        assert client.get(GAPS).status_code == 403
        assert statuses(post(client, batch([scan(7)], station_id="hub-2"))) == ["stored"]
    with speaking(guarded, f"Bearer {TOKEN}") as client:
        assert client.get(GAPS).json()["stored"] == 0
        assert client.get("/v1/parcels/P7").json()["scans"][0]["station_id"] == "hub-2"


def test_tokens_are_one_or_lines_of_station_and_token(tmp_path: Path) -> None:
    path = tmp_path / "tokens"
    path.touch(mode=0o600)
    path.write_text("one\n")
    grant = read_tokens(path).grant("Bearer one")
    assert grant is not None
    assert grant.allows("any")

    path.write_text("# who\nhub-1 a\n\nhub-2 b\nhub-3 b\n")
    grant = read_tokens(path).grant("Bearer b")
    assert grant is not None
    assert [grant.allows(station) for station in ("hub-1", "hub-2", "hub-3")] == [False, True, True]


@pytest.mark.parametrize("text", ["", "\n \n", "# only words\n", "a b c\n", "a\nb\n", "a tökén\n"])
def test_a_token_file_that_guards_nothing_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "tokens").touch(mode=0o600)
    (tmp_path / "tokens").write_text(text)

    with pytest.raises(TokensError, match="tokens"):
        read_tokens(tmp_path / "tokens")
    with pytest.raises(TokensError, match="cannot be read"):
        read_tokens(tmp_path / "none")


def test_without_a_token_only_this_machine_is_served(tmp_path: Path) -> None:
    for host in ("0.0.0.0", "192.0.2.1", "::"):
        with pytest.raises(TokensError, match="--token-file"):
            EmbeddedServer(tmp_path / "centre.db", None, host=host)


def test_stop_and_start_again_on_the_same_port_with_the_same_data(tmp_path: Path) -> None:
    one = scan(1)
    server = EmbeddedServer(tmp_path / "centre.db", TOKEN)
    server.start()
    url = server.url
    with speaking(server, f"Bearer {TOKEN}") as kept_alive:
        assert statuses(post(kept_alive, batch([one]))) == ["stored"]
        for _ in range(2):
            server.stop()
            assert not server.alive
            with pytest.raises(httpx2.HTTPError):
                kept_alive.get("/healthz")
            server.start()
            assert server.url == url
            assert statuses(post(kept_alive, batch([one]))) == ["duplicate"]
    server.stop()
    server.stop()


def test_stop_closes_idle_and_half_sent_connections(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path / "centre.db", None)
    server.start()
    address = ("127.0.0.1", int(server.url.rpartition(":")[2]))
    with socket.create_connection(address) as idle, socket.create_connection(address) as half:
        idle.sendall(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
        assert idle.recv(4096).startswith(b"HTTP/1.1 200")
        half.sendall(b"POST /v1/scan-batches HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{")
        deadline = time.monotonic() + 10
        server.stop()
        for connection in (idle, half):
            connection.settimeout(max(0.1, deadline - time.monotonic()))
            while connection.recv(4096):
                pass


def test_a_busy_port_is_told_in_words_and_the_database_stays_free(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        server = EmbeddedServer(tmp_path / "centre.db", None, port=port)
        with pytest.raises(CannotListenError, match=f"port {port}.*another program") as caught:
            server.start()
    assert caught.value.busy
    server.start()
    server.stop()


def test_a_database_that_fails_is_a_503_that_says_when_to_come_back(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with EmbeddedServer(tmp_path / "centre.db", None) as server, speaking(server) as client:
        assert isinstance(server._store, CentreStore)
        server._store._connection.execute("DROP TABLE scan")
        for answer in (post(client, batch([scan(1)])), client.get("/healthz"), client.get("/metrics")):
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert capfd.readouterr() == ("", "")


def command(*arguments: str, folder: Path) -> subprocess.Popen[str]:
    program = "from station.cli.main import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", program, "tracking-server", *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(("sent", "flags"), [(signal.SIGTERM, ["--json"]), (signal.SIGINT, ["--db", "sqlite:///x.db"])])
def test_the_command_says_where_it_listens_and_ends_well(tmp_path: Path, sent: int, flags: list[str]) -> None:
    with command("--port", "0", *flags, folder=tmp_path) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        url = json.loads(line)["url"] if "--json" in flags else line.removeprefix("listening on ").strip()
        with httpx2.Client(base_url=url, trust_env=False) as client:
            assert client.get("/healthz").json() == {"status": "ok"}
            process.send_signal(sent)
            _, errors = process.communicate(timeout=10)

    assert (process.returncode, errors) == (0, "")
    assert (tmp_path / ("tracking.db" if "--json" in flags else "x.db")).exists()


def test_wrong_use_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "empty").touch(mode=0o600)
    (tmp_path / "open").write_text("token")
    (tmp_path / "open").chmod(0o644)
    with socket.create_server(("127.0.0.1", 0)) as other:
        busy = str(other.getsockname()[1])
        wrong: dict[tuple[str, ...], tuple[int, str]] = {
            ("--db", "mysql://x/y"): (2, "only SQLite and PostgreSQL"),
            ("--db", "postgresql://nobody@127.0.0.1:1/none", "--port", "0"): (3, "cannot be reached"),
            ("--db", "postgresql://127.0.0.1/none?nonsense=1", "--port", "0"): (2, "no PostgreSQL address"),
            ("--host", "0.0.0.0", "--port", "0"): (2, "--token-file"),
            ("--token-file", "empty", "--port", "0"): (2, "holds no token"),
            ("--token-file", "open", "--port", "0"): (2, "chmod 600"),
            ("--port", busy): (3, f"port {busy}"),
            ("--db", "none/x.db", "--port", "0"): (2, "none/x.db"),
        }
        running = {arguments: command(*arguments, folder=tmp_path) for arguments in wrong}
        for arguments, process in running.items():
            output, errors = process.communicate(timeout=20)
            code, words = wrong[arguments]
            assert (process.returncode, output) == (code, ""), errors
            assert words in errors
            assert "Traceback" not in errors


def test_the_document_in_docs_is_the_one_that_is_served(guarded: EmbeddedServer) -> None:
    assert (ROOT / "docs" / "openapi.json").read_text() == openapi_text()
    with speaking(guarded) as client:
        assert client.get("/openapi.json").json() == openapi()


def test_the_root_points_to_what_is_there_and_wants_no_token(guarded: EmbeddedServer) -> None:
    with speaking(guarded) as stranger, speaking(guarded, f"Bearer {TOKEN}") as station:
        index = stranger.get("/").json()
        for name in ("document", "health", "metrics"):
            assert station.get(index[name]).status_code == 200, name


def test_the_document_explains_each_key_that_a_station_sends() -> None:
    scan = openapi()["components"]["schemas"]["Scan"]["properties"]
    assert set(scan) == {column.wire for column in PLAIN} | {"decision", "weight", "source"}
    assert set(scan["weight"]["properties"]) == {column.wire for column in WEIGHT}


def test_every_route_is_in_the_document_and_the_other_way_round(tmp_path: Path) -> None:
    with CentreStore(tmp_path / "centre.db") as store:
        routes = [route for route in make_app(store).routes if isinstance(route, Route)]
    served = {(re.sub(r":\w+}", "}", r.path), m.lower()) for r in routes for m in r.methods or () if m != "HEAD"}

    assert served == {(path, method) for path, operations in openapi()["paths"].items() for method in operations}


def test_what_is_answered_fits_its_schema(guarded: EmbeddedServer) -> None:
    document = openapi()

    def check(name: str, value: Any) -> None:
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema).validate(value)

    with speaking(guarded, f"Bearer {TOKEN}") as client:
        sent = batch(
            [scan(3, parcel_id="fits"), scan(9, scanned_at=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))]
        )
        check("ScanBatch", sent)
        check("BatchAnswer", post(client, {**sent, "scans": [*sent["scans"], {}]}).json())
        check("Gaps", client.get(GAPS).json())
        post(client, batch([scan(20)], last_seq=20, head="0" * 64))
        check("Gaps", client.get(GAPS).json())
        check("BatchAnswer", post(client, batch([scan(22)])).json())
        check("Parcel", client.get("/v1/parcels/fits").json())
        check("Throughput", client.get("/v1/throughput").json())
        check("Health", client.get("/healthz").json())
        check("Index", client.get("/").json())
        check("Problem", client.get("/v1/parcels/none").json())
