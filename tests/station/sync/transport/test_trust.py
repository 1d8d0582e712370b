"""TLS to the centre over real sockets: who is trusted, what is refused before a word is said, and in which words."""

from __future__ import annotations

import contextlib
import http.server
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from station.sync.transport.client import TrackingClient
from station.sync.transport.errors import AddressError, LineError, TrustError
from station.sync.transport.trust import Papers, pin, trust_of
from tests.station.sync.authority import KEYS, Authority, needs_openssl, openssl, pin_by_openssl

pytestmark = needs_openssl
OTHER = "A" * 43 + "="


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tls") / "ca")


class _Health(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.heard.append(self.headers["authorization"])  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


class _Server(http.server.ThreadingHTTPServer):
    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Health)
        self.context = context
        self.heard: list[str] = []

    def finish_request(self, request: Any, client_address: Any) -> None:
        with contextlib.suppress(OSError), self.context.wrap_socket(request, server_side=True) as link:
            super().finish_request(link, client_address)


@contextlib.contextmanager
def centre(
    pair: tuple[Path, Path], clients: Path | None = None, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3
) -> Iterator[_Server]:
    """A centre with this certificate; `clients`: it asks for one that this authority signed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*pair)
    if newest < ssl.TLSVersion.TLSv1_2:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.maximum_version = newest
    if clients is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(clients)
    with _Server(context) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def look(server: _Server, papers: Papers, host: str = "127.0.0.1") -> int:
    with TrackingClient(f"https://{host}:{server.server_address[1]}", "secret", papers) as client:
        return client.look()


def test_a_private_authority_is_trusted_and_the_token_arrives(authority: Authority) -> None:
    with centre(authority.pair()) as server:
        assert look(server, Papers(authority.ca_file)) == 200
        assert server.heard == ["Bearer secret"]


def test_an_authority_is_trusted_on_every_python_as_most_hubs_make_theirs(authority: Authority, tmp_path: Path) -> None:
    """Python 3.13 refuses an authority without keyUsage, and 3.12 one that stands without its root."""
    assert b"Key Usage" not in openssl("x509", "-in", str(authority.ca_file), "-noout", "-text")
    issuer = Authority(tmp_path / "issuer", "issuing authority", root=authority)
    for trusted, pair in ((authority, authority.pair()), (issuer, issuer.pair())):
        with centre(pair) as server:
            assert look(server, Papers(trusted.ca_file)) == 200
    with centre(authority.pair()) as server, pytest.raises(TrustError):
        look(server, Papers(issuer.ca_file))


def test_what_is_checked_of_a_certificate_is_the_same_on_every_python() -> None:
    flags = ssl.VERIFY_X509_TRUSTED_FIRST | ssl.VERIFY_X509_PARTIAL_CHAIN

    assert trust_of(Papers()).verify_flags == flags


@pytest.mark.parametrize(
    ("valid", "words"),
    [
        (("20000101000000Z", "20010101000000Z"), "has expired by this station's clock, which says 20"),
        (("20900101000000Z", "20910101000000Z"), "not valid yet by this station's clock"),
    ],
)
def test_a_certificate_out_of_its_time_is_a_matter_of_the_clock_too(
    valid: tuple[str, str], words: str, authority: Authority
) -> None:
    with centre(authority.pair(valid=valid)) as server, pytest.raises(TrustError, match=words):
        look(server, Papers(authority.ca_file))
    assert server.heard == []


def test_who_is_not_who_we_called_does_not_hear_the_token(authority: Authority, tmp_path: Path) -> None:
    with centre(Authority(tmp_path / "other").pair()) as server:
        with pytest.raises(TrustError, match=r"nobody .* has signed it; check sync\.ca_file"):
            look(server, Papers(authority.ca_file))
        with pytest.raises(TrustError, match=r"check sync\.ca_file"):
            look(server, Papers())
    pair = authority.pair(alias="DNS:elsewhere.example")
    with centre(pair) as server, pytest.raises(TrustError, match=r"another name; check sync\.url"):
        look(server, Papers(authority.ca_file))
    assert server.heard == []


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_tls_older_than_1_2_is_not_spoken(authority: Authority) -> None:
    with centre(authority.pair(), newest=ssl.TLSVersion.TLSv1_1) as server, pytest.raises(LineError):
        look(server, Papers(authority.ca_file))
    assert server.heard == []


def test_the_station_shows_its_own_certificate(authority: Authority, tmp_path: Path) -> None:
    cert, key = authority.pair("station-1")
    both = tmp_path / "both.pem"
    both.write_text(cert.read_text() + key.read_text())
    both.chmod(0o600)
    with centre(authority.pair(), clients=authority.ca_file) as server:
        assert look(server, Papers(authority.ca_file, cert, key)) == 200
        assert look(server, Papers(authority.ca_file, both)) == 200
        with pytest.raises(LineError):
            look(server, Papers(authority.ca_file))
        stranger = Authority(tmp_path / "other").pair("station-1")
        with pytest.raises(LineError):
            look(server, Papers(authority.ca_file, *stranger))


@pytest.mark.parametrize("kind", KEYS)
def test_a_pin_is_what_openssl_says_it_is(kind: str, authority: Authority) -> None:
    cert, _ = authority.pair(f"pinned-{kind}", kind)

    assert pin(ssl.PEM_cert_to_DER_cert(cert.read_text())) == pin_by_openssl(cert)


def test_a_key_that_is_not_pinned_hears_nothing_though_its_certificate_is_good(authority: Authority) -> None:
    pair = authority.pair()
    right = pin_by_openssl(pair[0])
    with centre(pair) as server:
        with pytest.raises(TrustError, match=r"none of sync\.pins; its pin is") as trouble:
            look(server, Papers(authority.ca_file, pins=(OTHER, OTHER)))
        assert server.heard == []
        assert right in str(trouble.value)
        assert look(server, Papers(authority.ca_file, pins=(OTHER, right))) == 200


def test_files_that_cannot_be_used_are_named_with_their_key(authority: Authority, tmp_path: Path) -> None:
    cert, key = authority.pair("station-2")
    _, foreign = authority.pair("station-3")
    locked = tmp_path / "locked.key"
    locked.write_bytes(_with_password(key))
    locked.chmod(0o600)
    for papers, words in (
        (Papers(None, cert, tmp_path / "none"), "sync.client_key"),
        (Papers(None, None, key), "sync.client_cert"),
        (Papers(None, cert, foreign), "belong together"),
        (Papers(None, cert, locked), "without a password"),
        (Papers(None, cert), "sync.client_cert"),
        (Papers(tmp_path / "none"), "sync.ca_file"),
    ):
        with pytest.raises(AddressError, match=words):
            TrackingClient("https://127.0.0.1:1", None, papers)
    key.chmod(0o640)
    with pytest.raises(AddressError, match=f"sync.client_key: {key} may be read by others; run: chmod 600 {key}"):
        TrackingClient("https://127.0.0.1:1", None, Papers(None, cert, key))


def _with_password(key: Path) -> bytes:
    return openssl("pkey", "-in", str(key), "-aes256", "-passout", "pass:secret")


def test_pins_without_tls_are_refused() -> None:
    with pytest.raises(AddressError, match=r"sync\.pins"):
        TrackingClient("http://127.0.0.1:1", None, Papers(pins=(OTHER, OTHER)))
