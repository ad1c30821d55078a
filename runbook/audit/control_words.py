"""Controls and requirements in words: their numbers, and kind by kind what the bundle holds for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.audit.evidence_items import KINDS, OUTSIDE, State, answers, counted
from runbook.audit.words import Section, Table, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runbook.audit.evidence_items import Answer, EvidenceItem
    from runbook.knowledge.aws import Source


@dataclass(frozen=True)
class ControlWords(Words):
    """Says what there is for controls."""

    def sections(self) -> tuple[Section, Section]:
        """The controls, and the sources that were read for them."""
        return self._controls(), self._sources()

    def _sources(self) -> Section:
        rows = tuple((each.id, each.title, each.url, str(each.checked_on)) for each in self._read())
        table = Table("sources", self.heads("source", "title", "address", "day"), (14, 30, 42, 14), rows)
        return Section(self.say("sections.sources"), (self.say("sources_lead"),), (), table)

    def _read(self) -> Iterator[Source]:
        """Each source once, in the order in which controls name them."""
        named = (source for answer in answers(self.facts) for source in self._sources_of(answer))
        yield from {source.url: source for source in named}.values()

    def _sources_of(self, answer: Answer) -> tuple[Source, ...]:
        aws, asked = self.facts.knowledge.aws, answer.requirement
        if asked is not None:
            return tuple(self.facts.audit.sources[name] for name in asked.sources)
        return tuple(aws.sources[name] for name in aws.controls[answer.id].sources)

    def _controls(self) -> Section:
        """Every control and requirement, its numbers, and what there is for it."""
        found = answers(self.facts)
        rows = tuple(
            (self._control(answer), self._numbers(answer), tuple(self._item(item, answer) for item in answer.items))
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
            number = ", ".join(asked.numbers)
            said = self.say("part", number=number, part=asked.part) if asked.part else number
            return f"{asked.standard}: {said}", self._read_on(answer)
        control = aws.controls[answer.id]
        numbers = [f"{aws.frameworks[name]}: {', '.join(each)}" for name, each in control.numbers.items()]
        source = self.language.words("facts.own_mark") if control.own or not control.sources else self._read_on(answer)
        return "; ".join(numbers), source

    def _read_on(self, answer: Answer) -> str:
        sources = self._sources_of(answer)
        day = max(source.checked_on for source in sources)
        return self.say("read_on", day=day, sources=", ".join(source.id for source in sources))

    def _item(self, item: EvidenceItem, answer: Answer) -> str:
        if item.kind == OUTSIDE:
            return self.say(f"outside.{answer.id}")
        name = self.say(f"proofs.{item.kind}") if item.kind in KINDS else self.naming.task(item.kind, self.language)
        state = self.say(f"states.{item.state}")
        said = self.say("proof", name=name, state=state)
        if item.state is not State.MISSING and item.entries:
            said += self.say("proof_entries", numbers=", ".join(map(str, item.entries)))
        if item.rules:
            said += self.say("proof_rules", rules=", ".join(item.rules))
        return said
