# SPDX-License-Identifier: MIT
"""The enrolment part of a CONSORT flow diagram, as numbers and as SVG.

Schulz KF, Altman DG, Moher D. CONSORT 2010 statement. BMJ 2010;340:c332. doi:10.1136/bmj.c332
"""

from __future__ import annotations

import unicodedata
from typing import Iterable, NamedTuple, Sequence
from xml.sax.saxutils import escape


class Flow(NamedTuple):
    """How many came to which end. `failed` sums up to `ineligible`, each subject at the first
    criterion that it fails; in `wanting` a subject counts at everything that it lacks."""

    title: str
    assessed: int
    eligible: int
    ineligible: int
    undetermined: int
    unreadable: int
    failed: Sequence[tuple[str, str, int]]
    wanting: Sequence[tuple[str, int]]


# --- Text that fits -------------------------------------------------------------------------------

SIZE = 14
LINE = 19
PADDING = 12

# Widths in em that no usual sans-serif exceeds: those of DejaVu Sans, which is wide, in classes.
NARROW = set(" !\"'(),-./:;I[\\]fijlrt|")
WIDE = set("%@MWmw")
SIGNS = set("#&+<=>^~")
BOLD = 1.15


def width(text: str, bold: bool = False) -> float:
    """At least the width of a text in pixels. What is not ASCII may be as wide as high."""
    ems = 0.0
    for sign in text:
        if sign in NARROW:
            ems += 0.47
        elif sign in WIDE or (sign > "~" and not unicodedata.combining(sign)):
            ems += 1.0
        elif sign <= "~":
            ems += 0.84 if sign in SIGNS else 0.79 if sign.isupper() else 0.64
    return ems * SIZE * (BOLD if bold else 1.0)


def pieces(word: str, room: float, bold: bool) -> Iterable[str]:
    """A word, or the parts of one that is wider than a line."""
    part = ""
    for sign in word:
        if part and width(part + sign, bold) > room:
            yield part
            part = ""
        part += sign
    yield part


def wrap(text: str, room: float, bold: bool = False) -> list[str]:
    """Lines of at most `room` pixels, without the control characters that XML does not know."""
    text = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)
    lines = [""]
    for word in text.split():
        for piece in pieces(word, room, bold):
            longer = f"{lines[-1]} {piece}".strip()
            if width(longer, bold) <= room:
                lines[-1] = longer
            else:
                lines.append(piece)
    return lines


# --- Boxes ----------------------------------------------------------------------------------------


class Line(NamedTuple):
    text: str
    indent: int = 0
    bold: bool = False


class Box(NamedTuple):
    """A rectangle and its lines of text."""

    x: int
    y: int
    width: int
    lines: Sequence[Line]

    @property
    def height(self) -> int:
        return 2 * PADDING + LINE * len(self.lines)

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def middle(self) -> int:
        return self.y + PADDING + LINE // 2

    def svg(self) -> str:
        parts = [
            f'<rect x="{self.x}" y="{self.y}" width="{self.width}" height="{self.height}"/>',
        ]
        for number, line in enumerate(self.lines):
            x = self.x + PADDING + line.indent
            y = self.y + PADDING + LINE * number + SIZE
            weight = ' font-weight="bold"' if line.bold else ""
            parts.append(f'<text x="{x}" y="{y}"{weight}>{escape(line.text)}</text>')
        return "<g>\n" + "\n".join(parts) + "\n</g>"


HANG = 16  # lines after the first of an item


def box(x: int, y: int, wide: int, heading: str, note: str, items: Iterable[str]) -> Box:
    """A heading, a line below that explains the items, and the items."""
    room = wide - 2 * PADDING
    lines = [Line(text, bold=True) for text in wrap(heading, room, True)]
    listed = list(items)
    if listed:
        lines += [Line(text) for text in wrap(note, room)]
    for item in listed:
        first, *rest = wrap(item, room - HANG)
        lines.append(Line(first))
        lines += [Line(text, HANG) for text in rest]
    return Box(x, y, wide, lines)


