"""Everything that could make somebody root is named, or known not to be.

`runbook` judges what the config names. A mail service, an identity provider, a domain, a telephone contract or an
organization whose administrators nobody has named is no fault, and it is no proof either: whoever they are, they can
take what it guards. Each open question is counted, and sheet 11 prints all of them.

Answer by naming the people (`administered_by`, `organization_admins`, `keys_kept_by`; [] where there is really nobody),
or by saying in `without` that the company has no such service. What no config can answer (who works at the reseller)
stays a question: accept it for a time.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.custody.phrases import question

SEVERITY = Severity.WARNING
CONTROLS = ("two-person-approval", "custody")
SOURCES = ("ORG-M", "ACC-MAIL", "ACC-PRI", "BP")
GOOD = """
en: Mihon Tsushin}, administered_by: [ito], expires_on: 2028-03-31}
"""
BAD = """
en: Mihon Tsushin}, expires_on: 2028-03-31}  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the line where the answer belongs."""
    for asked in case.resilience.questions:
        yield Broken.of(asked.path, about=asked.about, says=asked.topic.value, question=question(asked))
