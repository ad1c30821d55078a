"""What was not compared is named, so that silence is not taken for agreement."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import aws_files as aws
from support.aws_files import DEV, LAB, PAYER
from support.config_texts import changed, read

from runbook.evidence import named_files, read_evidence
from runbook.reconciliation import Unseen, unseen

MORE = f"""\
  - {{id: "{DEV}", name: dev, kind: member, custody: unknown}}
  - {{id: "{LAB}", name: lab, kind: member, custody: unknown, status: closed}}
  - {{id: "888899990000", name: china, kind: standalone, custody: none, partition: aws-cn}}
copies:
"""


def left_open(folder: Path, *answers: str) -> Unseen:
    paths = [folder / f"{number}.json" for number in range(len(answers))]
    for path, answer in zip(paths, answers, strict=True):
        path.write_text(answer, "utf-8")
    organisation = read(changed("copies:\n", MORE), folder).organisation
    return unseen(organisation, read_evidence(named_files([f"{PAYER}={path}" for path in paths])))


def test_without_files_nothing_was_compared(tmp_path: Path) -> None:
    assert left_open(tmp_path) == Unseen(accounts=True, features=True, events=True, roots=(PAYER, DEV), all_roots=2)
    assert left_open(tmp_path).parts == ("accounts", "features", "events")


@pytest.mark.parametrize(
    ("answer", "parts", "roots"),
    [
        (aws.accounts(), ("features", "events"), (PAYER, DEV)),
        (aws.accounts(NextToken="next"), ("accounts", "features", "events"), (PAYER, DEV)),
        (aws.features(), ("accounts", "events"), (PAYER, DEV)),
        (aws.trail(), ("accounts", "features"), (PAYER, DEV)),
        (aws.summary(), ("accounts", "features", "events"), (DEV,)),
        (aws.report(PAYER), ("accounts", "features", "events"), (DEV,)),
        (aws.contact(), ("accounts", "features", "events"), (PAYER, DEV)),
    ],
)
def test_each_file_closes_what_it_is_about(
    tmp_path: Path, answer: str, parts: tuple[str, ...], roots: tuple[str, ...]
) -> None:
    missing = left_open(tmp_path, answer)
    assert (missing.parts, missing.roots) == (parts, roots)
