"""Controls and requirements in words: their numbers, and kind by kind what the bundle holds for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.audit.proofs import KINDS, OUTSIDE, State, answers, counted
from runbook.audit.words import Section, Table, Words

if TYPE_CHECKING:
    from runbook.audit.proofs import Answer, Proof


@dataclass(frozen=True)
class ControlWords(Words):
    """Says what there is for controls."""

    def section_of_controls(self) -> Section:
        """Every control and requirement, its numbers, and what there is for it."""
        found = answers(self.facts)
        rows = tuple(
            (self._control(answer), self._numbers(answer), tuple(self._proof(proof, answer) for proof in answer.proofs))
            for answer in found
        )
        table = Table("controls", self.heads("control", "numbers", "proofs"), (22, 40, 38), rows)
        counts = {state.value.replace("-", "_"): number for state, number in counted(found).items()}
        return Section(
            self.say("sections.controls"),
            (self.say("controls_lead"), self.say("controls_counted", **counts)),
            (),
            table,
        )

    def _control(self, answer: Answer) -> str:
        if answer.requirement is None:
            return self.language.words(f"facts.controls.{answer.id}")
        return self.say(f"requirements.{answer.id}")

    def _numbers(self, answer: Answer) -> tuple[str, ...]:
        asked, aws = answer.requirement, self.facts.knowledge.aws
        if asked is not None:
            day = max(self.facts.audit.sources[name].checked_on for name in asked.sources)
            number = ", ".join(asked.numbers)
            said = self.say("part", number=number, part=asked.part) if asked.part else number
            return f"{asked.standard}: {said}", self.say("read_on", day=day)
        control = aws.controls[answer.id]
        numbers = [f"{aws.frameworks[name]}: {', '.join(each)}" for name, each in control.numbers.items()]
        days = [aws.sources[name].checked_on for name in control.sources]
        source = (
            self.say("read_on", day=max(days)) if days and not control.own else self.language.words("facts.own_mark")
        )
        return "; ".join(numbers), source

    def _proof(self, proof: Proof, answer: Answer) -> str:
        if proof.kind == OUTSIDE:
            return self.say(f"outside.{answer.id}")
        name = self.say(f"proofs.{proof.kind}") if proof.kind in KINDS else self.naming.task(proof.kind, self.language)
        state = self.say(f"states.{proof.state}")
        said = self.say("proof", name=name, state=state)
        if proof.state is not State.MISSING and proof.entries:
            said += self.say("proof_entries", numbers=", ".join(map(str, proof.entries)))
        if proof.rules:
            said += self.say("proof_rules", rules=", ".join(proof.rules))
        return said
