"""A bundle from a config and what lies beside it: gathered, worded, printed, searched for leaks, written at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from runbook import TOOL
from runbook.assessment import THAT_REFUSE
from runbook.audience import Audience
from runbook.audiences.leaks import refuse_leaks
from runbook.audiences.role_only import for_roles_only
from runbook.audit.archive import Archive, archive_of, place_for
from runbook.audit.facts import AuditFacts
from runbook.audit.index_words import IndexWords
from runbook.audit.json_files import about, data_files
from runbook.audit.naming import Naming
from runbook.audit.pages import Press
from runbook.audit.reconciled import read_reconciled
from runbook.audit.secrecy import Memory, marked_for
from runbook.building import prepare
from runbook.config import load_config
from runbook.editions import read_register_of
from runbook.errors import OutputError, Problem, UsageError
from runbook.knowledge.audit import load_audit
from runbook.records.store_file import read_records_of
from runbook.writing import read_kept, replace_kept

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from runbook.audit.period import Period
    from runbook.building import Inputs
    from runbook.sheets.view import View

_SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class BundleRequest:
    """What kind of bundle: which days (made of today), for whom, in which languages (none: all), with which result."""

    period: Callable[[date], Period]
    audience: Audience = Audience.ROLE_ONLY
    languages: tuple[str, ...] = ()
    reconciled: Path | None = None


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle, or a page of it, that was written."""

    path: Path
    facts: AuditFacts
    audience: Audience
    archive: Archive | None


@dataclass(frozen=True, slots=True)
class _Gathered:
    """Everything that pages are made of; ``kept`` are the files of the company as they lie beside the config."""

    facts: AuditFacts
    naming: Naming
    views: tuple[View, ...]
    press: Press
    kept: Mapping[str, bytes]


def make_bundle(inputs: Inputs, request: BundleRequest, output: Path) -> Bundle:
    """Write a bundle; errors as from `prepare`, OutputError from register, records and disk, EvidenceError.

    RenderingRefusedError, and nothing written, if a role-only one would hold anything that is marked or ever was.
    """
    place = place_for(output)
    gathered = _gather(inputs, request)
    told: dict[str, object] = {"tool": TOOL, **about(gathered.naming)}
    if gathered.press.templates.own_files:
        told["own_templates"] = list(gathered.press.templates.own_files)
    files = _files(gathered)
    if gathered.naming.marked is not None:
        refuse_leaks({**files, "manifest.json": json.dumps(told).encode()}, gathered.naming.marked)
    archive = archive_of(files, told, gathered.facts.today)
    replace_kept(place, archive.content)
    return Bundle(output, gathered.facts, request.audience, archive)


def _files(gathered: _Gathered) -> Mapping[str, bytes]:
    """All files of a bundle but its manifest."""
    press, naming = gathered.press, gathered.naming
    wordings = [(IndexWords(naming, view.language), view) for view in gathered.views]
    files = {**data_files(naming), **(gathered.kept if naming.is_full else {})}
    files |= press.printed([press.timeline(wording, view) for wording, view in wordings])
    hashes = archive_of(files, {}, gathered.facts.today).hashes
    return {**files, **press.printed([press.index(wording, view, hashes) for wording, view in wordings])}


def make_timeline(inputs: Inputs, request: BundleRequest, output: Path) -> Bundle:
    """Write the timeline alone, as HTML or PDF by the ending of the file; UsageError for another, and as above."""
    ending = output.suffix.lower()
    if ending not in _BEGINNINGS:
        raise UsageError("timeline_ending", value=output)
    place = read_kept(output, "not-a-timeline")
    if place.before is not None and not place.before.startswith(_BEGINNINGS[ending]):
        raise OutputError((Problem.of("not-a-timeline", str(place.path)),))
    gathered = _gather(inputs, request)
    view = gathered.views[0]
    files = gathered.press.printed([gathered.press.timeline(IndexWords(gathered.naming, view.language), view)])
    if gathered.naming.marked is not None:
        refuse_leaks(files, gathered.naming.marked)
    replace_kept(place, files[f"{view.language.code}/timeline{ending}"])
    return Bundle(output, gathered.facts, request.audience, None)


_BEGINNINGS: Mapping[str, bytes] = {".html": b"<!DOCTYPE html>", ".pdf": b"%PDF-"}


def _gather(inputs: Inputs, request: BundleRequest) -> _Gathered:
    reconciled = read_reconciled(request.reconciled) if request.reconciled else None
    source, own_templates = load_config(inputs.config), inputs.own_templates
    case = prepare(source, clock=inputs.clock, own_templates=own_templates, rules=THAT_REFUSE)
    assessment = case.assessment
    ledger, register = read_register_of(inputs.config)
    kept, records = read_records_of(inputs.config)
    knowledge, organisation = assessment.knowledge, assessment.whole.organisation
    facts = AuditFacts(
        period=request.period(assessment.day),
        today=assessment.day,
        reading=assessment.whole,
        register=register,
        records=records,
        knowledge=knowledge,
        audit=load_audit(knowledge.folder, knowledge.aws),
        reconciled=reconciled,
        has_register=ledger.before is not None,
        has_records=kept.before is not None,
    )
    is_full = request.audience is Audience.FULL
    marked = None if is_full else marked_for(organisation, knowledge, Memory(register, records))
    views = tuple(case.views if is_full else map(for_roles_only, case.views))
    wanted = tuple(view for view in views if not request.languages or view.language.code in request.languages)
    if not wanted:
        raise UsageError("no_language_of_config", known=", ".join(organisation.languages))
    allowed = (*assessment.whole.typed, *_texts_of(facts))
    press = Press(case.templates, allowed, inputs.cache)
    beside = {"editions.json": ledger.before, "records.json": kept.before}
    beside["reconcile.json"] = facts.reconciled.text if facts.reconciled else None
    sources = {f"{_SOURCES}/{name}": content for name, content in beside.items() if content is not None}
    return _Gathered(facts, Naming(facts, marked), wanted, press, sources)


def _texts_of(facts: AuditFacts) -> Sequence[str]:
    """Texts of the company that stand in register and records: they may look like a fault, and are none."""
    of_editions = (text for edition in facts.register.editions for text in (edition.reason, *edition.facts.values()))
    of_deeds = (text for deed in facts.deeds for text in (deed.subject, deed.task, deed.reason, deed.ticket))
    of_notes = (text for deed in facts.deeds for text in (*deed.why, *(noted for _, noted in deed.notes)))
    of_findings = (each.found for each in facts.noticed)
    return tuple(text for text in (*of_editions, *of_deeds, *of_notes, *of_findings) if text)
