"""Findings and accepted risks in words: those of the last day, those of the days before, and what people found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.audit.words import Section, Table, Words
from runbook.checks import Speaker

if TYPE_CHECKING:
    from runbook.audit.finding_histories import FindingHistory, Snapshot
    from runbook.audit.words import Cell


@dataclass(frozen=True)
class FindingWords(Words):
    """Says findings."""

    def sections(self) -> tuple[Section, ...]:
        """The last day, how it came to that, what people found, and what the company accepts."""
        return self._findings(), self._over_time(), self._noticed(), self._risks()

    def _findings(self) -> Section:
        speaker = Speaker(self.language, self.facts.organisation)
        counts: dict[tuple[str, ...], int] = {}
        for finding in self.facts.findings:
            title = self.language.words(f"checks.rules.{finding.rule.id}")
            row = [self.language.words(f"checks.severity.{finding.rule.severity}"), finding.rule.id, title]
            if self.naming.is_full:
                row[2] = finding.words(speaker)[0]
            accepted = finding.accepted
            row.append(self.say("accepted_until", until=accepted.until) if accepted else self.say("open"))
            counts[tuple(row)] = counts.get(tuple(row), 0) + 1
        rows = tuple((*row, str(count)) for row, count in counts.items())
        heads = self.heads("severity", "rule", "asks" if not self.naming.is_full else "found", "state", "count")
        return self.section("findings", Table("findings", heads, (14, 22, 36, 19, 9), rows), day=self.facts.period.last)

    def _risks(self) -> Section:
        rows = []
        for risk in self.facts.risks:
            since = (
                self.say("risk.since", day=risk.since, number=risk.edition) if risk.since else self.say("risk.config")
            )
            if risk.withdrawn:
                ends = self.say("risk.withdrawn", day=risk.withdrawn, number=risk.withdrawn_by)
            else:
                ends = self.say("risk.until", day=risk.until)
            by = self.naming.said(risk.accepted_by, risk.since or self.facts.period.last, self.language)
            title = self._title(risk.rule)
            rows.append((risk.rule, title, by, since, ends))
        heads = self.heads("rule", "asks", "accepted_by", "from", "until")
        return self.section("risks", Table("risks", heads, (20, 27, 21, 16, 16), tuple(rows)))

    def _over_time(self) -> Section:
        """By the snapshots that are known: each finding with the snapshots between which it came, and went."""
        facts = self.facts
        title = self.say("sections.over_time")
        if not any(snapshot.number for snapshot in facts.snapshots):
            return Section(title, (self.say("empty.over_time"),))
        looked = self.say("looks.on", looks=self.joined([self._snapshot(snapshot) for snapshot in facts.snapshots]))
        counts: dict[tuple[Cell, ...], int] = {}
        for history in facts.finding_histories:
            row = tuple(self._history(history))
            counts[row] = counts.get(row, 0) + 1
        if not counts:
            return Section(title, (looked, self.say("empty.findings")))
        heads = self.heads("severity", "rule", "asks", "first_seen", "last_seen", "gone", "count")
        rows = tuple((*row, str(count)) for row, count in counts.items())
        table = Table("over-time", heads, (12, 17, 22, 17, 13, 12, 7), rows)
        return Section(title, (self.say("leads.over_time"), looked), (), table)

    def _history(self, history: FindingHistory) -> Iterator[Cell]:
        seen = history.seen
        key = f"checks.severity.{seen.severity}"
        yield self.language.words(key) if seen.severity and self.language.has(key) else self.nothing
        yield seen.rule
        yield (self._title(seen.rule), seen.about) if self.naming.is_full and seen.about else self._title(seen.rule)
        before = self.say("looks.not_on", day=history.before.day) if history.before else self.say("looks.at_first")
        yield str(history.first.day), before
        accepted = (self.say("accepted_until", until=seen.accepted_until),) if seen.accepted_until else ()
        yield (str(history.last.day), *accepted)
        yield str(history.gone.day) if history.gone else self.say("looks.there")

    def _snapshot(self, snapshot: Snapshot) -> str:
        key = "looks.kept" if snapshot.number else "looks.now"
        return self.say(key, day=snapshot.day, number=snapshot.number)

    def _noticed(self) -> Section:
        rows = []
        for each in self.facts.noticed:
            about = (each.about, each.found) if self.naming.is_full else self.say("withheld")
            ends = self.say("looks.closed", day=each.closed, number=each.closed_by) if each.closed else self.say("open")
            rows.append((str(each.number), str(each.day), about, ends))
        heads = self.heads("number", "day", "found", "state")
        return self.section("noticed", Table("noticed", heads, (8, 17, 48, 27), tuple(rows)))

    def _title(self, rule: str) -> str:
        """What a rule asks for; of a rule that is not known any more, its id."""
        key = f"checks.rules.{rule}"
        return self.language.words(key) if self.language.has(key) else rule
