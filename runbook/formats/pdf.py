"""PDF: every sheet on its own, and the same pages bound: all in one, and each volume by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.paper import Binding, Chapter, Paper, PaperCache, PaperSheet, Shard, Volume, print_sheets
from runbook.sheets.pages import on_paper, paper_page
from runbook.sheets.volumes import WHOLE, BoundVolume, front_of, pages_from, volumes_of

if TYPE_CHECKING:
    from runbook.knowledge.sheets import Sheet
    from runbook.sheets.sets import MarkedSheet, SheetSet
    from runbook.sheets.templates import Templates

_MOST_PAGES = {"first-minutes": 1}
_MOST_PAGES_OF_PACKET = 4  # to END
_USUAL_FRONT = 2  # pages, with its back


def most_pages(sheet: Sheet) -> int:
    """On how many pages a sheet should find room, as large as it then can be; 0 if it may have any number.

    A packet does as far as END: what stands after it is read only by those who are sent there.
    """
    return _MOST_PAGES_OF_PACKET if sheet.is_packet else _MOST_PAGES.get(sheet.kind, 0)


def encode(
    sets: Sequence[SheetSet[MarkedSheet]], templates: Templates, cache: PaperCache
) -> Iterator[tuple[str, bytes]]:
    """``<language>/<nr>-<slug>.pdf``, and the bound PDFs; RenderingRefusedError unless all text arrived.

    ``<language>/runbook.pdf`` has all sheets, ``emergency.pdf``, ``reference.pdf`` and ``handbook.pdf`` a volume each.
    """
    sheets = paper_sheets(sets, templates)
    papers = dict(print_sheets(sheets, [], cache=cache))
    books = [_Book(one, volume) for one in sets if len(one.sheets) > 1 for volume in volumes_of(_sheets(one))]
    alone = [
        Binding(f"{one.language}/{WHOLE}", one.title, one.language, tuple(str(sheet.name) for sheet in one))
        for one in sets
        if len(one.sheets) == 1
    ]
    fronts = _fronts(books, papers, templates, cache)
    bindings = [*(book.binding() for book in books), *alone]
    printed = papers | {name: paper for name, (_, paper) in fronts.items()}
    bound = print_sheets([*sheets, *(sheet for sheet, _ in fronts.values())], bindings, cache=cache, printed=printed)
    yield from ((f"{name}.pdf", paper.pdf) for name, paper in bound.items() if name not in fronts)


def paper_sheets(sets: Sequence[SheetSet[MarkedSheet]], templates: Templates) -> list[PaperSheet]:
    """Every sheet as it is printed, on its own."""
    return [
        PaperSheet(str(sheet.name), paper_page(sheet, one.view, templates), sheet.texts, most_pages(sheet.sheet))
        for one in sets
        for sheet in one
    ]


def print_share(
    sets: Sequence[SheetSet[MarkedSheet]], templates: Templates, cache: PaperCache, shard: Shard
) -> tuple[int, int]:
    """Print the share of one machine into the cache: how many sheets that are, and of how many.

    RenderingRefusedError as from `encode`, which then finds them in the cache and binds them.
    """
    sheets = paper_sheets(sets, templates)
    share = shard.of(sheets)
    print_sheets(share, cache=cache)
    return len(share), len(sheets)


def _sheets(of: SheetSet[MarkedSheet]) -> list[Sheet]:
    return [sheet.sheet for sheet in of]


@dataclass(frozen=True, slots=True)
class _Book:
    """A volume of the sheets of one language."""

    of: SheetSet[MarkedSheet]
    volume: BoundVolume

    @property
    def name(self) -> str:
        return f"{self.of.language}/{self.volume.id}"

    @property
    def title(self) -> str:
        if self.volume.id == WHOLE:
            return self.of.title
        return f"{self.volume.title(self.of.view)} – {self.of.title}"

    @property
    def front(self) -> str:
        return f"{self.name}-contents"

    def part(self, sheet: Sheet) -> str:
        return f"{self.of.language}/{sheet.name}"

    def contents(self, pages: Mapping[str, int], front: int, templates: Templates) -> PaperSheet:
        """Its first page, if the contents need so many; ``pages`` are those of each part."""
        counts = {sheet.name: pages[self.part(sheet)] for sheet in self.volume.sheets}
        section = front_of(self.volume, pages_from(1 + front, counts), self.of.view, templates)
        return PaperSheet(self.front, on_paper(self.title, section.text, self.of.view, templates), section.printed)

    def binding(self) -> Binding:
        words = self.of.view.language.words
        chapters = tuple(
            Chapter(
                words(f"screen.questions.{question.id}"),
                tuple((self.part(sheet), sheet.number) for sheet in question.sheets),
            )
            for question in self.volume.questions
        )
        volume = Volume(self.front, chapters, words("sheets.volumes.through"), words("sheets.volumes.blank"))
        return Binding(self.name, self.title, self.of.language, volume.parts, volume)


def _fronts(
    books: Sequence[_Book], papers: Mapping[str, Paper], templates: Templates, cache: PaperCache
) -> dict[str, tuple[PaperSheet, Paper]]:
    """The contents of every book by name.

    Their own length decides on which page all else begins, so they are made for the usual length first.
    """
    pages = {name: paper.pages for name, paper in papers.items()}
    fronts = {book.front: book.contents(pages, _USUAL_FRONT, templates) for book in books}
    found = dict(print_sheets([*fronts.values()], cache=cache)) if fronts else {}
    longer = {
        book.front: book.contents(pages, leaves, templates)
        for book in books
        if (leaves := _leaves(found[book.front].pages)) != _USUAL_FRONT
    }
    if longer:
        found |= print_sheets([*longer.values()], cache=cache)
    return {name: ((fronts | longer)[name], found[name]) for name in fronts}


def _leaves(pages: int) -> int:
    """Pages with the blank back of the last leaf."""
    return pages + pages % 2
