"""What each role of a token may do: as the document says, at every operation, and from one second to the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from station.tracking_server import EmbeddedServer, TokenFile, TokensError
from station.tracking_server.openapi import openapi
from station.tracking_server.tokens import FEED, HUB, ROLES, STATION, Grant, read_tokens
from tests.station.sync.centre import EPOCH, batch, post, scan
from tests.waiting import until

OWN = "lane-1"
FILE = """
# who may what
lane-1 token-of-lane-1
station lane-2 token-of-lane-2
hub office token-of-the-office
feed warehouse token-of-the-warehouse
hub both token-of-both
feed both token-of-both
"""
ROLES_OF = {
    "token-of-lane-1": {STATION}, "token-of-lane-2": {STATION}, "token-of-the-office": {HUB},
    "token-of-the-warehouse": {FEED}, "token-of-both": {HUB, FEED},
}  # fmt: skip


def written(folder: Path, text: str) -> Path:
    path = folder / "tokens"
    path.touch(mode=0o600)
    path.write_text(text)
    return path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    folder = tmp_path_factory.mktemp("centre")
    with EmbeddedServer(folder / "centre.db", TokenFile(written(folder, FILE))) as running:
        yield running


def operations() -> list[tuple[str, str, tuple[str, ...]]]:
    """Method, path and the roles that the document names, of each operation that asks for a token."""
    document = openapi()
    found = list[tuple[str, str, tuple[str, ...]]]()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            security: list[dict[str, Any]] = operation.get("security", document["security"])
            if security:
                found.append((method, path, tuple(sorted({role for each in security for role in each["bearer"]}))))
    return found


def asked(server: EmbeddedServer, method: str, path: str, token: str) -> httpx2.Response:
    path = path.format(station_id=OWN, epoch=EPOCH, parcel_id="P1")
    headers = {"authorization": f"Bearer {token}"}
    return httpx2.request(method, f"{server.url}{path}", json={}, headers=headers, trust_env=False)


@pytest.mark.parametrize(("method", "path", "roles"), operations(), ids=str)
@pytest.mark.parametrize("token", sorted(ROLES_OF.keys() - {"token-of-lane-2"}))
def test_a_role_may_what_the_document_says_and_else_is_told_in_words_which_may(
    server: EmbeddedServer, token: str, method: str, path: str, roles: tuple[str, ...]
) -> None:
    answer = asked(server, method.upper(), path, token)

    assert set(roles) <= set(ROLES)
    assert (answer.status_code == 403) == ROLES_OF[token].isdisjoint(roles), answer.text
    assert answer.status_code not in (401, 405, 500)
    if answer.status_code == 403:
        assert all(role in answer.json()["detail"] for role in ROLES_OF[token].union(roles))


def test_the_document_names_the_feed_for_the_feed_alone_and_no_reader_where_something_is_stored() -> None:
    needed = {(method, path): roles for method, path, roles in operations()}

    assert needed["get", "/v1/scans"] == (FEED,)
    assert {roles == (STATION,) for (method, _), roles in needed.items() if method == "post"} == {True}
    assert len([method for method, _ in needed if method == "post"]) == 2


def test_a_station_speaks_for_itself_and_the_hub_sees_the_gaps_of_each(server: EmbeddedServer) -> None:
    with httpx2.Client(base_url=server.url, trust_env=False) as client:
        for token, codes in (("token-of-lane-1", [200, 403, 200, 403]), ("token-of-lane-2", [403, 200, 403, 200])):
            client.headers["authorization"] = f"Bearer {token}"
            stored = [post(client, batch([scan(1)]) | {"station_id": lane}) for lane in ("lane-1", "lane-2")]
            seen = [client.get(f"/v1/stations/{lane}/{EPOCH}/gaps") for lane in ("lane-1", "lane-2")]
            assert [each.status_code for each in (*stored, *seen)] == codes
        client.headers["authorization"] = "Bearer token-of-the-office"
        assert client.get(f"/v1/stations/lane-1/{EPOCH}/gaps").json()["stored"] == 1


def test_the_token_of_a_file_of_before_means_what_it_meant_and_a_single_one_may_all(tmp_path: Path) -> None:
    single = read_tokens(written(tmp_path, "one\n")).grant("Bearer one")
    old = read_tokens(written(tmp_path, "hub a\nfeed b\n")).grant("Bearer a")

    assert single == Grant(None, frozenset(ROLES))
    assert old == Grant(frozenset({"hub"}), frozenset({STATION})), "a station may be called hub"
    with pytest.raises(TokensError, match=r"role: station, hub, feed"):
        read_tokens(written(tmp_path, "lane-1 a\nreader office b\n"))


def test_a_file_of_readers_alone_guards_and_a_changed_role_counts_without_a_restart(tmp_path: Path) -> None:
    path = written(tmp_path, "hub office token\n")
    with EmbeddedServer(tmp_path / "centre.db", TokenFile(path), host="0.0.0.0") as server:
        url = server.url.replace("0.0.0.0", "127.0.0.1")

        def codes(token: str = "token") -> list[int]:
            with httpx2.Client(base_url=url, trust_env=False, headers={"authorization": f"Bearer {token}"}) as client:
                return [client.get(place).status_code for place in ("/v1/stations", "/v1/scans")]

        assert codes() == [200, 403]
        assert codes("wrong") == [401, 401]
        written(tmp_path, "feed office token\n")
        until(lambda: codes() == [403, 200], "the other role")
        written(tmp_path, "feed office another\n")
        until(lambda: codes() == [401, 401], "the end of the token")
        assert codes("another") == [403, 200]
