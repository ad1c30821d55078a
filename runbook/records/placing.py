"""What a placement may say: copies that were laid into a place, and those that were taken out of it and shredded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from runbook.knowledge.sheets import SheetName
from runbook.records.examination import Found, refused, told
from runbook.records.facts import copies_known, copy_of
from runbook.records.observing import Looked, unexplained
from runbook.text.nearest import near_one

if TYPE_CHECKING:
    from runbook.config.tree import Path
    from runbook.editions import IssuedEdition, Register
    from runbook.records.forms import Typed, TypedCopies, TypedPlacement

Slot = tuple[SheetName, int]


def about_placement(form: TypedPlacement, looked: Looked) -> Iterator[Found]:
    """An edition and a place that there are, papers of theirs, and copies that can be where they are said to be."""
    edition = _edition(form, looked.register)
    if edition is None:
        known = ", ".join(str(each.number) for each in looked.register.issued) or "–"
        yield refused("placed-no-edition", ("edition",), edition=form.edition, known=known)
        return
    places = {*edition.places, *(place.id for place in looked.whole.places)}
    if form.place not in places:
        yield refused("placed-no-place", ("place",), place=form.place, nearest=near_one(form.place, places))
        return
    if not form.put_in and not form.taken_out:
        yield refused("placed-nothing", ("record",))
    if edition.effective > form.day:
        yield told("placed-early", ("edition",), edition=edition.number, day=edition.effective)
    yield from _about_the_papers(form, edition, looked.register)
    yield from _about_the_copies(form, edition, looked)
    if form.taken_out and not form.shredded:
        yield unexplained("placed-not-shredded", ("taken_out",), form.note)


def _about_the_papers(form: TypedPlacement, edition: IssuedEdition, register: Register) -> Iterator[Found]:
    """Whether the sheets are those of the edition, and old codes those of older ones."""
    for at, each in enumerate(form.put_in):
        issued = edition.sheets.get(SheetName.read(each.sheet))
        path: Path = ("put_in", at)
        if issued is None:
            nearest = near_one(each.sheet, map(str, edition.sheets))
            yield refused("placed-no-sheet", (*path, "sheet"), sheet=each.sheet, nearest=nearest)
        elif each.code is not None and each.code != issued.code:
            values = {"sheet": each.sheet, "code": each.code, "wanted": issued.code}
            yield refused("placed-other-code", (*path, "code"), **values)
    for at, each in enumerate(form.taken_out):
        codes = _codes(each.sheet, register)
        if each.code is not None and each.code not in codes:
            values = {"sheet": each.sheet, "code": each.code, "known": ", ".join(codes) or "–"}
            yield refused("placed-unknown-code", ("taken_out", at, "code"), **values)
        elif not codes:
            yield refused("placed-no-sheet", ("taken_out", at, "sheet"), sheet=each.sheet, nearest="")


def _about_the_copies(form: TypedPlacement, edition: IssuedEdition, looked: Looked) -> Iterator[Found]:
    """Each copy once, none too many, none taken from where none was, none laid onto one that still lies there."""
    known = copies_known(looked.before, form.day, looked.instead_of)
    there = {
        (name, number): each.value
        for (place, name), copies in known.items()
        if place == form.place
        for number, each in copies.items()
    }
    out: set[Slot] = set()
    for path, each, slot in _each("taken_out", form.taken_out):
        values = {"sheet": each.sheet, "copy": slot[1]}
        if slot in out:
            yield refused("placed-twice", path, **values)
        elif there.get(slot) == "":
            yield unexplained("placed-not-there", path, form.note, **values)
        elif slot in there and each.code is not None and there[slot] != each.code:
            yield unexplained("placed-other-there", path, form.note, code=there[slot], **values)
        out.add(slot)
    laid: set[Slot] = set()
    for path, each, slot in _each("put_in", form.put_in):
        values = {"sheet": each.sheet, "copy": slot[1]}
        issued, most = edition.sheets.get(slot[0]), edition.copies_of(slot[0]).get(form.place, 0)
        if slot in laid:
            yield refused("placed-twice", path, **values)
        elif issued is not None and slot[1] > most:
            yield unexplained("placed-too-many", path, form.note, count=most, **values)
        elif issued is not None and slot not in out and there.get(slot, "") not in ("", issued.code):
            yield unexplained("placed-onto", path, form.note, code=there[slot], **values)
        laid.add(slot)


def _each(part: str, listed: tuple[TypedCopies, ...]) -> Iterator[tuple[Path, TypedCopies, Slot]]:
    for at, each in enumerate(listed):
        yield from (((part, at, "copies"), each, slot) for slot in slots(each))


def follows_of_placement(form: TypedPlacement, register: Register) -> Mapping[str, str]:
    """What lies in the place afterwards, copy by copy."""
    edition = _edition(form, register)
    sheets = edition.sheets if edition is not None else {}
    found = {copy_of(form.place, *slot): "" for each in form.taken_out for slot in slots(each)}
    for each in form.put_in:
        if issued := sheets.get(SheetName.read(each.sheet)):
            found.update({copy_of(form.place, *slot): issued.code for slot in slots(each)})
    return found


def counted(form: Typed) -> tuple[int, int]:
    """How many copies were put in by a placement, and how many taken out."""
    parts: tuple[tuple[TypedCopies, ...], ...] = (getattr(form, "put_in", ()), getattr(form, "taken_out", ()))
    put, out = (sum(1 for each in part for _ in slots(each)) for part in parts)
    return put, out


def slots(copies: TypedCopies) -> Iterator[Slot]:
    """The sheet and number of each copy."""
    first, last = copies.copies
    return ((SheetName.read(copies.sheet), number) for number in range(first, last + 1))


def _edition(form: TypedPlacement, register: Register) -> IssuedEdition | None:
    return next((edition for edition in register.issued if edition.number == form.edition), None)


def _codes(sheet: str, register: Register) -> tuple[str, ...]:
    """Every code that a sheet ever had."""
    name = SheetName.read(sheet)
    found = (edition.sheets.get(name) for edition in register.issued)
    return tuple(dict.fromkeys(issued.code for issued in found if issued))
