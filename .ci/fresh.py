"""Run the README's commands on bare Debians: a fresh clone of HEAD, as root and as a plain user without sudo.

Each run has a minimal system of its own (debootstrap) with git, make, python3 and python3-venv, in a path with a blank.
Of this machine it gets what the network needs: resolver, apt's mirrors and proxy, pip's index and certificates.
Mounts are made in a namespace of each command and end with it, however it ends. Needs root, debootstrap and unshare.
"""

from __future__ import annotations

import argparse
import ast
import fcntl
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

REPOSITORY = Path(__file__).resolve().parents[1]
CODENAMES = {"12": "bookworm", "13": "trixie"}
PACKAGES = "git,make,python3,python3-venv"
DEMO = 'make demo ARGS="--headless --parcels 50 --seed 7 --json"'
WANTED = {"12": ["libzbar0"], "13": ["libzbar0t64"]}
"""What `make demo` may add as root, by its name there; what these packages need comes along."""
SCREEN = """
from tests.terminal import ENTER, F10, LEFT, Terminal
with Terminal(["make", "demo"]) as terminal:
    terminal.read_until(b"F10")
    terminal.pause(15)
    terminal.type(F10)
    terminal.read_until(b"Yes")
    terminal.pause(1)
    terminal.type(LEFT)
    terminal.pause(0.5)
    terminal.type(ENTER)
    code = terminal.wait()
print("F10 seen,", len(terminal.seen), "bytes drawn, quit by keys with exit code", code)
raise SystemExit(code or b"Traceback" in terminal.seen)
"""
LEFT_BEHIND = """
ls -d /usr/sbin/policy-rc.d /etc/postgresql-common/createcluster.d /etc/postgresql/*/* /var/lib/postgresql/*/* \
  /etc/systemd/system/*.wants/{haproxy,nginx,postgresql}.service /etc/rc?.d/S*{haproxy,nginx,postgresql} 2>/dev/null
grep -lsaE 'haproxy|nginx|postgres' /proc/[0-9]*/comm
"""
"""Prints what `make test-tools` must not leave behind: its own files, a database cluster, services that run or will."""

ENTER = """
mount -t proc proc "$1/proc"
mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$1/dev/shm"
mount -t devpts -o newinstance,gid=5,mode=620,ptmxmode=666 devpts "$1/dev/pts"
path=/usr/local/bin:/usr/bin:/bin
[ "$2" != root ] || path=/usr/local/sbin:/usr/sbin:/sbin:$path
# The shell stays: it is the first process of the namespace, and all others end with it.
code=0
chroot --userspec="$2:$2" "$1" \
  env -i HOME="$3" USER="$2" LANG=C.UTF-8 TERM=xterm-256color PATH="$path" bash -c "$4" || code=$?
exit "$code"
"""
BOOT = 'mount --make-rprivate / && exec debootstrap --variant=minbase --include="$1" "$2" "$3" "$4"'
NAMESPACE = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private", "bash", "-ec"]


@dataclass(frozen=True)
class Machine:
    """A bare Debian, and who works on it."""

    debian: str
    user: str
    root: Path
    log: Path
    tests: str = ""
    """What pytest runs; empty: everything."""

    @property
    def home(self) -> str:
        """Where the user lives, seen from inside."""
        return "/root" if self.user == "root" else f"/home/{self.user}"

    @property
    def checkout(self) -> str:
        """Where the clone lies, seen from inside."""
        return f"{self.home}/my projects/parcel station"

    def run(self, script: str, limit_s: float | None = None, *, as_root: bool = False) -> tuple[int, str]:
        """Exit code and output of a shell script; -9 when it takes longer than `limit_s`. All of it goes to the log."""
        user, home = ("root", "/root") if as_root else (self.user, self.home)
        command = [*NAMESPACE, ENTER, "enter", str(self.root), user, home, script]
        with self.log.open("ab") as log:
            log.write(f"$ {script}\n".encode())
            log.flush()
            begin = log.tell()
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            try:
                code = process.wait(limit_s)
            except subprocess.TimeoutExpired:
                code = -9
            finally:
                process.kill()  # the kernel ends everything in its namespace with it
                process.wait()
        return code, self.log.read_bytes()[begin:].decode(errors="replace")

    def in_checkout(self, command: str, limit_s: float | None = None) -> tuple[int, str]:
        """`run` in the clone."""
        return self.run(f"cd {shlex.quote(self.checkout)} && {command}", limit_s)

    def packages(self) -> tuple[set[str], set[str]]:
        """Names of all packages, and of those that somebody asked for."""
        _, every = self.run("dpkg-query -W -f '${Package}\\n'")
        _, manual = self.run("apt-mark showmanual")
        return set(every.splitlines()), set(manual.splitlines())


