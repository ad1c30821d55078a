"""What readers of roles only may not be told in a bundle: all that is marked today, and all that ever was.

History names people who left, old telephone numbers and old seals. They are looked for as well as those of the config.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from runbook.audiences.common_words import said_anyway
from runbook.audiences.marked import Marked
from runbook.editions.fact_paths import path_of
from runbook.organisation import Organisation
from runbook.organisation.disclosure import Path, disclosures
from runbook.organisation.localized import Text
from runbook.resources import templates_dir

if TYPE_CHECKING:
    from runbook.editions import Register
    from runbook.knowledge.loading import Knowledge
    from runbook.records.store import Records

_OURS = ("audit", "checks", "reports")


@dataclass(frozen=True, slots=True)
class Memory:
    """Where values of the past are known from."""

    register: Register
    records: Records


def marked_for(organisation: Organisation, knowledge: Knowledge, memory: Memory) -> Marked:
    """Everything that a role-only bundle may not hold."""
    languages = tuple(knowledge.language(code) for code in organisation.languages)
    return Marked(organisation, languages, _said(organisation.languages), tuple(_past(organisation, memory)))


def _said(languages: tuple[str, ...]) -> str:
    """What the product says to everybody, the words of the bundle among them."""
    folder = templates_dir() / "languages"
    ours = ((folder / code / f"{name}.yaml").read_text("utf-8") for code in languages for name in _OURS)
    return "\n".join((said_anyway(languages), *ours))


def _past(organisation: Organisation, memory: Memory) -> Iterator[tuple[Path, str]]:
    """Marked values of editions and entries, each with the path that it has or would have in the config."""
    marked = marked_fields()
    for edition in memory.register.editions:
        for key, value in edition.facts.items():
            path = path_of(key)
            named = path[:-1] if path[-1] in organisation.languages else path
            if len(named) > 1 and (named[0], named[-1]) in marked:
                yield named, value
        for approval in edition.approvals:
            yield from ((("people", approval.person, "name"), name) for name in approval.names.values())
        for place, names in edition.places.items():
            yield from ((("places", place, "name"), name) for name in names.values())
    for entry in memory.records.entries:
        yield from ((("items", item, "id"), item) for item in entry.seals)
        yield from ((("items", item, "seal"), seal) for item, seal in entry.seals.items())
        for person in entry.record.get("people") or ():
            if isinstance(person, dict) and isinstance(person.get("name"), str):
                yield ("people", str(entry.number), "name"), person["name"]


@cache
def marked_fields() -> frozenset[tuple[str, str]]:
    """The fields of the config that are marked: the part that each is in, and its own name."""
    return frozenset(_marked(Organisation, "", frozenset()))


def _marked(of: type[Any], part: str, seen: frozenset[type[Any]]) -> Iterator[tuple[str, str]]:
    marks, hints = disclosures(of), get_type_hints(of)
    for each in fields(of):
        top = part or each.name
        if each.name in marks and marks[each.name].is_marked:
            if _is_text(hints[each.name]):  # of a day or of hours everybody says the same
                yield top, each.name
            continue
        for inner in _dataclasses(hints[each.name]):
            if inner not in seen:
                yield from _marked(inner, top, seen | {inner})


def _is_text(hint: Any) -> bool:  # noqa: ANN401  any type hint
    return hint in (str, Text) or any(_is_text(part) for part in get_args(hint))


def _dataclasses(hint: Any) -> Iterator[type[Any]]:  # noqa: ANN401  any type hint
    if isinstance(hint, type) and is_dataclass(hint):
        yield hint
    for part in get_args(hint):
        yield from _dataclasses(part)
