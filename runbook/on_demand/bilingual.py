"""One packet in two languages side by side, with the same step ids and one code for both."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from runbook.building import Build, BuiltFolder, Inputs, prepare
from runbook.config import load_config
from runbook.errors import UsageError
from runbook.on_demand.packet import PacketRequest, packet_sheet
from runbook.paper import PaperSheet, print_sheets
from runbook.sheets.gate import check_files
from runbook.sheets.line_ends import kept_together
from runbook.sheets.pages import Page, html_page
from runbook.sheets.sets import SheetSet, mark_set, set_title, word_set
from runbook.sheets.weaving import bilingual_sheet
from runbook.writing import About, Kind, publish, refuse_early

FORMATS = ("html", "pdf")
"""Markdown has no columns in which two languages could stand beside each other."""
_TWO = 2


def build_bilingual(
    inputs: Inputs, wanted: PacketRequest, output: Path, formats: tuple[str, ...] = FORMATS
) -> BuiltFolder:
    """Write one packet in the first two languages of the config; errors as from `build_packet`.

    UsageError if the config has one language only.
    """
    refuse_early(output, Kind.PACKET, config=inputs.config)
    source = load_config(inputs.config)
    prepared = prepare(source, clock=inputs.clock, own_templates=inputs.own_templates, rules=wanted.rules)
    if len(prepared.views) < _TWO:
        raise UsageError("one_language")
    views = tuple(replace(view, occasion=wanted.occasion) for view in prepared.views[:_TWO])
    sheet = packet_sheet(views[0], wanted)
    sets = tuple(mark_set(word_set(view, prepared.templates, sheet), {}, prepared.templates) for view in views)
    twin = bilingual_sheet(sets[0], sets[1])
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
        files[f"{twin.name}.html"] = html_page(shown, views[0], prepared.templates).encode()
    check_files(files, prepared.assessment.present.typed)
    if "pdf" in formats:
        printed_page = html_page(replace(page, body=kept_together(page.body)), views[0], prepared.templates)
        paper = PaperSheet(str(twin.name), printed_page, twin.texts)
        printed = print_sheets([paper], cache=inputs.cache)
        files |= {f"{name}.pdf": made.pdf for name, made in printed.items()}
    about = {"tool": views[0].tool_version, "twin": [view.language.code for view in views]}
    built = Build(files, prepared.assessment, (SheetSet(views[0], (twin,)),), about)
    published = publish(files, output, config=inputs.config, about=About(Kind.PACKET, about))
    return BuiltFolder(output, built, published, tuple(formats))
