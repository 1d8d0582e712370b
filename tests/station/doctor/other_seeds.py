"""Faults of the centre and the lists: whose finding each is, and what that has to say."""

from __future__ import annotations

import socket
import time

from config import Config
from station.doctor.centre import check_centre
from station.doctor.lists import check_manifest, check_plan
from tests.station.doctor.centres import HTML, PAGE, FakeCentre, always, good
from tests.station.doctor.rig import Rig, Seed, closed_port


def silent_port(rig: Rig) -> int:
    listener = rig.stack.enter_context(socket.create_server(("127.0.0.1", 0)))
    return int(listener.getsockname()[1])


def _pinned(rig: Rig) -> Config:
    pair = rig.pair(name="pinned")
    pins = ("A" * 43 + "=", "B" * 43 + "=")
    return rig.centre(FakeCentre(pair=pair), ca_file=rig.authority().ca_file, pins=pins)


def _soon() -> tuple[str, str]:
    return "20200101000000Z", time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + 2 * 86400 + 3600))


CENTRE: tuple[Seed, ...] = (
    Seed(
        "token refused",
        check_centre,
        ("401", "sync.token_file"),
        lambda r: r.centre(FakeCentre(always(401, body=b'{"title":"who are you"}')), token_file=r.file("token", b"x")),
    ),
    Seed(
        "token readable by all",
        check_centre,
        ("sync.token_file", "chmod"),
        lambda r: r.centre(FakeCentre(), token_file=r.file("token", b"x", 0o644)),
        late=True,
    ),
    Seed(
        "token missing",
        check_centre,
        ("sync.token_file", "gone"),
        lambda r: r.centre(FakeCentre(), token_file=r.folder / "gone"),
        late=True,
    ),
    Seed(
        "token empty",
        check_centre,
        ("sync.token_file", "must hold one token"),
        lambda r: r.centre(FakeCentre(), token_file=r.file("token")),
        late=True,
    ),
    Seed("certificate self-signed", check_centre, ("signed", "sync.ca_file"), lambda r: r.tls(ca=False)),
    Seed(
        "certificate expired",
        check_centre,
        ("expired", "renew"),
        lambda r: r.tls(name="expired", valid=("20200101000000Z", "20210101000000Z")),
    ),
    Seed(
        "certificate not yet valid",
        check_centre,
        ("not valid yet", "clock"),
        lambda r: r.tls(name="early", valid=("20900101000000Z", "20910101000000Z")),
    ),
    Seed(
        "certificate for another name",
        check_centre,
        ("another name", "sync.url"),
        lambda r: r.tls(name="other", alias="DNS:other.example"),
    ),
    Seed("pin wrong", check_centre, ("sync.pins", "its pin is"), _pinned),
    Seed("certificate ends soon", check_centre, ("ends on", "renew"), lambda r: r.tls(name="soon", valid=_soon())),
    Seed(
        "https to plain http",
        check_centre,
        ("does not speak TLS", "sync.url"),
        lambda r: r.config(
            sync={"enabled": True, "url": f"https://127.0.0.1:{r.stack.enter_context(FakeCentre()).server_port}"}
        ),
    ),
    Seed(
        "plain http to https",
        check_centre,
        ("https", "sync.url"),
        lambda r: r.config(
            sync={
                "enabled": True,
                "url": f"http://127.0.0.1:{r.stack.enter_context(FakeCentre(pair=r.pair(name='plain'))).server_port}",
            }
        ),
    ),
    Seed(
        "CA file missing",
        check_centre,
        ("sync.ca_file", "gone.pem"),
        lambda r: r.centre(FakeCentre(), ca_file=r.folder / "gone.pem"),
        late=True,
    ),
    Seed(
        "centre away",
        check_centre,
        ("refused", "sync.url"),
        lambda r: r.config(sync={"enabled": True, "url": f"http://127.0.0.1:{closed_port()}"}),
    ),
    Seed(
        "centre's name unknown",
        check_centre,
        ("no-such.invalid", "sync.url"),
        lambda r: r.config(sync={"enabled": True, "url": "https://no-such.invalid"}),
    ),
    Seed(
        "centre hangs",
        check_centre,
        ("no whole answer in time|no answer in time", "sync.url"),
        lambda r: r.config(sync={"enabled": True, "url": f"http://127.0.0.1:{silent_port(r)}"}),
    ),
    Seed("centre answers 500", check_centre, ("500", "log"), lambda r: r.centre(FakeCentre(always(500)))),
    Seed("centre answers 503", check_centre, ("503", "maintained"), lambda r: r.centre(FakeCentre(always(503)))),
    Seed("centre answers {}", check_centre, ("{}", "sync.url"), lambda r: r.centre(FakeCentre(always(200)))),
    Seed(
        "centre answers a page",
        check_centre,
        ("web page (Hotel Wi-Fi)", "sync.url"),
        lambda r: r.centre(FakeCentre(always(200, HTML, PAGE))),
    ),
    Seed(
        "centre redirects",
        check_centre,
        ("302", "login.example", "sync.url"),
        lambda r: r.centre(FakeCentre(always(302, {"location": "https://login.example/"}))),
    ),
    Seed(
        "centre's clock 2 h off",
        check_centre,
        ("120 min|2.0 h", "timedatectl"),
        lambda r: r.centre(FakeCentre(ahead_s=7200)),
    ),
    Seed("centre slow", check_centre, ("slow", "network"), lambda r: r.centre(FakeCentre(good, delay_s=1.3))),
)
LISTS: tuple[Seed, ...] = (
    Seed(
        "manifest damaged",
        check_manifest,
        ("manifest", "import"),
        lambda r: (
            r.recorded() if not r.database.exists() else None,
            (r.database.parent / "manifest.db").write_bytes(b"x" * 5000),
            r.config(),
        )[2],
        late=True,
    ),
    Seed("no sort plan", check_plan, ("none", "station import plan"), lambda r: r.config()),
)
