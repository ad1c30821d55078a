"""A bundle of evidence as it was typed: which days, for whom, in which languages, whole or its timeline alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from runbook.audience import Audience
from runbook.audit import making
from runbook.audit.period import Period
from runbook.building import Inputs
from runbook.cli.arguments import chosen, clock_of, one_of
from runbook.errors import UsageError
from runbook.knowledge.loading import shipped_knowledge
from runbook.organisation.deadlines import YEAR

DEFAULT_BUNDLE, DEFAULT_TIMELINE = Path("evidence.zip"), Path("timeline.html")


@dataclass(frozen=True, slots=True)
class EvidenceOptions:
    """What was asked for, not yet looked at."""

    first: str | None
    last: str | None
    audience: str
    languages: Sequence[str] | None
    reconciled: Path | None

    def read(self) -> making.BundleRequest:
        """The kind of bundle; UsageError for an audience or a language that is none, for days once today is known."""
        return making.BundleRequest(
            period=lambda today: _period(self.first, self.last, today),
            audience=Audience(one_of("--audience", self.audience, tuple(Audience))),
            languages=chosen(self.languages, shipped_knowledge().languages, "bad_language"),
            reconciled=self.reconciled,
        )


def made(request: making.BundleRequest, inputs: Inputs, output: Path | None, *, timeline: bool) -> making.Bundle:
    """The bundle, or its timeline alone, as it was written; errors as from `make_bundle`."""
    if timeline:
        return making.make_timeline(inputs, request, output or DEFAULT_TIMELINE)
    return making.make_bundle(inputs, request, output or DEFAULT_BUNDLE)


def _period(first: str | None, last: str | None, today: date) -> Period:
    """The span of days that was typed: up to today, and a year long where the first day is left out."""
    end = clock_of(last).day_in("UTC") if last is not None else today
    if end > today:
        raise UsageError("period_ahead", last=end, day=today)
    start = clock_of(first).day_in("UTC") if first is not None else YEAR.after(end, -1) + timedelta(days=1)
    if start > end:
        raise UsageError("period_reversed", first=start, last=end)
    return Period(start, end)
