"""Issuing an edition: what the config gives becomes an entry of the register, with reason and approvals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from runbook.build import TOOL, Build, Draft, finish
from runbook.editions import Approval, IssuedEdition, Register
from runbook.editions.changes import changes
from runbook.editions.comparison import Change, Comparison, compare
from runbook.editions.facts import facts
from runbook.editions.reprint import reprint_files
from runbook.errors import ConfigError, Problem, SecretFoundError
from runbook.paper import PaperSheet, page_count, print_sheets
from runbook.resources import fonts_dir
from runbook.sheets.codes import edition_code, read_code
from runbook.sheets.pages import paper_page, print_edition
from runbook.text.characters import code_point, composed, refused_offsets
from runbook.text.glyphs import coverage, missing_glyphs
from runbook.text.nearest import nearest
from runbook.text.secrets import find_secrets

if TYPE_CHECKING:
    from runbook.organisation import Organisation

REASON_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks to issue: why, approved by whom (person ids), on which day it is asked.

    The draft's day is the one from which the edition is in force. ``edition_code`` is what was approved, if given: then
    nothing else is issued.
    """

    reason: str
    approved_by: tuple[str, ...]
    today: date
    edition_code: str | None = None


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


def issue(draft: Draft, register: Register, request: Request) -> Issue:
    """The next edition; ConfigError if it may not be issued, otherwise errors as from `build`."""
    latest = register.latest
    if latest is not None and latest.codes == draft.codes:
        return Issue(latest, register, finish(draft, register), compare(latest, latest), {}, is_new=False)
    reason = composed(" ".join(request.reason.split()))
    _refuse(draft, register, replace(request, reason=reason))
    edition = propose(draft, register)
    edition = replace(
        edition,
        issued_on=request.today,
        reason=reason,
        approvals=tuple(
            Approval(person, _names(draft.whole.organisation, person), edition.code)
            for person in dict.fromkeys(request.approved_by)
        ),
    )
    finished = finish(draft, Register((*register.editions, edition)))
    edition = _with_pages(edition, {name: finished.files[f"{name}.pdf"] for name in edition.sheets})
    comparison = compare(latest, edition)
    papers = reprint_files(comparison, draft.views, draft.stationery)
    return Issue(edition, Register((*register.editions, edition)), finished, comparison, papers, is_new=True)


def propose(draft: Draft, register: Register) -> IssuedEdition:
    """The edition that the draft would be, without reason and approvals; pages of new words are not counted yet."""
    organisation = draft.reading.organisation
    proposed = IssuedEdition(
        number=len(register.editions) + 1,
        code=edition_code(draft.codes),
        issued_on=draft.day,
        effective=draft.day,
        reason="",
        required=organisation.approvers.required,
        approvals=(),
        tool=TOOL,
        time_zone=organisation.company.time_zone,
        sheets={sheet.name: register.revised(sheet.name, sheet.code, draft.day) for sheet in draft.sheets},
        copies={
            sheet.name: {place.id: count for place, count in draft.views[0].copies_of(sheet)}
            for sheet in draft.views[0].sheets
        },
        places={
            place.id: {code: place.name.in_language(code) for code in organisation.languages}
            for place in organisation.places
        },
        facts=facts(organisation),
        words={sheet.name: tuple(line.written() for line in sheet.lines) for sheet in draft.sheets},
        changes={},
    )
    return since(register.latest, proposed, draft)


def compared_with(draft: Draft, old: IssuedEdition | None, register: Register) -> Comparison:
    """What issuing the draft would change against an edition, pages to print included; errors as from `build`."""
    proposed = propose(draft, register)
    proposed = since(old, proposed, draft)
    wanted = {sheet.name for sheet in compare(old, proposed).sheets if sheet.change in {Change.CHANGED, Change.NEW}}
    sheets = [
        sheet
        for worded in draft.languages
        for sheet in print_edition(worded, register, draft.stationery)
        if sheet.name in wanted
    ]
    papers = print_sheets(
        [PaperSheet(sheet.name, paper_page(sheet, draft.stationery), sheet.texts) for sheet in sheets]
    )
    return compare(old, _with_pages(proposed, {name: paper.pdf for name, paper in papers.items()}))


