"""Bundles of evidence that were written or checked, as sentences and as records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from runbook.audience import Audience
from runbook.audit.evidence_items import State, answers, counted
from runbook.cli.reports.problems import problem_record
from runbook.cli.reports.report import Report

if TYPE_CHECKING:
    from runbook.audit.archive import Checked
    from runbook.audit.making import Bundle
    from runbook.knowledge.language import Language


def made_report(bundle: Bundle, language: Language) -> Report:
    """What was written, and how much of what controls ask for is in it."""
    return Report(record=lambda: _record(bundle), talk=tuple(_talk(bundle, language)))


def checked_report(checked: Sequence[Checked], language: Language) -> Report:
    """Whether each bundle is whole; a finding if one is not."""
    return Report(
        record=lambda: {
            "bundles": [
                {
                    "file": str(each.path),
                    "is_whole": each.is_whole,
                    "files": each.files,
                    "sha256": each.sha256,
                    "problems": [problem_record(problem, language) for problem in each.problems],
                    **each.about,
                }
                for each in checked
            ]
        },
        lines=tuple(_whole(each, language) for each in checked if each.is_whole),
        problems=tuple(problem for each in checked for problem in each.problems),
        is_finding=not all(each.is_whole for each in checked),
    )


def _whole(checked: Checked, language: Language) -> str:
    about = checked.about
    return language.say(
        "talk.bundle_whole",
        file=checked.path,
        count=checked.files,
        audience=about["audience"],
        first=about["from"],
        last=about["to"],
        day=about["made_on"],
        sha256=checked.sha256,
    )


def _talk(bundle: Bundle, language: Language) -> Iterator[str]:
    period = bundle.facts.period
    values = {"file": bundle.path, "first": period.first, "last": period.last}
    if bundle.archive is None:
        yield language.say("talk.timeline_written", **values)
    else:
        values |= {"count": len(bundle.archive.hashes), "audience": bundle.audience, "sha256": bundle.archive.sha256}
        yield language.say("talk.bundle_written", **values)
        counts = counted(answers(bundle.facts))
        told = {state.value: counts[state] for state in (State.SHOWN, State.WANTING, State.MISSING)}
        yield language.say("talk.bundle_lacks", **told)
    if bundle.audience is Audience.FULL:
        yield language.say("talk.bundle_full")


def _record(bundle: Bundle) -> object:
    facts, archive = bundle.facts, bundle.archive
    told: dict[str, object] = {
        "problems": [],
        "file": str(bundle.path),
        "audience": bundle.audience.value,
        "from": str(facts.period.first),
        "to": str(facts.period.last),
    }
    if archive is None:
        return told
    found = answers(facts)
    return told | {
        "sha256": archive.sha256,
        "files": dict(sorted(archive.hashes.items())),
        "root_last_used": str(facts.last_use.day) if facts.last_use else None,
        "proofs": {state.value: count for state, count in counted(found).items()},
        "missing": {answer.id: [item.kind for item in answer.missing] for answer in found if answer.missing},
    }
