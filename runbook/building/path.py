"""The one path: assess → refuse → prove → word (`draft`), then mark → texts → gate → paper (`finish`).

Nothing here writes output. Whatever is read besides the config (what ships, own templates) is only read; the paper room
keeps its cache.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from runbook.assessment import Assessment, assess, refuse
from runbook.audience import Audience
from runbook.audiences.leaks import refuse_leaks
from runbook.building.draft import Build, Draft, Prepared
from runbook.building.views import views
from runbook.checks import RULES, Rule
from runbook.clock import Clock
from runbook.config import ConfigSource
from runbook.config.remarks import silent_house_rules
from runbook.editions import EMPTY, Register
from runbook.formats import FORMATS, paper_files, text_files
from runbook.knowledge.loading import shipped_knowledge
from runbook.packets.house_rules import printed_nowhere
from runbook.packets.onward import Onward
from runbook.packets.proving import proved
from runbook.paper import NO_CACHE, PaperCache
from runbook.sheets.gate import check_files
from runbook.sheets.sets import MarkedSheet, SheetSet, mark_set, word_set
from runbook.sheets.templates import Templates
from runbook.stages import Stage, enter

if TYPE_CHECKING:
    from runbook.knowledge.sheets import SheetName
    from runbook.sheets.marks import Mark


def build(  # noqa: PLR0913  each decides something else about what is made
    source: ConfigSource,
    *,
    clock: Clock,
    formats: Sequence[str] = FORMATS,
    own_templates: Path | None = None,
    register: Register = EMPTY,
    audience: Audience = Audience.FULL,
) -> Build:
    """Everything that will be written, checked; errors as from `draft` and `finish`."""
    return finish(draft(source, clock=clock, own_templates=own_templates, audience=audience), register, formats)


def draft(
    source: ConfigSource, *, clock: Clock, own_templates: Path | None = None, audience: Audience = Audience.FULL
) -> Draft:
    """The words and codes that the config has on a day; errors as from `prepare` and `Prepared.for_audience`."""
    prepared = prepare(source, clock=clock, own_templates=own_templates).for_audience(audience)
    enter(Stage.WORDING)
    sets = tuple(word_set(view, prepared.templates) for view in prepared.views)
    return Draft(prepared.assessment, prepared.templates, sets, audience, prepared.marked)


def prepare(
    source: ConfigSource, *, clock: Clock, own_templates: Path | None = None, rules: Collection[Rule] = RULES
) -> Prepared:
    """All that comes before the first word; errors as from `assess`, `refuse` and `proved`.

    No word follows from a finding: whoever asks for words only judges by the ``rules`` `THAT_REFUSE`.
    """
    enter(Stage.READING)
    assessment = assess(source, clock, shipped_knowledge(), rules)
    refuse(assessment)
    onward = proved(assessment.present.organisation, assessment.knowledge.procedure)
    templates = Templates.of(assessment.knowledge, own_templates)
    return Prepared(_remarked(assessment, onward), templates, tuple(views(assessment, onward, templates)))


def finish(draft: Draft, register: Register, formats: Sequence[str] = FORMATS, cache: PaperCache = NO_CACHE) -> Build:
    """The files of a draft, each sheet marked as the register knows it.

    RenderingRefusedError or SecretFoundError from the gate, and before any paper is made if texts are the reason; of a
    role-only draft also if a marked value is in any byte of them.
    """
    sets, texts = checked(draft, register, formats)
    papers = paper_files(sets, formats, draft.templates, cache)
    built = Build({**texts, **papers}, draft.assessment, sets, draft.about(register), draft.audience)
    if draft.marked:
        refuse_leaks({**built.files, "manifest.json": json.dumps(built.about).encode()}, draft.marked)
    return built


def checked(
    draft: Draft, register: Register, formats: Sequence[str]
) -> tuple[tuple[SheetSet[MarkedSheet], ...], Mapping[str, bytes]]:
    """The marked sheets of a draft, and its files of text, which have passed the gate."""
    enter(Stage.CHECKING)
    sets = mark(draft, register)
    texts = text_files(sets, formats, draft.templates)
    check_files(texts, draft.assessment.present.typed)
    return sets, texts


def mark(
    draft: Draft, register: Register, proposed: Mapping[SheetName, Mark] = MappingProxyType({})
) -> tuple[SheetSet[MarkedSheet], ...]:
    """The sheets of a draft as they are printed: each with the revision that the register knows, or "not issued".

    ``proposed`` are the marks of sheets of an edition that is not in the register yet.
    """
    marks = {**register.marks(draft.codes, draft.assessment.day, draft.audience), **proposed}
    return tuple(
        mark_set(worded, marks, draft.templates, history=register.history, executions=draft.executions)
        for worded in draft.sets
    )


def _remarked(assessment: Assessment, onward: Onward) -> Assessment:
    """The same, and the user is told of own words that no packet prints."""
    organisation, procedure = assessment.present.organisation, assessment.knowledge.procedure
    silent = printed_nowhere(organisation, procedure, onward.packets.values())
    return replace(assessment, present=assessment.present.with_remarks(silent_house_rules(silent)))
