"""The data of a bundle for machines: one JSON file for each part, in no language, for an audience."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from runbook.audience import Audience
from runbook.audit.evidence_items import answers

if TYPE_CHECKING:
    from datetime import date, datetime

    from runbook.audit.deeds import Deed
    from runbook.audit.finding_histories import FindingHistory, Noticed
    from runbook.audit.naming import Naming
    from runbook.audit.seals import SealReport
    from runbook.audit.timeline import Gap
    from runbook.editions import IssuedEdition

FORMAT, VERSION = "runbook-evidence", 1
FOLDER = "data"


def data_files(naming: Naming) -> Mapping[str, bytes]:
    """Every part by its path in the bundle."""
    parts: dict[str, Any] = {
        "editions": [_edition(edition, naming) for edition in naming.facts.editions],
        "records": [_deed(deed, naming) for deed in naming.facts.deeds if deed.day in naming.facts.period],
        "answers": _answers(naming),
        "seals": list(_seals(naming)),
        "findings": _findings(naming),
        "risks": list(_risks(naming)),
        "controls": list(_controls(naming)),
        "timeline": _timeline(naming),
        "reconciliation": _reconciliation(naming),
    }
    return {f"{FOLDER}/{name}.json": _text(name, tree) for name, tree in parts.items()}


def about(naming: Naming) -> dict[str, Any]:
    """What the manifest says of the bundle."""
    facts = naming.facts
    told: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "audience": naming.audience.value,
        "from": str(facts.period.first),
        "to": str(facts.period.last),
        "made_on": str(facts.today),
        "has_register": facts.has_register,
        "has_records": facts.has_records,
        "facts_not_issued": facts.unissued,
    }
    if naming.is_full:  # of a file with few unknowns, a fingerprint lets one try them out
        told["config_sha256"] = facts.reading.source.sha256
    return told


def _text(part: str, tree: object) -> bytes:
    whole = {"format": FORMAT, "version": VERSION, "part": part, part: tree}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def _edition(edition: IssuedEdition, naming: Naming) -> dict[str, Any]:
    day = edition.issued_on
    told: dict[str, Any] = {
        "number": edition.number,
        "code": edition.code,
        "issued_on": str(day),
        "effective": str(edition.effective),
        "required": edition.required,
        "approved_by": naming.people((approval.person for approval in edition.approvals), day),
        "reason": edition.reason if naming.may_say(edition.reason) else None,
        "changes": len(next(iter(edition.changes.values()), ())),
        "sheets": {
            name.sheet.name: sheet.code
            for name, sheet in edition.of(naming.audience).items()
            if name.language == naming.facts.organisation.languages[0]
        },
    }
    if naming.is_full:
        told["changes_in_words"] = {language: list(changes) for language, changes in edition.changes.items()}
    return told


def _deed(deed: Deed, naming: Naming) -> dict[str, Any]:
    known, rotation = naming.facts.knowledge.aws.tasks, naming.facts.organisation.rotation.tasks()
    told: dict[str, Any] = {
        "number": deed.number,
        "kind": deed.kind,
        "subject": naming.subject(deed) or None,
        "sheet": deed.sheet.name if deed.sheet and naming.subject(deed) else None,
        "day": str(deed.day),
        "started": _moment(deed.started),
        "ended": _moment(deed.ended),
        "minutes": deed.minutes,
        "minutes_to_console": deed.console,
        "taken_on": str(deed.taken_on),
        "corrects": deed.corrects,
        "corrected_by": deed.corrected_by,
        "account": deed.account or None,
        "was_root": deed in naming.facts.uses,
        "task": deed.task if deed.task in known or naming.is_full else None,
        "is_reason_written": bool(deed.reason or deed.ticket),
        "approved_by": [
            {**_approver(person, deed.day, naming), "at": _moment(yes.at)}
            for yes in deed.approvals
            for person in [naming.facts.people.approver(yes)]
        ],
        "team": [
            {
                "role": naming.role(member.role) or None,
                "is_deputy": member.is_deputy,
                **_approver(person, deed.day, naming),
            }
            for member in deed.team
            for person in [naming.facts.people.worker(member, deed.day)]
        ],
        "approvals_required": naming.facts.required(deed),
        "approvals_that_count": len(naming.facts.approvers(deed)),
        "initialled_by": naming.people(deed.people, deed.day),
        "steps": deed.steps,
        "done": list(deed.done),
        "left_out": list(deed.left_out),
        "unsigned": list(deed.unsigned),
        "deviations": len(deed.notes),
        "placed": asdict(deed.placed) if deed.placed else None,
        "tasks": {task: str(day) for task, day in deed.tasks.items() if naming.is_full or task in rotation},
        "seals": {naming.item(item): naming.seal(seal) for item, seal in deed.seals.items()},
    }
    if naming.is_full:
        told |= {"reason": deed.reason, "ticket": deed.ticket, "sha256": deed.sha256}
        told["notes"] = [{"step": step, "text": text} for step, text in deed.notes]
    return told


def _approver(person: str, day: date, naming: Naming) -> dict[str, Any]:
    return {"person": naming.person(person, day) if person else None}


def _answers(naming: Naming) -> dict[str, Any]:
    """The questions that an auditor asks first."""
    facts = naming.facts
    return {
        "root_last_used": _deed(facts.last_use, naming) if facts.last_use else None,
        "last_drill": _deed(facts.last_drill, naming) if facts.last_drill else None,
        "edition_in_force": edition.number if (edition := facts.register.in_force(facts.period.last)) else None,
    }


def _seals(naming: Naming) -> Iterator[dict[str, Any]]:
    for seal in naming.facts.seals:
        yield {
            "item": naming.item(seal.item),
            "seal": naming.seal(seal.seal),
            "fate": seal.fate.value,
            "since": _told(seal.since),
            "last_read": _told(seal.read) if seal.read else None,
            "until": _told(seal.until) if seal.until else None,
            "is_in_config": seal.is_confirmed,
        }


def _told(told: SealReport) -> dict[str, Any]:
    return {"day": str(told.day), "by": told.teller.value, "number": told.number or None}


def _findings(naming: Naming) -> dict[str, Any]:
    """What was found on the last day; readers of roles are told the rule and how often, not where."""
    found = []
    for finding in naming.facts.findings:
        told: dict[str, Any] = {"rule": finding.rule.id, "severity": finding.rule.severity.value}
        told["accepted_until"] = str(finding.accepted.until) if finding.accepted else None
        if naming.is_full:
            told |= {"path": finding.place.where, "line": finding.place.line, "about": finding.broken.about or None}
        found.append(told)
    return {
        "judged_for": str(naming.facts.period.last),
        "found": found,
        "looks": [
            {"day": str(snapshot.day), "entry": snapshot.number or None, "count": len(snapshot.found)}
            for snapshot in naming.facts.snapshots
        ],
        "over_time": [_history(history, naming) for history in naming.facts.finding_histories],
        "found_by_people": [_noticed(each, naming) for each in naming.facts.noticed],
    }


def _history(history: FindingHistory, naming: Naming) -> dict[str, Any]:
    """A finding with the days of the snapshots between which it came, and went."""
    told: dict[str, Any] = {
        "rule": history.seen.rule,
        "severity": history.seen.severity,
        "not_seen_on": str(history.before.day) if history.before else None,
        "first_seen": str(history.first.day),
        "last_seen": str(history.last.day),
        "not_seen_any_more_on": str(history.gone.day) if history.gone else None,
        "accepted_until": history.seen.accepted_until or None,
    }
    return told | ({"about": history.seen.about or None} if naming.is_full else {})


def _noticed(each: Noticed, naming: Naming) -> dict[str, Any]:
    told: dict[str, Any] = {
        "entry": each.number,
        "day": str(each.day),
        "closed_by": each.closed_by or None,
        "closed": str(each.closed) if each.closed else None,
    }
    return told | ({"about": each.about, "found": each.found} if naming.is_full else {})


def _risks(naming: Naming) -> Iterator[dict[str, Any]]:
    for risk in naming.facts.risks:
        yield {
            "rule": risk.rule,
            "accepted_by": _approver(risk.accepted_by, risk.since or naming.facts.period.last, naming)["person"],
            "until": str(risk.until),
            "since": str(risk.since) if risk.since else None,
            "edition": risk.edition or None,
            "withdrawn": str(risk.withdrawn) if risk.withdrawn else None,
            "is_in_config": risk.in_config,
        } | ({"about": risk.about or None} if naming.is_full else {})


def _controls(naming: Naming) -> Iterator[dict[str, Any]]:
    facts = naming.facts
    for answer in answers(facts):
        asked = answer.requirement
        numbers = facts.knowledge.aws.controls[answer.id].numbers if asked is None else {asked.standard: asked.numbers}
        sources = (
            [facts.knowledge.aws.sources[name] for name in facts.knowledge.aws.controls[answer.id].sources]
            if asked is None
            else [facts.audit.sources[name] for name in asked.sources]
        )
        yield {
            "id": answer.id,
            "numbers": {name: list(each) for name, each in numbers.items()},
            "part": asked.part or None if asked else None,
            "is_our_own_mapping": asked is None and facts.knowledge.aws.controls[answer.id].own,
            "sources": [{"url": source.url, "checked_on": str(source.checked_on)} for source in sources],
            "proofs": [
                {
                    "kind": item.kind,
                    "state": item.state.value,
                    "records": list(item.entries),
                    "rules": list(item.rules),
                }
                for item in answer.items
            ],
        }


def _timeline(naming: Naming) -> dict[str, Any]:
    timeline = naming.facts.timeline
    return {
        "happenings": [
            {
                "day": str(each.day),
                "lane": each.lane.value,
                "what": each.what.value,
                "number": each.number or None,
                "about": each.about or None,
            }
            for each in timeline.events
        ],
        "gaps": [{"task": gap.task, **_gap(gap)} for gap in timeline.gaps],
        "without_a_look": [_gap(gap) for gap in timeline.unseen],
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "first": str(gap.first),
        "last": str(gap.last),
        "days": gap.days,
        "since": str(gap.since) if gap.since else None,
        "until": str(gap.until) if gap.until else None,
    }


def _reconciliation(naming: Naming) -> dict[str, Any] | None:
    found = naming.facts.reconciled
    if found is None:
        return None
    told: dict[str, Any] = {
        "files": dict(found.kinds),
        "differences": dict(found.rules),
        "untold_uses": found.untold_uses,
        "not_compared": {"parts": list(found.parts), "roots": found.roots},
    }
    return told | ({"sha256": found.sha256} if naming.audience is Audience.FULL else {})


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
