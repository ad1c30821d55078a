"""Files for AWS that were written or checked, as sentences and as a record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from runbook.cli.reports.report import Report
from runbook.guardrails.checking import State
from runbook.guardrails.folder import README

if TYPE_CHECKING:
    from runbook.guardrails.checking import Checked
    from runbook.guardrails.folder import GuardrailFolder
    from runbook.knowledge.language import Language


def report_on(made: GuardrailFolder, language: Language) -> Report:
    """What was written where, and what was left out."""
    return Report(
        record=lambda: {
            "output": str(made.folder),
            "files": {file.path: file.fingerprint for file in made.files},
            "left_out": {each.name: each.reason for each in made.left_out},
        },
        talk=tuple(_talk(made, language)),
    )


def _talk(made: GuardrailFolder, language: Language) -> Iterator[str]:
    if made.published.written or made.published.removed:
        readme = made.folder / README
        yield language.say("guardrails.written", count=len(made.files), folder=made.folder, readme=readme)
    else:
        yield language.say("guardrails.unchanged", folder=made.folder)
    for each in made.left_out:
        reason = language.words(f"guardrails.reasons.{each.reason}")
        yield language.say("guardrails.left_out", name=each.name, reason=reason)


def report_on_check(checked: Sequence[Checked], language: Language) -> Report:
    """What each file is worth; a finding if one is not what the config says."""
    other = sum(each.state is not State.CURRENT for each in checked)
    key, count = ("not_current", other) if other else ("all_current", len(checked))
    return Report(
        record=lambda: {"files": [{"file": each.file, "state": each.state.value} for each in checked]},
        lines=[language.say(f"guardrails.states.{each.state.value}", file=each.file) for each in checked],
        talk=(language.say(f"guardrails.{key}", count=count),),
        is_finding=other > 0,
    )
