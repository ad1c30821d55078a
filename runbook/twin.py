"""One packet in two languages side by side, with the same step ids and one code for both."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from runbook.build import Build, BuiltFolder, Inputs, Wanted, packet_sheet, prepare
from runbook.config import load_config
from runbook.errors import Problem, RenderingRefusedError, UsageError
from runbook.knowledge.sheets import SheetName
from runbook.paper import PaperSheet, print_sheets
from runbook.sheets.codes import sheet_code
from runbook.sheets.gate import check_files
from runbook.sheets.line_ends import kept_together
from runbook.sheets.lines import wording, words_of
from runbook.sheets.pages import Page, html_page
from runbook.sheets.qr_code import quick_response
from runbook.sheets.rendering import Rendered
from runbook.sheets.sets import MarkedSheet, SheetSet, mark_set, set_title, word_set
from runbook.sheets.weaving import UnlikeError, woven
from runbook.writing import About, Kind, publish, refuse_early

FORMATS = ("html", "pdf")
"""Markdown has no columns in which two languages could stand beside each other."""
_TWO = 2


def build_twin(inputs: Inputs, wanted: Wanted, output: Path, formats: tuple[str, ...] = FORMATS) -> BuiltFolder:
    """Write one packet in the first two languages of the config; errors as from `build_packet`.

    UsageError if the config has one language only.
    """
    refuse_early(output, Kind.PACKET, config=inputs.config)
    case = prepare(load_config(inputs.config), clock=inputs.clock, own_templates=inputs.own_templates)
    if len(case.views) < _TWO:
        raise UsageError("one_language")
    views = tuple(replace(view, occasion=wanted.occasion) for view in case.views[:_TWO])
    sheet = packet_sheet(views[0], wanted)
    sets = tuple(mark_set(word_set(view, case.templates, sheet), {}, case.templates) for view in views)
    twin = _twin(sets[0], sets[1])
    page = Page(
        title=f"{twin.title} – {set_title(views[0])}",
        body=twin.section.text,
        styles=("base.css", "paper.css", "cover.css", "twin.css"),
        page_size=views[0].organisation.paper,
        accent=views[0].organisation.look.accent or "",
    )
    files: dict[str, bytes] = {}
    if "html" in formats:
        shown = replace(page, styles=(), page_size="", accent="")
        files[f"{twin.name}.html"] = html_page(shown, views[0], case.templates).encode()
    check_files(files, case.assessment.present.typed)
    if "pdf" in formats:
        printed_page = html_page(replace(page, body=kept_together(page.body)), views[0], case.templates)
        paper = PaperSheet(str(twin.name), printed_page, twin.texts)
        printed = print_sheets([paper], cache=inputs.cache)
        files |= {f"{name}.pdf": made.pdf for name, made in printed.items()}
    about = {"tool": views[0].tool_version, "twin": [view.language.code for view in views]}
    built = Build(files, case.assessment, (SheetSet(views[0], (twin,)),), about)
    published = publish(files, output, config=inputs.config, about=About(Kind.PACKET, about))
    return BuiltFolder(output, built, published, tuple(formats))


def _twin(first: SheetSet[MarkedSheet], second: SheetSet[MarkedSheet]) -> MarkedSheet:
    (one,), (other,) = first.sheets, second.sheets
    try:
        text = woven(one.section.text, other.section.text, second.language)
    except (UnlikeError, ValueError) as error:
        raise RenderingRefusedError((Problem.of("twin-unlike", str(one.name)),)) from error
    languages = f"{first.language}-{second.language}"
    code = sheet_code(languages, words_of(wording(text)))
    text = text.replace(one.code, code).replace(quick_response(one.code, None), quick_response(code, None))
    titles = tuple(text for text in other.texts if text not in _page_marks(other))
    return MarkedSheet(
        SheetName(languages, one.sheet),
        one.title,
        code,
        None,
        "",
        Rendered(text, tuple(dict.fromkeys((*_recoded(one, code), *titles)))),
    )


def _recoded(sheet: MarkedSheet, code: str) -> tuple[str, ...]:
    return tuple(code if text == sheet.code else text for text in sheet.texts)


def _page_marks(sheet: MarkedSheet) -> frozenset[str]:
    """What stands at the head and foot of a page alone: the twin has that of the first language."""
    head, _, body = sheet.section.text.partition("<h1>")
    return frozenset(text for text in sheet.texts if text in head and text not in body)
