"""The one path: config text → organisation → checks → words and codes → sheets × languages → formats → gate.

Nothing here touches the disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from runbook import __version__
from runbook.checks import RULES, Case, Finding, Speaker, case_of, judge
from runbook.clock import Clock
from runbook.config import ConfigSource, Reading, parse_organisation
from runbook.editions import EMPTY, Register
from runbook.errors import JudgementError, Problem, RenderingRefusedError
from runbook.formats import FORMATS
from runbook.knowledge.loading import Knowledge, load_knowledge
from runbook.organisation.localized import Text
from runbook.resources import fonts_dir, templates_dir
from runbook.sheets.gate import check_text, refuse_if_any
from runbook.sheets.pages import REGISTER, PrintedSheet, Stationery, WordedSheet, print_edition, word_edition
from runbook.sheets.rendering import Renderer
from runbook.sheets.view import View
from runbook.text.glyphs import coverage

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

TOOL = f"runbook {__version__}"


@dataclass(frozen=True, slots=True)
class Draft:
    """The words of all sheets as of a day, before it is known whether they are issued.

    ``whole`` has all appointments of the config, ``reading`` only those of the day.
    """

    source: ConfigSource
    whole: Reading
    reading: Reading
    day: date
    findings: tuple[Finding, ...]
    stationery: Stationery
    languages: tuple[tuple[WordedSheet, ...], ...]
    own_templates: Path | None

    @property
    def sheets(self) -> tuple[WordedSheet, ...]:
        """The sheets of all languages."""
        return tuple(sheet for language in self.languages for sheet in language)

    @property
    def views(self) -> tuple[View, ...]:
        """What the sheets of each language were told."""
        return tuple(language[0].view for language in self.languages)

    @property
    def codes(self) -> Mapping[str, str]:
        """The code of every sheet by name."""
        return {sheet.name: sheet.code for sheet in self.sheets}


@dataclass(frozen=True, slots=True)
class Build:
    """Finished files by path in the output folder, remarks on the config, and what the manifest says."""

    files: Mapping[str, bytes]
    notes: tuple[Problem, ...]
    findings: tuple[Finding, ...]
    sheets: tuple[PrintedSheet, ...]
    about: Mapping[str, object]


def build(
    source: ConfigSource,
    *,
    clock: Clock,
    formats: Sequence[str] = tuple(FORMATS),
    own_templates: Path | None = None,
    register: Register = EMPTY,
) -> Build:
    """Everything that will be written, checked; ConfigError, SecretFoundError or RenderingRefusedError otherwise."""
    return finish(draft(source, clock=clock, own_templates=own_templates), register, formats)


def draft(source: ConfigSource, *, clock: Clock, own_templates: Path | None = None) -> Draft:
    """The words and codes that the config has on a day; errors as from `build`."""
    knowledge = load_knowledge(templates_dir())
    whole = read_config(source, knowledge)
    day = clock.day_in(whole.organisation.company.time_zone)
    reading = whole.as_of(day)
    case = case_of(whole, reading, day, knowledge.aws)
    findings = judge(case, whole)
    _refuse_by_rule(findings, Speaker(knowledge.language(reading.organisation.languages[0]), reading.organisation))
    stationery = _stationery(knowledge, reading, own_templates)
    languages = tuple(
        word_edition(view, stationery) for view in _views(case, knowledge, customised=own_templates is not None)
    )
    return Draft(source, whole, reading, day, findings, stationery, languages, own_templates)


def finish(draft: Draft, register: Register, formats: Sequence[str] = tuple(FORMATS)) -> Build:
    """The files of a draft, each sheet marked as the register knows it; errors as from `build`."""
    sheets = tuple(sheet for worded in draft.languages for sheet in print_edition(worded, register, draft.stationery))
    files = {
        path: content for name in formats for path, content in FORMATS[name](sheets, draft.stationery, formats).items()
    }
    refuse_if_any(_doubts(files, draft.reading))
    return Build(files, draft.reading.notes, draft.findings, sheets, _about(draft, register))


def sheets_naming(draft: Draft, person_id: str) -> tuple[str, ...]:
    """The sheets whose words would be others without a person's name and addresses; the register follows them anyway.

    Found by wording the sheets again, so that a name that is also part of a word counts only where the person is meant.
    """
    nobody = Text.of("-")
    people = tuple(
        replace(person, name=nobody, contacts=tuple(replace(contact, value="-") for contact in person.contacts))
        if person.id == person_id
        else person
        for person in draft.reading.organisation.people
    )
    organisation = replace(draft.reading.organisation, people=people)
    other = {
        sheet.name: sheet.code
        for view in draft.views
        for sheet in word_edition(replace(view, organisation=organisation), draft.stationery)
    }
    return tuple(
        sheet.name for sheet in draft.sheets if sheet.sheet.slug != REGISTER and other[sheet.name] != sheet.code
    )


def read_config(source: ConfigSource, knowledge: Knowledge) -> Reading:
    """The organisation; ConfigError for a broken config, RenderingRefusedError for a character no font can draw."""
    reading = parse_organisation(
        source,
        languages=knowledge.languages,
        sheets=knowledge.slugs,
        steps=[step.id for step in knowledge.procedure.steps()],
        rules=[rule.id for rule in RULES],
    )
    if problems := reading.glyph_problems(coverage(fonts_dir())):
        raise RenderingRefusedError(problems)
    return reading


def _stationery(knowledge: Knowledge, reading: Reading, own_templates: Path | None) -> Stationery:
    folders = (*([own_templates] if own_templates else ()), knowledge.folder)
    names = {code: knowledge.language(code).words("labels.name") for code in reading.organisation.languages}
    return Stationery(Renderer(folders), folders, names)


def _refuse_by_rule(findings: Sequence[Finding], speaker: Speaker) -> None:
    """Stop at findings that would make the paper mislead; no acceptance helps. Their values are the same everywhere."""
    refused = tuple(finding.problem(speaker) for finding in findings if finding.rule.refuses)
    if refused:
        raise JudgementError(refused)


def _views(case: Case, knowledge: Knowledge, *, customised: bool) -> Iterator[View]:
    organisation = case.present
    for code in organisation.languages:
        yield View(
            organisation=organisation,
            procedure=knowledge.procedure.for_organisation(organisation),
            language=knowledge.language(code),
            aws=knowledge.aws,
            handbook=knowledge.handbook,
            sheets=knowledge.sheets,
            day=case.day,
            resilience=case.resilience,
            tool_version=TOOL,
            customised=customised,
        )


def _doubts(files: Mapping[str, bytes], reading: Reading) -> Iterator[Problem]:
    """The gate's findings on Markdown and HTML; the PDF format has asked it already."""
    allowed = [scalar.value for scalar in reading.scalars if scalar.value]
    for path, content in files.items():
        if not path.endswith(".pdf"):
            yield from check_text(path, content.decode(), allowed)


def _about(draft: Draft, register: Register) -> Mapping[str, object]:
    about: dict[str, object] = {"tool": TOOL, "config_sha256": draft.source.sha256}
    if issued := register.issued_with(draft.codes, draft.day):
        about["edition"] = {"number": issued.number, "code": issued.code}
    if draft.own_templates:
        about["own_templates"] = {
            str(path.relative_to(draft.own_templates)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(draft.own_templates.rglob("*"))
            if path.is_file()
        }
    return about
