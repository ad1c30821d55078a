"""What the path has after each of its halves, as values: prepared, drafted, built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from runbook import TOOL
from runbook.assessment import Assessment
from runbook.audience import Audience
from runbook.audiences.leaks import refuse_open_texts
from runbook.audiences.marked import Marked
from runbook.audiences.role_only import for_roles_only, marked_in
from runbook.editions import Register
from runbook.knowledge.sheets import SheetName
from runbook.sheets.marks import NO_EXECUTION, Executions
from runbook.sheets.sets import MarkedSheet, SheetSet, WordedSheet
from runbook.sheets.templates import Templates
from runbook.sheets.view import View


@dataclass(frozen=True, slots=True)
class Prepared:
    """A config that sheets may be made of: judged, proved, and as the sheets of each language are told of it.

    ``marked``: of one for readers of roles only, what may be in no byte of what is made of it.
    """

    assessment: Assessment
    templates: Templates
    views: tuple[View, ...]
    marked: Marked | None = None

    def for_audience(self, audience: Audience) -> Prepared:
        """The same as some readers are told of it; errors as from `refuse_open_texts` where these know only roles."""
        if audience is Audience.FULL:
            return self
        whole = self.assessment.whole
        marked = marked_in(whole.organisation, self.assessment.knowledge)
        refuse_open_texts(whole, marked)
        return replace(self, views=tuple(map(for_roles_only, self.views)), marked=marked)


@dataclass(frozen=True, slots=True)
class Draft:
    """The words of all sheets as of a day, before it is known whether they are issued.

    ``marked`` as in `Prepared`. ``executions`` are printed beside the words.
    """

    assessment: Assessment
    templates: Templates
    sets: tuple[SheetSet[WordedSheet], ...]
    audience: Audience = Audience.FULL
    marked: Marked | None = None
    executions: Executions = NO_EXECUTION

    @property
    def sheets(self) -> tuple[WordedSheet, ...]:
        """The sheets of all languages."""
        return tuple(sheet for worded in self.sets for sheet in worded)

    @property
    def views(self) -> tuple[View, ...]:
        """What the sheets of each language were told."""
        return tuple(worded.view for worded in self.sets)

    @property
    def codes(self) -> Mapping[SheetName, str]:
        """The code of every sheet by name."""
        return {sheet.name: sheet.code for sheet in self.sheets}

    def about(self, register: Register) -> Mapping[str, object]:
        """What the manifest says of what is made of it: by which tool, from which config, which edition it is."""
        source = self.assessment.whole.source
        about: dict[str, object] = {"tool": TOOL}
        if self.audience is Audience.FULL:  # of a file with few unknowns, a fingerprint lets one try them out
            about["config_sha256"] = source.sha256
        if source.accounts and self.audience is Audience.FULL:
            about["accounts_sha256"] = source.accounts.sha256
        if issued := register.issued_with(self.codes, self.assessment.day, self.audience):
            about["edition"] = {"number": issued.number, "code": issued.code}
        if self.templates.are_customised:
            about["own_templates"] = self.templates.own_fingerprints()
        return about


@dataclass(frozen=True, slots=True)
class Build:
    """Finished files by path in the output folder, the sheets in them, and what the manifest says."""

    files: Mapping[str, bytes]
    assessment: Assessment
    sets: tuple[SheetSet[MarkedSheet], ...]
    about: Mapping[str, object]
    audience: Audience = Audience.FULL

    @property
    def sheets(self) -> tuple[MarkedSheet, ...]:
        """The sheets of all languages."""
        return tuple(sheet for marked in self.sets for sheet in marked)
