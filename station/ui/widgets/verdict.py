"""The verdict: the largest thing on the screen, by colour and by word."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from station.ui.letters import draw
from station.ui.safe_text import lines, pad, say, wrapped
from station.ui.verdicts import Mood, Verdict, ready

BELOW_SHARE, BELOW_LEAST = 3, 4
"""The second line of block letters has a third of the room, at least four rows."""
SENTENCE_ROWS = 2
"""Most rows of the sentence; the words of a full disk are long."""


class VerdictPanel(Widget):
    """What `station.ui.state` says is to be shown."""

    verdict: reactive[Verdict] = reactive(ready)

    def watch_verdict(self, verdict: Verdict) -> None:
        """Colour by class."""
        for mood in Mood:
            self.set_class(verdict.mood is mood, f"-{mood.value}")

    def render(self) -> Content:
        """Headline on top, sentence and action at the foot, and in between letters as large as the room allows."""
        verdict, (width, height) = self.verdict, self.content_size
        headline = verdict.headline
        sentence = wrapped(verdict.sentence, width, SENTENCE_ROWS)
        foot = [*sentence, *([verdict.action] if verdict.action else [])]
        room = height - (1 if headline else 0) - len(foot)
        block = _rows(verdict.rows, width, room) if verdict.rows else _giant(verdict, width, room)
        spare = max(0, room - len(block))
        above = spare // 2
        rows = [say((headline, "bold"))] if headline else []
        rows += [Content("")] * above + block + [Content("")] * (spare - above)
        rows += [say((line, "bold" if line == verdict.action else "")) for line in foot]
        return lines(rows[:height])


def _rows(rows: tuple[str, ...], width: int, height: int) -> list[Content]:
    """Under each other, beginning in one column."""
    wide = min(width, max(map(cell_len, rows)))
    return [say(pad(row, wide)) for row in rows[:height]]


def _giant(verdict: Verdict, width: int, height: int) -> list[Content]:
    below = _letters(verdict.giant_below, width, max(BELOW_LEAST, height // BELOW_SHARE)) if verdict.giant_below else []
    return _letters(verdict.giant, width, max(1, height - len(below))) + below


def _letters(text: str, width: int, height: int) -> list[Content]:
    rows = draw(text, width, height)
    return [say((text, "bold"))] if rows is None else [Content(row) for row in rows]
