"""Reading `templates/procedure.yaml`, and that everything it names exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Literal

from runbook.knowledge.procedure import (
    CONDITIONS,
    FORMS,
    CaseKind,
    Kept,
    Phase,
    Procedure,
    SceneCondition,
    Step,
    Way,
    bare_fact,
)
from runbook.knowledge.strict_yaml import STRICT, Flag, Id, Reference, Several, read_strict, refuse_unknown
from runbook.organisation import Route

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import ConfigDict


@dataclass(frozen=True, slots=True)
class _PhaseOfIds:
    """A phase as it stands in the file: its steps are named."""

    id: Id
    steps: Several[str]
    sheet: Id | None = None
    routes: Several[Route] = tuple(Route)
    when: Several[str] = ()
    per: Literal["place", "spare"] | None = None
    parts: Several[str] = ()
    far_first: Flag = False
    abreast: Flag = False


@dataclass(frozen=True, slots=True)
class _File:
    """The file as it stands."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    facts: Mapping[str, Kept]
    steps: tuple[Step, ...]
    phases: tuple[_PhaseOfIds, ...]
    cases: tuple[CaseKind, ...]


def load_procedure(folder: Path) -> Procedure:
    """Read ``procedure.yaml`` from a templates folder; ValueError names what is wrong in it."""
    path = folder / "procedure.yaml"
    file = read_strict(path, _File)
    ids = [step.id for step in file.steps]
    if duplicate := next((step_id for step_id in ids if ids.count(step_id) > 1), None):
        msg = f"{path.name}: step {duplicate} stands twice"
        raise ValueError(msg)
    refuse_unknown(path, _references(file))
    steps = {step.id: step for step in file.steps}
    return Procedure(tuple(_phase(phase, steps) for phase in file.phases), file.cases, file.facts)


def _references(file: _File) -> Iterator[Reference]:
    conditions = {*CONDITIONS, *SceneCondition}
    steps, phases = {step.id for step in file.steps}, {phase.id for phase in file.phases}
    used = {step_id for phase in file.phases for step_id in phase.steps}
    yield "steps", steps, used
    for step in file.steps:
        where = f"steps.{step.id}"
        yield f"{where}.when", step.when, conditions
        yield f"{where}.calls", step.calls, _kinds(file)
        facts = (*step.needs, *step.gives, *step.ends, *filter(None, (step.only, step.unless)))
        yield (
            f"{where} (facts)",
            [name.replace("(*)", "(it)").replace("(pin)", "(it)").replace("(kits)", "(it)") for name in facts],
            file.facts,
        )
        for fork in step.forks:
            yield f"{where}.forks.{fork.id}.go", fork.go, {*Way, *steps}
            yield (
                f"{where}.forks.{fork.id}.then",
                fork.then,
                {*FORMS, *_kinds(file)},
            )
    used_steps = tuple(step for step in file.steps if step.id in used)
    given = {bare_fact(name) for step in used_steps for name in step.gives} | _FROM_THE_START
    for step in used_steps:
        asked = (*step.needs, *step.ends, *filter(None, (step.only, step.unless)))
        yield f"steps.{step.id} (facts that a step gives)", [bare_fact(name) for name in asked], given
    for phase in file.phases:
        yield f"phases.{phase.id}.when", phase.when, conditions
        yield f"phases.{phase.id}.steps", phase.steps, steps
    for kind in file.cases:
        yield f"cases.{kind.id}", kind.phases, phases
        yield f"cases.{kind.id}.aim", kind.aim, file.facts
        yield f"cases.{kind.id}.when", kind.when, conditions
        yield f"cases.{kind.id}.returns", tuple(filter(None, (kind.returns,))), steps


_FROM_THE_START = frozenset({"home", "sealed"})


def _kinds(file: _File) -> frozenset[str]:
    return frozenset(kind.id for kind in file.cases)


def _phase(phase: _PhaseOfIds, steps: Mapping[str, Step]) -> Phase:
    """A step without routes is for those of its phase, and only where the phase applies."""
    own = (steps[step_id] for step_id in phase.steps)
    handed = (replace(step, routes=step.routes or phase.routes, when=(*phase.when, *step.when)) for step in own)
    return Phase(
        phase.id,
        tuple(handed),
        phase.sheet,
        phase.routes,
        phase.when,
        phase.per,
        phase.parts,
        phase.far_first,
        phase.abreast,
    )
