"""The figures of a shift or a day as PDF: two A4 pages with charts, and a place for the supervisor's signature."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from station.reports.bags import begin, finished, write

if TYPE_CHECKING:
    from fpdf import FPDF

PAGE_MM = (210.0, 297.0)
MARGIN, ROW, BOTTOM = 14.0, 5.2, 272.0
BLUE, RED = (40, 90, 160), (170, 50, 50)
GROUPS = ("operator", "carrier", "bin", "operation")
MOST_ROWS = 14
"""Rows of a group; the spreadsheet has all of them."""
_COLUMNS = (
    ("presented", 62.0), ("first-time", 84.0), ("keyed", 124.0), ("accepted", 140.0), ("stops", 160.0), ("kg", 178.0),
)  # fmt: skip


def figures_pdf(told: dict[str, Any]) -> bytes:
    """`told`: as `figures_json` has them. Letters that no font of this machine has are shown as ?."""
    page = _Page(begin(*PAGE_MM, MARGIN), f"{told['station_id']}  {_span(told)}")
    page.turn("Shift report" if told["operator"] else "Report")
    if told["operator"]:
        page.row((MARGIN, f"operator: {told['operator']}"), bold=True)
    for name, value, rate in _figures(told):
        page.row((MARGIN, name), (MARGIN + 40, f"{value:>8}"), (MARGIN + 60, rate))
    page.gap()
    page.bars("presented by quarter hour", _quarters(told), BLUE)
    page.shares("stops by code", [(each["code"], each["count"], each["share"]) for each in told["codes"]])
    causes = told["causes"]
    total = sum(each["count"] for each in causes) or 1
    page.shares("why not read", [(_cause_name(each["cause"]), each["count"], each["count"] / total) for each in causes])
    for group in GROUPS:
        page.group(group, told.get(f"by_{group}", {}))
    page.signature(told.get("signed"))
    return finished(page.pdf)


class _Page:
    """Rows from top to bottom, on the next page where one is full."""

    def __init__(self, pdf: FPDF, head: str) -> None:
        self.pdf, self._head = pdf, head
        self._title, self._y = "", 0.0

    def turn(self, title: str = "") -> None:
        """A new page."""
        self._title = title or self._title
        self.pdf.add_page()
        write(self.pdf, (MARGIN, 12), self._title, 18, bold=True)
        write(self.pdf, (MARGIN, 21), f"{self._head}   page {self.pdf.page_no()}", 9)
        self._y = 30.0

    def gap(self) -> None:
        """Half a row."""
        self._y += ROW / 2

    def _need(self, height_mm: float) -> None:
        if self._y + height_mm > BOTTOM:
            self.turn()

    def row(self, *cells: tuple[float, str], bold: bool = False) -> None:
        """Texts by their left edge, mm."""
        self._need(ROW)
        for x, text in cells:
            write(self.pdf, (x, self._y), text, 9.5, bold=bold)
        self._y += ROW

    def bars(self, title: str, values: list[tuple[str, int]], colour: tuple[int, int, int]) -> None:
        """A column each, the largest with its figure, the times of full hours below."""
        height, width = 34.0, PAGE_MM[0] - 2 * MARGIN
        self._need(height + 16)
        most = max((count for _, count in values), default=0)
        self.row((MARGIN, f"{title} (most: {most})"), bold=True)
        step = min(12.0, width / max(1, len(values)))
        base = self._y + height
        self.pdf.set_fill_color(*colour)
        for place, (name, count) in enumerate(values):
            tall = height * count / most if most else 0
            if tall:
                self.pdf.rect(MARGIN + place * step, base - tall, step * 0.8, tall, style="F")
            if name.endswith(":00") or place == 0:
                write(self.pdf, (MARGIN + place * step - 1, base + 1), name, 7)
        self._y = base + 8

    def shares(self, title: str, rows: list[tuple[str, int, float]]) -> None:
        """A Pareto: name, count, share, bar."""
        if not rows:
            return
        self._need(ROW * (min(len(rows), MOST_ROWS) + 1))
        self.row((MARGIN, title), bold=True)
        for name, count, share in rows[:MOST_ROWS]:
            y = self._y
            self.row((MARGIN, name), (MARGIN + 45, f"{count:>6}"), (MARGIN + 60, f"{share:.0%}"))
            self.pdf.set_fill_color(*RED)
            self.pdf.rect(MARGIN + 75, y + 0.8, max(0.3, 100 * share), ROW - 1.8, style="F")
        self.gap()

    def group(self, name: str, rows: dict[str, Any]) -> None:
        """The largest first; a rate of few parcels is marked."""
        ordered = sorted(rows.items(), key=lambda row: (-row[1]["presented"] - row[1]["accepted"], row[0]))
        ordered = sorted(rows.items()) if name == "operator" else ordered  # people are not ranked
        if not ordered:
            return
        self._need(3 * ROW)
        self.row((MARGIN, f"by {name}"), *((x, title) for title, x in _COLUMNS), bold=True)
        for label, line in ordered[:MOST_ROWS]:
            rate = line["first_time_rate"]
            share = "-" if rate is None else f"{rate['rate']:.1%} ({rate['low']:.0%}-{rate['high']:.0%})"
            share += "?" if rate is not None and rate["few"] else ""
            kilograms = f"{float(line['accepted_g']) / 1000:.1f}"
            cells = (line["presented"], share, line["keyed"], line["accepted"], line["stopped"], kilograms)
            told = ((x, str(cell)) for (_, x), cell in zip(_COLUMNS, cells, strict=True))
            self.row((MARGIN, (label or "-")[:26]), *told)
        if len(ordered) > MOST_ROWS:
            self.row((MARGIN, f"and {len(ordered) - MOST_ROWS} more"))
        self.gap()

    def signature(self, signed: dict[str, Any] | None) -> None:
        """Who signed it in the record; else a line for a pen."""
        self._need(4 * ROW)
        self.gap()
        if signed is not None:
            self.row((MARGIN, f"signed by {signed['who']}, {_moment(signed['at'])}, entry {signed['seq']}"), bold=True)
            return
        self._y += 2 * ROW
        self.pdf.line(MARGIN, self._y, MARGIN + 80, self._y)
        self.row((MARGIN, "supervisor: name, date, signature"))


def _figures(told: dict[str, Any]) -> list[tuple[str, Any, str]]:
    read = told["first_time"] + told["after_retries"]
    rows: list[tuple[str, Any, str]] = [
        ("presented", told["presented"], ""),
        ("first-time read", told["first_time"], _rate(told["first_time_rate"])),
        ("read at all", read, _rate(told["read_rate"])),
        *((name.replace("_", " "), told[name], "") for name in ("keyed", "not_read", "accepted", "stopped")),
        ("stops lifted", told["overrides"], ""),
        ("taken back", told["taken_back"], ""),
        ("lifted, kg", f"{float(told['lifted_g']) / 1000:.1f}", ""),
        ("scale settles, ms", _p50(told["settle_ms"]), ""),
        ("verdict, ms", _p50(told["verdict_ms"]), ""),
    ]
    return rows + ([("times found later", told["redated"], "")] if told["redated"] else [])


def _quarters(told: dict[str, Any]) -> list[tuple[str, int]]:
    return [(_moment(at)[11:], line["presented"]) for at, line in told.get("by_quarter", {}).items()]


def _p50(times: dict[str, Any]) -> str:
    return f"{times['p50']:.0f} (95 %: {times['p95']:.0f})" if times["count"] else "-"


def _rate(rate: dict[str, Any] | None) -> str:
    if rate is None:
        return ""
    few = ", of few parcels" if rate["few"] else ""
    return f"{rate['rate']:.1%}  (95 %: {rate['low']:.1%} to {rate['high']:.1%}{few})"


def _cause_name(code: str) -> str:
    return code.replace("_", " ")


def _span(told: dict[str, Any]) -> str:
    return f"{_moment(told['since'])} to {_moment(told['until']) if told['until'] else 'now'}"


def _moment(utc: str) -> str:
    return f"{datetime.fromisoformat(utc).astimezone():%Y-%m-%d %H:%M}"
