"""Letters beyond Latin in a PDF: from a font of this machine, where there is one that has them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fpdf import FPDF

LATIN = "helvetica"
"""Built into every reader of PDF."""
PLACES = (
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
    Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"),
)
"""Debian's fonts-dejavu-core, fonts-noto-cjk, fonts-wqy-zenhei, fonts-noto-core."""


KINDS = (b"\0\1\0\0", b"ttcf", b"OTTO", b"true")
"""How the file of a font begins."""


def font_for(pdf: FPDF, text: str) -> tuple[str, str]:
    """A family, and the text as it can show it: a letter that no single font has beside the others is a ?."""
    if (shown := latin(text)) == text:
        return LATIN, text
    best, fewest = LATIN, sum(one != other for one, other in zip(text, shown, strict=True))
    for place in PLACES:
        known = _letters(pdf, place)
        if (lacking := sum(ord(letter) not in known for letter in text)) < fewest:
            best, fewest = place.stem, lacking
            shown = "".join(letter if ord(letter) in known else "?" for letter in text)
        if not fewest:
            break
    return best.lower(), shown


def latin(text: str) -> str:
    """What the built-in font can show."""
    return text.encode("latin-1", "replace").decode("latin-1")


def finished(pdf: FPDF) -> bytes:
    """The document; the files of its fonts are closed."""
    made = bytes(pdf.output())
    for font in pdf.fonts.values():
        if (file := getattr(font, "ttfont", None)) is not None:
            file.close()
    return made


def _letters(pdf: FPDF, place: Path) -> frozenset[int]:
    """Those of a font, which the document has from now on; none where it is missing or damaged."""
    family = place.stem.lower()
    if family not in pdf.fonts:
        if not place.is_file() or place.read_bytes()[:4] not in KINDS:
            return frozenset()
        try:
            pdf.add_font(family, fname=place)
        except Exception:  # noqa: BLE001  # a font of the machine is no reason to print nothing
            return frozenset()
    return frozenset(getattr(pdf.fonts[family], "cmap", {}))
