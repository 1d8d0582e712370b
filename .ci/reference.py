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
from reference_pages import one_line, page, table
from reference_words import CAUSES_HEAD, ERRORS_HEAD, KINDS, MAKERS, TROUBLES_HEAD

from config.scales import ScaleProtocol, known_settings, needed_settings
from config.show import one_of_each, toml
from config.value_hints import allowed, several_tables, tables
from hardware.scales.detection.detect import MOST_SPECIFIC_FIRST
from station.cli.main import app
from station.core import cure_of
from station.language import (
    ALARMS,
    CAUSES,
    DEFECTS,
    ERRORS,
    EXCEPTIONS,
    MENDERS,
    PLACE,
    RECORD_ALARM,
    TROUBLES,
    WHAT_TO_DO,
)
from station.reports.exports import columns
from station.tracking_server import openapi_scan
from station.tracking_server.openapi import openapi_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from station.language import Message

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
FOLDER = DOCS / "reference"
VECTORS = ROOT / "tests" / "captures" / "scales"
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
        "troubles.md": _troubles(),
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
    return page(head, (part for path, command in _leaves() for part in _command(path, command)))


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
        records = filter(None, (each.get_help_record(context) for each in options))  # none of a hidden one
        yield from table(("", "meaning"), ((f"`{names}`", help_ or "") for names, help_ in records))
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
    defaults = {name: dict(section) for name, section in one_of_each().items()}
    parts: list[str] = []
    for name, keys in tables().items():
        several = "\nMay stand several times.\n" if name in several_tables() else ""
        parts.append(f"\n## [{name}]\n{several}")
        rows = (
            (f"`{key}`", one_line(schema["description"]), _allowed(key, schema), f"`{toml(defaults[name][key])}`")
            for key, schema in keys.items()
        )
        parts.extend(table(("key", "meaning", "allowed", "default"), rows))
    return page(head, parts)


def _allowed(key: str, schema: dict[str, Any]) -> str:
    return "a protocol of [the table](scales.md)" if key == "protocol" and len(schema["enum"]) > 9 else allowed(schema)


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
    return page(
        head,
        (
            *table(("code", "term", "on the screen", "what to do"), rows),
            f"\n{CAUSES_HEAD}",
            *table(("cause", "in the counts", "beside the parcel"), causes),
        ),
    )


def _troubles() -> str:
    """Of each trouble by its code: the one table of who mends it and what he does."""
    told = {code: (text.headline, text.technician or text.everybody) for code, text in TROUBLES.items()}
    told |= {code: (RECORD_ALARM, (sentence,)) for code, sentence in ALARMS.items()}
    told |= {code: (None, sentences) for code, sentences in DEFECTS.items()}
    rows = (
        (f"`{code}`", PLACE.sub(r"*\1*", headline.english) if headline else code.replace("_", " ").upper(),
         _sentences(sentences), MENDERS[cure_of(code).who].english, WHAT_TO_DO[cure_of(code).do].english)
        for code, (headline, sentences) in told.items()
    )  # fmt: skip
    head_row = ("code", "headline", "what the technician reads", "who", "what to do")
    errors = ((f"`{code}`", _sentences(sentences)) for code, sentences in ERRORS.items())
    return page(
        TROUBLES_HEAD, (*table(head_row, rows), ERRORS_HEAD, *table(("code", "what the technician reads"), errors))
    )


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
        **columns.MEANINGS,
    }
    rows = ((f"`{name}`", about[name]) for name in columns.SCANS)
    refused = ((f"`{name}`", {**about, **columns.MEANINGS_OF_REFUSED}[name]) for name in columns.REFUSED)
    asked = ((f"`{name}`", {**about, **columns.MEANINGS_OF_REQUESTS}[name]) for name in columns.REQUESTS)
    bags = ((f"`{name}`", columns.MEANINGS_OF_BAGS[name]) for name in columns.BAGS)
    head_row = ("column", "meaning")
    parts = (
        *table(head_row, rows),
        "\n## Of `export refused`\n",
        *table(head_row, refused),
        "\n## Of `export requests`\n",
        *table(head_row, asked),
        "\n## Of `export bags`\n",
        *table(head_row, bags),
    )
    return page(head, parts)


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
    return page(
        head,
        (
            *table(("`scale.protocol`", "makers and models", "needs", "may have", "found"), rows),
            "\n## Where the frames of the tests are from\n",
            *(f"- {kind}: {meaning}" for kind, meaning in KINDS.items()),
            "\nA protocol with 0 frames has none of its own: the laws of its grammar and a simulated scale hold it.\n",
            *table(("protocol", "frames", "kinds", "sources"), sources),
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


def main() -> None:
    """Write each page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"docs/reference/{name}")
    (DOCS / "openapi.json").write_text(openapi_text(), encoding="utf-8")
    print("docs/openapi.json")


if __name__ == "__main__":
    main()
