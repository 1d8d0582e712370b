"""`station plan`: look for faults in a sort plan, and explain where a parcel goes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from station.cli.new_file import ForceOption, write_new
from station.cli.plan_replay import replay
from station.cli.record_path import DbOption, record_of
from station.cli.run import ConfigOption

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from station.core import Announced, Identity
    from station.core.sort_plan import Explanation, Finding, SortPlan, Traits, Tried

app = typer.Typer(no_args_is_help=True)
app.command()(replay)

JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object.")]
OnOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help="UTC date; today when left out.")]
SHOWN = 50


@app.callback()
def options() -> None:
    """Options of every plan command."""


@app.command()
def init(
    path: Annotated[Path, typer.Argument(help="The file.")] = Path("plan.csv"), force: ForceOption = False
) -> None:
    """Write an example plan, to be made yours."""
    from config import example_plan

    write_new(path, example_plan(), force=force)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="CSV, or JSON lines.")],
    bins: Annotated[str, typer.Option(metavar="A1,A2", help="Bins that exist, beside the rows of function BIN.")] = "",
    on: OnOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find overlaps, rules that are never reached, gaps, unknown bins and wrong dates. Exit code 1: an error is found.

    Bins are only checked when some are declared. Warnings alone are exit code 0.
    """
    from station.core import printable
    from station.core.sort_plan import Finding
    from station.core.sort_plan import check as look
    from station.requests import BadRowsError, read_plan

    given = [name for each in bins.split(",") if (name := each.strip())]
    try:
        plan = read_plan(file)
        findings = look(plan, _day(on), given)
        rules = len(plan.rules)
    except BadRowsError as bad:
        findings, rules = [Finding("error", "bad_row", None, line) for line in bad.lines], 0
    errors = sum(finding.level == "error" for finding in findings)
    if as_json:
        result = {"file": file.name, "rules": rules, "errors": errors, "findings": [asdict(each) for each in findings]}
        typer.echo(json.dumps(result))
    else:
        _print_findings(file.name, findings)
        typer.echo(f"{printable(file.name)}: {rules} rules, {errors} errors, {len(findings) - errors} warnings")
    if errors:
        raise typer.Exit(1)


def _print_findings(name: str, findings: list[Finding]) -> None:
    """Errors first, so that the cut at so many hides warnings before errors."""
    from station.core import printable

    ordered = sorted(findings, key=lambda finding: finding.level)
    for each in ordered[:SHOWN]:
        where = name if each.line is None else f"{name}:{each.line}"
        what = each.what if each.kind == "bad_row" else f"{where}: {each.level}: {each.what}"
        typer.echo(printable(what, 500))
    if len(ordered) > SHOWN:
        typer.echo(f"and {len(ordered) - SHOWN} more; --json has all")


@app.command()
def route(
    parcel: Annotated[str, typer.Argument(metavar="ID", help="A parcel id, as it is scanned or keyed.")],
    weight: Annotated[str | None, typer.Option(metavar="GRAMS", help="What it weighs.")] = None,
    postcode: Annotated[
        str | None, typer.Option(metavar="P", help="Instead of the label's and the manifest's.")
    ] = None,
    country: Annotated[str | None, typer.Option(metavar="C", help="Destination, instead of those.")] = None,
    on: OnOption = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", exists=True, dir_okay=False, help="This plan instead.")
    ] = None,
    config: ConfigOption = None,
    db: DbOption = None,
    as_json: JsonOption = False,
) -> None:
    """Explain rule by rule into which bin a parcel goes; nothing is booked. Exit code 1: into none.

    With --file and without --db or --config the station's record is not asked, and so no manifest either.
    """
    from station.core import printable
    from station.core.identify import identify
    from station.core.sort_plan import Function, explain, traits_of

    today, identity = _day(on), identify(parcel, keyed=True)
    plan, announced = _known(identity.normalized or parcel.upper(), file, config, db)
    traits = _instead(traits_of(identity, _grams(weight), announced), country, postcode)
    found = explain(plan, traits, today)
    fallback = None if found.matching else plan.bin_of(Function.NO_RULE)
    answer = _Answer(identity, announced, traits, plan.version, today, found, fallback)
    if as_json:
        typer.echo(json.dumps(answer.as_object()))
    else:
        for line in answer.as_lines():
            typer.echo(printable(line, 500))
    if not found.matching or not identity.accepted:
        raise typer.Exit(1)


