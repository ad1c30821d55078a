"""The front half of every path: config text → organisation → the day → those in office → what rules find.

Loads neither templates of sheets nor formats, so that `check` and `who` answer at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from runbook.checks import RULES, Case, Finding, Rule, Severity, Speaker, case_of, judge
from runbook.clock import Clock
from runbook.config import ConfigSource, Names, Reading, load_config, parse_organisation
from runbook.errors import JudgementError, RenderingRefusedError
from runbook.knowledge.loading import Knowledge, shipped_knowledge
from runbook.organisation import Organisation
from runbook.organisation.recorded import NOTHING_RECORDED, Recorded
from runbook.resources import fonts_dir
from runbook.text.glyphs import coverage


@dataclass(frozen=True, slots=True)
class Assessment:
    """A config read and judged as of a day.

    ``whole`` has all appointments of the config, ``present`` only those of the day and remarks on the time after it.
    """

    knowledge: Knowledge
    whole: Reading
    present: Reading
    case: Case
    findings: tuple[Finding, ...]

    @property
    def day(self) -> date:
        """The day that everything holds for."""
        return self.case.day

    def speaker(self, language: str) -> Speaker:
        """Says findings in a language by the names of this organisation."""
        return Speaker(self.knowledge.language(language), self.whole.organisation)


THAT_REFUSE: tuple[Rule, ...] = tuple(rule for rule in RULES if rule.refuses or rule.refuses_unaccepted)
"""The rules that can keep paper from being made: all that whoever looks a paper up has to judge by."""

THAT_ARE_TOLD: tuple[Rule, ...] = tuple(
    rule for rule in RULES if rule in THAT_REFUSE or rule.severity is Severity.ERROR
)
"""The same, and those whose findings are told to whoever gets paper: their errors are counted."""

RecordedBy = Callable[[date], Recorded]
"""What records say up to a day."""


def _nothing(_day: date) -> Recorded:
    return NOTHING_RECORDED


def assess(
    source: ConfigSource,
    clock: Clock,
    knowledge: Knowledge,
    rules: Collection[Rule] = RULES,
    recorded: RecordedBy = _nothing,
) -> Assessment:
    """What a config says and what some rules find in it on the day of its company; errors as from `read_config`.

    What is ``recorded`` comes before what the config says of the same. ConfigError too if on that day nobody is in an
    office that the runbook needs.
    """
    whole = read_config(source, knowledge)
    day = clock.day_in(whole.organisation.company.time_zone)
    present = whole.as_of(day)
    case = case_of(whole, day, knowledge.aws, recorded(day))
    return Assessment(knowledge, whole, present, case, judge(case, whole, rules))


def assess_file(
    config: Path, clock: Clock, rules: Collection[Rule] = RULES, recorded: RecordedBy = _nothing
) -> Assessment:
    """The assessment of a file as it is now; errors as from `load_config` and `assess`."""
    return assess(load_config(config), clock, shipped_knowledge(), rules, recorded)


def read_file(config: Path) -> Reading:
    """A file as it is now, with all its appointments; errors as from `load_config` and `read_config`."""
    return read_config(load_config(config), shipped_knowledge())


def present_file(config: Path, clock: Clock) -> Organisation:
    """The same with only those in office on the day of its company, nothing judged; ConfigError as from `assess`."""
    whole = read_file(config)
    return whole.as_of(clock.day_in(whole.organisation.company.time_zone)).organisation


def judged(
    reading: Reading, day: date, knowledge: Knowledge, recorded: Recorded = NOTHING_RECORDED
) -> tuple[Finding, ...]:
    """What the rules find in a config on a day, even if nobody is in office then; first by what is recorded."""
    return judge(case_of(reading, day, knowledge.aws, recorded), reading)


@lru_cache(maxsize=1)
def read_config(source: ConfigSource, knowledge: Knowledge) -> Reading:
    """The organisation; ConfigError for a broken config, RenderingRefusedError for a character no font can draw.

    Of a config that says the same as the last one the same is handed out: a command may look at its file twice.
    """
    names = Names(
        sheets=knowledge.slugs,
        steps=[step.id for step in knowledge.procedure.steps()],
        languages=knowledge.languages,
        rules=[rule.id for rule in RULES],
        tasks=list(knowledge.aws.tasks),
    )
    reading = parse_organisation(source, names)
    if problems := reading.glyph_problems(coverage(fonts_dir())):
        raise RenderingRefusedError(problems)
    return reading


def refuse(assessment: Assessment) -> None:
    """JudgementError for findings that would make the paper mislead, of some rules also if they are accepted."""
    speaker = assessment.speaker(assessment.whole.organisation.languages[0])
    refused = tuple(finding.problem(speaker) for finding in assessment.findings if finding.refuses)
    if refused:
        raise JudgementError(refused)
