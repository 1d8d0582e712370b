"""Ten troubles of a hub: how each comes, changes and ends, what the journal says of it and what stands on screen."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from tests.places import ROOT
from tests.station.cli.headless import HTML, JSON
from tests.station.cli.two_lanes import DISK_BYTES, Lanes, Pair

PLAN = ROOT / "config" / "plan.example.csv"
PAGE = b"<html><title>Log in</title></html>"


@dataclass(frozen=True)
class Step:
    """What happens, a pattern of the journal's line on it, and what then stands on the page of the screen."""

    do: Callable[[Lanes], object]
    journal: str
    screen: str
    page: str = "F1"


@dataclass(frozen=True)
class Story:
    """`key`: the part that the journal names. `shown`: what stands on the worker's screen until it is mended."""

    key: str
    steps: tuple[Step, ...]
    mend: Callable[[Lanes], object]
    shown: str


def nothing(lanes: Lanes) -> None:
    """It was so when the stations began."""


def answer(status: int, kind: str, body: bytes) -> Callable[[Lanes], object]:
    return lambda lanes: setattr(lanes.centre, "answer", (status, kind, body))


GOOD = (404, JSON, b"{}")
"""Of a centre that keeps none of what it is asked for."""


def close_centre(lanes: Lanes) -> None:
    lanes.centre.close()


def write_token(token: str) -> Callable[[Lanes], object]:
    return lambda lanes: (lanes.folder / "token").write_text(token)


def token_is_right(lanes: Lanes) -> None:
    answer(*GOOD)(lanes)
    write_token("of-this-hub\n")(lanes)


def unplug_scales(lanes: Lanes) -> None:
    for scale in lanes.scales:
        scale.unplug()


def put_null_devices(lanes: Lanes) -> None:
    """Another device has the scale's name."""
    for name in ("lane-1", "lane-2"):
        link = lanes.folder / name / "scale"
        link.unlink(missing_ok=True)
        link.symlink_to("/dev/null")


def plug_scales(lanes: Lanes) -> None:
    for scale in lanes.scales:
        scale.plug()


def camera_is(kind: str) -> Callable[[Lanes], object]:
    return lambda lanes: lanes.cameras.now.update(hub=kind)


def fill_disks(share_left: float) -> Callable[[Lanes], object]:
    """Leave this share of each disk free."""

    def fill(lanes: Lanes) -> None:
        for filler in lanes.files("filler"):
            filler.unlink(missing_ok=True)
            stat = os.statvfs(filler.parent)
            size = stat.f_bavail * stat.f_frsize - int(share_left * DISK_BYTES)
            with filler.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, size)

    return fill


def free_disks(lanes: Lanes) -> None:
    for filler in lanes.files("filler"):
        filler.unlink()


def clock_is(*names: str) -> Callable[[Lanes], object]:
    def so(lanes: Lanes) -> None:
        for name in ("unsynced", "set"):
            file = lanes.folder / name
            file.touch() if name in names else file.unlink(missing_ok=True)

    return so


SEE_ONE = """
import sys
from pathlib import Path
from station.core.requests import AcknowledgeAlarms
from station.record import Reads
from station.requests import ask
record = Path(sys.argv[1])
with Reads(record) as reads:
    ask(record, None, AcknowledgeAlarms(reads.alarms()[:1]))
"""


def see_one_alarm(lanes: Lanes) -> None:
    """Somebody has seen the newer one of two; the command shows all of them."""
    lanes.run("-c", SEE_ONE, "{record}")


def damage_manifests_and_import_plan(lanes: Lanes) -> None:
    for manifest in lanes.files("manifest.db"):
        manifest.write_bytes(b"no manifest" * 500)
    lanes.command("import", "plan", str(PLAN))


def import_manifests(lanes: Lanes) -> None:
    file = lanes.folder / "manifest.csv"
    file.write_text("parcel_id\nRR123456785CN\n")
    lanes.command("import", "manifest", str(file))


def exchange_backup_folders(lanes: Lanes) -> None:
    """A place without any room, where files were."""
    for name in ("lane-1", "lane-2"):
        folder = lanes.folder / name / "backups"
        folder.unlink()
        folder.symlink_to("/proc")


def mend_backup_folders(lanes: Lanes) -> None:
    for name in ("lane-1", "lane-2"):
        (lanes.folder / name / "backups").unlink()


