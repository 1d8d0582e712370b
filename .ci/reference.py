"""Write docs/reference/: commands, configuration, exception codes and scale protocols, from the code that they are of.

`make reference` writes the pages; `pages()` gives them to the test that compares.
"""

from __future__ import annotations

import inspect
import json
import os
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import typer.main

from config.model import Config
from config.scales import ScaleProtocol, known_settings, needed_settings
from config.show import toml
from config.value_hints import allowed, tables
from hardware.scales.detection.detect import MOST_SPECIFIC_FIRST
from station.cli.main import app
from station.language import CAUSES, EXCEPTIONS, PLACE
from station.record import HEADER, MARKS
from station.record.outbox import ASKED, REFUSAL
from station.tracking_server import openapi_scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from station.language import Message

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
FOLDER = DOCS / "reference"
VECTORS = ROOT / "tests" / "captures" / "scales"
MADE = "<!-- Written by `make reference`. Change the code or `.ci/reference.py`, not this page. -->\n"
KINDS = {"M": "printed in a manual", "O": "in public code, tests or reports", "D": "built from a described grammar"}
MAKERS = {
    "mt-sics": "Mettler-Toledo (MT-SICS)", "kern-kcp": "KERN (KCP)",
    "toledo-8217": "Mettler-Toledo Ariva, Viva, Diva; many counter scales", "toledo-8213": "Brecknell 8213",
    "toledo-continuous": "Mettler-Toledo 8142, 8530, IND, ICS, Wildcat; Fairbanks, Cardinal",
    "nci-scp01": "NCI, Weigh-Tronix, Brecknell", "nci-scp12": "NCI, Weigh-Tronix", "nci-ecr": "NCI ECR (SCP-02)",
    "fairbanks-pship": "Fairbanks P-Ship", "fairbanks-ups": "Fairbanks UPS (Ultegra)",
    "sma": "Cardinal, Sartorius, Fairbanks and others (SMA SCP-0499)",
    "usb-hid-pos": "USB point of sale: Dymo, Stamps.com, Fairbanks SCB-R9000, Mettler-Toledo PS60",
    "modbus-rtu": "transmitters with the register map of Tuna ID551PN", "modbus-tcp": "the same over TCP",
    "sartorius-sbi": "Sartorius, Minebea Intec (SBI)", "rice-lake-stream": "Rice Lake",
    "st-gs-generic": "T-Scale and many makers (`ST,GS,...`)", "kern-eoc": "KERN EOC",
    "and-std": "A&D balances", "and-ind": "A&D indicators",
    "cas-22": "CAS CI, 22 bytes", "cas-and18": "CAS CI, 18 bytes", "cas-10": "CAS CI, 10 bytes",
    "cas-cmd": "CAS CI in command mode", "cas-pd": "CAS PD, SW", "dini-argeo": "Dini Argeo",
    "kern-legacy": "KERN FKB, DE", "ohaus": "Ohaus", "radwag": "Radwag", "kern-ket": "KERN KET-TM", "axis": "AXIS",
    "adam": "Adam AZextra, Highland, PGL; G&G", "adam-cpwplus": "Adam CPWplus",
    "yaohua-a9": "Yaohua XK3190-A9, A22, A23, A26", "yaohua-a12": "Yaohua XK3190-A12(E), CAS DH",
    "yaohua-eq": "Yaohua XK3190-A26, formats 1 and 2", "keli-k9": "Keli K9", "jcs-bcd": "Yousheng JCS-B",
    "toledo-br-enq": "Toledo do Brasil", "dibal-98": "Dibal G310 and its kin",
    "dialog06": "Bizerba manner: Diva, Aviator, Cely, Dibal", "unknown-capture": "two recorded streams, maker unknown",
}  # fmt: skip


PROTOCOLS: tuple[str, ...] = get_args(ScaleProtocol)
FOUND = {*MOST_SPECIFIC_FIRST, "usb-hid-pos"}
"""A USB scale is found by its reports, not by the bytes of a line."""


def pages() -> dict[str, str]:
    """File name in docs/reference -> its text."""
    return {
        "commands.md": _commands(),
        "configuration.md": _configuration(),
        "exception-codes.md": _exception_codes(),
        "export-columns.md": _export_columns(),
        "scales.md": _scales(),
    }


def _commands() -> str:
    head = """\
# Commands

Results go to standard output, everything else to standard error. `--json` gives one object, or one a line.
Without `--config` the file is `$STATION_CONFIG`, else `/etc/parcel-station/station.toml`.
`station COMMAND --help` says the same in the terminal.

| exit code | meaning |
|---|---|
| 0 | ok |
| 1 | the answer is "no": a fault found, nothing read, the screen lost |
| 2 | wrong use or wrong configuration |
| 3 | a device, a server or a running station is away |
"""
    return _page(head, (part for path, command in _leaves() for part in _command(path, command)))


