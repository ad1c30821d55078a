"""A slip that was worked through: for each place the placement that its copies were changed as it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from runbook.audience import Audience
from runbook.config.events import read_tree
from runbook.config.source import source_of
from runbook.editions.comparison import Comparison, compare
from runbook.errors import UsageError
from runbook.records.form_reading import FormFile, form_in
from runbook.records.places import papers_of, there
from runbook.records.reading import PlacedText
from runbook.text.nearest import near_one
from runbook.text.yaml_flow import flow

if TYPE_CHECKING:
    from runbook.editions.comparison import Replacement
    from runbook.records.taking import Desk

SOURCE = "runbook placed"


@dataclass(frozen=True, slots=True)
class Slip:
    """Which slip was worked through: of an edition (None: the one issued last), in which places (none: in all of it).

    By whom (ids), on which day, whether everything that was taken out is shredded, and what a note says.
    ``only`` are sheets in a language, if not all were done.
    """

    by: tuple[str, ...]
    day: date
    edition: int | None = None
    places: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    is_shredded: bool = True
    note: str = ""


def placements(slip: Slip, desk: Desk) -> tuple[FormFile, ...]:
    """A placement for each place of a slip; UsageError if there is no such edition or place, or nothing to do there."""
    comparison = _comparison(slip, desk)
    for place in slip.places:
        if place not in comparison.places():
            known = comparison.places()
            nearest, listed = near_one(place, known), ", ".join(known) or "–"
            raise UsageError("slip_no_place", place=place, nearest=nearest, known=listed)
    for sheet in slip.only:
        if not any(str(replacement.name) == sheet for replacement in comparison.replacements):
            raise UsageError("slip_no_sheet", sheet=sheet)
    found = tuple(
        form_in(_text(lines))
        for place in slip.places or comparison.places()
        if (lines := tuple(_lines(slip, comparison, place)))
    )
    if not found:
        raise UsageError("slip_nothing", edition=comparison.new.number)
    return found


def _comparison(slip: Slip, desk: Desk) -> Comparison:
    """The slip of an edition, from what lies in the places by the records of the day."""
    register = desk.register
    issued = [each for each in register.issued if slip.edition in (None, each.number)]
    if not issued:
        raise UsageError("slip_no_edition", edition=slip.edition or "–", known=_numbers(desk))
    new = issued[-1]
    before = [each for each in register.issued if each.number < new.number]
    lying, papers = there(desk.before, slip.day), papers_of(register)
    comparison = compare(before[-1] if before else None, new, there=lying, issued=papers)
    # A placement says nothing of who may read a paper: those for readers of roles only are not recorded.
    return replace(
        comparison, replacements=tuple(each for each in comparison.replacements if each.audience is Audience.FULL)
    )


def _numbers(desk: Desk) -> str:
    return ", ".join(str(edition.number) for edition in desk.register.issued) or "–"


def _lines(slip: Slip, comparison: Comparison, place: str) -> Iterator[str]:
    """The placement as somebody would type it; nothing if there is nothing to say of a place."""
    replacements = [each for each in comparison.replacements_in(place) if not slip.only or str(each.name) in slip.only]
    puts = [each for each in replacements if each.put]
    outs = [each for each in replacements if each.out]
    if not replacements:
        return
    yield from ("record: placement", f"day: {slip.day}", f"by: [{', '.join(map(flow, slip.by))}]")
    yield from (f"place: {flow(place)}", f"edition: {comparison.new.number}")
    yield from _listed("put_in", puts, is_old=False)
    yield from _listed("taken_out", outs, is_old=True)
    if outs:
        yield f"shredded: {'yes' if slip.is_shredded else 'no'}"
    if slip.note:
        yield f"note: {flow(slip.note)}"


def _listed(key: str, replacements: Sequence[Replacement], *, is_old: bool) -> Iterator[str]:
    if replacements:
        yield f"{key}:"
    for replacement in replacements:
        numbers, sheet = (replacement.out, replacement.old) if is_old else (replacement.put, replacement.new)
        if numbers is not None and sheet is not None:
            first, last = numbers
            yield f'  - {{sheet: {replacement.name}, copies: "{first}-{last}", code: {sheet.code}}}'


def _text(lines: Sequence[str]) -> PlacedText:
    source = source_of("\n".join(lines).encode(), SOURCE)
    tree, _ = read_tree(source)
    return PlacedText(source, tree)