def certificate_is(pair: Pair) -> Callable[[Lanes], object]:
    def so(lanes: Lanes) -> None:
        assert lanes.centre.context is not None
        lanes.centre.context.load_cert_chain(*pair)

    return so


def certificate_story(good: Pair, own: Pair, past: Pair) -> Story:
    """The centre shows one that it signed itself, then one of the authority that has ended."""
    return Story(
        "centre",
        (
            Step(certificate_is(own), "CENTRE: CALL THE TECHNICIAN: .*sign", "CENTRE: CALL THE TECHNICIAN"),
            Step(certificate_is(past), "TROUBLE: .*expired", "expired", page="F3"),
        ),
        certificate_is(good),
        "CENTRE: CALL",
    )


STORIES = {
    "copy": Story(
        "record",
        (
            Step(nothing, "2 alarms, the newest: this record is a copy", "RECORD: CALL THE SUPERVISOR  2 alarms"),
            Step(see_one_alarm, "TROUBLE: .*: scans that the centre holds are missing", "SUPERVISOR  scans that the"),
        ),
        lambda lanes: lanes.command("verify", "--seen"),
        "RECORD: CALL",
    ),
    "plan": Story(
        "plan",
        (
            Step(nothing, "PLAN: no sort plan: station import plan", "PLAN  no sort plan: station import plan"),
            Step(damage_manifests_and_import_plan, "WARNING: MANIFEST: .*manifest", "MANIFEST  The manifest"),
        ),
        import_manifests,
        "MANIFEST  ",
    ),
    "backup": Story(
        "backup",
        (
            Step(nothing, "BACKUP: no backup was made: .*a file is in the way", "BACKUP  No backup was made"),
            Step(exchange_backup_folders, "WARNING: BACKUP: .* lies 0.* are free", "BACKUP  No backup was made"),
        ),
        mend_backup_folders,
        "BACKUP  ",
    ),
    "peers": Story(
        "peers",
        (Step(nothing, "PEERS: 239.255.80.83:.* cannot be used", "PEERS"),),
        lambda lanes: lanes.group.close(),
        "PEERS",
    ),
    "line": Story(
        "centre",
        (
            Step(close_centre, "CENTRE OFFLINE: .*refused", "CENTRE OFFLINE  No connection"),
            Step(lambda lanes: lanes.reopen_centre(200, HTML, PAGE), "NOTHING GETS THROUGH", "NOTHING GETS THROUGH"),
        ),
        answer(*GOOD),
        "CENTRE: NOTHING",
    ),
    "token": Story(
        "centre",
        (
            Step(
                answer(401, JSON, b"{}"),
                "CENTRE: CALL THE TECHNICIAN: .*sync.token_file",
                "CENTRE: CALL THE TECHNICIAN",
            ),
            Step(write_token(""), "TROUBLE: .*must hold one token", "must hold one token", page="F3"),
        ),
        token_is_right,
        "CENTRE: CALL",
    ),
    "scale": Story(
        "scale",
        (
            Step(unplug_scales, "SCALE DOWN: .*", "SCALE DOWN"),
            Step(put_null_devices, "TROUBLE: SCALE DOWN: .*not a serial", "not a serial", page="F3"),
        ),
        plug_scales,
        "SCALE DOWN",
    ),
    "camera": Story(
        "camera",
        (
            Step(camera_is("503"), "CAMERA DOWN: ", "CAMERA DOWN"),
            Step(camera_is("401"), "TROUBLE: CAMERA DOWN: .*401", "401", page="F3"),
        ),
        camera_is("no label"),
        "CAMERA DOWN",
    ),
    "disk": Story(
        "disk",
        (
            Step(fill_disks(0.1), "DISK: disk filling up", "DISK  disk filling up"),
            Step(fill_disks(0.02), "TROUBLE: DISK: DISK ALMOST FULL", "DISK  DISK ALMOST FULL"),
        ),
        free_disks,
        "DISK  ",
    ),
    "clock": Story(
        "clock",
        (
            Step(clock_is("unsynced"), "CLOCK: the clock is not synchronised", "clock unsynced", page="F3"),
            Step(clock_is("unsynced", "set"), "WARNING: CLOCK: the clock was set", "CLOCK  the clock was set"),
        ),
        clock_is("set"),
        "CLOCK  ",
    ),
}