def _leaves() -> Iterator[tuple[str, Any]]:
    """Each command that does something, with the words that call it."""
    for name, command in typer.main.get_command(app).commands.items():
        inner = getattr(command, "commands", None)
        if inner is None:
            yield f"station {name}", command
        else:
            yield from ((f"station {name} {sub}", each) for sub, each in inner.items())


def _command(path: str, command: Any) -> Iterator[str]:
    options = [each for each in command.params if each.name != "help"]
    words = [_argument(each) for each in options if each.param_type_name == "argument"]
    required = [f"{each.opts[0]} {_value(each)}" for each in options if _is_option(each) and each.required]
    yield f"\n## {path}\n"
    yield f"    {' '.join([path, *required, *words])}\n"
    yield inspect.cleandoc(command.help).replace("\n\n", "\0").replace("\n", " ").replace("\0", "\n\n") + "\n"
    if options:
        context = command.context_class(command, info_name=path)
        records = (each.get_help_record(context) for each in options)
        yield from _table(("", "meaning"), ((f"`{names}`", help_ or "") for names, help_ in records))
    call = re.compile(rf"\.venv/bin/{path}(?= |$)", re.MULTILINE)
    found = [each for each in sorted(DOCS.rglob("*.md")) if call.search(each.read_text(encoding="utf-8"))]
    if found:
        yield f"\nExamples: {', '.join(_link(each) for each in found)}\n"


def _link(page: Path) -> str:
    """To a page, from docs/reference, under its own title."""
    title = page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
    return f"[{title}]({os.path.relpath(page, FOLDER)})"


def _is_option(parameter: Any) -> bool:
    return bool(parameter.param_type_name == "option")


def _argument(parameter: Any) -> str:
    name = _value(parameter) + ("..." if parameter.nargs == -1 else "")
    return name if parameter.required else f"[{name}]"


def _value(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name).strip("[]").removesuffix("...").upper()


def _configuration() -> str:
    head = """\
# Configuration

One TOML file a station. `station config init` writes it with every key, its default and these words.
`station config check` names every wrong key and value at once. Unknown keys are refused.
"""
    defaults = {name: dict(section) for name, section in Config()}
    parts: list[str] = []
    for name, keys in tables().items():
        parts.append(f"\n## [{name}]\n")
        rows = (
            (f"`{key}`", _one_line(schema["description"]), _allowed(key, schema), f"`{toml(defaults[name][key])}`")
            for key, schema in keys.items()
        )
        parts.extend(_table(("key", "meaning", "allowed", "default"), rows))
    return _page(head, parts)


def _allowed(key: str, schema: dict[str, Any]) -> str:
    return "a protocol of [the table](scales.md)" if key == "protocol" and len(schema["enum"]) > 9 else allowed(schema)


CAUSES_HEAD = """\
## Causes

Why no parcel id is known: of a picture, of the codes on a label, or of what was typed. A scan that stopped as `NR` or
`CD` carries one in `cause`.
"""


def _exception_codes() -> str:
    head = """\
# Exception codes

What the screen says, and what the worker does. Where several sentences are listed, the screen shows the first one for
which it has all the values. *When* each code is given stands in
[the supervisor's page](../supervisor.md#what-the-station-decides).

No scan carries `OV`. A [supervisor's override](../supervisor.md#shift-operation-undo-override) is an entry of its own
kind (`override`): it names the stopped scan, and that scan keeps its code.

"""
    rows = (
        (f"`{code.value}`", text.term.english, _sentences(text.sentences), text.action.english)
        for code, text in EXCEPTIONS.items()
    )
    causes = (
        (f"`{code}`", text.name.english, _sentences(text.sentences or (text.name,))) for code, text in CAUSES.items()
    )
    return _page(
        head,
        (
            *_table(("code", "term", "on the screen", "what to do"), rows),
            f"\n{CAUSES_HEAD}",
            *_table(("cause", "in the counts", "beside the parcel"), causes),
        ),
    )


OF_AN_EXPORT = {
    "seq": "The number of the entry in the record of this station.",
    "scan_id": "The name of the entry, for good and everywhere.",
    "scanned_at": "When it was scanned, by the clock of the station.",
    "scanned_at_corrected": "The true time, where a wrong clock was found out later.",
    "operation": "What the scan meant: arrival, induct, sort or dispatch.",
    "parcel_id": "The parcel; empty when no number was read.",
    "decision": "accept, or exception: the parcel stopped. Empty for an entry that is no scan.",
    "taken_back": "true when somebody took the scan back: it counts no more. Not in `export entries`.",
    "override_bin": "The bin into which a supervisor let the stopped parcel go. Not in `export entries`.",
    "at": "When it was asked.",
    "request": "What was asked: VoidScan, OpenShift and so on.",
    "who": "Who asked.",
    "why": "Why, in that person's words.",
    "done": "true: it was done. false: there was nothing to do.",
    "reason": "A code for what came of it.",
    "request_id": "The name of the request: one that is handed in twice is done once.",
    "refused_at": "When the centre refused it.",
    "resolved": "What a person did about it: accepted (left as it is) or fixed.",
    "resolved_by": "Who.",
    "resolved_why": "Why, in that person's words.",
    "resolved_at": "When.",
    "successor": "The number of the scan that was sent in its place.",
}
"""Columns whose meaning for a reader of the file is not that for the centre."""
OF_REQUESTS = {"details": "What belongs to the reason, JSON."}
OF_REFUSED = {"code": "The centre's code for the refusal.", "message": "The centre's words."}


