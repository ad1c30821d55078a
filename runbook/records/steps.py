"""Whether the steps of a record are those of its sheet, and steps and times tell one story."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from runbook.packets.facts import holds_in, without, world_before
from runbook.records.examination import Examination, Found, refused, told
from runbook.records.record import Step, without_break
from runbook.text.nearest import near_one

if TYPE_CHECKING:
    from runbook.config.tree import Path
    from runbook.packets.facts import World
    from runbook.packets.packet import Line, Packet, Row, Section

APPROVED, DONE = "approved", "done"
SESSIONS = ("root-session", "admin-session")
"""Facts of procedure.yaml: whoever has such a session is at the console."""
_SHOWN = 8


def about_the_list(examined: Examination) -> Iterator[Found]:
    """Whether the steps are those of the sheet, each once, in its order; and whether all else names such a step."""
    record, paper = examined.record, examined.paper
    seen: set[str] = set()
    for index, step in enumerate(record.steps):
        if step.id in seen:
            yield refused("record-step-twice", ("steps", index, "id"), step=step.id)
        elif not _is_on(step.id, examined):
            known = near_one(step.id, paper.steps or ())
            yield refused("record-step-unknown", ("steps", index, "id"), step=step.id, nearest=known)
        elif step.n != index + 1:
            yield refused("record-step-place", ("steps", index, "n"), step=step.id, place=index + 1)
        seen.add(step.id)
    yield from _whole_list(examined, seen)
    yield from _told_twice(examined)
    named: list[tuple[Path, str | None]] = [
        (("fields", at, "step"), each.step) for at, each in enumerate(record.fields)
    ]
    named += [(("deviations", at, "step"), each.step) for at, each in enumerate(record.deviations)]
    for path, name in named:
        if name is not None and name not in seen:
            yield refused("record-step-of-none", path, step=name)


def _told_twice(examined: Examination) -> Iterator[Found]:
    """Fields that stand there more than once: no paper has one twice, and nobody knows which of the two holds."""
    seen: set[tuple[str | None, str]] = set()
    named = [(("fields", at, "id"), each.step, each.id) for at, each in enumerate(examined.record.fields)]
    named += [(("plan", at, "id"), "plan", each.id) for at, each in enumerate(examined.record.plan)]
    for path, step, name in named:
        if (step, name) in seen:
            yield refused("record-field-twice", path)
        seen.add((step, name))


def _whole_list(examined: Examination, seen: Collection[str]) -> Iterator[Found]:
    record, paper = examined.record, examined.paper
    if paper.steps is None:
        yield told("record-steps-unjudged", ("steps",), code=record.sheet.code)
    listed = paper.steps or (paper.issued.rows if paper.issued is not None else ())
    if missing := [number for number in listed if number not in seen]:
        more = ", …" if len(missing) > _SHOWN else ""
        yield refused("record-step-missing", ("steps",), steps=", ".join(missing[:_SHOWN]) + more)
    elif paper.steps is not None and {*seen} <= {*paper.steps} and record.step_ids != paper.steps:
        first = next(
            at for at, (one, other) in enumerate(zip(record.step_ids, paper.steps, strict=False)) if one != other
        )
        yield refused(
            "record-step-order", ("steps", first, "id"), step=record.step_ids[first], wanted=paper.steps[first]
        )


def _is_on(step_id: str, examined: Examination) -> bool:
    """Whether the paper has the step; of an older edition, whether its words name it."""
    paper = examined.paper
    if paper.steps is not None:
        return step_id in paper.steps
    return paper.issued is not None and paper.issued.names(step_id)


def about_times(examined: Examination) -> Iterator[Found]:
    """Nothing after it was closed or after today, nothing before its predecessor without a note."""
    record, zone = examined.record, ZoneInfo(examined.whole.company.time_zone)
    moments: list[tuple[Path, datetime]] = [(("started",), record.started)]
    moments += [(("steps", at, "at"), step.at) for at, step in enumerate(record.steps) if step.at is not None]
    moments += [(("deviations", at, "at"), each.at) for at, each in enumerate(record.deviations) if each.at is not None]
    if record.ended is None:
        yield told("record-not-closed", ("ended",))
    elif without_break(record.started) > record.ended:
        yield refused("record-after-end", ("started",), ended=_clock(record.ended))
        moments = [(("ended",), record.ended)]
    else:
        moments.append((("ended",), record.ended))
    for path, moment in moments:
        if moment.astimezone(zone).date() > examined.today:
            yield refused("record-in-future", path, today=examined.today)
        elif record.ended is not None and without_break(moment) > record.ended:
            yield refused("record-after-end", path, ended=_clock(record.ended))
    for steps in _sequences(examined):
        yield from _order(examined, steps)


def _sequences(examined: Examination) -> Iterator[Sequence[str]]:
    """Steps that follow each other in time: the packet with what closes it, and each detour for itself."""
    packet = examined.paper.packet
    if packet is None:
        return
    yield tuple(row.first.number for row in rows_of((*packet.main, *packet.close)))
    for section in packet.detours:
        yield tuple(row.first.number for row in section.rows)


def _order(examined: Examination, numbers: Sequence[str]) -> Iterator[Found]:
    found = {step.id: (index, step) for index, step in enumerate(examined.record.steps)}
    before: Step | None = None
    for index, step in (found[number] for number in numbers if number in found):
        if not step.done or step.at is None:
            continue
        if before is not None and before.at is not None and without_break(step.at) < without_break(before.at):
            values = {"step": step.id, "time": _clock(step.at), "before": before.id, "then": _clock(before.at)}
            yield examined.unexplained("record-step-early", ("steps", index, "at"), step.id, **values)
            continue
        before = step


def _clock(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def about_each_step(examined: Examination) -> Iterator[Found]:
    """A step that was done has a time and initials; what is neither done nor left out has a reason."""
    decisive = decisive_steps(examined.paper.packet) if examined.is_typed else ()
    for index, step in enumerate(examined.record.steps):
        path = ("steps", index)
        if step.done and (step.skipped or "").strip():
            yield refused("record-step-both", (*path, "skipped"), step=step.id)
        if not step.done and not examined.is_typed and (step.at is not None or (step.initials or "").strip()):
            yield refused("record-step-unticked", (*path, "done"), step=step.id)
        if step.done and step.at is None and (not examined.is_typed or step.id in decisive):
            yield examined.unexplained("record-step-untimed", (*path, "at"), step.id, step=step.id)
        if step.done and not (step.initials or "").strip() and not examined.is_typed:
            yield examined.unexplained("record-step-unsigned", (*path, "initials"), step.id, step=step.id)
    packet = examined.paper.packet
    if packet is not None and examined.paper.steps == examined.record.step_ids:
        yield from _open_steps(examined, packet)
        yield from _detours(examined, packet)


def decisive_steps(packet: Packet | None) -> tuple[str, ...]:
    """The steps whose times tell the story: approved, at the console, done, signed out."""
    lines = packet.lines if packet is not None else ()
    return tuple(dict.fromkeys(line.number for line in lines if _decides(line)))


def _decides(line: Line) -> bool:
    begun = any(fact.name in (APPROVED, DONE, *SESSIONS) for fact in line.gives)
    return begun or any(fact.name in SESSIONS for fact in line.ends)


def _open_steps(examined: Examination, packet: Packet) -> Iterator[Found]:
    """Steps that were for those who did the others, and of which nothing is said.

    A reason at a step, or a note at the last one done, stands for all steps that follow it until one is done again: so
    one says once why one stopped. What closes is done after every stop: there each step has its own.
    """
    found = {step.id: (index, step) for index, step in enumerate(examined.record.steps)}
    world = world_before(packet.case.things)
    for part in (packet.main, packet.close):
        if part is packet.close:
            for row in rows_of(packet.detours):
                world = after(row, world) if found[row.first.number][1].done else world
        is_explained = False
        for row in rows_of(part):
            index, step = found[row.first.number]
            if step.done:
                world = after(row, world)
                is_explained = part is packet.main and bool(examined.record.note(step.id))
            elif examined.record.note(step.id):
                is_explained = part is packet.main
            elif not is_explained and is_for(row, world):
                yield refused("record-step-open", ("steps", index), step=step.id)


def after(row: Row, world: World) -> World:
    """The world after a row was done."""
    for line in row.lines:
        world = without(world, line.ends) | line.gives
    return world


def is_for(row: Row, world: World) -> bool:
    """Whether a row is for those in this world."""
    return any(
        (line.only is None or holds_in(world, line.only)) and not (line.unless and holds_in(world, line.unless))
        for line in row.lines
    )


def _detours(examined: Examination, packet: Packet) -> Iterator[Found]:
    """A detour is entered by a fork only: a note says which, at the step where one left the way or in the detour."""
    found = {step.id: (index, step) for index, step in enumerate(examined.record.steps)}
    for section in packet.detours:
        numbers = [row.first.number for row in section.rows]
        done = [number for number in numbers if found[number][1].done]
        leading = _leading_to(packet, section)
        if done and not any(map(examined.record.note, (*numbers, *leading))):
            index = found[done[0]][0]
            yield refused("record-detour", ("steps", index), step=done[0], ways=", ".join(leading[:_SHOWN]) or "–")


def _leading_to(packet: Packet, section: Section) -> tuple[str, ...]:
    """The steps whose forks lead to a detour, or to the one that it belongs to."""
    first = {each.lines[0] for each in packet.detours if each.group == section.group}
    forks = ((line, fork) for line in packet.lines for fork in line.step.forks)
    return tuple(dict.fromkeys(line.number for line, fork in forks if packet.target(line, fork) in first))


def rows_of(sections: Sequence[Section]) -> Iterator[Row]:
    """All rows of some sections."""
    return chain.from_iterable(section.rows for section in sections)