# --- The diagram ----------------------------------------------------------------------------------

MARGIN = 20
MAIN = 250  # width of the boxes on the left
SIDE = 640
GAP = 60
STEP = 24
SHOWN = 15  # inputs that are named; the rest is counted

STYLE = (
    "rect{fill:#fff;stroke:#333;stroke-width:1.5}"
    "text{font-family:Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif;"
    f"font-size:{SIZE}px;fill:#111}}"
    "path{fill:none;stroke:#333;stroke-width:1.5}"
    ".head{fill:#333;stroke:none}"
)


def wanted(flow: Flow) -> list[str]:
    """What is lacking, the most frequent first."""
    ordered = sorted(flow.wanting, key=lambda item: -item[1])
    shown = [f"{name} (n = {count})" for name, count in ordered[:SHOWN]]
    if len(ordered) > SHOWN:
        shown.append(f"and {len(ordered) - SHOWN} more")
    return shown


def side_boxes(flow: Flow, top: int) -> list[Box]:
    x = MARGIN + MAIN + GAP
    boxes = [
        box(
            x,
            top,
            SIDE,
            f"Not eligible (n = {flow.ineligible})",
            "by the first criterion that fails, in the order of the rule set:",
            (f"{key} {text} (n = {count})" for key, text, count in flow.failed),
        )
    ]
    boxes.append(
        box(
            x,
            boxes[-1].bottom + STEP,
            SIDE,
            f"Undetermined (n = {flow.undetermined})",
            "for want of (a subject may lack several):",
            wanted(flow),
        )
    )
    if flow.unreadable:
        heading = f"Data could not be read (n = {flow.unreadable})"
        boxes.append(box(x, boxes[-1].bottom + STEP, SIDE, heading, "", ()))
    return boxes


def arrow(*points: tuple[int, int]) -> str:
    """A line of horizontal and vertical parts, with a head at its end."""
    (x0, y0), (x1, y1) = points[-2:]
    line = " L".join(f"{x} {y}" for x, y in points)
    if y0 == y1:
        head = f"M{x1} {y1} l-9 -4.5 v9 z"
    else:
        head = f"M{x1} {y1} l-4.5 -9 h9 z"
    return f'<path d="M{line}"/>\n<path class="head" d="{head}"/>'


def svg(flow: Flow) -> str:
    """The diagram: who was assessed, who left on the way and why, and who is eligible."""
    title = wrap(flow.title, MAIN + GAP + SIDE, True)
    top = MARGIN + LINE * len(title) + PADDING
    start = box(MARGIN, top, MAIN, f"Assessed for eligibility (n = {flow.assessed})", "", ())
    sides = side_boxes(flow, start.bottom + STEP)
    end_y = sides[-1].bottom + STEP
    end = box(MARGIN, end_y, MAIN, f"Eligible (n = {flow.eligible})", "", ())
    trunk = MARGIN + MAIN // 2
    wide, high = 2 * MARGIN + MAIN + GAP + SIDE, end.bottom + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
        f'viewBox="0 0 {wide} {high}" role="img">',
        f"<title>{escape(flow.title)}: flow of subjects</title>",
        f"<style>{STYLE}</style>",
        f'<rect x="0" y="0" width="{wide}" height="{high}" style="stroke:none"/>',
    ]
    for number, text in enumerate(title):
        y = MARGIN + LINE * number + SIZE
        parts.append(f'<text x="{MARGIN}" y="{y}" font-weight="bold">{escape(text)}</text>')
    parts.append(arrow((trunk, start.bottom), (trunk, end.y)))
    parts += [arrow((trunk, side.middle), (side.x, side.middle)) for side in sides]
    parts += [each.svg() for each in (start, *sides, end)]
    return "\n".join(parts) + "\n</svg>\n"
