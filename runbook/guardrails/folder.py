"""The order of `runbook guardrails`: the config read and judged, the files made, put into a folder of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from runbook import TOOL
from runbook.assessment import assess_file, refuse
from runbook.checks import RULES
from runbook.config.fault import Fault
from runbook.errors import ConfigError, Problem
from runbook.guardrails.making import Basis, LeftOut, for_a_window, standing
from runbook.guardrails.readme import readme
from runbook.guardrails.written import Guardrail, Window
from runbook.knowledge.guardrails import load_guardrails
from runbook.text.regions import is_region
from runbook.writing import About, Kind, Published, publish, refuse_early

if TYPE_CHECKING:
    from runbook.assessment import Assessment
    from runbook.clock import Clock

README = "README.md"


@dataclass(frozen=True, slots=True)
class Judged:
    """A config of which files may be made, and what they are made of in a language."""

    config: Path
    assessment: Assessment

    def basis(self, language: str | None = None) -> Basis:
        """What files are made of; without a language, the first of the config."""
        knowledge, organisation = self.assessment.knowledge, self.assessment.whole.organisation
        words = knowledge.language(language or organisation.languages[0])
        facts = load_guardrails(knowledge.folder, knowledge.aws)
        return Basis(organisation, words, knowledge.aws, knowledge.handbook, facts)


@dataclass(frozen=True, slots=True)
class GuardrailSet:
    """Files, what was left out, and what they were made of."""

    basis: Basis
    files: tuple[Guardrail, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class GuardrailFolder:
    """Files that were written, and what was left out."""

    folder: Path
    files: tuple[Guardrail, ...]
    left_out: tuple[LeftOut, ...]
    published: Published


def judged(config: Path, clock: Clock) -> Judged:
    """A config of which files for AWS may be made; errors as from `assess_file`.

    JudgementError for example values. ConfigError also for a Region that can be none: it would be typed at AWS.
    """
    assessment = assess_file(config, clock, [rule for rule in RULES if rule.refuses])
    refuse(assessment)
    if problems := tuple(_regions(assessment)):
        raise ConfigError(problems)
    return Judged(config, assessment)


def write_standing(config: Judged, output: Path, language: str | None) -> GuardrailFolder:
    """Write the files that stay in force; OutputError as from `publish`."""
    refuse_early(output, Kind.GUARDRAILS, config=config.config)
    basis = config.basis(language)
    files, left_out = standing(basis)
    return _published(config, output, Kind.GUARDRAILS, GuardrailSet(basis, files, left_out))


def write_queries(config: Judged, output: Path, language: str | None, window: Window) -> GuardrailFolder:
    """Write the queries for a window of time; OutputError as from `publish`."""
    refuse_early(output, Kind.QUERIES, config=config.config)
    basis = config.basis(language)
    made = GuardrailSet(basis, for_a_window(basis, window))
    return _published(config, output, Kind.QUERIES, made)


def _published(config: Judged, output: Path, kind: Kind, made: GuardrailSet) -> GuardrailFolder:
    contents = {file.path: file.content() for file in made.files}
    contents[README] = readme(made.basis, made.files, made.left_out).encode()
    about = {"tool": TOOL, "config_sha256": config.assessment.whole.source.sha256}
    published = publish(contents, output, config=config.config, about=About(kind, about))
    return GuardrailFolder(output, made.files, made.left_out, published)


def expected(config: Judged) -> Callable[[str, Window | None], tuple[Guardrail, ...]]:
    """What would be written now in a language, for a window or without one."""

    def files(language: str, window: Window | None) -> tuple[Guardrail, ...]:
        basis = config.basis(language)
        return for_a_window(basis, window) if window else standing(basis)[0]

    return files


def _regions(assessment: Assessment) -> Iterator[Problem]:
    reading = assessment.whole
    alerts = reading.organisation.alerts
    for index, region in enumerate(alerts.regions if alerts else ()):
        if not is_region(region):
            fault = Fault.of("guardrail-region", ("alerts", "regions", index), region=region)
            yield fault.located(reading.source, reading.tree)
