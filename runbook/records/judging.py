"""Everything that is found about a record, in the order of its file; and what it says was done."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from runbook.records.approvals import about_approvals
from runbook.records.claims import about_the_sheet
from runbook.records.facts import BROKEN, CONSOLE, FAILED
from runbook.records.people import about_people
from runbook.records.record import ROUTINE
from runbook.records.seals import about_seals, known_seals, new_seals
from runbook.records.steps import SESSIONS, about_each_step, about_the_list, about_times
from runbook.records.store import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runbook.organisation import Organisation
    from runbook.records.examination import Examination, Found
    from runbook.records.record import Record


def findings(examined: Examination) -> Iterator[Found]:
    """All that can be said about it. Of a sheet that nobody knows nothing more is judged than that."""
    yield from about_the_sheet(examined)
    if not examined.paper.is_known:
        return
    for about in (about_the_list, about_times, about_each_step, about_people, about_approvals, about_seals):
        yield from about(examined)


def day_of(record: Record, organisation: Organisation) -> date:
    """The day on which it began, where the company is."""
    return record.started.astimezone(ZoneInfo(organisation.company.time_zone)).date()


def kind_of(examined: Examination) -> Kind:
    """What was done."""
    if examined.record.sheet.slug == ROUTINE:
        return Kind.CHECK
    if examined.record.kind == "drill":
        return Kind.DRILL
    return Kind.RECOVERY if _is_recovery(examined) else Kind.USE


def tasks_of(examined: Examination) -> Mapping[str, date]:
    """Periodic tasks that were done with it, by id.

    A drill is one on its day; of a recovery it is also a drill of recovery. On the sheet of the routine a ticked day
    says that the task was done for that day: it counts for it, or for the last day of the record if that is earlier.
    """
    if kind_of(examined) is Kind.CHECK:
        return _ticked(examined)
    if kind_of(examined) is not Kind.DRILL:
        return {}
    return dict.fromkeys(["drill", *(["recovery_drill"] if _is_recovery(examined) else [])], examined.day)


def follows_of(examined: Examination) -> Mapping[str, str]:
    """Seals that were broken; and how far it proves its packet.

    That is minutes until somebody was at the console, and the steps that did not go as printed. They count from the
    first moment that it tells: a page that was filled in afterwards was begun later than the work.
    """
    record, packet, known = examined.record, examined.paper.packet, known_seals(examined)
    resealed = (
        (item, known.get(item)) for item, (number, _) in new_seals(examined).items() if number != known.get(item)
    )
    broken = {f"{BROKEN}/{number}": item for item, number in resealed if number}
    if packet is None:
        return broken
    opening = {line.number for line in packet.lines if any(fact.name in SESSIONS for fact in line.gives)}
    moments = [step.at for step in record.steps if step.done and step.at is not None and step.id in opening]
    began = min([record.started, *(step.at for step in record.steps if step.done and step.at is not None)])
    minutes = [int((moment - began).total_seconds()) // 60 for moment in moments]
    failed = [step.id for step in record.steps if record.is_explained(step.id)]
    return {
        **broken,
        **({CONSOLE: str(min(minutes))} if minutes else {}),
        **({FAILED: " ".join(failed)} if failed else {}),
    }


def _is_recovery(examined: Examination) -> bool:
    """Whether the packet brings back what was lost."""
    kinds = {kind.id: kind.lost for kind in examined.knowledge.procedure.cases}
    return kinds.get(examined.record.packet or "") is not None


def _ticked(examined: Examination) -> Mapping[str, date]:
    record, known = examined.record, examined.whole.rotation.tasks()
    zone = ZoneInfo(examined.whole.company.time_zone)
    last = (record.ended or record.started).astimezone(zone).date()
    found: dict[str, date] = {}
    for each in record.fields:
        first, _, rest = each.id.partition(".")
        task, _, due = rest.rpartition(".")
        if first == "due" and task in known and each.value is True:
            day = min(_day(due) or last, last)
            found[task] = max(day, found.get(task, day))
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
