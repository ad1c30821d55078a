"""What can still be done, as lines for a reader and as a record for a machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from runbook.cli.reports.report import Report
from runbook.config.tree import shown
from runbook.contingency.edits import EditKind
from runbook.contingency.outcome import Carried, Stopped
from runbook.custody.phrases import loss_name
from runbook.knowledge.phrases import Listed, Name, Speaker
from runbook.knowledge.phrases import people as names_of
from runbook.knowledge.sheets import Sheet
from runbook.knowledge.titles import sheet_title

if TYPE_CHECKING:
    from runbook.config import Reading
    from runbook.contingency.edits import Edit
    from runbook.contingency.forecast import Forecast
    from runbook.contingency.journeys import Duration
    from runbook.contingency.mending import Mend
    from runbook.knowledge.language import Language
    from runbook.packets import Packet

_INDENT = "    "


def report_on(found: Forecast, reading: Reading, language: Language) -> Report:
    """Every packet; a finding if one cannot be done."""
    reader = _Reader(found, reading, Speaker(language, reading.organisation))
    return Report(record=reader.record, lines=reader.lines(), is_finding=bool(found.stopped))


@dataclass(frozen=True, slots=True)
class _Reader:
    found: Forecast
    reading: Reading
    speaker: Speaker

    def lines(self) -> Iterator[str]:
        """What is missing; what can be done; what cannot, and what would mend it; what all this does not know."""
        yield from self._situation()
        done, stopped = self.found.done, self.found.stopped
        if done:
            yield from ("", self._say("done", count=len(done)))
            for one in done:
                yield from self._carried(one)
        if stopped:
            yield from ("", self._say("stopped", count=len(stopped)))
            for other in stopped:
                yield from self._stopped(other)
        yield from ("", self._say("limits"))

    def _situation(self) -> Iterator[str]:
        situation = self.found.situation
        yield self._say("at", moment=f"{situation.moment:%Y-%m-%d %H:%M}", zone=str(situation.moment.tzinfo))
        named = Listed(tuple(map(loss_name, sorted(situation.named))), "commas")
        yield self._say("missing", names=self.speaker.say(named)) if situation.named else self._say("nothing_missing")
        for person, until in situation.away.items():
            yield self._say("away", name=self.speaker.person(person), until=until)
        for place, minutes in situation.closed.items():
            name = self.speaker.say(Name("place", place))
            yield self._say("closed", name=name) if minutes is None else self._say("opens", name=name, count=minutes)

    def _carried(self, one: Carried) -> Iterator[str]:
        yield self._say("packet", title=self._title(one.packet), when=self._when(one.duration))
        roles = (
            self._say(
                "role",
                role=self.speaker.language.words(f"labels.roles.{role.value}"),
                names=self.speaker.say(names_of(people)),
            )
            for role, people in one.roles.items()
        )
        yield _INDENT + self.speaker.say(Listed(tuple(roles), "pairs"))
        for place, people in one.opened.items():
            name = self.speaker.say(Name("place", place))
            yield _INDENT + self._say("opened", place=name, names=self.speaker.say(names_of(people)))
        for name in one.first:
            yield _INDENT + self._say("first", name=name)
        for origin, goal in one.duration.unknown:
            yield _INDENT + self._say("unknown", origin=self._spot(origin), goal=self._spot(goal))
        if one.left_out:
            numbers = self.speaker.commas(dict.fromkeys(line.number for line in one.left_out))
            yield _INDENT + self._say("left_out", lines=numbers)

    def _when(self, duration: Duration) -> str:
        ready = self.found.situation.moment + timedelta(minutes=duration.minutes)
        key = "at_least" if duration.unknown else "within" if duration.minutes else "at_once"
        return self._say(key, count=duration.minutes, ready=f"{ready:%Y-%m-%d %H:%M}")

    def _stopped(self, one: Stopped) -> Iterator[str]:
        lines = self.speaker.commas(dict.fromkeys(line.number for line in one.lines))
        yield self._say("blocked", title=self._title(one.packet), lines=lines)
        packets = {other.packet.case.slug: other.packet for other in self.found.outcomes}
        for slug in one.instead:
            yield _INDENT + self._say("instead", title=self._title(packets[slug]))
        mends = self.found.mends[one.packet.case.slug]
        if not mends:
            yield _INDENT + self._say("no_mend")
        for number, mend in enumerate(mends):
            yield _INDENT + self._say("mend_or" if number else "mend", cost=mend.cost)
            for edit in mend.edits:
                yield _INDENT * 2 + self._edit(edit)
                yield _INDENT * 2 + self._place(edit)

    def _edit(self, edit: Edit) -> str:
        """What an edit does, as a sentence."""
        role = self.speaker.language.words(f"labels.roles.{edit.role.value}") if edit.role else ""
        group = self.speaker.say(names_of(edit.group))
        return self._say(
            f"edits.{edit.kind.value}",
            person=self.speaker.person(edit.person) if edit.person else "",
            other=self.speaker.person(edit.other) if edit.kind is EditKind.DEPUTY else edit.other,
            role=role,
            group=group,
            item=edit.item,
            place=self.speaker.say(Name("place", edit.place)) if edit.place else "",
        )

    def _place(self, edit: Edit) -> str:
        file, line, column = self._where(edit)
        key = "write_entry" if edit.is_entry else "write"
        return self._say(key, file=file, line=line, column=column, path=shown(edit.path), text=edit.write)

    def _where(self, edit: Edit) -> tuple[str, int, int]:
        span = self.reading.tree.span(edit.path, key=edit.is_entry)
        file, line = self.reading.source.origin(span.line)
        return file, line, span.column

    def _spot(self, name: str) -> str:
        """The name of a person, site or place."""
        organisation = self.reading.organisation
        kinds = (("person", organisation.people), ("site", organisation.sites), ("place", organisation.places))
        for kind, entries in kinds:
            if any(entry.id == name for entry in entries):
                return self.speaker.say(Name(kind, name))  # type: ignore[arg-type]
        return name

    def _title(self, packet: Packet) -> str:
        sheet = _sheet(packet)
        return f"{sheet.number} {sheet_title(sheet, self.speaker.language)}"

    def _say(self, key: str, /, **values: object) -> str:
        return self.speaker.language.say(f"reports.whatif.{key}", **values)

    def record(self) -> object:
        """All of it for a machine."""
        situation = self.found.situation
        return {
            "moment": situation.moment.isoformat(),
            "missing": [{"kind": loss.kind.value, "id": loss.id} for loss in sorted(situation.named)],
            "away": {person: f"{until}" for person, until in situation.away.items()},
            "closed": dict(situation.closed),
            "packets": [
                self._record_of_done(one) if isinstance(one, Carried) else self._record_of_stopped(one)
                for one in self.found.outcomes
            ],
        }

    def _record_of_done(self, one: Carried) -> dict[str, object]:
        return {
            "packet": _sheet(one.packet).name,
            "can_be_done": True,
            "minutes": one.duration.minutes,
            "is_lower_bound": bool(one.duration.unknown),
            "unknown_ways": [{"from": origin, "to": goal} for origin, goal in one.duration.unknown],
            "roles": {role.value: list(people) for role, people in one.roles.items()},
            "opened": {place: list(people) for place, people in one.opened.items()},
            "signs_in_as": list(one.first),
            "left_out": list(dict.fromkeys(line.number for line in one.left_out)),
        }

    def _record_of_stopped(self, one: Stopped) -> dict[str, object]:
        packets = {other.packet.case.slug: other.packet for other in self.found.outcomes}
        return {
            "packet": _sheet(one.packet).name,
            "can_be_done": False,
            "kept_at": list(dict.fromkeys(line.number for line in one.lines)),
            "instead": [_sheet(packets[slug]).name for slug in one.instead],
            "mends": [self._record_of_mend(mend) for mend in self.found.mends[one.packet.case.slug]],
        }

    def _record_of_mend(self, mend: Mend) -> dict[str, object]:
        return {"cost": mend.cost, "edits": [self._record_of_edit(edit) for edit in mend.edits]}

    def _record_of_edit(self, edit: Edit) -> dict[str, object]:
        file, line, column = self._where(edit)
        place = {"file": file, "line": line, "column": column, "path": shown(edit.path)}
        return {"kind": edit.kind.value, "says": self._edit(edit), **place, "write": edit.write}


def _sheet(packet: Packet) -> Sheet:
    return Sheet(packet.case.kind.number, packet.case.slug)
