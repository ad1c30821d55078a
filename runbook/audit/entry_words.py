"""Entries of the records in words: when, what, by whom, approved by whom, what was written down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.audit.words import Table, Words
from runbook.organisation import Role
from runbook.records.store import Kind

if TYPE_CHECKING:
    from runbook.audit.deeds import Deed, Placed


@dataclass(frozen=True)
class EntryWords(Words):
    """Says entries."""

    def table(self, deeds: Sequence[Deed]) -> Table:
        """A row for each entry."""
        heads = self.heads("number", "when", "what", "by", "approved_by", "written")
        rows = tuple(
            (
                str(deed.number),
                self._when(deed),
                self._what(deed),
                self.workers(deed),
                (*self.approvers(deed), *self._counted(deed)),
                tuple(self._written(deed)) or self.nothing,
            )
            for deed in deeds
        )
        return Table("entries", heads, (6, 15, 26, 18, 18, 17), rows)

    def _when(self, deed: Deed) -> str:
        if deed.started is None:
            return str(deed.day)
        started = f"{deed.started:%Y-%m-%d %H:%M}"
        if deed.minutes is None:
            return self.say("entry.not_closed", started=started)
        return self.say("entry.took", started=started, count=deed.minutes)

    def _what(self, deed: Deed) -> tuple[str, ...]:
        parts = [self.kind(deed)]
        if subject := self.naming.subject_said(deed, self.language):
            parts.append(subject)
        if deed.is_use or deed.task:
            parts.append(self.naming.root_task(deed.task, self.language))
        if deed.is_use and deed.counts and deed not in self.facts.uses:
            parts.append(self.say("entry.not_root"))
        parts += [self.naming.task(task, self.language) for task in deed.tasks if self._is_task(task)]
        if deed.corrects is not None:
            parts.append(self.say("entry.corrects", number=deed.corrects))
        if deed.corrected_by is not None:
            parts.append(self.say("entry.corrected_by", number=deed.corrected_by))
        return tuple(parts)

    def _is_task(self, task: str) -> bool:
        return self.naming.is_full or task in self.facts.organisation.rotation.tasks()

    def _written(self, deed: Deed) -> Iterator[str]:
        if deed.steps:
            yield self.say("entry.steps", done=len(deed.done), count=deed.steps)
        yield from self._left_out(deed)
        if deed.placed:
            yield from self._placed(deed.placed)
        if deed.console is not None:
            yield self.say("entry.console", count=deed.console)
        if deed.unsigned:
            yield self.say("entry.unsigned", count=len(deed.unsigned))
        if deed.notes:
            yield self.say("entry.deviations", count=len(deed.notes))
        if self.naming.is_full:
            yield from (self.say("entry.note", step=step, text=text) for step, text in deed.notes)
        if deed.is_use or deed.reason or deed.ticket:
            yield from self._reason(deed)
        if deed.seals:
            key = "entry.seals_read" if deed.kind == Kind.CHECK else "entry.seals"
            yield self.say(key, count=len(deed.seals))

    def _left_out(self, deed: Deed) -> Iterator[str]:
        if deed.left_out:
            yield self.say("entry.left_out", steps=", ".join(deed.left_out))
        if self.naming.is_full:
            reasons = zip(deed.left_out, deed.why, strict=True)
            yield from (self.say("entry.note", step=step, text=why) for step, why in reasons)

    def _placed(self, placed: Placed) -> Iterator[str]:
        yield self.say("entry.placed", edition=placed.edition, put_in=placed.put_in, taken_out=placed.taken_out)
        if placed.taken_out:
            yield self.say("entry.shredded" if placed.is_shredded else "entry.not_shredded")

    def _reason(self, deed: Deed) -> Iterator[str]:
        """Why it was done; readers of roles are told that it was written down."""
        if self.naming.is_full and (deed.reason or deed.ticket):
            yield from (text for text in (deed.reason, deed.ticket) if text)
        else:
            yield self.say("entry.reason" if deed.reason or deed.ticket else "entry.no_reason")

    def kind(self, deed: Deed) -> str:
        """What kind of entry it is; one that has no word here, by its own."""
        key = f"reports.record.kinds.{deed.kind}"
        return self.language.words(key) if self.language.has(key) else deed.kind

    def workers(self, deed: Deed) -> tuple[str, ...]:
        """Those of the team with the role in which they worked, then who only initialled."""
        found: dict[str, str] = {}
        unknown = 0
        for member in deed.team:
            person = self.facts.people.worker(member, deed.day)
            unknown += not person
            if person:
                found.setdefault(person, self.person(person, deed.day, member.role))
        for person in deed.people:
            found.setdefault(person, self.naming.said(person, deed.day, self.language))
        others = (self.say("entry.unknown", count=unknown),) if unknown else ()
        return (*found.values(), *others) or (self.say("not_written"),)

    def approvers(self, deed: Deed) -> tuple[str, ...]:
        """Who approved, and when."""
        people = []
        for yes in deed.approvals:
            person = self.facts.people.approver(yes)
            name = self.person(person, deed.day, Role.APPROVER.value) if person else self.say("entry.unknown", count=1)
            if person and person not in self.facts.approvers(deed):
                name = self.say("entry.no_approver", who=name)
            people.append(self.say("entry.at", who=name, at=f"{yes.at:%H:%M}") if yes.at else name)
        return tuple(people) or (self.say("not_written"),)

    def _counted(self, deed: Deed) -> Iterator[str]:
        """How many of those that were needed count, where root was used or somebody was asked."""
        if deed.is_use or deed.approvals:
            count, required = len(self.facts.approvers(deed)), self.facts.required(deed)
            yield self.say("entry.counted", counted=count, required=required)
