"""`runbook reconcile`."""

from __future__ import annotations

from runbook.cli.options import DEFAULT_CONFIG, ConfigOption, EvidenceArgument, JsonOption, QuietOption, TalkOption
from runbook.cli.session import session


def reconcile(
    files: EvidenceArgument,
    config: ConfigOption = DEFAULT_CONFIG,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Tell where the config and files of AWS differ.

    Takes the files that `import` takes, get-contact-information and CloudTrail files (.json, .gz, lookup-events): an
    account without custody, root keys, a password where there should be none, contacts, central root access, and every
    use of root. Each difference has its line of the config and its place in the file. Exit 1 if there is one. Nothing
    is written.

    Example: runbook reconcile accounts.json trail/ -c config.yaml
    """
    with session(talk, quiet=quiet, json=json) as console:
        from runbook.assessment import read_file
        from runbook.cli.reports.differences import report_on
        from runbook.evidence import named_files, read_evidence
        from runbook.reconciliation import differences

        reading = read_file(config)
        evidence = read_evidence(named_files(files), (account.id for account in reading.organisation.accounts))
        console.show(report_on(reading, evidence, differences(reading, evidence), console.language))