def _export_columns() -> str:
    head = """\
# Columns of the exports

`station export scans` and `export exceptions` write scans alone. `export entries` writes every entry of the record:
also voids, overrides and shifts. How to call them: [exports](../supervisor.md#exports).

In JSON lines the names are those of the columns. What the columns call `weight_...` is an object `weight` there. A name
whose value is empty is left out. Times are UTC.

In CSV and XLSX a cell holds one value. `references` are joined by `; `. `values` and `details` are JSON.

"""
    about = {
        **openapi_scan.KEYS,
        **{f"weight_{key}": words for key, words in openapi_scan.WEIGHT.items()},
        **OF_AN_EXPORT,
    }
    rows = ((f"`{name}`", about[name]) for name in (*HEADER, *MARKS))
    refused = ((f"`{name}`", {**about, **OF_REFUSED}[name]) for name in REFUSAL)
    asked = ((f"`{name}`", {**about, **OF_REQUESTS}[name]) for name in ASKED)
    head_row = ("column", "meaning")
    parts = (
        *_table(head_row, rows),
        "\n## Of `export refused`\n",
        *_table(head_row, refused),
        "\n## Of `export requests`\n",
        *_table(head_row, asked),
    )
    return _page(head, parts)


def _sentences(sentences: Iterable[Message]) -> str:
    """With all its values, and without any."""
    both = dict.fromkeys((sentences[0], sentences[-1]))
    return "<br>".join(PLACE.sub(r"*\1*", each.plural or each.english) for each in both)


def _scales() -> str:
    head = """\
# Scale protocols

**No scale of this table was ever connected to this software as real hardware.** Each protocol is held by frames from
manuals, from public code, or built from a described grammar, and by simulated scales. The second table names the source
of the frames. How to find, set up and record a scale: [scales](../technician/scales.md).

*Needs* are the keys of `scale.settings` that have to be written. *May have* are the others that the protocol knows.
*Found* tells whether `station scale detect` can name it.

"""
    rows = (
        (f"`{name}`", MAKERS[name], *_settings(name), "yes" if name in MOST_SPECIFIC_FIRST else "no")
        for name in PROTOCOLS
    )
    sources = (
        (f"`{name}`", str(count), ", ".join(sorted(kinds)), "; ".join(sorted(texts)))
        for name, (count, kinds, texts) in _sources().items()
    )
    return _page(
        head,
        (
            *_table(("`scale.protocol`", "makers and models", "needs", "may have", "found"), rows),
            "\n## Where the frames of the tests are from\n",
            *(f"- {kind}: {meaning}" for kind, meaning in KINDS.items()),
            "\nA protocol with 0 frames has none of its own: the laws of its grammar and a simulated scale hold it.\n",
            *_table(("protocol", "frames", "kinds", "sources"), sources),
        ),
    )


def _settings(protocol: str) -> tuple[str, str]:
    needs = needed_settings(protocol)
    known = known_settings(protocol)
    return ", ".join(_setting(key, known) for key in needs), ", ".join(
        _setting(key, known) for key in known if key not in needs
    )


def _setting(key: str, known: Any) -> str:
    if key == "unit":
        return "`unit`"
    return f"`{key}` ({', '.join(json.dumps(value).strip(chr(34)) for value in known[key])})"


def _sources() -> dict[str, tuple[int, set[str], set[str]]]:
    """Protocol -> number of frames, kinds of source, sources."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for file in sorted(VECTORS.glob("*.json")):
        for vector in json.loads(file.read_text(encoding="utf-8")):
            found[vector["protocol"]].append(vector)
    return {
        name: (
            len(found[name]),
            {each["source_kind"] for each in found[name]},
            {each["source"] for each in found[name]},
        )
        for name in PROTOCOLS
    }


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(_one_line(cell).replace('|', chr(92) + '|') for cell in row)} |"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _page(head: str, parts: Iterable[str]) -> str:
    title, _, rest = head.partition("\n")
    return f"{title}\n\n{MADE}{rest}" + "\n".join(parts) + "\n"


def main() -> None:
    """Write each page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"docs/reference/{name}")


if __name__ == "__main__":
    main()
