"""What speaks against issuing an edition: its reason, its day, its approvals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.clock import Clock
from runbook.errors import ConfigError, Problem, SecretFoundError
from runbook.resources import fonts_dir
from runbook.sheets.codes import read_code
from runbook.text.characters import code_point, refused_offsets
from runbook.text.glyphs import coverage, missing_glyphs
from runbook.text.nearest import suggested
from runbook.text.secrets import find_secrets

if TYPE_CHECKING:
    from runbook.editions.register import IssuedEdition
    from runbook.organisation import Organisation

REASON_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks to issue: why, approved by whom (person ids), and when it is asked.

    ``edition_code`` is what was approved, if given: then nothing else is issued.
    """

    reason: str
    approved_by: tuple[str, ...]
    clock: Clock
    edition_code: str | None = None


def admit(request: Request, edition: IssuedEdition, organisation: Organisation, latest: IssuedEdition | None) -> None:
    """Let a proposed edition of an organisation follow the latest one, or tell everything that speaks against it.

    ConfigError with all of it; SecretFoundError for a secret in the reason.
    """
    if rule := next((rule for rule, _ in find_secrets(request.reason)), None):
        raise SecretFoundError((Problem(rule, where="--reason"),))
    problems = (
        *_about_reason(request.reason),
        *_about_day(edition, latest),
        *_about_approvals(request, edition, organisation),
    )
    if problems:
        raise ConfigError(problems)


def _about_reason(reason: str) -> Iterator[Problem]:
    if not reason:
        yield Problem.of("issue-reason-empty", "--reason")
    if len(reason) > REASON_LIMIT:
        yield Problem.of("issue-reason-long", "--reason", length=len(reason), most=REASON_LIMIT)
    wrong = {reason[offset] for offset in refused_offsets(reason)} | set(missing_glyphs(reason, coverage(fonts_dir())))
    if wrong:
        yield Problem.of("issue-reason-signs", "--reason", signs=" ".join(sorted(map(code_point, wrong))))


def _about_day(edition: IssuedEdition, latest: IssuedEdition | None) -> Iterator[Problem]:
    effective, today = edition.effective, edition.issued_on
    days = {"effective": effective, "today": today}
    if effective < today:
        yield Problem.of("issue-in-the-past", "--effective", **days)
    if latest is None:
        return
    if today < latest.issued_on:
        yield Problem.of("issue-before-last", "--date", **days, number=latest.number, last=latest.issued_on)
    elif effective < latest.effective:
        yield Problem.of(
            "issue-before-last-effective", "--effective", **days, number=latest.number, last=latest.effective
        )


def _about_approvals(request: Request, edition: IssuedEdition, organisation: Organisation) -> Iterator[Problem]:
    """As many approvers as a use of root needs, in office when they approve or when the edition takes force."""
    people = [person.id for person in organisation.people]
    members = organisation.approvers.members
    counted = set()
    for person in dict.fromkeys(request.approved_by):
        values = {"person": person, "today": edition.issued_on, "effective": edition.effective}
        terms = [member for member in members if member.person == person]
        if person not in people:
            yield Problem.of("issue-approver-unknown", "--approved-by", **values, **suggested(person, people))
        elif not terms:
            yield Problem.of("issue-approver-not-one", "--approved-by", **values)
        elif not any(term.in_office(day) for term in terms for day in (edition.issued_on, edition.effective)):
            yield Problem.of("issue-approver-not-in-office", "--approved-by", **values)
        else:
            counted.add(person)
    required = organisation.approvers.required
    if len(counted) < required:
        yield Problem.of("issue-approvals-too-few", "--approved-by", required=required, count=len(counted))
    if request.edition_code is not None and read_code(request.edition_code) != edition.code:
        yield Problem.of("issue-other-edition", "--edition", approved=request.edition_code, built=edition.code)
