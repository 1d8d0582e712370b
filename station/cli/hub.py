"""`station hub`: every station of the hub, from the centre."""

from __future__ import annotations

import json
import shutil
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.cli.run import ConfigOption

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from config import Config
    from station.core.counting import HubRow

REPAINT_S = 5.0
WIDTH = 80
COLUMNS = (
    ("  station", 13), ("heard", 6), ("operator", 8), ("work", 8), ("1 h", 5), ("read 1st", 11), ("waits", 5),
    ("ref.", 5), ("clock", 5), ("vers.", 5),
)  # fmt: skip
"""Head and cells of each; together with the spaces between them not wider than `WIDTH`."""
CLEAR = "\x1b[H\x1b[2J"


def hub(
    config: ConfigOption = None,
    server: Annotated[str | None, typer.Option(help="The centre; else sync.url of the configuration.")] = None,
    token_file: Annotated[
        Path | None, typer.Option(help="Its bearer token; else sync.token_file of the configuration.")
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Again every 5 seconds, until Ctrl-C.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One object; with --watch one a line.")] = False,
) -> None:
    """Every station of the hub, as the centre knows it; `!` marks those that are silent, which stand first.

    Exit code 3 when the centre is away, 2 when it refuses.
    """
    from hardware.contract import DeviceError
    from station.cli.errors import error_text

    where = centre_of(config, server, token_file)
    if not watch:
        _show(_answered(where, as_json=as_json))
        return
    painted = sys.stdout.isatty() and not as_json
    while True:
        try:
            _show(_answered(where, as_json=as_json), painted=painted)
        except DeviceError as error:
            typer.echo(CLEAR if painted else "", nl=False)  # figures of before would pass for those of now
            typer.echo(error_text(error), err=True)
        time.sleep(REPAINT_S)


def centre_of(config: Path | None, server: str | None, token_file: Path | None) -> Config:
    """The configuration that names the centre; a server that is named gets the token that is named, or none.

    Whom to trust stands in the configuration: one that is named counts beside a server, too.
    """
    from config import Config, load, parse

    loaded = load(config) if server is None or config is not None else Config()
    changes: dict[str, object] = {} if token_file is None else {"token_file": token_file, "hub_token_file": None}
    if server is not None:
        parse(f"[sync]\nurl = {json.dumps(server)}\n", "--server")
        changes = {"url": server, "token_file": token_file, "hub_token_file": None}
    return loaded.model_copy(update={"sync": loaded.sync.model_copy(update=changes)})


def _answered(where: Config, *, as_json: bool) -> list[str]:
    """What the centre tells, as lines. ConfigError, DeviceError in words."""
    from station.assembly import hub_answer
    from station.core.counting import hub_rows

    answer = hub_answer(where)
    at = answer.get("at") if isinstance(answer.get("at"), str) else None
    rows = hub_rows(answer["stations"])
    if as_json:
        return [json.dumps({"at": at, "stations": [asdict(row) for row in rows]})]
    return list(_lines(rows, at))


def _show(lines: Sequence[str], *, painted: bool = False) -> None:
    """Painted: over what stands on the terminal, and no more than it has room for."""
    room = shutil.get_terminal_size().lines - 1
    if painted and len(lines) > room:
        lines = [*lines[: room - 1], f"and {len(lines) - room + 1} more lines: without --watch they are all shown"]
    typer.echo((CLEAR if painted else "") + "\n".join(lines))


def _lines(rows: Sequence[HubRow], at: str | None) -> Iterator[str]:
    from station.core import printable

    silent = sum(row.silent is True for row in rows)
    when = f", {printable(at[:19].replace('T', ' '), 19)} UTC" if at else ""
    yield f"{len(rows)} {'station' if len(rows) == 1 else 'stations'}, {silent} silent{when}"
    yield _row(head for head, _ in COLUMNS)
    for row in sorted(rows, key=lambda each: not each.silent):
        yield _row(_cells(row))
        if notes := _notes(row):
            yield from _wrapped(printable("; ".join(notes), 1000))


def _cells(row: HubRow) -> Iterator[str]:
    yield ("! " if row.silent else "  ") + row.station_id
    yield _age(row.age_s)
    yield row.operator or "-"
    yield row.operation or "-"
    yield _figure(row.presented)
    yield "-" if row.rate is None else _rate(*row.rate)
    yield _figure(row.pending)
    yield _figure(row.refused)
    yield {"synced": "ok", None: "-"}.get(row.clock, "bad")
    yield row.version or "-"


def _notes(row: HubRow) -> list[str]:
    """What a person has to look at, in words."""
    notes = [f"SILENT, nothing heard for {_age(row.age_s)}"] if row.silent else []
    notes += ["TWO COMPUTERS scan under this id: give one of them another station.id"] if row.is_shared else []
    notes += row.not_up
    notes += [f"clock {row.clock}"] if row.clock not in (None, "synced") else []
    notes += (
        [f"the oldest that waits is of {row.oldest[:19].replace('T', ' ')} UTC"] if row.pending and row.oldest else []
    )
    return notes


def _row(cells: Iterable[str]) -> str:
    from station.core import printable

    shown = (_fitted(printable(text, 200), width) for text, (_, width) in zip(cells, COLUMNS, strict=True))
    return " ".join(shown).rstrip()


def _fitted(text: str, width: int) -> str:
    """As wide as its column on a terminal, where a Chinese letter takes two cells."""
    from rich.cells import cell_len, set_cell_size

    return set_cell_size(text, width) if cell_len(text) <= width else set_cell_size(text, width - 1) + "…"


def _wrapped(text: str) -> list[str]:
    from textwrap import wrap

    return wrap(text, WIDTH, initial_indent="    ", subsequent_indent="    ")


def _rate(rate: float, low: float, high: float) -> str:
    return f"{rate:.0%} {low * 100:.0f}-{high * 100:.0f}"


def _figure(count: int | None) -> str:
    return "-" if count is None else str(count)


def _age(seconds: float | None) -> str:
    from station.language import ENGLISH, language

    return "-" if seconds is None else language(ENGLISH).age(seconds)
