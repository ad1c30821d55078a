"""What is open and has no day: what the rules of `check` find today, and what people found and nobody has ended.

It is neither late nor in time, so it is told as open. Accepted findings are told by the day on which the acceptance
ends, what is overdue here by another entry of the same rule is not told twice, and information asks nobody to do
anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from runbook.agenda.entry import Entry, Kind, State
from runbook.checks import Severity
from runbook.checks.judging import ACCEPTANCES
from runbook.knowledge.procedure import acting_role
from runbook.organisation import Role
from runbook.records.observing import open_findings

if TYPE_CHECKING:
    from runbook.agenda.survey import Survey
    from runbook.checks import Finding
    from runbook.organisation import Organisation
    from runbook.records.store import Records


def open_rules(survey: Survey, found: Sequence[Finding], told: Collection[Entry]) -> Iterator[Entry]:
    """What rules find on the day and nobody has accepted, gravest first; once for each thing that it is about."""
    late = {entry.rule for entry in told if entry.state.is_late}
    seen: set[tuple[str, str]] = set()
    for finding in sorted(found, key=lambda each: each.rule.severity.rank):
        rule, broken = finding.rule.id, finding.broken
        is_told = rule in late and not (rule == ACCEPTANCES and broken.says)
        is_open = finding.since is None and finding.accepted is None and finding.rule.severity is not Severity.INFO
        if not is_open or is_told or (rule, broken.about) in seen:
            continue
        seen.add((rule, broken.about))
        yield _open(
            survey,
            Entry(
                kind=Kind.FINDING,
                subject=rule,
                due=None,
                path=broken.path,
                rule=rule,
                about=(broken.about,) if broken.about else (),
                places=_places(broken.about, survey.whole),
            ),
        )


def open_notices(survey: Survey, records: Records) -> Iterator[Entry]:
    """What people found up to the day, and no entry has ended."""
    for entry in open_findings(records):
        if entry.day <= survey.day:
            yield _open(
                survey,
                Entry(
                    kind=Kind.FINDING,
                    subject=entry.subject,
                    due=None,
                    path=None,
                    last=entry.day,
                    part=str(entry.number),
                    places=_places(entry.subject, survey.whole),
                ),
            )


def _open(survey: Survey, entry: Entry) -> Entry:
    judged = survey.judged(replace(entry, role=acting_role(Role.OWNER, survey.whole)))
    return replace(judged, state=State.OPEN)


def _places(about: str, whole: Organisation) -> tuple[str, ...]:
    """Where it is to be mended: in a place, or where a thing lies."""
    if any(place.id == about for place in whole.places):
        return (about,)
    return tuple(item.place for item in whole.items if item.id == about)
