"""Wrong procedures: the shipped one with one thing changed, each kind of slip that somebody might make in the file."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

Tree = dict[str, Any]


@dataclass(frozen=True)
class Mutant:
    """One wrong procedure: its kind, what was changed, and the file as plain values."""

    kind: str
    name: str
    tree: Tree


def mutants(tree: Tree) -> Iterator[Mutant]:
    """Every mutant of what the packets use; phases on sheets are no matter of the proof."""
    for make in (_removed, _swapped, _without_facts, _elsewhere, _forgotten, _not_closed, _not_done):
        yield from make(tree)


def _packet_phases(tree: Tree) -> Iterator[tuple[int, Tree]]:
    return ((place, phase) for place, phase in enumerate(tree["phases"]) if "sheet" not in phase)


def _used(tree: Tree) -> set[str]:
    return {step for _, phase in _packet_phases(tree) for step in phase["steps"]}


def _changed(tree: Tree, kind: str, name: str, *path: Any, value: Any) -> Mutant:
    new: Tree = {**tree}
    at: Any = new
    for key in path[:-1]:
        at[key] = dict(at[key]) if isinstance(at[key], dict) else list(at[key])
        at = at[key]
    if value == []:
        del at[path[-1]]  # the file has no empty lists
    else:
        at[path[-1]] = value
    return Mutant(kind, name, new)


def _removed(tree: Tree) -> Iterator[Mutant]:
    for place, phase in _packet_phases(tree):
        for step in phase["steps"]:
            rest = [other for other in phase["steps"] if other != step]
            if not rest:
                continue  # the phase itself; see below
            yield _changed(tree, "step removed", f"{phase['id']} {step}", "phases", place, "steps", value=rest)


def _swapped(tree: Tree) -> Iterator[Mutant]:
    for place, phase in _packet_phases(tree):
        for one, (first, second) in enumerate(zip(phase["steps"], phase["steps"][1:], strict=False)):
            steps = list(phase["steps"])
            steps[one], steps[one + 1] = second, first
            name = f"{phase['id']} {first} {second}"
            yield _changed(tree, "steps swapped", name, "phases", place, "steps", value=steps)


def _without_facts(tree: Tree) -> Iterator[Mutant]:
    used = _used(tree)
    for place, step in enumerate(tree["steps"]):
        if step["id"] not in used:
            continue
        for verb in ("needs", "gives", "ends"):
            for name in step.get(verb, ()):
                rest = [other for other in step[verb] if other != name]
                kind = "need dropped" if verb == "needs" else f"effect dropped: {verb}"
                yield _changed(tree, kind, f"{step['id']} {name}", "steps", place, verb, value=rest)
        for verb in ("only", "unless"):
            if verb in step:
                less = {key: value for key, value in step.items() if key != verb}
                yield _changed(tree, f"{verb} dropped", f"{step['id']} {step[verb]}", "steps", place, value=less)


def _elsewhere(tree: Tree) -> Iterator[Mutant]:
    """Each fork led to each of the usual targets that it does not have."""
    used = _used(tree)
    for place, step in enumerate(tree["steps"]):
        if step["id"] not in used:
            continue
        for number, fork in enumerate(step.get("forks", ())):
            for target in ("stop", "on", "another-way"):
                if fork["go"] != [target]:
                    forks = deepcopy(step["forks"])
                    forks[number]["go"] = [target]
                    name = f"{step['id']} {fork['id']} {target}"
                    yield _changed(tree, "fork elsewhere", name, "steps", place, "forks", value=forks)


def _forgotten(tree: Tree) -> Iterator[Mutant]:
    for place, phase in _packet_phases(tree):
        for part in phase.get("parts", ()):
            rest = [other for other in phase["parts"] if other != part]
            yield _changed(tree, "part forgotten", f"{phase['id']} {part}", "phases", place, "parts", value=rest)


def _phases_out(tree: Tree, verb: str, kind: str) -> Iterator[Mutant]:
    for place, case in enumerate(tree["cases"]):
        for phase in case[verb]:
            rest = [other for other in case[verb] if other != phase]
            if rest:
                yield _changed(tree, kind, f"{case['id']} {phase}", "cases", place, verb, value=rest)


def _not_closed(tree: Tree) -> Iterator[Mutant]:
    return _phases_out(tree, "close", "phase not closed")


def _not_done(tree: Tree) -> Iterator[Mutant]:
    return _phases_out(tree, "steps", "phase not done")
