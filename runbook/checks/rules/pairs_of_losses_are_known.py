"""You know which two losses together lock you out.

For information: no organisation survives everything, but nobody should learn on the worst day that two safes on the
same floor were all there was. The pairs are minimal: neither half is fatal alone. Sheet 11 shows them, and
`check --json` lists all.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.accounts import accounts_of
from runbook.checks.rule import Broken, Case, Severity
from runbook.custody.phrases import loss_name
from runbook.knowledge.phrases import Listed, Phrase

SEVERITY = Severity.INFO
CONTROLS = ("custody", "emergency-access")
SOURCES = ("ORG-M", "WA-03")
GOOD = """
    readers: [yoshida, mori]
    depends_on: [internet]
...
  - id: "111122223333"
    name: sample-payer
...
  - id: "444455556666"
"""
BAD = """
    readers: [yoshida, mori]
    depends_on: [internet, vpn]
...
  - id: "111122223333"  # <-
    name: sample-payer
...
  - id: "444455556666"  # <-
"""
SHOWN = 3


def check(case: Case) -> Iterator[Broken]:
    """One finding per class, at its first account."""
    for classes in case.resilience.classes:
        pairs = [losses for losses in classes.losses if len(losses) == 2]  # noqa: PLR2004  a pair
        if pairs:
            named = tuple(Listed(tuple(loss_name(loss) for loss in sorted(pair))) for pair in pairs[:SHOWN])
            more = (Phrase.of("more-pairs", count=str(len(pairs) - SHOWN)),) if len(pairs) > SHOWN else ()
            yield Broken.of(
                case.line_of(classes),
                about=classes.custody.accounts[0].id,
                count=str(len(pairs)),
                accounts=accounts_of([classes]),
                pairs=Listed((*named, *more), "pairs"),
            )
