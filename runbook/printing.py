"""The sheets of one edition: bodies in Markdown and HTML, codes, whole pages, and the HTML that becomes paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.codes import sheet_code
from runbook.errors import Problem, RenderingRefusedError
from runbook.rendering import Rendered, Renderer, finished

if TYPE_CHECKING:
    from markupsafe import Markup

    from runbook.edition import Edition
    from runbook.sheets import Sheet

REGISTER = "register"


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """A sheet of one edition, ready for every format."""

    edition: Edition
    sheet: Sheet
    code: str
    markdown: str
    section: Rendered

    @property
    def name(self) -> str:
        """Path in the output folder, without ending: "ja/04-break-glass"."""
        return f"{self.edition.language.code}/{self.sheet.name}"

    @property
    def title(self) -> str:
        """Number and title in its language."""
        return f"{self.sheet.number} {self.edition.language.words(f'sheets.{self.sheet.slug}.title')}"

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


def print_edition(edition: Edition, stationery: Stationery) -> tuple[PrintedSheet, ...]:
    """All sheets; the register last made, first in order, because it lists the codes of the others."""
    codes: dict[str, str] = {}
    printed = {sheet: _print_sheet(edition, sheet, codes, stationery) for sheet in _register_last(edition.sheets)}
    sheets = tuple(printed[sheet] for sheet in edition.sheets)
    _refuse_blind_spots(edition, sheets)
    return sheets


def _register_last(sheets: Sequence[Sheet]) -> list[Sheet]:
    return sorted(sheets, key=lambda sheet: sheet.slug == REGISTER)


def _print_sheet(edition: Edition, sheet: Sheet, codes: dict[str, str], stationery: Stationery) -> PrintedSheet:
    renderer = stationery.renderer
    body = {
        notation: renderer.render(sheet.template, notation, edition, codes=dict(codes), sheet=sheet)
        for notation in ("markdown", "html")
    }
    code = sheet_code(edition.language.code, f"{sheet.name}\n{body['markdown'].text}")
    codes[sheet.slug] = code
    whole = {
        notation: renderer.render(shell, notation, edition, sheet=sheet, code=code, body=finished(body[notation].text))
        for notation, shell in SHELLS
    }
    _refuse_losing_shell(code, body, whole)
    section = Rendered(whole["html"].text, tuple(dict.fromkeys(whole["html"].printed + body["html"].printed)))
    return PrintedSheet(edition, sheet, code, whole["markdown"].text, section)


SHELLS = (("markdown", "page/sheet.md.j2"), ("html", "page/sheet.html.j2"))


def _refuse_losing_shell(code: str, body: Mapping[str, Rendered], whole: Mapping[str, Rendered]) -> None:
    """A page shell may add to a sheet but must print its code and all of its body."""
    problems = [
        Problem("shell-loses", where=shell, values=(("name", name),))
        for notation, shell in SHELLS
        for name, text in (("code", code), ("body", body[notation].text.strip()))
        if text not in whole[notation].text
    ]
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


def html_page(page: Page, edition: Edition, stationery: Stationery) -> str:
    """The file, self-contained."""
    styles = [stationery.css(name) for name in page.styles]
    if page.page_size:
        styles.append(
            finished(f"@page {{ size: {page.page_size}; }} @page wide {{ size: {page.page_size} landscape; }}")
        )
    return stationery.renderer.render(
        "page/page.html.j2",
        "html",
        edition,
        title=page.title,
        body=finished(page.body),
        css=styles,
        links=page.links,
    ).text


def paper_page(sheet: PrintedSheet, stationery: Stationery) -> str:
    """The HTML of one sheet for the PDF engine."""
    page = Page(
        title=f"{sheet.title} – {set_title(sheet.edition)}",
        body=sheet.section.text,
        styles=("base.css", "paper.css"),
        page_size=sheet.edition.organisation.paper,
    )
    return html_page(page, sheet.edition, stationery)


def set_title(edition: Edition) -> str:
    """Title of the whole set: what it is and whose."""
    company = edition.organisation.company.name.in_language(edition.language.code)
    return f"{edition.language.words('sheets.set')} – {company}"


def _refuse_blind_spots(edition: Edition, sheets: Sequence[PrintedSheet]) -> None:
    """Every name, number, address, id and step of the organisation stands on some sheet of the set."""
    everything = "\n".join(text for sheet in sheets for text in sheet.texts)
    lost = [text for text in expected_texts(edition) if text not in everything]
    if lost:
        raise RenderingRefusedError(
            tuple(Problem("text-on-no-sheet", where=edition.language.code, values=(("text", text),)) for text in lost)
        )


def expected_texts(edition: Edition) -> tuple[str, ...]:
    """What a reader may look for anywhere in the set: names, numbers, addresses, ids, steps."""
    organisation, code = edition.organisation, edition.language.code
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
    texts += [step.id for step in edition.procedure.steps()]
    return tuple(dict.fromkeys(" ".join(text.split()) for text in texts))


def by_language(sheets: Sequence[PrintedSheet]) -> Mapping[str, tuple[PrintedSheet, ...]]:
    """Sheets grouped by language, order kept."""
    groups: dict[str, tuple[PrintedSheet, ...]] = {}
    for sheet in sheets:
        code = sheet.edition.language.code
        groups[code] = (*groups.get(code, ()), sheet)
    return groups
