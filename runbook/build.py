"""The one path: assess → refuse → prove → word (`draft`), then mark → texts → gate → paper (`finish`).

Only `build_folder` writes, and the paper room its cache. Whatever else is read (the config, what ships, own templates)
is only read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from runbook import TOOL
from runbook.assessment import Assessment, assess, refuse
from runbook.audience import Audience
from runbook.audiences.leaks import refuse_leaks, refuse_open_texts
from runbook.audiences.marked import Marked
from runbook.audiences.role_only import for_roles_only, marked_in
from runbook.clock import Clock
from runbook.config import ConfigSource, load_config
from runbook.config.remarks import silent_house_rules
from runbook.contingency.single_losses import SingleLosses
from runbook.editions import EMPTY, Register, read_register_of
from runbook.formats import FORMATS, PAPERS, TEXTS
from runbook.formats.pdf import print_share
from runbook.knowledge.loading import shipped_knowledge
from runbook.knowledge.sheets import Sheet, SheetName
from runbook.packets.house_rules import printed_nowhere
from runbook.packets.onward import Onward
from runbook.packets.proving import proved
from runbook.paper import NO_CACHE, PaperCache, Shard
from runbook.sheets.account_sheets import AccountSheets
from runbook.sheets.gate import check_files
from runbook.sheets.logo import logo_of
from runbook.sheets.markdown_pages import INDEX, markdown_index
from runbook.sheets.marks import UNPROVEN, Proofs
from runbook.sheets.pages import index_page
from runbook.sheets.sets import MarkedSheet, SheetSet, WordedSheet, mark_set, word_set
from runbook.sheets.templates import Templates
from runbook.sheets.view import View
from runbook.stages import Stage, enter
from runbook.writing import About, Kind, Published, publish, refuse_early


@dataclass(frozen=True, slots=True)
class Prepared:
    """A config that sheets may be made of: judged, proved, and as the sheets of each language are told of it."""

    assessment: Assessment
    templates: Templates
    views: tuple[View, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """The words of all sheets as of a day, before it is known whether they are issued.

    ``marked``: of one for readers of roles only, what may be in no byte of what is made of it. ``proofs`` are printed
    beside the words.
    """

    assessment: Assessment
    templates: Templates
    sets: tuple[SheetSet[WordedSheet], ...]
    audience: Audience = Audience.FULL
    marked: Marked | None = None
    proofs: Proofs = UNPROVEN

    @property
    def sheets(self) -> tuple[WordedSheet, ...]:
        """The sheets of all languages."""
        return tuple(sheet for worded in self.sets for sheet in worded)

    @property
    def views(self) -> tuple[View, ...]:
        """What the sheets of each language were told."""
        return tuple(worded.view for worded in self.sets)

    @property
    def codes(self) -> Mapping[SheetName, str]:
        """The code of every sheet by name."""
        return {sheet.name: sheet.code for sheet in self.sheets}


@dataclass(frozen=True, slots=True)
class Build:
    """Finished files by path in the output folder, the sheets in them, and what the manifest says."""

    files: Mapping[str, bytes]
    assessment: Assessment
    sets: tuple[SheetSet[MarkedSheet], ...]
    about: Mapping[str, object]
    audience: Audience = Audience.FULL

    @property
    def sheets(self) -> tuple[MarkedSheet, ...]:
        """The sheets of all languages."""
        return tuple(sheet for marked in self.sets for sheet in marked)


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
    """The words and codes that the config has on a day; errors as from `prepare` and `refuse_open_texts`."""
    case = prepare(source, clock=clock, own_templates=own_templates)
    marked = None
    if audience is Audience.ROLE_ONLY:
        whole = case.assessment.whole
        marked = marked_in(whole.organisation, case.assessment.knowledge)
        refuse_open_texts(whole, marked)
    enter(Stage.WORDING)
    views = case.views if audience is Audience.FULL else map(for_roles_only, case.views)
    sets = tuple(word_set(view, case.templates) for view in views)
    return Draft(case.assessment, case.templates, sets, audience, marked)


def prepare(source: ConfigSource, *, clock: Clock, own_templates: Path | None = None) -> Prepared:
    """All that comes before the first word; errors as from `assess`, `refuse` and `proved`."""
    enter(Stage.READING)
    assessment = assess(source, clock, shipped_knowledge())
    refuse(assessment)
    onward = proved(assessment.present.organisation, assessment.knowledge.procedure)
    assessment = _remarked(assessment, onward)
    templates = Templates.of(assessment.knowledge, own_templates)
    drawn = logo_of(assessment.present)
    views = (replace(view, logo=drawn) for view in _views(assessment, onward, templates))
    return Prepared(assessment, templates, tuple(views))


def mark(draft: Draft, register: Register) -> tuple[SheetSet[MarkedSheet], ...]:
    """The sheets of a draft as they are printed: each with the revision that the register knows, or "not issued"."""
    marks = register.marks(draft.codes, draft.assessment.day, draft.audience)
    return tuple(
        mark_set(worded, marks, draft.templates, history=register.history, proofs=draft.proofs) for worded in draft.sets
    )


def finish(draft: Draft, register: Register, formats: Sequence[str] = FORMATS, cache: PaperCache = NO_CACHE) -> Build:
    """The files of a draft, each sheet marked as the register knows it.

    RenderingRefusedError or SecretFoundError from the gate, and before any paper is made if texts are the reason; of a
    role-only draft also if a marked value is in any byte of them.
    """
    sets, texts = _checked(draft, register, formats)
    papers = dict(_papers(sets, formats, draft.templates, cache))
    built = Build(texts | papers, draft.assessment, sets, _about(draft, register), draft.audience)
    if draft.marked:
        refuse_leaks({**built.files, "manifest.json": json.dumps(built.about).encode()}, draft.marked)
    return built


def _checked(
    draft: Draft, register: Register, formats: Sequence[str]
) -> tuple[tuple[SheetSet[MarkedSheet], ...], dict[str, bytes]]:
    """The marked sheets of a draft, and its files of text, which have passed the gate."""
    enter(Stage.CHECKING)
    sets = mark(draft, register)
    texts = dict(_texts(sets, formats, draft.templates))
    check_files(texts, draft.assessment.present.typed)
    return sets, texts


def _unproven(_day: date) -> Proofs:
    return UNPROVEN


@dataclass(frozen=True, slots=True)
class Inputs:
    """What every run that makes sheets starts from: the config file, the day, a folder of own templates.

    And what earlier runs have printed, on which nothing but time depends. ``proofs_of`` tells the last proofs on a day.
    """

    config: Path
    clock: Clock
    own_templates: Path | None = None
    cache: PaperCache = NO_CACHE
    proofs_of: Callable[[date], Proofs] = _unproven

    def draft(self, audience: Audience = Audience.FULL) -> Draft:
        """The draft of the file as it is now; errors as from `load_config` and `draft`."""
        source = load_config(self.config)
        made = draft(source, clock=self.clock, own_templates=self.own_templates, audience=audience)
        return replace(made, proofs=self.proofs_of(made.assessment.day))


@dataclass(frozen=True, slots=True)
class BuiltFolder:
    """A build that was written, and what that did to the output folder."""

    folder: Path
    build: Build
    published: Published
    formats: tuple[str, ...]


def build_folder(
    inputs: Inputs, output: Path, formats: Sequence[str] = FORMATS, audience: Audience = Audience.FULL
) -> BuiltFolder:
    """Build a config into a folder, whole or not at all; errors as from `build` and `publish`.

    The two audiences have folders of two kinds: neither is ever written over the other.
    """
    kind = Kind.SHEETS if audience is Audience.FULL else Kind.ROLE_ONLY
    refuse_early(output, kind, config=inputs.config)
    ledger, register = read_register_of(inputs.config)
    built = finish(inputs.draft(audience), register, formats, inputs.cache)
    published = publish(built.files, output, config=inputs.config, about=About(kind, built.about), ledger=ledger)
    return BuiltFolder(output, built, published, tuple(formats))


@dataclass(frozen=True, slots=True)
class PrintedShare:
    """What one machine of several has printed: how many sheets lie in its cache now, of how many."""

    shard: Shard
    sheets: int
    all_sheets: int


def build_share(inputs: Inputs, shard: Shard, audience: Audience = Audience.FULL) -> PrintedShare:
    """Print the share of one machine into the cache, and write nothing else; errors as from `build`.

    All texts are made and checked, because codes and the gate need them; only paper is shared.
    """
    _, register = read_register_of(inputs.config)
    drafted = inputs.draft(audience)
    sets, _ = _checked(drafted, register, tuple(TEXTS))
    mine, every = print_share(sets, drafted.templates, inputs.cache, shard)
    return PrintedShare(shard, mine, every)


def _remarked(assessment: Assessment, onward: Onward) -> Assessment:
    """The same, and the user is told of own words that no packet prints."""
    organisation, procedure = assessment.present.organisation, assessment.knowledge.procedure
    silent = printed_nowhere(organisation, procedure, onward.packets.values())
    return replace(assessment, present=assessment.present.with_remarks(silent_house_rules(silent)))


def _views(assessment: Assessment, onward: Onward, templates: Templates) -> Iterator[View]:
    knowledge, organisation = assessment.knowledge, assessment.present.organisation
    procedure = knowledge.procedure.for_organisation(organisation)
    single_losses = SingleLosses(organisation, knowledge.procedure, onward)
    of_cases = tuple(Sheet(packet.case.kind.number, slug) for slug, packet in onward.packets.items())
    account_sheets = AccountSheets.of(organisation)
    for code in organisation.languages:
        yield View(
            organisation=organisation,
            procedure=procedure,
            onward=onward,
            commands=knowledge.commands,
            language=templates.language(knowledge.language(code)),
            aws=knowledge.aws,
            handbook=knowledge.handbook,
            sheets=_in_order(knowledge.sheets, account_sheets.sheets, of_cases),
            account_sheets=account_sheets,
            day=assessment.day,
            resilience=assessment.case.resilience,
            single_losses=single_losses,
            packet_days=assessment.case.packet_days,
            tool_version=TOOL,
            customised=templates.are_customised,
        )


def _in_order(shipped: Sequence[Sheet], lists: Sequence[Sheet], packets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """All sheets by number; lists follow the sheet that they belong to."""
    return (*sorted((*shipped, *lists), key=lambda sheet: sheet.number), *packets)


def _texts(
    sets: Sequence[SheetSet[MarkedSheet]], formats: Sequence[str], templates: Templates
) -> Iterator[tuple[str, bytes]]:
    for name in formats:
        if name in TEXTS:
            yield from TEXTS[name](sets, templates)
    if "md" in formats:
        yield INDEX, markdown_index(sets, templates).encode()
    if "html" in formats:
        yield "index.html", index_page(sets, formats, templates).encode()


def _papers(
    sets: Sequence[SheetSet[MarkedSheet]], formats: Sequence[str], templates: Templates, cache: PaperCache
) -> Iterator[tuple[str, bytes]]:
    for name in formats:
        if name in PAPERS:
            yield from PAPERS[name](sets, templates, cache)


def _about(draft: Draft, register: Register) -> Mapping[str, object]:
    assessment = draft.assessment
    source = assessment.whole.source
    about: dict[str, object] = {"tool": TOOL}
    if draft.audience is Audience.FULL:  # of a file with few unknowns, a fingerprint lets one try them out
        about["config_sha256"] = source.sha256
    if source.accounts and draft.audience is Audience.FULL:
        about["accounts_sha256"] = source.accounts.sha256
    if issued := register.issued_with(draft.codes, assessment.day, draft.audience):
        about["edition"] = {"number": issued.number, "code": issued.code}
    if draft.templates.are_customised:
        about["own_templates"] = draft.templates.own_fingerprints()
    return about
