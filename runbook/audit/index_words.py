"""The pages of a bundle in words: sections with tables, for an audience, in a language. Templates only lay them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.audit.control_words import ControlWords
from runbook.audit.entry_words import EntryWords
from runbook.audit.finding_words import FindingWords
from runbook.audit.seals import Fate, Teller
from runbook.audit.words import Link, Section, Table, Words
from runbook.checks import Speaker
from runbook.organisation import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runbook.audit.seals import Seal


@dataclass(frozen=True)
class IndexWords(Words):
    """Says the index of a bundle in a language."""

    @property
    def entries(self) -> EntryWords:
        """Says entries in the same language, for the same audience."""
        return EntryWords(self.naming, self.language)

    def index(self, files: Mapping[str, str]) -> tuple[Section, ...]:
        """The sections of the index; ``files`` are the SHA-256 by path."""
        return (
            self._what_it_is(),
            self._first_answers(),
            self._not_here(),
            self._editions(),
            self._uses(),
            self._other_entries(),
            self._seals(),
            *FindingWords(self.naming, self.language).sections(),
            *ControlWords(self.naming, self.language).sections(),
            self._reconciliation(),
            self._files(files),
        )

    # --- what it is, and what it answers ----------------------------------------------------------------------------

    def _what_it_is(self) -> Section:
        facts = self.facts
        rows = [
            (
                self.say("about.company"),
                Speaker(self.language, facts.organisation).text(facts.organisation.company.name),
            ),
            (self.say("about.period"), self.say("about.days", first=facts.period.first, last=facts.period.last)),
            (self.say("about.made"), str(facts.today)),
            (self.say("about.audience"), self.say(f"audiences.{self.naming.audience}")),
            (self.say("about.config"), self._config()),
        ]
        return Section(
            self.say("sections.about"), table=Table("facts", self.heads("what", "value"), (28, 72), tuple(rows))
        )

    def _config(self) -> str:
        edition = self.facts.register.in_force(self.facts.period.last)
        if edition is None:
            return self.say("config.no_edition")
        if self.facts.unissued:
            return self.say("config.differs", number=edition.number, count=self.facts.unissued)
        return self.say("config.same", number=edition.number)

    def _first_answers(self) -> Section:
        facts, last = self.facts, self.facts.last_use
        points = []
        if last is not None:
            points.append(self.say("answers.last_use", day=last.day, number=last.number, kind=self.entries.kind(last)))
            points.append(self.say("answers.used_by", people=self.joined(self.entries.workers(last))))
            points.append(self.say("answers.approved_by", people=self.joined(self.entries.approvers(last))))
            if last.day not in facts.period:
                points.append(self.say("answers.before", first=facts.period.first))
        else:
            points.append(self.say("answers.no_use" if facts.has_records else "answers.no_records"))
        within = sum(deed.day in facts.period for deed in facts.uses)
        points.append(self.say("answers.uses", count=within))
        drill = facts.last_drill
        points.append(
            self.say("answers.last_drill", day=drill.day, number=drill.number)
            if drill
            else self.say("answers.no_drill")
        )
        fates = [seal.fate for seal in facts.seals]
        points.append(
            self.say(
                "answers.seals",
                on=fates.count(Fate.ON),
                replaced=fates.count(Fate.REPLACED),
                unrecorded=fates.count(Fate.UNRECORDED),
                disputed=fates.count(Fate.DISPUTED),
            )
            if fates
            else self.say("answers.no_seals")
        )
        return Section(self.say("sections.answers"), (self.say("answers.lead"),), tuple(points))

    def _not_here(self) -> Section:
        """What the bundle is made without, and what no bundle can hold."""
        facts = self.facts
        points = []
        if not facts.has_register:
            points.append(self.say("not_here.register"))
        elif not facts.editions:
            points.append(self.say("not_here.editions"))
        if not facts.has_records:
            points.append(self.say("not_here.records"))
        elif not any(deed.day in facts.period for deed in facts.deeds):
            points.append(self.say("not_here.entries"))
        if facts.reconciled is None:
            points.append(self.say("not_here.reconciliation"))
        late = sum(deed.counts is False and deed.day in facts.period for deed in facts.deeds)
        if late:
            points.append(self.say("not_here.corrected", count=late))
        if not any(snapshot.number for snapshot in facts.snapshots):
            points.append(self.say("not_here.findings"))
        points.append(self.say("not_here.paper"))
        if not self.naming.is_full:
            points.append(self.say("not_here.names"))
        return Section(self.say("sections.not_here"), (), tuple(points))

    # --- editions and entries ---------------------------------------------------------------------------------------

    def _editions(self) -> Section:
        rows = []
        for edition in self.facts.editions:
            people = [self.person(each.person, edition.issued_on, Role.APPROVER.value) for each in edition.approvals]
            reason = edition.reason if self.naming.may_say(edition.reason) else self.say("reason_withheld")
            rows.append(
                (
                    str(edition.number),
                    str(edition.issued_on),
                    str(edition.effective),
                    edition.code,
                    reason or self.say("not_written"),
                    tuple(people),
                )
            )
        heads = self.heads("number", "issued", "effective", "code", "reason", "approved_by")
        return self.section("editions", Table("editions", heads, (6, 15, 15, 17, 22, 25), tuple(rows)))

    def _uses(self) -> Section:
        deeds = [deed for deed in self.facts.deeds if deed.is_use and deed.day in self.facts.period]
        return self.section("uses", self.entries.table(deeds))

    def _other_entries(self) -> Section:
        told = {each.number for each in self.facts.noticed} | {each.closed_by for each in self.facts.noticed}
        told |= {snapshot.number for snapshot in self.facts.snapshots}  # these have tables of their own
        others = (deed for deed in self.facts.deeds if not deed.is_use and deed.number not in told)
        deeds = [deed for deed in others if deed.day in self.facts.period]
        return self.section("entries", self.entries.table(deeds))

    # --- seals, and what was compared --------------------------------------------------------------------------------

    def _seals(self) -> Section:
        rows = tuple(
            (
                self.naming.seal(seal.seal),
                self.naming.item(seal.item),
                self.say(f"since.{seal.since.teller}", day=seal.since.day, number=seal.since.number),
                tuple(self._history(seal)),
            )
            for seal in self.facts.seals
        )
        spare = {
            state: sum(len(row.numbers or (row.first,)) for row in self.facts.organisation.seals if row.state == state)
            for state in ("spare", "used", "destroyed")
        }
        heads = self.heads("seal", "item", "since", "fate")
        section = self.section("seals", Table("seals", heads, (16, 14, 32, 38), rows))
        intro = (*section.intro, self.say("seals_on_nothing", **spare), *self._on_nothing())
        return Section(section.title, intro, (), section.table)

    def _on_nothing(self) -> Iterator[str]:
        """The numbers that are on nothing, row by row; readers of roles are told how many."""
        for row in self.facts.organisation.seals if self.naming.is_full else ():
            numbers = row.first if row.last is None else self.say("seals_row", first=row.first, last=row.last)
            yield self.say(f"seals_listed.{row.state}", numbers=numbers)

    def _history(self, seal: Seal) -> Iterator[str]:
        """What was done with a seal: how it stands, when it was read again, and what the config calls it afterwards."""
        yield self._fate(seal)
        if seal.read is not None:
            yield self.say("fates.read", day=seal.read.day, number=seal.read.number)
        if seal.until is not None:
            listed = next((row.state for row in self.facts.organisation.seals if seal.seal in (row.numbers or ())), "")
            yield self.say(f"fates.now_{listed or 'nowhere'}")

    def _fate(self, seal: Seal) -> str:
        if seal.fate is Fate.ON:
            return self.say("fates.on" if seal.is_confirmed else "fates.on_unconfirmed")
        if seal.fate is Fate.DISPUTED or seal.until is None:
            return self.say("fates.disputed")
        key = f"fates.{seal.until.teller}" if seal.until.teller is not Teller.RECORD else "fates.replaced"
        return self.say(key, day=seal.until.day, number=seal.until.number)

    def _reconciliation(self) -> Section:
        found, title = self.facts.reconciled, self.say("sections.reconciliation")
        if found is None:
            return Section(title, (self.say("reconciliation.none"),))
        kinds = ", ".join(f"{kind} × {count}" for kind, count in found.kinds.items()) or self.say(
            "reconciliation.no_file"
        )
        points = [
            self.say("reconciliation.files", files=kinds),
            self.say("reconciliation.found", count=found.differences),
        ]
        points += [self.say("reconciliation.rule", rule=rule, count=count) for rule, count in found.rules.items()]
        points += [self.language.words(f"reports.reconcile.unseen.{part}") for part in found.parts]
        if found.roots:
            points.append(self.say("reconciliation.roots", count=found.roots))
        if found.untold_uses:
            points.append(self.language.say("reports.reconcile.untold", count=found.untold_uses))
        return Section(title, (self.say("reconciliation.lead"),), tuple(points))

    def _files(self, files: Mapping[str, str]) -> Section:
        here = f"{self.language.code}/"
        rows = tuple(
            (Link(path, path.removeprefix(here) if path.startswith(here) else f"../{path}"), digest)
            for path, digest in sorted(files.items())
        )
        table = Table("files", self.heads("file", "sha256"), (32, 68), rows)
        return Section(self.say("sections.files"), (self.say("files_lead"), self.say("files_check")), (), table)
