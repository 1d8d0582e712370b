"""Collect the messages of station/language into its catalogues; what is new there waits for a translator.

`make catalogues` writes them; `outdated()` gives the test what it would change, `untranslated()` what is not done.
"""

from __future__ import annotations

import ast
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from station.language import ENGLISH, ERRORS, LANGUAGES, REASONS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
ROOM = ROOT / "station" / "language"
FOLDER = ROOM / "catalogues"
OTHERS = tuple(name for name in LANGUAGES if name != ENGLISH)


def messages(source: str) -> Iterator[tuple[int, str | tuple[str, str], str | None]]:
    """Line, message (two when it has a plural) and what it is about, of each `message(...)` and `plural(...)`."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        about = [
            each.value.value for each in node.keywords if each.arg == "about" and isinstance(each.value, ast.Constant)
        ]
        if node.func.id == "message" and texts:
            yield node.lineno, texts[0], str(about[0]) if about else None
        elif node.func.id == "plural" and len(texts) == 3:
            yield node.lineno, (texts[1], texts[2]), None


def template() -> Catalog:
    """Every message of the room, in the order of files and lines, then those of errors."""
    collected = Catalog(project="Parcel Station", charset="utf-8")
    for file in sorted(ROOM.glob("*.py")):
        for line, text, about in sorted(messages(file.read_text(encoding="utf-8")), key=lambda each: each[0]):
            collected.add(text, locations=[(file.name, line)], context=about)
    for sentences in (*ERRORS.values(), (*REASONS.values(),)):  # their English stands beside what raises them
        for each in sentences:
            collected.add(each.english, locations=[("errors.py", 0)])
    return collected


def updated(name: str) -> str:
    """The catalogue of a language with every message of today and none of yesterday."""
    file = FOLDER / f"{name}.po"
    old = file.read_bytes() if file.exists() else b""
    catalogue = read_po(io.BytesIO(old), locale=name) if old else Catalog(locale=name)
    catalogue.update(template(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    plain = Catalog(locale=name, project="Parcel Station", charset="utf-8", fuzzy=False)
    plain.header_comment = f"# {LANGUAGES[name]}: what the screens say. `make catalogues` brings it up to date."
    for each in catalogue:
        if each.id:
            plain.add(
                each.id, each.string, context=each.context, locations=[(file, None) for file, _ in each.locations]
            )
    written = io.BytesIO()
    write_po(written, plain, width=120, omit_header=False)
    head, _, rest = written.getvalue().decode().partition("\n\n")
    kept = [line for line in head.splitlines() if not line.startswith(_CHANGING)]
    return "\n".join(kept) + "\n\n" + rest.rstrip("\n") + "\n"


_CHANGING = (
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Last-Translator',
    '"Generated-By',
    '"Report-Msgid',
    '"Language-Team',
)
"""Lines of the header that would make each run another file."""


def outdated() -> list[str]:
    """Languages whose catalogue is not what `make catalogues` writes."""
    return [name for name in OTHERS if (FOLDER / f"{name}.po").read_text(encoding="utf-8") != updated(name)]


def untranslated(name: str) -> list[str]:
    """Messages of a language that have no words yet."""
    catalogue = read_po(io.BytesIO(updated(name).encode()), locale=name)
    return [str(each.id) for each in catalogue if each.id and not all(_strings(each.string))]


def _strings(translated: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (translated,) if isinstance(translated, str) else tuple(translated)


def main() -> None:
    """Write each catalogue and tell what waits for a translator."""
    FOLDER.mkdir(exist_ok=True)
    for name in sys.argv[1:] or OTHERS:
        (FOLDER / f"{name}.po").write_text(updated(name), encoding="utf-8")
        print(f"station/language/catalogues/{name}.po: {len(untranslated(name))} to be translated")


if __name__ == "__main__":
    main()
