"""The pages of a bundle in words: sections with tables, for an audience, in a language. The templates only lay them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.audit.proofs import OUTSIDE, KINDS, State, counted
from runbook.audit.seals import Fate, Teller
from runbook.checks import Speaker

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runbook.audit.deeds import Deed
    from runbook.audit.facts import AuditFacts
    from runbook.audit.naming import Naming
    from runbook.audit.proofs import Answer, Proof
    from runbook.audit.seals import Seal
    from runbook.knowledge.language import Language


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to another file of the bundle, from the page of a language."""

    words: str
    href: str


Cell = str | Link


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads; ``widths`` are percent. ``kind`` is the class of the table."""

    kind: str
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it: sentences, points, a table; any of them may be none."""

    title: str
    intro: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Wording:
    """Says a bundle in a language."""

    naming: Naming
    language: Language

    @property
    def facts(self) -> AuditFacts:
        """What is said."""
        return self.naming.facts

    def say(self, key: str, /, **values: object) -> str:
        """A sentence of audit.yaml."""
        return self.language.say(f"audit.{key}", **values)

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
            self._findings(),
            self._risks(),
            self._controls(),
            self._reconciliation(),
            self._files(files),
        )

    # --- what it is, and what it answers ----------------------------------------------------------------------------

    def _what_it_is(self) -> Section:
        facts = self.facts
        rows = [
            (self.say("about.company"), Speaker(self.language, facts.organisation).text(facts.organisation.company.name)),
            (self.say("about.period"), self.say("about.days", first=facts.period.first, last=facts.period.last)),
            (self.say("about.made"), str(facts.today)),
            (self.say("about.audience"), self.say(f"audiences.{self.naming.audience}")),
            (self.say("about.config"), self._config()),
        ]
        return Section(self.say("sections.about"), table=Table("facts", self._heads("what", "value"), (28, 72), tuple(rows)))

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
            points.append(self.say("answers.last_use", day=last.day, number=last.number, kind=self._kind(last)))
            points.append(self.say("answers.used_by", people=self._workers(last)))
            points.append(self.say("answers.approved_by", people=self._approvers(last)))
            if last.day not in facts.period:
                points.append(self.say("answers.before", first=facts.period.first))
        else:
            points.append(self.say("answers.no_use" if facts.has_records else "answers.no_records"))
        within = sum(deed.day in facts.period for deed in facts.uses)
        points.append(self.say("answers.uses", count=within))
        drill = facts.last_drill
        points.append(
            self.say("answers.last_drill", day=drill.day, number=drill.number) if drill else self.say("answers.no_drill")
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
        points += [self.say("not_here.findings"), self.say("not_here.paper")]
        if not self.naming.is_full:
            points.append(self.say("not_here.names"))
        return Section(self.say("sections.not_here"), (), tuple(points))

    # --- editions and entries ---------------------------------------------------------------------------------------

    def _editions(self) -> Section:
        rows = []
        for edition in self.facts.editions:
            people = [self.naming.said(each.person, edition.issued_on, self.language) for each in edition.approvals]
            reason = edition.reason if self.naming.may_say(edition.reason) else self.say("reason_withheld")
            rows.append(
                (
                    str(edition.number),
                    str(edition.issued_on),
                    str(edition.effective),
                    edition.code,
                    reason or self.say("not_written"),
                    self._joined(people),
                )
            )
        heads = self._heads("number", "issued", "effective", "code", "reason", "approved_by")
        return self._section("editions", Table("editions", heads, (7, 12, 12, 17, 25, 27), tuple(rows)))

    def _uses(self) -> Section:
        deeds = [deed for deed in self.facts.deeds if deed.is_use and deed.day in self.facts.period]
        return self._section("uses", self._deeds(deeds))

    def _other_entries(self) -> Section:
        deeds = [deed for deed in self.facts.deeds if not deed.is_use and deed.day in self.facts.period]
        return self._section("entries", self._deeds(deeds))

    def _deeds(self, deeds: Sequence[Deed]) -> Table:
        heads = self._heads("number", "when", "what", "by", "approved_by", "written")
        rows = tuple(
            (
                str(deed.number),
                self._when(deed),
                self._what(deed),
                self._workers(deed),
                self._approvers(deed),
                self._joined(self._written(deed)),
            )
            for deed in deeds
        )
        return Table("entries", heads, (6, 14, 24, 19, 19, 18), rows)

    def _when(self, deed: Deed) -> str:
        if deed.started is None:
            return str(deed.day)
        started = f"{deed.started:%Y-%m-%d %H:%M}"
        if deed.minutes is None:
            return self.say("entry.not_closed", started=started)
        return self.say("entry.took", started=started, count=deed.minutes)

    def _what(self, deed: Deed) -> str:
        parts = [self._kind(deed)]
        if subject := self.naming.subject(deed):
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
        return self._joined(parts)

    def _is_task(self, task: str) -> bool:
        return self.naming.is_full or task in self.facts.organisation.rotation.tasks()

    def _written(self, deed: Deed) -> Iterator[str]:
        if deed.steps:
            yield self.say("entry.steps", done=len(deed.done), count=deed.steps)
        if deed.unsigned:
            yield self.say("entry.unsigned", count=len(deed.unsigned))
        if deed.deviations:
            yield self.say("entry.deviations", count=deed.deviations)
        if deed.is_use:
            yield self.say("entry.reason" if deed.reason or deed.ticket else "entry.no_reason")
        if deed.seals:
            yield self.say("entry.seals", count=len(deed.seals))

    def _kind(self, deed: Deed) -> str:
        key = f"reports.record.kinds.{deed.kind}"
        return self.language.words(key) if self.language.has(key) else deed.kind

    def _workers(self, deed: Deed) -> str:
        people = [self.naming.said(person, deed.day, self.language) for person in self.facts.people.present(deed)]
        unknown = sum(not self.facts.people.worker(member, deed.day) for member in deed.team)
        if unknown:
            people.append(self.say("entry.unknown", count=unknown))
        return self._joined(people) if people else self.say("not_written")

    def _approvers(self, deed: Deed) -> str:
        people = []
        for yes in deed.approvals:
            person = self.facts.people.approver(yes)
            name = self.naming.said(person, deed.day, self.language) if person else self.say("entry.unknown", count=1)
            people.append(self.say("entry.at", who=name, at=f"{yes.at:%H:%M}") if yes.at else name)
        return self._joined(people) if people else self.say("not_written")

    # --- seals, findings, risks -------------------------------------------------------------------------------------

    def _seals(self) -> Section:
        rows = tuple(
            (
                self.naming.seal(seal.seal),
                self.naming.item(seal.item),
                self.say(f"since.{seal.since.teller}", day=seal.since.day, number=seal.since.number),
                self._fate(seal),
            )
            for seal in self.facts.seals
        )
        spare = {
            state: sum(len(row.numbers or (row.first,)) for row in self.facts.organisation.seals if row.state == state)
            for state in ("spare", "used", "destroyed")
        }
        heads = self._heads("seal", "item", "since", "fate")
        section = self._section("seals", Table("seals", heads, (16, 14, 32, 38), rows))
        return Section(section.title, (*section.intro, self.say("seals_on_nothing", **spare)), (), section.table)

    def _fate(self, seal: Seal) -> str:
        if seal.fate is Fate.ON:
            return self.say("fates.on" if seal.is_confirmed else "fates.on_unconfirmed")
        if seal.fate is Fate.DISPUTED or seal.until is None:
            return self.say("fates.disputed")
        key = f"fates.{seal.until.teller}" if seal.until.teller is not Teller.RECORD else "fates.replaced"
        return self.say(key, day=seal.until.day, number=seal.until.number)

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
        heads = self._heads("severity", "rule", "asks" if not self.naming.is_full else "found", "state", "count")
        return self._section("findings", Table("findings", heads, (12, 22, 38, 20, 8), rows), day=self.facts.period.last)

    def _risks(self) -> Section:
        rows = []
        for risk in self.facts.risks:
            key = f"checks.rules.{risk.rule}"
            since = self.say("risk.since", day=risk.since, number=risk.edition) if risk.since else self.say("risk.config")
            if risk.withdrawn:
                ends = self.say("risk.withdrawn", day=risk.withdrawn, number=risk.withdrawn_by)
            else:
                ends = self.say("risk.until", day=risk.until)
            by = self.naming.said(risk.accepted_by, risk.since or self.facts.period.last, self.language)
            title = self.language.words(key) if self.language.has(key) else risk.rule
            rows.append((risk.rule, title, by, since, ends))
        heads = self._heads("rule", "asks", "accepted_by", "from", "until")
        return self._section("risks", Table("risks", heads, (22, 30, 20, 14, 14), tuple(rows)))

    # --- controls ---------------------------------------------------------------------------------------------------

    def _controls(self) -> Section:
        rows = tuple(
            (self._control(answer), self._numbers(answer), self._joined(self._proof(proof, answer) for proof in answer.proofs))
            for answer in self.facts.answers
        )
        table = Table("controls", self._heads("control", "numbers", "proofs"), (27, 28, 45), rows)
        counts = {state.value.replace("-", "_"): number for state, number in counted(self.facts.answers).items()}
        return Section(
            self.say("sections.controls"), (self.say("controls_lead"), self.say("controls_counted", **counts)), (), table
        )

    def _control(self, answer: Answer) -> str:
        if answer.requirement is None:
            return self.language.words(f"facts.controls.{answer.id}")
        return self.say(f"requirements.{answer.id}")

    def _numbers(self, answer: Answer) -> str:
        asked, aws = answer.requirement, self.facts.knowledge.aws
        if asked is not None:
            day = max(self.facts.audit.sources[name].checked_on for name in asked.sources)
            number = ", ".join(asked.numbers)
            said = self.say("part", number=number, part=asked.part) if asked.part else number
            return self._joined((f"{asked.standard}: {said}", self.say("read_on", day=day)))
        control = aws.controls[answer.id]
        numbers = [f"{aws.frameworks[name]}: {', '.join(each)}" for name, each in control.numbers.items()]
        days = [aws.sources[name].checked_on for name in control.sources]
        source = self.say("read_on", day=max(days)) if days and not control.own else self.language.words("facts.own_mark")
        return self._joined((*numbers, source))

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

    def _reconciliation(self) -> Section:
        found, title = self.facts.reconciled, self.say("sections.reconciliation")
        if found is None:
            return Section(title, (self.say("reconciliation.none"),))
        kinds = ", ".join(f"{kind} × {count}" for kind, count in found.kinds.items()) or self.say("reconciliation.no_file")
        points = [self.say("reconciliation.files", files=kinds), self.say("reconciliation.found", count=found.differences)]
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
        table = Table("files", self._heads("file", "sha256"), (32, 68), rows)
        return Section(self.say("sections.files"), (self.say("files_lead"), self.say("files_check")), (), table)

    # --- small things -----------------------------------------------------------------------------------------------

    def _section(self, name: str, table: Table, **values: object) -> Section:
        """A section with a table, or with the sentence that there is nothing for it."""
        if not table.rows:
            return Section(self.say(f"sections.{name}"), (self.say(f"empty.{name}"),))
        intro = (self.say(f"leads.{name}", **values),) if self.language.has(f"audit.leads.{name}") else ()
        return Section(self.say(f"sections.{name}"), intro, (), table)

    def _heads(self, *names: str) -> tuple[str, ...]:
        return tuple(self.say(f"heads.{name}") for name in names)

    def _joined(self, parts: Sequence[str] | Iterator[str]) -> str:
        return "; ".join(parts) or self.language.words("labels.formats.none")
