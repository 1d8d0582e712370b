"""Which processes of this machine have a device open, or run under a name."""

from __future__ import annotations

from pathlib import Path

PROCESSES = Path("/proc")
LONGEST_COMMAND = 80
_LISTEN = "0A"
"""The state of a socket that listens."""


def holders(device: Path) -> list[str]:
    """Who has the device open, as `pid 123 (command)`; only what this user may see."""
    return [f"pid {pid} ({_command(PROCESSES / str(pid))})" for pid in pids(device)]


def listeners(port: int) -> list[str]:
    """Who listens on a TCP port of this machine, as `holders`; only what this user may see."""
    sockets = {Path(f"socket:[{inode}]") for inode in _listening(port)}
    found = sorted(int(process.name) for process in PROCESSES.glob("[0-9]*") if _has_one_of(process, sockets))
    return [f"pid {pid} ({_command(PROCESSES / str(pid))})" for pid in found]


def _listening(port: int) -> set[str]:
    """Inodes of the sockets that listen there: columns 2, 4 and 10 of /proc/net/tcp, by proc(5)."""
    found = set()
    for name in ("tcp", "tcp6"):
        try:
            rows = (PROCESSES / "net" / name).read_text().splitlines()[1:]
        except OSError:
            continue
        for fields in map(str.split, rows):
            if int(fields[1].rpartition(":")[2], 16) == port and fields[3] == _LISTEN:
                found.add(fields[9])
    return found


def pids(file: Path) -> list[int]:
    """Who has the file open; only what this user may see. One that was deleted has ` (deleted)` after its name."""
    target = file.resolve()
    return sorted(int(process.name) for process in PROCESSES.glob("[0-9]*") if _has_open(process, target))


def running(names: frozenset[str]) -> list[str]:
    """Which of these programs run, as `NAME (pid 123)`."""
    found = []
    for process in sorted(PROCESSES.glob("[0-9]*"), key=lambda path: int(path.name)):
        try:
            name = (process / "comm").read_text(errors="replace").strip()
        except OSError:
            continue
        if name in names:
            found.append(f"{name} (pid {process.name})")
    return found


def _has_open(process: Path, target: Path) -> bool:
    return _has_one_of(process, {target})


def _has_one_of(process: Path, targets: set[Path]) -> bool:
    try:
        return any(link.readlink() in targets for link in (process / "fd").iterdir())
    except OSError:
        return False


def _command(process: Path) -> str:
    """The command line, shortened; its first words tell more than the name of an interpreter."""
    try:
        line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return "ended meanwhile"
    return line if len(line) <= LONGEST_COMMAND else f"{line[:LONGEST_COMMAND]}…"
