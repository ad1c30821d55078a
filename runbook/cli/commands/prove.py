"""`runbook prove`."""

from __future__ import annotations

from runbook.cli.arguments import clock_of
from runbook.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, QuietOption, TalkOption, TodayOption
from runbook.cli.session import session


def prove(
    config: ConfigOption = DEFAULT_CONFIG,
    date: TodayOption = None,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Prove that every packet closes: each step finds what it needs, nothing is left open at END.

    And that no packet sends its reader round in a circle. Every fork and a stop at every step are tried. Exit code 4
    if a packet does not close: no paper is made of it. docs/proof.md says what is proved and what is not.

    Example: runbook prove config.yaml
    """
    with session(talk, quiet=quiet, json=json) as console:
        from runbook.assessment import present_file
        from runbook.cli.reports.proofs import report_on
        from runbook.knowledge.loading import shipped_knowledge
        from runbook.packets.proving import proved
        from runbook.stages import Stage, enter

        enter(Stage.READING)
        onward = proved(present_file(config, clock_of(date)), shipped_knowledge().procedure)
        console.show(report_on(tuple(onward.packets.values()), console.language))