def base_of(debian: str, folder: Path) -> Path:
    """The packed bare system, made when it is not there yet."""
    packed = folder / f"debian-{debian}.tar"
    if packed.exists():
        return packed
    codename = CODENAMES[debian]
    mirrors = _mirrors()
    print(f"making a bare Debian {debian}", flush=True)
    root = Path(tempfile.mkdtemp(prefix="run-", dir=folder))
    root.chmod(0o755)
    try:
        log = folder / f"debian-{debian}-base.log"
        with log.open("wb") as out:
            boot = [*NAMESPACE, BOOT, "boot", PACKAGES, codename, str(root), mirrors[""]]
            subprocess.run(boot, check=True, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        lines = [f"deb {url} {codename}{suite} main\n" for suite, url in mirrors.items()]
        (root / "etc/apt/sources.list").write_text("".join(lines))
        machine = Machine(debian, "root", root, log)
        _give_network(root)
        code, output = machine.run(
            "apt-get -q update && apt-get -q -y upgrade && apt-get clean && useradd -m -s /bin/bash plain"
        )
        if code:
            raise SystemExit(f"Debian {debian} could not be made: {output.splitlines()[-1]}; see {log}")
        part = packed.with_suffix(".part")
        subprocess.run(["tar", "--numeric-owner", "-cpf", part, "-C", root, "."], check=True)
        part.rename(packed)
    finally:
        _remove(root, folder)
    return packed


def _mirrors() -> dict[str, str]:
    """The mirrors that this machine's apt uses, by the suite's ending ("", "-updates", "-security")."""
    form = ["--format", "$(CODENAME) $(REPO_URI) $(ORIGIN)", "Created-By: Packages"]
    text = subprocess.run(["apt-get", "indextargets", *form], check=True, capture_output=True, text=True).stdout
    found = {}
    for codename, url, *origin in (line.split() for line in text.splitlines()):
        if origin == ["Debian"]:
            found[codename.partition("-")[1] + codename.partition("-")[2]] = url
    if "" not in found:
        raise SystemExit("apt names no Debian mirror here; run apt-get update")
    return found


def _give_network(root: Path) -> None:
    """What the network needs here: resolver, apt's proxy, pip's index, certificates."""
    shutil.copyfile("/etc/resolv.conf", root / "etc/resolv.conf")
    (root / "etc/hosts").write_text(f"127.0.0.1 localhost\n::1 localhost\n127.0.1.1 {os.uname().nodename}\n")
    apt = subprocess.run(["apt-config", "dump", "Acquire"], check=True, capture_output=True, text=True).stdout
    wanted = ("Acquire::http::", "Acquire::https::", "Acquire::Check-")
    kept = [line for line in apt.splitlines() if line.startswith(wanted)]
    (root / "etc/apt/apt.conf.d/90network").write_text("\n".join(kept) + "\n")
    pip = [sys.executable, "-m", "pip", "config", "list"]
    text = subprocess.run(pip, check=False, capture_output=True, text=True).stdout
    settings = {}
    for line in text.splitlines():
        name, _, value = line.partition("=")
        settings[name.rpartition(".")[2]] = str(ast.literal_eval(value))
    if "cert" in settings:
        inside = root / settings["cert"].lstrip("/")
        inside.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(settings["cert"], inside)
    kept = []
    for key, value in settings.items():
        # Files and folders of this machine, but for the certificates, are not there.
        usable = [word for word in value.split() if key == "cert" or not (word[0] == "/" or word.startswith("file:"))]
        kept += [f"{key} = {' '.join(usable)}\n"] if usable else []
    (root / "etc/pip.conf").write_text("[global]\n" + "".join(kept))


def _remove(root: Path, folder: Path) -> None:
    """Remove one of our own systems. Never crosses into another file system, never with a mount below it."""
    if root.parent != folder or not root.name.startswith("run-") or root.is_symlink():
        raise SystemExit(f"{root} is none of ours: it stays")
    points = [line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()]
    mounted = [point for point in points if point == str(root) or point.startswith(f"{root}/")]
    if mounted:
        raise SystemExit(f"{root} stays: mounted below it: {', '.join(mounted)}")
    subprocess.run(["rm", "-rf", "--one-file-system", "--", root], check=True)


def try_machine(debian: str, user: str, chosen: argparse.Namespace, folder: Path) -> bool:
    """Run the README's commands on one machine, and print what they said. True: all went well."""
    log = folder / f"debian-{debian}-{user}.log"
    log.write_bytes(b"")
    packed = base_of(debian, folder)
    root = Path(tempfile.mkdtemp(prefix="run-", dir=folder))
    try:
        subprocess.run(["tar", "--numeric-owner", "-xpf", packed, "-C", root], check=True)
        _give_network(root)
        machine = Machine(debian, user, root, log, chosen.tests)
        inside = root / machine.checkout.lstrip("/")
        inside.parent.mkdir(parents=True)
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", REPOSITORY, inside], check=True)
        machine.run(f"chown -R {user}:{user} {shlex.quote(machine.home)}", as_root=True)
        print(f"\n== Debian {debian}, {'root' if user == 'root' else 'plain user'} (all of it: {log})", flush=True)
        steps = {"demo": _try_demo, "screen": _try_screen, "test": _try_test}
        results = [step(machine, chosen.minutes * 60) for name, step in steps.items() if name in (chosen.only or steps)]
        return all(results)
    finally:
        _remove(root, folder)


def _try_demo(machine: Machine, limit_s: float) -> bool:
    every, manual = machine.packages()
    fine = _show("make demo", lambda: machine.in_checkout(DEMO, limit_s), 4)
    every_now, manual_now = machine.packages()
    asked = sorted(manual_now - manual)
    others = sorted(every_now - every - set(asked))
    print(f"  packages added: {', '.join(asked) or 'none'}" + (f"; they need: {' '.join(others)}" if others else ""))
    return fine and asked == (WANTED[machine.debian] if machine.user == "root" else [])


def _try_screen(machine: Machine, limit_s: float) -> bool:
    command = f"make install && python3 -c {shlex.quote(SCREEN)}"
    return _show("make demo on a terminal", lambda: machine.in_checkout(command, limit_s), 1)


def _try_test(machine: Machine, limit_s: float) -> bool:
    fine = True
    if machine.user == "root":
        fine = _show("make test-tools", lambda: machine.in_checkout("make test-tools", limit_s), 5)
        left = machine.run(LEFT_BEHIND)[1].split()
        print(f"  left behind by it: {', '.join(left) or 'nothing'}")
        fine = fine and not left
    command = f"make test ARGS={shlex.quote(machine.tests)}"
    return _show("make test", lambda: machine.in_checkout(command, limit_s), 2) and fine


def _show(title: str, step: Callable[[], tuple[int, str]], last: int) -> bool:
    begin = time.monotonic()
    code, output = step()
    lines = output.splitlines()
    known = [line for line in lines[:-last] if line.startswith(("skipped: ", "FAILED ", "ERROR "))]
    print(f"  {title}: exit code {code}, {time.monotonic() - begin:.0f} s")
    for line in [*known, *lines[-last:]]:
        print(f"    {line}", flush=True)
    return code == 0


def main() -> int:
    """Exit code 0: everything went well on every machine."""
    parser = argparse.ArgumentParser(prog="make fresh", description=__doc__.partition("\n")[0])
    parser.add_argument("--debian", choices=CODENAMES, action="append", help="only this one (default: both)")
    parser.add_argument("--user", choices=["root", "plain"], action="append", help="only this one (default: both)")
    parser.add_argument("--only", choices=["demo", "screen", "test"], action="append", help="only this (default: all)")
    parser.add_argument("--tests", default="", help="what pytest runs (default: all)")
    parser.add_argument("--minutes", type=float, default=60, help="the longest that one command may take")
    chosen = parser.parse_args()
    folder = Path(os.environ.get("FRESH_DIR") or "/var/tmp/parcel-station-fresh").resolve()
    if os.geteuid() != 0 or not all(map(shutil.which, ("debootstrap", "unshare"))):
        print("make fresh needs root, debootstrap and unshare (apt-get install debootstrap)", file=sys.stderr)
        return 2
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != 0 or folder.stat().st_mode & 0o022:
        print(f"{folder} must be root's alone; name another one: FRESH_DIR=...", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGHUP, lambda *_: sys.exit(129))
    fine = True
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in folder.glob("run-*"):
            _remove(left, folder)
        for debian in chosen.debian or CODENAMES:
            for user in chosen.user or ["root", "plain"]:
                fine = try_machine(debian, user, chosen, folder) and fine
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