def since(old: IssuedEdition | None, new: IssuedEdition, draft: Draft) -> IssuedEdition:
    """An edition with its changes told since another one than the edition before it."""
    told = {view.language.code: changes(old.facts, new.facts, view.language) if old else () for view in draft.views}
    return replace(new, changes=told)


def _with_pages(edition: IssuedEdition, pdfs: Mapping[str, bytes]) -> IssuedEdition:
    """The edition with the pages of its new sheets counted; a sheet with the same code keeps its entry as it is."""
    counted = {
        name: replace(sheet, pages=page_count(pdfs[name])) if not sheet.pages else sheet
        for name, sheet in edition.sheets.items()
    }
    return replace(edition, sheets=counted)


def _refuse(draft: Draft, register: Register, request: Request) -> None:
    """ConfigError with everything that speaks against issuing; SecretFoundError for a secret in the reason."""
    if rule := next((rule for rule, _ in find_secrets(request.reason)), None):
        raise SecretFoundError((Problem(rule, where="--reason"),))
    problems = (*_reason_problems(request.reason), *_day_problems(draft, register, request))
    problems += (*_approval_problems(draft, request),)
    if problems:
        raise ConfigError(problems)


def _reason_problems(reason: str) -> Iterator[Problem]:
    if not reason:
        yield Problem("issue-reason-empty", where="--reason")
    if len(reason) > REASON_LIMIT:
        values = (("length", str(len(reason))), ("most", str(REASON_LIMIT)))
        yield Problem("issue-reason-long", where="--reason", values=values)
    wrong = {reason[offset] for offset in refused_offsets(reason)} | set(missing_glyphs(reason, coverage(fonts_dir())))
    if wrong:
        yield Problem(
            "issue-reason-signs", where="--reason", values=(("signs", " ".join(sorted(map(code_point, wrong)))),)
        )


def _day_problems(draft: Draft, register: Register, request: Request) -> Iterator[Problem]:
    values = (("effective", str(draft.day)), ("today", str(request.today)))
    if draft.day < request.today:
        yield Problem("issue-in-the-past", where="--effective", values=values)
    latest = register.latest
    if latest is None:
        return
    if request.today < latest.issued_on:
        last = (("number", str(latest.number)), ("last", str(latest.issued_on)))
        yield Problem("issue-before-last", where="--date", values=(*values, *last))
    elif draft.day < latest.effective:
        last = (("number", str(latest.number)), ("last", str(latest.effective)))
        yield Problem("issue-before-last-effective", where="--effective", values=(*values, *last))


def _approval_problems(draft: Draft, request: Request) -> Iterator[Problem]:
    """As many approvers as a use of root needs, in office when they approve or when the edition takes force."""
    organisation = draft.whole.organisation
    people = [person.id for person in organisation.people]
    members = organisation.approvers.members
    counted = set()
    for person in dict.fromkeys(request.approved_by):
        values = (("person", person), ("today", str(request.today)), ("effective", str(draft.day)))
        if person not in people:
            near = (("nearest", nearest(person, people)),)
            yield Problem("issue-approver-unknown", where="--approved-by", values=(*values, *near))
        elif person not in {member.person for member in members}:
            yield Problem("issue-approver-not-one", where="--approved-by", values=values)
        elif not any(
            member.in_office(day) for member in members if member.person == person for day in (request.today, draft.day)
        ):
            yield Problem("issue-approver-not-in-office", where="--approved-by", values=values)
        else:
            counted.add(person)
    if len(counted) < organisation.approvers.required:
        count = (("required", str(organisation.approvers.required)), ("count", str(len(counted))))
        yield Problem("issue-approvals-too-few", where="--approved-by", values=count)
    code = edition_code(draft.codes)
    if request.edition_code is not None and read_code(request.edition_code) != code:
        codes = (("approved", request.edition_code), ("built", code))
        yield Problem("issue-other-edition", where="--edition", values=codes)


def _names(organisation: Organisation, person: str) -> Mapping[str, str]:
    name = organisation.person(person).name
    return {language: name.in_language(language) for language in organisation.languages}
