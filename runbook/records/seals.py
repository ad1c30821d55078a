"""Do new seal numbers fit the last known ones; and which line of the config they make old."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from runbook.records.examination import Examination, Found, refused, told
from runbook.text.characters import folded

if TYPE_CHECKING:
    from runbook.config.tree import Path

_OLD, _NEW = "old_seal", "new_seal"  # the second is a blank of the packet; the first is typed from its list of things
_SPARE = "spare"
_RENUMBERED = "renumbered"


def new_seals(examined: Examination) -> Mapping[str, tuple[str, Path]]:
    """The seal numbers that items were given, by item, each with its place in the record."""
    return _numbers(examined, _NEW)


def _numbers(examined: Examination, part: str) -> Mapping[str, tuple[str, Path]]:
    found: dict[str, tuple[str, Path]] = {}
    for index, each in enumerate(examined.record.fields):
        names = each.id.split(".")
        if names[0] == "things" and names[2:] == [part] and isinstance(each.value, str):
            found[names[1]] = (folded(each.value).strip(), ("fields", index, "value"))
    return found


def known_seals(examined: Examination) -> dict[str, str]:
    """The seal number of each item as last known on the day of the record: by the records, else by the config."""
    by_config = {item.id: item.seal for item in examined.whole.items if item.seal}
    return {**by_config, **examined.before.last_seals(without=examined.instead_of, until=examined.day)}


def about_seals(examined: Examination) -> Iterator[Found]:
    """A new number is another one, on no other item, one of the spare ones; whatever was sealed again has one."""
    known, new = known_seals(examined), new_seals(examined)
    items = {item.id for item in examined.whole.items}
    for item, (number, path) in new.items():
        if item not in items:
            yield refused("record-item-unknown", path, item=item)
        elif not _is_here(item, examined):
            yield examined.unexplained("record-seal-not-here", path, None, item=item, sheet=examined.record.sheet.name)
        else:
            others = {**known, **{other: value for other, (value, _) in new.items()}}
            yield _about_new(item, number, path, others, examined)
    yield from _unwritten(examined, new)
    for item, (number, path) in _numbers(examined, _OLD).items():
        if item not in items and item not in new:
            yield refused("record-item-unknown", path, item=item)
        elif known.get(item) not in (None, number):
            at = _sealed_at(item, examined)
            yield examined.unexplained("record-seal-old", path, at, item=item, number=number, known=known[item])


def _about_new(item: str, number: str, path: Path, others: Mapping[str, str], examined: Examination) -> Found:
    """What a new number is: told, or why it cannot be. ``others`` are the numbers of all items afterwards."""
    rows = [row for row in examined.whole.seals if row.state == _SPARE]
    at = _sealed_at(item, examined)
    bearer = next((other for other, value in others.items() if other != item and value == number), None)
    if number == known_seals(examined).get(item):
        return examined.unexplained("record-seal-same", path, at, item=item, number=number)
    if bearer is not None:
        return examined.unexplained("record-seal-elsewhere", path, at, number=number, item=item, other=bearer)
    if number in examined.before.seals_ever(without=examined.instead_of):
        return examined.unexplained("record-seal-used", path, at, number=number, item=item)
    if rows and not any(number in (row.numbers or ()) for row in rows):
        return examined.unexplained("record-seal-not-spare", path, at, number=number, item=item)
    return told("record-seal-new", path, item=item, number=number)


def _is_here(item: str, examined: Examination) -> bool:
    """Whether the packet has a row for an item; of a paper whose steps nobody knows that is not asked."""
    packet = examined.paper.packet
    return packet is None or any(line.thing is not None and line.thing.item.id == item for line in packet.lines)


def _sealed_at(item: str, examined: Examination) -> str | None:
    """The step in which an item was sealed again: that of its packet, else the one it was last about."""
    packet = examined.paper.packet
    done = {step.id for step in examined.record.steps if step.done}
    about = [line for line in (packet.lines if packet else ()) if line.thing is not None and line.thing.item.id == item]
    sealing = [line.number for line in about if any(fact.name == _RENUMBERED for fact in line.gives)]
    return next((number for number in (*sealing, *(line.number for line in reversed(about))) if number in done), None)


def _unwritten(examined: Examination, new: Mapping[str, tuple[str, Path]]) -> Iterator[Found]:
    """What was sealed again without a number."""
    packet = examined.paper.packet
    places = {step.id: index for index, step in enumerate(examined.record.steps) if step.done}
    for line in packet.lines if packet is not None else ():
        sealed = line.number in places and any(fact.name == _RENUMBERED for fact in line.gives)
        if sealed and line.thing is not None and line.thing.item.id not in new:
            item, path = line.thing.item.id, ("steps", places[line.number])
            boxes = {each.id for each in examined.record.fields if each.step == line.number and each.value is True}
            if not any(name.startswith("thing.") for name in boxes) or f"thing.{item}" in boxes:
                yield examined.unexplained("record-seal-unwritten", path, line.number, item=item, step=line.number)
