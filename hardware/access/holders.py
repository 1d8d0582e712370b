"""Which processes of this machine have a device open, or run under a name."""

from __future__ import annotations

from pathlib import Path

PROCESSES = Path("/proc")
LONGEST_COMMAND = 80


def holders(device: Path) -> list[str]:
    """Who has the device open, as `pid 123 (command)`; only what this user may see."""
    return [f"pid {pid} ({_command(PROCESSES / str(pid))})" for pid in pids(device)]


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
    try:
        return any(link.readlink() == target for link in (process / "fd").iterdir())
    except OSError:
        return False


def _command(process: Path) -> str:
    """The command line, shortened; its first words tell more than the name of an interpreter."""
    try:
        line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return "ended meanwhile"
    return line if len(line) <= LONGEST_COMMAND else f"{line[:LONGEST_COMMAND]}…"
