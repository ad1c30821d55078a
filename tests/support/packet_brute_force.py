"""A second prover, to compare the first with: every state of a packet walked, one after another, nothing clever.

It reads what steps need and change from the text of procedure.yaml by itself and shares no code with
`runbook/packets/proof.py`; of a packet it takes the lines, and where one goes on after them. A state is a line and the
set of facts that are true there. From each state one may do the step, take one of its forks, or stop.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml

from runbook.packets import Line, Packet

END = -1


@dataclass(frozen=True)
class Finding:
    """What is wrong, as the first prover would name it: kind, number of the line ("" at END), fact."""

    kind: str
    line: str
    fact: str


@dataclass
class _Facts:
    """Facts as bits of a number."""

    names: list[str] = field(default_factory=list)

    def bit(self, name: str) -> int:
        """The bit of a fact, a new one if it was not named yet."""
        if name not in self.names:
            self.names.append(name)
        return 1 << self.names.index(name)

    def said(self, world: int) -> Iterator[str]:
        """The names of all facts that hold."""
        return (name for number, name in enumerate(self.names) if world >> number & 1)


@cache
def parsed(text: str) -> Mapping[str, Any]:
    """The file as plain values."""
    return dict(yaml.safe_load(text))


def walk(packet: Packet, text: str) -> frozenset[Finding]:  # noqa: C901, PLR0912, PLR0915  plain on purpose: one walk, top to bottom
    """All that is wrong with a packet, by the procedure of this text."""
    file = parsed(text)
    steps = {step["id"]: step for step in file["steps"]}
    kept = {name.partition("(")[0]: kind for name, kind in file["facts"].items()}
    facts, lines = _Facts(), packet.lines
    where = {line: index for index, line in enumerate(lines)}  # things that are handled together share a number
    assert len(where) == len(lines), "the same line twice"

    def said(line: Line, name: str) -> str:
        bare, _, about = name.rstrip(")").partition("(")
        if about == "it":
            assert line.thing is not None, name
            return f"{bare}({line.thing.item.id})"
        if about == "here":
            assert line.place is not None, name
            return f"{bare}({line.place.id})"
        return f"{bare}({about})" if about else bare

    starred = set()
    rows: list[dict[str, list[str]]] = []
    for line in lines:
        step, row = steps[line.step.id], {}
        for verb in ("needs", "gives", "ends", "only", "unless"):
            named = step.get(verb, [])
            named = [named] if isinstance(named, str) else named
            row[verb] = [
                said(line, name) for name in named if not name.endswith(("(pin)", "(kits)"))
            ]  # not asked of every way
            for name in row[verb]:
                if name.endswith("(*)"):
                    starred.add(name)
                else:
                    facts.bit(name)
        rows.append(row)
    start, homes = 0, []
    for thing in packet.case.things:
        homes += [f"home({thing.item.id})"] + ([f"sealed({thing.item.id})"] if thing.item.seal else [])
    for name in homes:
        start |= facts.bit(name)

    def mask(names: list[str]) -> int:
        found = 0
        for name in names:
            if name in starred:
                for other in list(facts.names):
                    if other.startswith(name[:-2]):
                        found |= facts.bit(other)
            else:
                found |= facts.bit(name)
        return found

    needs = [[(name, mask([name])) for name in row["needs"]] for row in rows]
    gives, ends = [mask(row["gives"]) for row in rows], [mask(row["ends"]) for row in rows]
    only, unless = [mask(row["only"]) for row in rows], [mask(row["unless"]) for row in rows]
    # A step that failed may have opened something all the same.
    opening = [mask([name for name in row["gives"] if kept[name.partition("(")[0]] == "open"]) for row in rows]
    turn = [bool(steps[line.step.id].get("turn")) for line in lines]

    def index(line: Line | None) -> int:
        return END if line is None else where[line]

    after = [index(packet.after(line)) for line in lines]
    forks = [[index(packet.target(line, fork)) for fork in line.step.forks] for line in lines]
    stop = index(packet.stop)

    found = set()
    first = (index(packet.main[0].lines[0]), start)
    seen, todo = {first}, [first]
    while todo:
        here, world = todo.pop()
        nexts = []
        if here == END:
            found |= {Finding("left", "", name) for name in facts.said(world) if kept[name.partition("(")[0]] == "open"}
            found |= {Finding("gone", "", name) for name in homes if not world & facts.bit(name)}
            continue
        nexts.append((stop, world))
        if (only[here] and not world & only[here]) or (unless[here] and world & unless[here]):
            nexts.append((after[here], world))
        else:
            for name, bits in needs[here]:
                if not world & bits:
                    found.add(Finding("needs", lines[here].number, name))
            if any(not world & bits for _, bits in needs[here]):
                continue  # nobody can go on from here
            for there in forks[here]:
                nexts += [(there, world), (there, world | opening[here])]
            if not turn[here]:
                nexts.append((after[here], (world & ~ends[here]) | gives[here]))
        for state in nexts:
            if state not in seen:
                seen.add(state)
                todo.append(state)
    return frozenset(found)
