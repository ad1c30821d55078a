"""The sheets of one language: their words and codes, bodies in Markdown and HTML, and the HTML that becomes paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.errors import Problem, RenderingRefusedError
from runbook.sheets.codes import sheet_code
from runbook.sheets.lines import Line, wording, words_of
from runbook.sheets.qr_code import quick_response
from runbook.sheets.rendering import Rendered, Renderer, finished

if TYPE_CHECKING:
    from markupsafe import Markup

    from runbook.editions import Register, SheetMark
    from runbook.knowledge.sheets import Sheet
    from runbook.sheets.view import View

REGISTER = "register"
_NO_CODE = "0000-0000-0"


@dataclass(frozen=True, slots=True)
class WordedSheet:
    """A sheet's words and their code: all that editions are compared by. What is printed around them is not known."""

    view: View
    sheet: Sheet
    lines: tuple[Line, ...]
    code: str

    @property
    def name(self) -> str:
        """Path in the output folder, without ending: "ja/04-break-glass"."""
        return f"{self.view.language.code}/{self.sheet.name}"


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """A sheet with its mark, ready for every format."""

    view: View
    sheet: Sheet
    code: str
    mark: SheetMark | None
    markdown: str
    section: Rendered

    @property
    def name(self) -> str:
        """Path in the output folder, without ending: "ja/04-break-glass"."""
        return f"{self.view.language.code}/{self.sheet.name}"

    @property
    def title(self) -> str:
        """Number and title in its language."""
        return f"{self.sheet.number} {self.view.language.words(f'sheets.{self.sheet.slug}.title')}"

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that must be found on its paper."""
        return self.section.printed


@dataclass(frozen=True, slots=True)
class Stationery:
    """Page shells and stylesheets, own ones first."""

    renderer: Renderer
    folders: tuple[Path, ...]
    language_names: Mapping[str, str]

    def css(self, name: str) -> Markup:
        """A stylesheet of ``templates/page``."""
        path = next(path for folder in self.folders if (path := folder / "page" / name).is_file())
        return finished(path.read_text("utf-8").strip())


def word_edition(view: View, stationery: Stationery) -> tuple[WordedSheet, ...]:
    """The words and codes of all sheets, in order; the register is read last, because it lists the other codes."""
    codes: dict[str, str] = {}
    worded: dict[Sheet, WordedSheet] = {}
    for sheet in sorted(view.sheets, key=lambda sheet: sheet.slug == REGISTER):
        around = _Around(sheet, dict(codes), {}, _NO_CODE)
        lines = wording(_render(view, around, "html", stationery)[1].text)
        code = _code(view, lines)
        worded[sheet] = WordedSheet(view, sheet, lines, code)
        codes[sheet.slug] = code
    return tuple(worded[sheet] for sheet in view.sheets)


def print_edition(
    worded: Sequence[WordedSheet], register: Register, stationery: Stationery
) -> tuple[PrintedSheet, ...]:
    """All sheets of one language with their marks: revision and day, or "not issued"."""
    view = worded[0].view
    codes = {sheet.sheet.slug: sheet.code for sheet in worded}
    marks = {sheet.sheet.slug: register.mark(sheet.name, sheet.code, view.day) for sheet in worded}
    sheets = tuple(_print_sheet(view, _Around(sheet.sheet, codes, marks, sheet.code), stationery) for sheet in worded)
    _refuse_blind_spots(view, sheets)
    return sheets


def _code(view: View, lines: Sequence[Line]) -> str:
    return sheet_code(view.language.code, words_of(lines))


@dataclass(frozen=True, slots=True)
class _Around:
    """What a sheet is told of the edition that it belongs to: codes and marks of its sheets by slug."""

    sheet: Sheet
    codes: Mapping[str, str]
    marks: Mapping[str, SheetMark | None]
    code: str

    @property
    def others(self) -> Mapping[str, str]:
        """The codes of the other sheets: no sheet can hold its own code among its words."""
        return {slug: code for slug, code in self.codes.items() if slug != self.sheet.slug}

    @property
    def mark(self) -> SheetMark | None:
        """The mark of the sheet itself."""
        return self.marks.get(self.sheet.slug)


SHELLS = {"markdown": "page/sheet.md.j2", "html": "page/sheet.html.j2"}


def _render(view: View, around: _Around, notation: str, stationery: Stationery) -> tuple[Rendered, Rendered]:
    """The body of a sheet, and the body in its page shell."""
    names = {"sheet": around.sheet, "marks": around.marks, "mark": around.mark}
    body = stationery.renderer.render(around.sheet.template, notation, view, codes=around.others, **names)
    whole = stationery.renderer.render(
        SHELLS[notation],
        notation,
        view,
        code=around.code,
        picture=finished(quick_response(around.code, around.mark.since if around.mark else None)),
        body=finished(body.text),
        **names,
    )
    return body, whole


def _print_sheet(view: View, around: _Around, stationery: Stationery) -> PrintedSheet:
    rendered = {notation: _render(view, around, notation, stationery) for notation in SHELLS}
    _refuse_losing_shell(view, around, rendered)
    body, whole = rendered["html"]
    section = Rendered(whole.text, tuple(dict.fromkeys(whole.printed + body.printed)))
    return PrintedSheet(view, around.sheet, around.code, around.mark, rendered["markdown"][1].text, section)


def _refuse_losing_shell(view: View, around: _Around, rendered: Mapping[str, tuple[Rendered, Rendered]]) -> None:
    """A page shell may add to a sheet but must print code, mark and all of its body; and the code is that of its words.

    The words are read again, because the code would be that of other words if marks or dates of issue were among them.
    """
    mark = str(around.mark.since) if around.mark else view.language.words("labels.page.not_issued")
    problems = [
        Problem("shell-loses", where=SHELLS[notation], values=(("name", name),))
        for notation, (body, whole) in rendered.items()
        for name, text in (("code", around.code), ("mark", mark), ("body", body.text.strip()))
        if text not in whole.text
    ]
    _, whole = rendered["html"]
    if not problems and _code(view, wording(whole.text)) != around.code:
        problems.append(Problem("code-not-of-words", where=around.sheet.template))
    if problems:
        raise RenderingRefusedError(tuple(problems))


@dataclass(frozen=True, slots=True)
class Page:
    """A whole HTML file to be: finished sections, links above them, and the stylesheets it carries."""

    title: str
    body: str
    links: tuple[tuple[str, str], ...] = ()
    styles: tuple[str, ...] = ("base.css", "screen.css")
    page_size: str = ""


def html_page(page: Page, view: View, stationery: Stationery) -> str:
    """The file, self-contained."""
    styles = [stationery.css(name) for name in page.styles]
    if page.page_size:
        styles.append(
            finished(f"@page {{ size: {page.page_size}; }} @page wide {{ size: {page.page_size} landscape; }}")
        )
    return stationery.renderer.render(
        "page/page.html.j2",
        "html",
        view,
        title=page.title,
        body=finished(page.body),
        css=styles,
        links=page.links,
    ).text


def paper_page(sheet: PrintedSheet, stationery: Stationery) -> str:
    """The HTML of one sheet for the PDF engine."""
    page = Page(
        title=f"{sheet.title} – {set_title(sheet.view)}",
        body=sheet.section.text,
        styles=("base.css", "paper.css"),
        page_size=sheet.view.organisation.paper,
    )
    return html_page(page, sheet.view, stationery)


def set_title(view: View) -> str:
    """Title of the whole set: what it is and whose."""
    company = view.organisation.company.name.in_language(view.language.code)
    return f"{view.language.words('sheets.set')} – {company}"


def _refuse_blind_spots(view: View, sheets: Sequence[PrintedSheet]) -> None:
    """Every name, number, address, id and step of the organisation stands on some sheet of the set."""
    everything = "\n".join(text for sheet in sheets for text in sheet.texts)
    lost = [text for text in expected_texts(view) if text not in everything]
    if lost:
        raise RenderingRefusedError(
            tuple(Problem("text-on-no-sheet", where=view.language.code, values=(("text", text),)) for text in lost)
        )


def expected_texts(view: View) -> tuple[str, ...]:
    """What a reader may look for anywhere in the set: names, numbers, addresses, ids, steps."""
    organisation, code = view.organisation, view.language.code
    texts = [organisation.company.name.in_language(code)]
    for person in organisation.people:
        texts += [person.name.in_language(code), *(contact.value for contact in person.contacts)]
    for contact in organisation.contacts:
        texts += [
            contact.name.in_language(code),
            *(text for text in (contact.phone, contact.email, contact.url) if text),
        ]
    texts += [place.name.in_language(code) for place in organisation.places]
    for item in organisation.items:
        texts += [item.id, *([item.seal] if item.seal else [])]
    for account in organisation.accounts:
        texts += [
            account.shown_id,
            account.name.in_language(code),
            *([account.root_email] if account.root_email else []),
        ]
    texts += [step.id for step in view.procedure.steps()]
    return tuple(dict.fromkeys(" ".join(text.split()) for text in texts))


def by_language(sheets: Sequence[PrintedSheet]) -> Mapping[str, tuple[PrintedSheet, ...]]:
    """Sheets grouped by language, order kept."""
    groups: dict[str, tuple[PrintedSheet, ...]] = {}
    for sheet in sheets:
        code = sheet.view.language.code
        groups[code] = (*groups.get(code, ()), sheet)
    return groups
