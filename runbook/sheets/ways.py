"""What leads on from a page of the screen: home, languages, the emergency, the sheets by question, its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from runbook.knowledge.sheets import Sheet
from runbook.sheets.contents import by_question, emergency
from runbook.sheets.destinations import place_anchor
from runbook.sheets.screen import Part, headings, parts
from runbook.sheets.sets import MarkedSheet, SheetSet

_HOME = "../index.html"


@dataclass(frozen=True, slots=True)
class Link:
    """Where it leads and what it says; of a sheet its number and whether the reader is there, else its language."""

    href: str
    text: str
    number: str = ""
    is_here: bool = False
    language: str = ""

    @property
    def parts(self) -> tuple[Part, ...]:
        """What it says, in parts."""
        return parts(self.text)


@dataclass(frozen=True, slots=True)
class Ways:
    """All ways from one page. ``search_page`` is the page whose search finds everything; "" on that page itself."""

    home: str
    set_title: str
    company: str
    search_page: str = ""
    languages: tuple[Link, ...] = ()
    emergency: str = ""
    questions: tuple[tuple[str, tuple[Link, ...]], ...] = ()
    headings: tuple[Link, ...] = ()
    before: Link | None = None
    after: Link | None = None
    one_page: str = ""


def ways_from_sheet(sheet: MarkedSheet, of: SheetSet[MarkedSheet], languages: Mapping[str, str]) -> Ways:
    """The ways from the page of one sheet. ``languages``: what each language calls itself."""
    sheets = list(of)
    place = next(number for number, each in enumerate(sheets) if each.sheet == sheet.sheet)

    def neighbour(number: int) -> Link | None:
        near = sheets[number] if 0 <= number < len(sheets) else None
        return Link(_page(near.sheet), near.title) if near else None

    return _ways(
        of,
        _page,
        here=sheet.sheet,
        languages=_languages(of, languages, lambda other: f"../{other}/{sheet.sheet.name}.html"),
        headings=tuple(
            Link(f"#{place_anchor(sheet.sheet, number)}", words) for number, words in headings(sheet.section.text)
        ),
        before=neighbour(place - 1),
        after=neighbour(place + 1),
        one_page="runbook.html",
    )


def ways_on_bound_page(of: SheetSet[MarkedSheet], languages: Mapping[str, str]) -> Ways:
    """The ways on the page that holds all sheets of a language."""
    others = _languages(of, languages, lambda other: f"../{other}/runbook.html")
    return _ways(of, lambda sheet: f"#{sheet.anchor}", languages=others)


def ways_on_start_page(sets: Sequence[SheetSet[MarkedSheet]], languages: Mapping[str, str]) -> Ways:
    """The ways from the start page, which leads to all sheets by itself: to the parts of it, and to the emergency."""
    first = sets[0]
    start = emergency([sheet.sheet for sheet in first])
    return Ways(
        home="#main",
        set_title=first.view.language.words("sheets.set"),
        company=_company(first),
        languages=tuple(Link(f"#{one.language}", languages[one.language], language=one.language) for one in sets)
        if len(sets) > 1
        else (),
        emergency=f"{first.language}/{_page(start)}" if start else "",
    )


def _ways(  # noqa: PLR0913  one for each kind of way
    of: SheetSet[MarkedSheet],
    page: Callable[[Sheet], str],
    *,
    here: Sheet | None = None,
    languages: tuple[Link, ...],
    headings: tuple[Link, ...] = (),
    before: Link | None = None,
    after: Link | None = None,
    one_page: str = "",
) -> Ways:
    sheets = [sheet.sheet for sheet in of]
    start = emergency(sheets)
    return Ways(
        home=_HOME,
        set_title=of.view.language.words("sheets.set"),
        company=_company(of),
        search_page=_HOME,
        languages=languages,
        emergency=page(start) if start else "",
        questions=tuple(
            (
                question.id,
                tuple(Link(page(each), of.view.title(each), each.number, each == here) for each in question.sheets),
            )
            for question in by_question(sheets)
        ),
        headings=headings,
        before=before,
        after=after,
        one_page=one_page,
    )


def _languages(of: SheetSet[MarkedSheet], names: Mapping[str, str], page: Callable[[str], str]) -> tuple[Link, ...]:
    others = (code for code in of.view.organisation.languages if code != of.language)
    return tuple(Link(page(code), names[code], language=code) for code in others)


def _company(of: SheetSet[MarkedSheet]) -> str:
    return of.view.organisation.company.name.in_language(of.language)


def _page(sheet: Sheet) -> str:
    return f"{sheet.name}.html"
