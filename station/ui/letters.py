"""Block letters that are read from across the hall: a 5 x 7 font, drawn as large as the room allows.

A dot is a whole number of columns wide and of half rows high, so the letters keep their shape at every size.
"""

from __future__ import annotations

HEIGHT = 7
LARGEST = 8
"""Columns of one dot of the largest letters."""

TALLEST = 2
"""A long word is drawn narrow rather than small: dots up to this many times as high as wide."""

_FONT = {
    "A": ".###. #...# #...# ##### #...# #...# #...#",
    "B": "####. #...# #...# ####. #...# #...# ####.",
    "C": ".###. #...# #.... #.... #.... #...# .###.",
    "D": "####. #...# #...# #...# #...# #...# ####.",
    "E": "##### #.... #.... ####. #.... #.... #####",
    "F": "##### #.... #.... ####. #.... #.... #....",
    "G": ".###. #...# #.... #.### #...# #...# .###.",
    "H": "#...# #...# #...# ##### #...# #...# #...#",
    "I": "### .#. .#. .#. .#. .#. ###",
    "J": "..### ...#. ...#. ...#. ...#. #..#. .##..",
    "K": "#...# #..#. #.#.. ##... #.#.. #..#. #...#",
    "L": "#.... #.... #.... #.... #.... #.... #####",
    "M": "#...# ##.## #.#.# #.#.# #...# #...# #...#",
    "N": "#...# ##..# ##..# #.#.# #..## #..## #...#",
    "O": ".###. #...# #...# #...# #...# #...# .###.",
    "P": "####. #...# #...# ####. #.... #.... #....",
    "Q": ".###. #...# #...# #...# #.#.# #..#. .##.#",
    "R": "####. #...# #...# ####. #.#.. #..#. #...#",
    "S": ".#### #.... #.... .###. ....# ....# ####.",
    "T": "##### ..#.. ..#.. ..#.. ..#.. ..#.. ..#..",
    "U": "#...# #...# #...# #...# #...# #...# .###.",
    "V": "#...# #...# #...# #...# #...# .#.#. ..#..",
    "W": "#...# #...# #...# #.#.# #.#.# ##.## #...#",
    "X": "#...# #...# .#.#. ..#.. .#.#. #...# #...#",
    "Y": "#...# #...# .#.#. ..#.. ..#.. ..#.. ..#..",
    "Z": "##### ....# ...#. ..#.. .#... #.... #####",
    "0": ".###. #...# #..## #.#.# ##..# #...# .###.",
    "1": "..#.. .##.. ..#.. ..#.. ..#.. ..#.. .###.",
    "2": ".###. #...# ....# ...#. ..#.. .#... #####",
    "3": ".###. #...# ....# ..##. ....# #...# .###.",
    "4": "...#. ..##. .#.#. #..#. ##### ...#. ...#.",
    "5": "##### #.... ####. ....# ....# #...# .###.",
    "6": ".###. #.... #.... ####. #...# #...# .###.",
    "7": "##### ....# ...#. ..#.. ..#.. ..#.. ..#..",
    "8": ".###. #...# #...# .###. #...# #...# .###.",
    "9": ".###. #...# #...# .#### ....# ....# .###.",
    "-": "... ... ... ### ... ... ...",
    "_": "..... ..... ..... ..... ..... ..... #####",
    ".": ". . . . . . #",
    ",": ".. .. .. .. .. .# #.",
    ":": ". . # . # . .",
    "/": "....# ....# ...#. ..#.. .#... #.... #....",
    "+": "..... ..#.. ..#.. ##### ..#.. ..#.. .....",
    "?": ".###. #...# ....# ...#. ..#.. ..... ..#..",
    "!": "# # # # # . #",
    "&": ".##.. #..#. #..#. .##.. #.#.# #..#. .##.#",
    "#": ".#.#. .#.#. ##### .#.#. ##### .#.#. .#.#.",
    " ": ".. .. .. .. .. .. ..",
    "g": "..... ..... .#### #...# .#### ....# .###.",
    "k": "#.... #..#. #.#.. ##... #.#.. #..#. #...#",
}
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def has_letters(text: str) -> bool:
    """Whether each of its letters has a drawing."""
    return all(letter in _FONT or letter.upper() in _FONT for letter in text)


def draw(text: str, width: int, height: int) -> list[str] | None:
    """The text as rows of equal length in block letters, at most `width` x `height` cells.

    Small letters without a drawing are drawn as capitals. None: it has no room even at the smallest size, or a
    character has no drawing; then it is to be shown as plain text.
    """
    dots = _dots(text)
    if not dots:
        return None
    columns = len(dots[0])
    across = min(LARGEST, width // columns, 2 * height // HEIGHT)
    down = min(TALLEST * across, 2 * height // HEIGHT)
    if across < 1:
        return None
    halves = [[dot for dot in row for _ in range(across)] for row in dots for _ in range(down)]
    if len(halves) % 2:
        halves.append([False] * (columns * across))
    return [
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(halves[::2], halves[1::2], strict=True)
    ]


def _dots(text: str) -> list[list[bool]]:
    """Seven rows of dots with one empty column between letters; empty when a character is missing."""
    drawings = [_FONT.get(letter) or _FONT.get(letter.upper()) for letter in text]
    glyphs = [drawing.split() for drawing in drawings if drawing]
    if not glyphs or len(glyphs) < len(text):
        return []
    return [[dot == "#" for dot in ".".join(glyph[row] for glyph in glyphs)] for row in range(HEIGHT)]
