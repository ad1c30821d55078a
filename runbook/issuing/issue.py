"""Issuing an edition: what the config gives becomes an entry of the register.

`propose` and `issue` only work out; `issue_folder` reads the register and writes, register first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from runbook import TOOL
from runbook.audience import Audience
from runbook.audiences.leaks import refuse_open_texts
from runbook.audiences.role_only import for_roles_only, marked_in
from runbook.building import Build, Draft, Inputs, finish
from runbook.editions import Approval, IssuedEdition, Register, holding, read_register_of
from runbook.editions.admission import Request, admit
from runbook.editions.changes import changes
from runbook.editions.comparison import Comparison, There, compare
from runbook.editions.facts import facts
from runbook.editions.reprint import reprint_files
from runbook.errors import RenderingRefusedError
from runbook.paper import NO_CACHE, PaperCache, page_count
from runbook.records.places import papers_of, there
from runbook.records.store_file import read_records_of
from runbook.sheets.codes import edition_code
from runbook.sheets.sets import word_set
from runbook.text.characters import composed
from runbook.writing import About, Kind, publish, refuse_early, refuse_unless_apart

if TYPE_CHECKING:
    from runbook.knowledge.sheets import SheetName
    from runbook.organisation import Organisation
    from runbook.sheets.view import View


@dataclass(frozen=True, slots=True)
class Issue:
    """An edition to be written: the register with it, the output folder, what changed, and the papers of the change.

    ``is_new`` is False if the config gives exactly the sheets of the edition issued last; the register stays as it was.
    """

    edition: IssuedEdition
    register: Register
    build: Build
    comparison: Comparison
    reprint: Mapping[str, bytes]
    is_new: bool


def issue(
    draft: Draft, register: Register, request: Request, cache: PaperCache = NO_CACHE, lying: There | None = None
) -> Issue:
    """The next edition, in force from the day of the draft; errors as from `admit` and `finish`.

    ``lying`` are the copies that somebody said to lie somewhere; of others the slip believes the register.
    """
    latest = register.latest
    if latest is not None and latest.codes == draft.codes:
        unchanged = finish(draft, register, cache=cache)
        return Issue(latest, register, unchanged, compare(latest, latest), {}, is_new=False)
    organisation = draft.assessment.whole.organisation
    asked = replace(request, reason=composed(" ".join(request.reason.split())))
    proposed = propose(draft, register, latest)
    if not proposed.role_only:
        proposed = with_role_only(proposed, draft, register)
    dated = replace(proposed, issued_on=asked.clock.day_in(proposed.time_zone), reason=asked.reason)
    admit(asked, dated, organisation, latest)
    approvers = dict.fromkeys(asked.approved_by)
    approved = replace(
        dated, approvals=tuple(Approval(person, _names(organisation, person), dated.code) for person in approvers)
    )
    finished = finish(draft, Register((*register.editions, approved)), cache=cache)
    issued = with_pages(approved, {name: finished.files[f"{name}.pdf"] for name in approved.sheets})
    comparison = compare(latest, issued, there=lying, issued=papers_of(register))
    papers = reprint_files(comparison, draft.views, draft.templates)
    return Issue(issued, Register((*register.editions, issued)), finished, comparison, papers, is_new=True)


def propose(draft: Draft, register: Register, old: IssuedEdition | None) -> IssuedEdition:
    """The edition that the draft would be, without reason and approvals; pages of new words are not counted yet.

    Its changes are told since ``old``.
    """
    organisation, day = draft.assessment.present.organisation, draft.assessment.day
    proposed = IssuedEdition(
        number=len(register.editions) + 1,
        code=edition_code(draft.codes),
        issued_on=day,
        effective=day,
        reason="",
        required=organisation.approvers.required,
        approvals=(),
        tool=TOOL,
        time_zone=organisation.company.time_zone,
        sheets={name: register.revised(name, code, day) for name, code in draft.codes.items()},
        copies=_copies(draft.views),
        places={
            place.id: {code: place.name.in_language(code) for code in organisation.languages}
            for place in organisation.places
        },
        facts=facts(organisation),
        words={sheet.name: tuple(line.written() for line in sheet.lines) for sheet in draft.sheets},
        changes={},
    )
    if any(entry.audience is Audience.ROLE_ONLY for entry in organisation.copies):  # which of them to reprint is asked
        proposed = with_role_only(proposed, draft, register)
    return since(old, proposed, draft)


def _copies(views: Sequence[View]) -> Mapping[str, Mapping[str, int]]:
    """Copies by sheet and place; by language, too, of a sheet that does not lie everywhere in each."""
    found: dict[str, Mapping[str, int]] = {}
    for sheet in views[0].sheets:
        counts = {view.language.code: {place.id: n for place, n in view.copies_of(sheet)} for view in views}
        alike = len({tuple(count.items()) for count in counts.values()}) == 1
        names = {sheet.name: counts[views[0].language.code]} if alike else {}
        found |= names or {f"{code}/{sheet.name}": count for code, count in counts.items()}
        for view in views:
            if count := {place.id: n for place, n in view.copies_of(sheet, Audience.ROLE_ONLY)}:
                found[f"{Audience.ROLE_ONLY}/{view.language.code}/{sheet.name}"] = count
    return found


def with_role_only(edition: IssuedEdition, draft: Draft, register: Register) -> IssuedEdition:
    """An edition with the codes of the same for readers of roles only."""
    codes = _role_only_codes(draft).items()
    sheets = {name: register.revised(name, code, edition.effective, Audience.ROLE_ONLY) for name, code in codes}
    return replace(edition, role_only=sheets)


def _role_only_codes(draft: Draft) -> Mapping[SheetName, str]:
    """The codes that the role-only edition of a full draft has; none if none can be made of the config."""
    whole = draft.assessment.whole
    try:
        refuse_open_texts(whole, marked_in(whole.organisation, draft.assessment.knowledge))
    except RenderingRefusedError:
        return {}
    sets = [word_set(for_roles_only(view), draft.templates) for view in draft.views]
    return {sheet.name: sheet.code for worded in sets for sheet in worded}


def since(old: IssuedEdition | None, new: IssuedEdition, draft: Draft) -> IssuedEdition:
    """An edition with its changes told since another one, in the languages of the draft."""
    languages = [view.language for view in draft.views]
    told = {language.code: changes(old.facts, new.facts, language) if old else () for language in languages}
    return replace(new, changes=told)


@dataclass(frozen=True, slots=True)
class IssuedFolder:
    """An issue that was written, into which folder the papers of the change went, and the file of the register."""

    issue: Issue
    reprint: Path
    register: Path


def issue_folder(inputs: Inputs, request: Request, output: Path, reprint: Path) -> IssuedFolder:
    """Issue what a config gives: register and output folder as one, then the papers of the change.

    The clock of the inputs shows the first day in force. Errors as from `issue` and `publish`.
    """
    config = inputs.config
    refuse_unless_apart(output, reprint)
    for folder, kind in ((output, Kind.SHEETS), (reprint, Kind.NOTICE)):
        refuse_early(folder, kind, config=config)
    ledger, register = read_register_of(config)
    drafted = inputs.draft()
    issued = issue(drafted, register, request, inputs.cache, lying_now(inputs, drafted))
    if issued.is_new:
        ledger = holding(ledger, issued.register)
    publish(issued.build.files, output, config=config, about=About(Kind.SHEETS, issued.build.about), ledger=ledger)
    if issued.is_new:
        publish(issued.reprint, reprint, config=config, about=About(Kind.NOTICE, {"reprint": issued.edition.number}))
    return IssuedFolder(issued, reprint, ledger.path)


def lying_now(inputs: Inputs, drafted: Draft) -> There:
    """The copies that somebody told of, as of the day of a draft."""
    _, records = read_records_of(inputs.config)
    return there(records, drafted.assessment.day)


def with_pages(edition: IssuedEdition, pdfs: Mapping[SheetName, bytes]) -> IssuedEdition:
    """The edition with the pages of its new sheets counted; a sheet with the same code keeps its entry as it is."""
    counted = {
        name: replace(sheet, pages=page_count(pdfs[name])) if not sheet.pages else sheet
        for name, sheet in edition.sheets.items()
    }
    return replace(edition, sheets=counted)


def _names(organisation: Organisation, person: str) -> Mapping[str, str]:
    name = organisation.person(person).name
    return {language: name.in_language(language) for language in organisation.languages}
