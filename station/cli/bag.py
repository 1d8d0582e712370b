"""`station bag`: open, fill, close and dispatch bags."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from station.cli.asking import ask, refuse
from station.cli.bag_papers import despatch, label
from station.cli.record_path import DbOption, record_of
from station.cli.run import ConfigOption

if TYPE_CHECKING:
    from station.core import Bag

app = typer.Typer(no_args_is_help=True)
ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help="Who does it.")]
WhyOption = Annotated[str, typer.Option("--why", metavar="TEXT", help="For the record.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One object, or one a line.")]
BagArgument = Annotated[str, typer.Argument(metavar="BAG", help="Number of the bag.")]
ParcelArgument = Annotated[str, typer.Argument(metavar="PARCEL", help="Its number, as printed or typed.")]


@app.callback()
def options() -> None:
    """Options of every look at bags."""


@app.command("open")
def open_(
    by: ByOption,
    bag: Annotated[
        str | None, typer.Argument(metavar="[BAG]", help="Its number; none: the station makes one (bags.prefix).")
    ] = None,
    bin_: Annotated[
        str | None, typer.Option("--bin", metavar="BIN", help="Whose parcels go into it; none: a container of bags.")
    ] = None,
    destination: Annotated[str | None, typer.Option(metavar="TEXT", help="Where it goes, for its label.")] = None,
    tare_g: Annotated[str | None, typer.Option(metavar="GRAMS", help="Weight of the empty bag.")] = None,
    most_parcels: Annotated[int | None, typer.Option(metavar="N", help="So many parcels fill it.")] = None,
    most_g: Annotated[str | None, typer.Option(metavar="GRAMS", help="So many grams of parcels fill it.")] = None,
    most_l: Annotated[str | None, typer.Option(metavar="LITRES", help="For its label; not measured here.")] = None,
    config: ConfigOption = None,
    db: DbOption = None,
) -> None:
    """Open a bag: accepted parcels of its bin go into it. Exit code 1 when the bin has one, or the number was used."""
    from station.core.bag_requests import OpenBag

    ask(OpenBag(by, bin_, bag, destination, tare_g, most_parcels, most_g, most_l), config, db)


@app.command()
def close(
    bag: BagArgument,
    by: ByOption,
    gross_g: Annotated[
        str | None, typer.Option(metavar="GRAMS", help="Its weight; compared with tare and parcels.")
    ] = None,
    seal: Annotated[str | None, typer.Option(metavar="NUMBER", help="Number of its seal, used once.")] = None,
    why: Annotated[str | None, typer.Option(metavar="TEXT", help="Why its weight differs.")] = None,
    config: ConfigOption = None,
    db: DbOption = None,
) -> None:
    """Close a bag: nothing goes into it any more. Exit code 1 when its weight differs, or a seal was used."""
    from station.core.bag_requests import CloseBag

    ask(CloseBag(bag, by, gross_g, seal, why), config, db)


@app.command()
def reopen(bag: BagArgument, by: ByOption, why: WhyOption, config: ConfigOption = None, db: DbOption = None) -> None:
    """Open a closed bag again. Its seal is broken and not used again. Exit code 1 when it has left or is open."""
    from station.core.bag_requests import ReopenBag

    ask(ReopenBag(bag, by, why), config, db)


@app.command()
def move(
    parcel: ParcelArgument,
    bag: Annotated[str, typer.Argument(metavar="BAG", help="Into which it goes; an open one.")],
    by: ByOption,
    why: WhyOption,
    config: ConfigOption = None,
    db: DbOption = None,
) -> None:
    """Put a parcel that was accepted here into another open bag. Exit code 1 when a bag is closed or full."""
    from station.core.bag_requests import MoveParcel

    ask(MoveParcel(parcel, bag, by, why), config, db)


@app.command()
def put(
    parcel: ParcelArgument,
    label: Annotated[str, typer.Argument(metavar="LABEL", help="Of the bin of its verdict, or of its open bag.")],
    by: ByOption,
    config: ConfigOption = None,
    db: DbOption = None,
) -> None:
    """Say where an accepted parcel was put (bags.confirm_put). Exit code 1: it belongs elsewhere."""
    from station.core.bag_requests import PutParcel

    ask(PutParcel(parcel, label, by), config, db)


@app.command()
def nest(
    bag: BagArgument,
    by: ByOption,
    container: Annotated[
        str | None, typer.Argument(metavar="[CONTAINER]", help="An open one; none: take it out of its container.")
    ] = None,
    config: ConfigOption = None,
    db: DbOption = None,
) -> None:
    """Put a closed bag into a container, or take it out. Exit code 1 when it lies in one, or is open."""
    from station.core.bag_requests import NestBag

    ask(NestBag(bag, container, by), config, db)


@app.command()
def load(bag: BagArgument, by: ByOption, config: ConfigOption = None, db: DbOption = None) -> None:
    """Put a closed bag or container onto the vehicle. Exit code 1 when it is open, loaded already, or has left."""
    from station.core.bag_requests import LoadBag

    ask(LoadBag(bag, by), config, db)


@app.command()
def unload(bag: BagArgument, by: ByOption, why: WhyOption, config: ConfigOption = None, db: DbOption = None) -> None:
    """Take a loaded bag off the vehicle again. Exit code 1 when it is not loaded."""
    from station.core.bag_requests import UnloadBag

    ask(UnloadBag(bag, by, why), config, db)


@app.command()
def dispatch(
    number: Annotated[str, typer.Argument(metavar="DESPATCH", help="Its number: an S8, or the hub's own.")],
    by: ByOption,
    bags: Annotated[list[str] | None, typer.Argument(metavar="[BAG]...", help="Closed bags and containers.")] = None,
    loaded: Annotated[bool, typer.Option("--loaded", help="Each that is loaded, instead of BAG.")] = False,
    config: ConfigOption = None,
    db: DbOption = None,
) -> None:
    """Let closed bags leave under one despatch: all of them, or none. Exit code 1 when one is open or has left."""
    from station import requests
    from station.core.bag_requests import DispatchBags
    from station.core.outcomes import Nothing, Reason

    if bool(bags) == loaded:
        raise typer.BadParameter("name the bags, or give --loaded", param_hint="BAG...")
    if loaded:
        bags = [bag.number for bag in requests.bags_loaded(record_of(config, db)[0])]
        if not bags:
            refuse(Nothing(Reason.NOTHING_LOADED))
    ask(DispatchBags(tuple(bags or ()), number, by), config, db)


@app.command()
def lost(
    parcel: ParcelArgument, by: ByOption, why: WhyOption, config: ConfigOption = None, db: DbOption = None
) -> None:
    """Say that a parcel is not where it should be: it leaves its bag, which has to be open."""
    from station.core.bag_requests import ReportLost

    ask(ReportLost(parcel, by, why), config, db)


@app.command()
def found(
    parcel: ParcelArgument,
    by: ByOption,
    bag: Annotated[str | None, typer.Option(metavar="BAG", help="Into which it goes; none: into none.")] = None,
    config: ConfigOption = None,
    db: DbOption = None,
) -> None:
    """Say that a lost parcel is here again. Exit code 1 when it was not lost."""
    from station.core.bag_requests import ReportFound

    ask(ReportFound(parcel, by, bag), config, db)


@app.command("list")
def list_(
    state: Annotated[
        list[str] | None, typer.Option("--state", metavar="STATE", help="open, closed, dispatched; may be repeated.")
    ] = None,
    config: ConfigOption = None,
    db: DbOption = None,
    as_json: JsonOption = False,
) -> None:
    """The bags of the record, by number: state, bin, parcels, weight."""
    from station import requests
    from station.core import BagState, printable

    try:
        wanted = {BagState(name) for name in state or BagState}
    except ValueError as error:
        raise typer.BadParameter(f"{error}; take open, closed or dispatched", param_hint="--state") from None
    for bag in requests.bags(record_of(config, db)[0]):
        if bag.state in wanted:
            typer.echo(json.dumps(_as_json(bag)) if as_json else printable(_row(bag), 300))


@app.command()
def show(bag: BagArgument, config: ConfigOption = None, db: DbOption = None, as_json: JsonOption = False) -> None:
    """One bag with every parcel that is in it. Exit code 1: there is no such bag."""
    from station import requests
    from station.core import printable

    database, _ = record_of(config, db)
    found = requests.bag(database, bag)
    if found is None:
        typer.echo(f"there is no bag {printable(bag, 60)}: station bag list shows them", err=True)
        raise typer.Exit(1)
    parcels, inside = requests.bag_parcels(database, found.number), requests.bags_inside(database, found.number)
    if as_json:
        held = [{"parcel_id": parcel, "grams": _text(grams)} for parcel, grams in parcels]
        typer.echo(json.dumps({**_as_json(found), "parcels": held, "bags": [each.number for each in inside]}))
        return
    for name, value in _as_json(found).items():
        if value is not None:
            typer.echo(printable(f"{name}: {value}", 300))
    for parcel, grams in parcels:
        typer.echo(printable(f"  {parcel}  {'not weighed' if grams is None else f'{grams} g'}", 300))
    for each in inside:
        typer.echo(printable(f"  {_row(each)}", 300))


app.command()(label)
app.command()(despatch)


def _as_json(bag: Bag) -> dict[str, Any]:
    """Amounts are texts, as everywhere."""
    from dataclasses import asdict
    from decimal import Decimal

    told = {name: _text(value) if isinstance(value, Decimal) else value for name, value in asdict(bag).items()}
    return {"bag": told.pop("number"), **told}


def _row(bag: Bag) -> str:
    place = f"bin {bag.bin}" if bag.bin is not None else "container"
    more = [f"seal {bag.seal}" if bag.seal else "", f"despatch {bag.despatch}" if bag.despatch else ""]
    held = f"{bag.count} in it, {_text(bag.net_g)} g"
    state = "loaded" if bag.is_loaded else bag.state.value
    return "  ".join(each for each in (bag.number, state, place, held, *more) if each)


def _text(grams: Any) -> str | None:
    return None if grams is None else format(grams, "f")