def _known(number: str, file: Path | None, config: Path | None, db: Path | None) -> tuple[SortPlan, Announced | None]:
    """The plan, and the parcel's line of the manifest."""
    from station.requests import BadRowsError, announced, plan_of, read_plan

    database = None if file is not None and config is None and db is None else record_of(config, db)[0]
    try:
        plan = plan_of(database) if file is None and database is not None else read_plan(file) if file else None
    except BadRowsError as bad:
        _stop("\n".join(bad.lines))
    if plan is None:
        _stop("there is no sort plan: station import plan FILE")
    return plan, None if database is None else announced(database, number)


def _stop(words: str) -> NoReturn:
    from station.core import printable

    for line in words.splitlines():
        typer.echo(printable(line, 500), err=True)
    raise typer.Exit(2)


def _day(text: str | None) -> str:
    from station.core.tables import day

    return f"{datetime.now(UTC):%Y-%m-%d}" if text is None else _taken("--on", day, text)


def _grams(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        grams = Decimal(text)
    except InvalidOperation:
        grams = Decimal("NaN")
    if not grams.is_finite() or grams < 0:
        raise typer.BadParameter(f"{text!r} is not a weight: write grams, such as 2000", param_hint="--weight")
    return grams


def _instead(traits: Traits, country: str | None, postcode: str | None) -> Traits:
    from station.core import tables

    if country is not None:
        traits = replace(traits, country=_taken("--country", tables.country, country))
    return traits if postcode is None else replace(traits, postal_code=tables.postal(postcode))


def _taken(option: str, convert: Callable[[str], str], text: str) -> str:
    from station.core.tables import CellError

    try:
        return convert(text)
    except CellError as error:
        raise typer.BadParameter(f"{error.what}; {error.cure}", param_hint=option) from None


@dataclass(frozen=True, slots=True)
class _Answer:
    """Where a parcel goes and why."""

    identity: Identity
    announced: Announced | None
    traits: Traits
    version: str
    today: str
    found: Explanation
    fallback: str | None
    """Bin of the function NO_RULE when no rule matches."""

    def as_lines(self) -> Iterator[str]:
        """For a person."""
        known = [f"{name} {_plain(value)}" for name, value in asdict(self.traits).items() if value not in (None, "")]
        yield f"{self.identity.printed or self.identity.raw}: {', '.join(known) or 'nothing is known'}"
        if not self.identity.accepted:
            yield f"not a parcel id that may be booked: {self.identity.hint or self.identity.reason}"
        if self.announced is not None:
            yield f"announced as {self.announced.parcel_id}, {self.announced.status}"
        yield f"plan {self.version}, on {self.today}"
        if self.found.matching:
            winner = self.found.matching[0].rule
            yield f"bin {winner.bin} {winner.bin_label}".rstrip()
        else:
            yield "no rule matches" + (f": bin {self.fallback} by the function row" if self.fallback else "")
        yield from _listed("matching, in this order", self.found.matching)
        yield from _listed("nearest of the others", self.found.nearest)

    def as_object(self) -> dict[str, Any]:
        """For a program."""
        winner = self.found.matching[0].rule if self.found.matching else None
        return {
            "id": self.identity.raw,
            "on": self.today,
            "plan": self.version,
            "traits": {name: _plain(value) for name, value in asdict(self.traits).items()},
            "announced": None if self.announced is None else self.announced.parcel_id,
            "bin": winner.bin if winner else None,
            "bin_label": winner.bin_label if winner else None,
            "line": winner.line if winner else None,
            "function_bin": self.fallback,
            "matching": [_tried(each) for each in self.found.matching],
            "nearest": [_tried(each) for each in self.found.nearest],
        }


def _listed(title: str, rows: tuple[Tried, ...]) -> Iterator[str]:
    if rows:
        yield f"{title}:"
    for row in rows:
        yield f"  line {row.rule.line}, bin {row.rule.bin}: {'; '.join(row.reasons)}"


def _tried(each: Tried) -> dict[str, Any]:
    rule = {name: _plain(value) for name, value in asdict(each.rule).items() if value is not None}
    return {**rule, "why": list(each.reasons)}


def _plain(value: object) -> object:
    return format(value, "f") if isinstance(value, Decimal) else value
