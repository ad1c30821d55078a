"""References between parts of the file. Checked on the tree, so that they are found even if another value is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from runbook.audience import Audience
from runbook.config.fault import Fault
from runbook.config.meant import as_identifier, readings
from runbook.config.tree import Node, Path, Tree
from runbook.organisation import BUILT_IN_DEPENDENCIES, ORGANIZATION
from runbook.organisation.parsers import IDENTIFIER
from runbook.text.characters import folded
from runbook.text.nearest import suggested
from runbook.text.secret_values import could_be_password
from runbook.text.yaml_flow import flow

# What has an id, and what refers to it. "*" stands for every element of a list, or every key of a mapping.
IDENTIFIED = ("people", "places", "contacts", "sites", "items", "accounts", "services", "own_roles", "rotation.own")
REFERENCES: Mapping[str, tuple[str, str]] = {
    "approvers.members.*.person": ("people", "unknown-person"),
    "approvers.members.*.deputy": ("people", "unknown-person"),
    "roles.*.*.person": ("people", "unknown-person"),
    "roles.*.*.deputy": ("people", "unknown-person"),
    "own_roles.*.holders.*.person": ("people", "unknown-person"),
    "own_roles.*.holders.*.deputy": ("people", "unknown-person"),
    "escalation.*.call": ("people", "unknown-person"),
    "places.*.opened_by.*.*": ("people", "unknown-person"),
    "people.*.site": ("sites", "unknown-site"),
    "places.*.site": ("sites", "unknown-site"),
    "items.*.place": ("places", "unknown-place"),
    "copies.*.place": ("places", "unknown-place"),
    "notes.*.place": ("places", "unknown-place"),
    "items.*.account": ("accounts", "unknown-account"),
    "items.*.account.*": ("accounts", "unknown-account"),
    "places.*.hosted_in": ("accounts", "unknown-account"),
    "mailboxes.*.readers.*": ("people", "unknown-person"),
    "mailboxes.*.hosted_in": ("accounts", "unknown-account"),
    "recovery_phones.*.held_by.*": ("people", "unknown-person"),
    "recovery_phones.*.account": ("accounts", "unknown-account"),
    "recovery_phones.*.account.*": ("accounts", "unknown-account"),
    "accepted_risks.*.accepted_by": ("people", "unknown-person"),
    "emergency_roles.*.account": ("accounts", "unknown-account"),
    "member_root_policy.spares.*": ("accounts", "unknown-account"),
    "accounts.*.reseller": ("contacts", "unknown-contact"),
    "accounts.*.administered_by.*": ("people", "unknown-person"),
    "emergency_roles.*.used_by.*": ("people", "unknown-person"),
    "organization_admins.*.person": ("people", "unknown-person"),
    "organization_admins.*.deputy": ("people", "unknown-person"),
    "services.*.administered_by.*": ("people", "unknown-person"),
    "services.*.hosted_in": ("accounts", "unknown-account"),
    "services.*.acts_in.*": ("accounts", "unknown-account"),
    "domains.*.administered_by.*": ("people", "unknown-person"),
    "domains.*.hosted_in": ("accounts", "unknown-account"),
    "administration_alerts.*.reaches.*": ("people", "unknown-person"),
    "places.*.keys_kept_by.*": ("people", "unknown-person"),
    "places.*.service": ("services", "unknown-service"),
    "mailboxes.*.service": ("services", "unknown-service"),
    "recovery_phones.*.service": ("services", "unknown-service"),
    "items.*.opens": ("services", "unknown-service"),
    "items.*.unlocked_by": ("items", "unknown-item"),
    "places.*.needs.*": ("items", "unknown-item"),
}
# Lists in which a name stands once: twice is a slip for another one.
ONCE = (
    "items.*.account",
    "mailboxes.*.readers",
    "recovery_phones.*.account",
    "recovery_phones.*.held_by",
    "member_root_policy.spares",
)


# How close a name is to a known one, of 1, if it is a slip of it.
_SLIP = 0.8
_ALL = ("all", "every", "alle", "すべて", "全部", "全シート")
_TRAVELLED = ("people", "sites")
_DEPENDENT = ("people.*.contacts.*", "contacts.*", "places.*", "mailboxes.*", "services.*")


@dataclass(frozen=True, slots=True)
class Names:
    """Names that stand outside the file.

    ``sheets`` is number to slug; ``steps`` are the ids notes may be written for; ``languages`` can be printed;
    ``rules`` may be accepted; ``tasks`` are those of the table on sheet 01. Without these two
    nothing is checked that names them.
    """

    sheets: Mapping[str, str]
    steps: Collection[str]
    languages: Collection[str]
    rules: Collection[str] = ()
    tasks: Collection[str] = ()


def reference_faults(tree: Tree, names: Names) -> Iterator[Fault]:
    """Ids that stand twice and references to nothing."""
    known = {kind: _ids(tree, kind) for kind in IDENTIFIED}
    for kind in IDENTIFIED:
        yield from repeated(tree, kind)
    for pattern, (kind, rule) in REFERENCES.items():
        for path, value in matching(tree, pattern):
            if canonical(kind, value) not in known[kind]:
                called = id_called(tree, kind, value)
                yield _unknown(rule, path, value, known[kind], called)
    for pattern in ONCE:
        yield from _listed_twice(tree, pattern)
    yield from _copies_twice(tree, names.sheets)
    yield from _outside(tree, "copies.*.sheet", "unknown-sheet", ("*", *names.sheets, *names.sheets.values()))
    yield from _outside(tree, "languages.*", "unknown-language", sorted(names.languages))
    printed = [value for _, value in matching(tree, "languages.*")]
    yield from _outside(tree, "copies.*.languages.*", "copies-language-not-printed", printed)
    for holder in _DEPENDENT:
        yield from _outside(
            tree, f"{holder}.depends_on.*", "unknown-dependency", (*BUILT_IN_DEPENDENCIES, *known["services"])
        )
    roles = [value for _, value in matching(tree, "emergency_roles.*.name")]
    yield from _outside(tree, "items.*.emergency_role", "unknown-emergency-role", roles)
    watched = (
        ORGANIZATION,
        *known["services"],
        *known["places"],
        *(name for _, name in matching(tree, "domains.*.name")),
    )
    yield from _outside(tree, "administration_alerts.*.on.*", "unknown-watched", watched)
    if names.tasks:
        yield from _outside(tree, "approvers.by_task.*.tasks.*", "unknown-task", names.tasks)
    if names.rules:
        yield from _outside(tree, "accepted_risks.*.rule", "unknown-rule", names.rules)
    yield from _keys_outside(tree, ("notes",), "unknown-step", sorted(names.steps))
    known_sheets = (*names.sheets, *names.sheets.values())
    yield from _keys_outside(tree, ("company", "classifications"), "unknown-sheet", known_sheets)
    yield from _ways_to_nowhere(tree, known["sites"])


def _outside(tree: Tree, pattern: str, rule: str, known: Collection[str]) -> Iterator[Fault]:
    for path, value in matching(tree, pattern):
        if folded(value) not in known:
            names = (_sheet_called(value),) if rule == "unknown-sheet" else _also_called(value)
            yield _unknown(rule, path, value, known, next((name for name in names if name in known), None))


def _also_called(value: str) -> Iterator[str]:
    """What is meant by a word of another form, and by a language with its country: English and en-GB are en."""
    yield from readings(value)
    yield folded(value).strip().lower().partition("-")[0].partition("_")[0]


def _sheet_called(value: str) -> str:
    """A sheet by its number without the 0 before it, by its name in words, or all of them."""
    word = folded(value).strip().lower()
    return word.zfill(2) if word.isdigit() else "*" if word in _ALL else re.sub(r"[\s_]+", "-", word)


def _ways_to_nowhere(tree: Tree, sites: Collection[str]) -> Iterator[Fault]:
    """Minutes to what is no site; of a place at a site they are those to the site."""
    at_a_site = {path[1] for path, _ in matching(tree, "places.*.site")}
    alone = (canonical("places", name) for path, name in matching(tree, "places.*.id") if path[1] not in at_a_site)
    goals = (*sites, *alone)
    for kind in _TRAVELLED:
        for index in range(len(_elements(tree, kind))):
            yield from _keys_outside(tree, (kind, index, "minutes_to"), "unknown-way-to", goals)


def _elements(tree: Tree, kind: str) -> list[Node]:
    node = tree.root.get(kind) if isinstance(tree.root, dict) else None
    return node if isinstance(node, list) else []


def _keys_outside(tree: Tree, path: Path, rule: str, known: Collection[str]) -> Iterator[Fault]:
    """Keys of a mapping that name nothing."""
    try:
        node = tree.node(path)
    except (KeyError, IndexError, TypeError):
        return
    for key in node if isinstance(node, dict) else ():
        if folded(key) not in known:
            yield replace(_unknown(rule, (*path, key), key, known), on_key=True)


def matching(tree: Tree, pattern: str) -> Iterator[tuple[Path, str]]:
    """Every text at a path like "people.*.site"."""
    found: list[tuple[Path, Node]] = [((), tree.root)]
    for part in pattern.split("."):
        found = [child for path, node in found for child in _children(path, node, part)]
    yield from ((path, node) for path, node in found if isinstance(node, str) and node)


def fits(path: Path, pattern: str) -> bool:
    """Whether a path is one of those that a pattern like "people.*.site" stands for."""
    parts = pattern.split(".")
    return len(path) == len(parts) and all(part in ("*", str(step)) for part, step in zip(parts, path, strict=True))


def _children(path: Path, node: Node, part: str) -> Iterator[tuple[Path, Node]]:
    if part != "*":
        if isinstance(node, dict) and part in node:
            yield (*path, part), node[part]
    elif isinstance(node, list | dict):
        named = enumerate(node) if isinstance(node, list) else node.items()
        yield from (((*path, step), child) for step, child in named)


def _ids(tree: Tree, kind: str) -> list[str]:
    """Every id of a kind; of a mapping that should be a list its keys, so that its own fault is the only one.

    What cannot be an id counts as the one that can be made of it: so it is the nearest to what names it.
    """
    found = [canonical(kind, value) for _, value in (*matching(tree, f"{kind}.*.id"), *matching(tree, f"{kind}.*"))]
    found = [each if IDENTIFIER.fullmatch(each) else as_identifier(each) for each in found]
    node = tree.root.get(kind) if isinstance(tree.root, dict) else None
    return [*found, *(canonical(kind, key) for key in node)] if isinstance(node, dict) else found


def id_called(tree: Tree, kind: str, word: str) -> str | None:
    """The id of what somebody calls by its id or, in any language and letters, by its name; None if none or several."""
    if canonical(kind, word) in _ids(tree, kind):
        return canonical(kind, word)
    name = folded(word).strip().casefold()
    called = {path[1] for path, text in _names(tree, kind) if folded(text).strip().casefold() == name}
    ids = [text for path, text in matching(tree, f"{kind}.*.id") if path[1] in called]
    return ids[0] if len(ids) == 1 else None


def _names(tree: Tree, kind: str) -> Iterator[tuple[Path, str]]:
    yield from matching(tree, f"{kind}.*.name")
    yield from matching(tree, f"{kind}.*.name.*")


def canonical(kind: str, value: str) -> str:
    """As the model will hold it: account ids without grouping."""
    text = folded(value).strip()
    return text.replace("-", "").replace(" ", "") if kind == "accounts" else text


def repeated(tree: Tree, kind: str) -> Iterator[Fault]:
    """Ids that stand twice in a list."""
    first: dict[str, int] = {}
    for path, value in matching(tree, f"{kind}.*.id"):
        name = canonical(kind, value)
        if name in first:
            yield Fault.of("duplicate-id", path, id=name, first=first[name])
        first.setdefault(name, tree.span(path).line)


def _listed_twice(tree: Tree, pattern: str) -> Iterator[Fault]:
    kind, _ = REFERENCES[f"{pattern}.*"]
    known = _ids(tree, kind)
    seen: set[tuple[Path, str]] = set()
    for path, value in matching(tree, f"{pattern}.*"):
        entry = (path[:-1], canonical(kind, value))
        if entry in seen:
            private = _may_not_be_shown(value, known)
            yield Fault.of("listed-twice", path, private=private, id="…" if private else value[:60])
        seen.add(entry)


def _copies_twice(tree: Tree, sheets: Mapping[str, str]) -> Iterator[Fault]:
    """Two lines for the same sheet, place, language, audience; one for all sheets and one for a single sheet add up."""
    languages = [value for _, value in matching(tree, "languages.*")]
    places = {path[1]: canonical("places", value) for path, value in matching(tree, "copies.*.place")}
    only: dict[str | int, list[str]] = {}
    for path, value in matching(tree, "copies.*.languages.*"):
        only.setdefault(path[1], []).append(value)
    audiences = {path[1]: folded(value).strip() for path, value in matching(tree, "copies.*.audience")}
    first: dict[tuple[str, str, str, str], int] = {}
    for path, value in matching(tree, "copies.*.sheet"):
        sheet, place = folded(value).strip(), places.get(path[1], "")
        audience = audiences.get(path[1], Audience.FULL)
        codes = only.get(path[1], languages or [""])
        entries = [(sheets.get(sheet, sheet), place, code, str(audience)) for code in codes]
        twice = [first[entry] for entry in entries if entry in first]
        if place and twice:
            yield Fault.of("copies-twice", path, sheet=sheet[:60], place=place[:60], first=twice[0])
        first |= {entry: tree.span(path).line for entry in entries if entry not in first}


def _unknown(rule: str, path: Path, value: str, known: Collection[str], called: str | None = None) -> Fault:
    """``called``: the id of what has this name."""
    private = called is None and _may_not_be_shown(value, known)
    near = {"nearest": flow(called), "known": ""} if called else suggested(folded(value), known)
    values = {"id": "…" if private else value[:60], **near}
    return Fault(rule, path, tuple(values.items()), private=private)


def _may_not_be_shown(value: str, known: Collection[str]) -> bool:
    """Whether a name that stands for nothing could be a password, and is no slip of a known name."""
    return could_be_password(value) and not get_close_matches(folded(value), known, n=1, cutoff=_SLIP)
