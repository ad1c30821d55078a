"""The policy that denies root in members, simulated: whom it stops, and whom never."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from support.config_texts import changed
from support.guardrails import example, files_of, files_of_the_example, left_out_of, of_text, policy, template
from support.organisations import ORGANISATIONS, knowledge
from support.policy_evaluator import Principal, Request, denies, privileged_session, role, root

from runbook.guardrails.policy import LARGEST, Members, fits, members_of, policy_document
from runbook.organisation import Partition

PATH = "aws/deny-member-root.yaml"
BOUND = ("222233334444", "333344445555", "555566667777", "666677778888")
KEPT = "444455556666"
ACTIONS = ("s3:DeleteBucketPolicy", "iam:CreateAccessKey", "ec2:RunInstances", "sts:GetCallerIdentity")
FULL = ORGANISATIONS["full"]


# --- the evaluator, held against what AWS documents ---------------------------------------------------------------


def statement(**parts: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Resource": "*", **parts}]}


# AWS Organizations, best practices for member accounts (ORG-MEM): root may do nothing but mend a bucket policy.
BUT_BUCKET_POLICIES = statement(
    NotAction=["s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"],
    Condition={"ArnLike": {"aws:PrincipalArn": ["arn:aws:iam::*:root"]}},
)
# AWS samples (SCPX): root of a member does nothing, unless its session was opened centrally.
CENTRAL_ONLY = statement(
    Action="*",
    Condition={"ArnLike": {"aws:PrincipalArn": ["arn:aws:iam::*:root"]}, "Null": {"aws:AssumedRoot": "true"}},
)
# AWS Control Tower: root makes no access keys.
NO_KEYS = statement(Action="iam:CreateAccessKey", Condition={"ArnLike": {"aws:PrincipalArn": ["arn:aws:iam::*:root"]}})


@pytest.mark.parametrize(
    ("document", "who", "action", "verdict"),
    [
        (BUT_BUCKET_POLICIES, root(KEPT), "ec2:RunInstances", True),
        (BUT_BUCKET_POLICIES, root(KEPT), "s3:putbucketpolicy", False),
        (BUT_BUCKET_POLICIES, privileged_session(KEPT), "iam:DeleteLoginProfile", True),
        (BUT_BUCKET_POLICIES, role(KEPT), "ec2:RunInstances", False),
        (CENTRAL_ONLY, root(KEPT), "s3:PutBucketPolicy", True),
        (CENTRAL_ONLY, privileged_session(KEPT), "s3:PutBucketPolicy", False),
        (CENTRAL_ONLY, role(KEPT), "s3:PutBucketPolicy", False),
        (CENTRAL_ONLY, root(KEPT, "aws-us-gov"), "s3:PutBucketPolicy", False),
        (NO_KEYS, root(KEPT), "iam:CreateAccessKey", True),
        (NO_KEYS, root(KEPT), "iam:CreateAccessKeys", False),
    ],
)
def test_examples_of_aws_are_judged_as_aws_says(
    document: dict[str, Any], who: Principal, action: str, *, verdict: bool
) -> None:
    assert denies(document, who.asks(action)) is verdict


@pytest.mark.parametrize(
    ("condition", "context", "holds"),
    [
        ({"StringNotEquals": {"aws:PrincipalAccount": ["1", "2"]}}, {"aws:PrincipalAccount": "1"}, False),
        ({"StringNotEquals": {"aws:PrincipalAccount": ["1", "2"]}}, {"aws:PrincipalAccount": "3"}, True),
        ({"StringNotEquals": {"aws:PrincipalAccount": ["1", "2"]}}, {}, True),
        ({"StringEquals": {"aws:PrincipalAccount": ["1", "2"]}}, {"AWS:principalaccount": "2"}, True),
        ({"StringEquals": {"aws:PrincipalAccount": "1"}}, {}, False),
        ({"Null": {"aws:AssumedRoot": "false"}}, {"aws:AssumedRoot": "true"}, True),
        ({"Null": {"aws:AssumedRoot": "false"}}, {}, False),
        (
            {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/a?"}},
            {"aws:PrincipalArn": "arn:aws:iam::1:role/ab"},
            False,
        ),
    ],
)
def test_conditions_hold_as_aws_says(condition: dict[str, Any], context: dict[str, str], *, holds: bool) -> None:
    assert denies(statement(Action="*", Condition=condition), Request("a:B", context)) is holds


# --- our policy ---------------------------------------------------------------------------------------------------


def content() -> Any:
    return policy(files_of_the_example()[PATH])["Content"]


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("account", BOUND)
def test_root_of_a_member_that_nobody_needs_can_do_nothing(account: str, action: str) -> None:
    assert denies(content(), root(account).asks(action))


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("account", [*BOUND, KEPT])
def test_a_privileged_session_and_an_administrator_are_never_stopped(account: str, action: str) -> None:
    assert not denies(content(), privileged_session(account).asks(action))
    assert not denies(content(), role(account).asks(action))


@pytest.mark.parametrize("action", ACTIONS)
def test_root_that_is_kept_is_not_stopped_even_if_the_policy_is_attached_to_everything(action: str) -> None:
    assert not denies(content(), root(KEPT).asks(action))


def test_it_is_attached_to_exactly_those_whose_root_nobody_needs() -> None:
    assert tuple(policy(files_of_the_example()[PATH])["TargetIds"]) == BOUND
    members = members_of(example().assessment.whole.organisation, Partition.COMMERCIAL)
    assert members == Members(BOUND, (KEPT,), (), ("999900001111",))


def test_the_policy_tells_its_id_because_one_account_is_freed_by_it() -> None:
    outputs = template(files_of_the_example()[PATH])["Outputs"]
    assert outputs == {"PolicyId": {"Value": {"Fn::GetAtt": ["DenyMemberRoot", "Id"]}}}
    undo = example().basis("en").facts.files["deny-member-root"].undo
    detach, attach = (next(line for line in undo if verb in line) for verb in ("detach-policy", "attach-policy"))
    assert detach.replace("detach", "attach") == attach
    assert "<PolicyId>" in detach


def test_the_session_of_the_test_is_used_inside_the_member_shows_no_secret_and_is_forgotten() -> None:
    test = example().basis("en").facts.files["deny-member-root"].test
    opened = next(at for at, line in enumerate(test) if "assume-root" in line)
    names = "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN"
    assert test[opened].startswith(f"read -r {names} < <(aws sts assume-root ")
    assert test[opened + 1] == f"export {names}"
    assert test[opened + 2 : -1] == ("aws sts get-caller-identity", "aws iam list-mfa-devices")
    assert test[-1] == f"unset {names}"


def test_the_head_says_that_a_move_frees_nothing_and_what_no_policy_stops() -> None:
    head = re.sub(r"\n#\s+", " ", files_of_the_example()[PATH].content().decode())
    assert "Moving an account to another organizational unit does not free it" in head
    assert "service-linked roles" in head
    assert "everything" not in head
    assert "Closed, so not bound: 202020203030." in head
    assert "So edit TargetIds first" in head


def test_a_closed_member_and_other_kinds_of_account_are_in_no_group() -> None:
    members = members_of(example().assessment.whole.organisation, Partition.COMMERCIAL)
    listed = {*members.bound, *members.spared, *members.others}
    assert listed.isdisjoint({"202020203030", "111122223333", "101010102020", "777788889999", "888899990000"})


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "name: sample-production, kind: member, custody: removed,",
            "name: sample-production, kind: member, custody: removed, kept_for: [close-account],",
        ),
        ('spares: ["444455556666"]', 'spares: ["444455556666", "222233334444"]'),
        (
            "name: sample-production, kind: member, custody: removed,",
            "name: sample-production, kind: member, custody: unknown,",
        ),
    ],
)
def test_a_member_whose_root_is_needed_or_not_known_is_neither_attached_nor_bound(
    tmp_path: Path, right: str, wrong: str
) -> None:
    text = changed(right, wrong, text=FULL.read_text("utf-8"))
    made = policy(files_of(of_text(text, tmp_path))[PATH])
    assert made["TargetIds"] == [account for account in BOUND if account != "222233334444"]
    assert not denies(made["Content"], root("222233334444").asks("s3:PutBucketPolicy"))
    assert denies(made["Content"], root("333344445555").asks("s3:PutBucketPolicy"))


def test_the_comment_names_whom_it_spares_and_who_is_not_known(tmp_path: Path) -> None:
    head = files_of_the_example()[PATH].content().decode()
    assert "keeps their root: 444455556666" in head
    assert "nobody knows yet" not in head
    text = changed(
        "name: sample-production, kind: member, custody: removed,",
        "name: sample-production, kind: member, custody: unknown,",
        text=FULL.read_text("utf-8"),
    )
    assert "who keeps their root: 222233334444." in files_of(of_text(text, tmp_path))[PATH].content().decode().replace(
        "\n#     ", " "
    )


def test_where_no_member_may_be_bound_there_is_no_policy(tmp_path: Path) -> None:
    text = FULL.read_text("utf-8")
    for name in ("sample-production", "sample-staging", "sample-log-archive"):
        start = text.index(f"name: {name},")
        text = text[:start] + text[start:].replace("custody: removed", "custody: unknown", 1)
    text = changed(
        "kind: member\n    custody: removed\n    root_email: aws-root-gov@",
        "kind: member\n    custody: unknown\n    root_email: aws-root-gov@",
        text=text,
    )
    made = of_text(text, tmp_path)
    assert PATH not in files_of(made)
    assert left_out_of(made)["aws/deny-member-root"] == "none-bound"


def test_of_two_organizations_in_one_config_no_policy_is_made(tmp_path: Path) -> None:
    text = changed(
        'name: {ja: 見本ソフト開発（譲受）, en: "Mihon Soft, development (taken over)"}\n    kind: standalone',
        'name: {ja: 見本ソフト開発（譲受）, en: "Mihon Soft, development (taken over)"}\n    kind: management',
        text=FULL.read_text("utf-8"),
    )
    made = of_text(text, tmp_path)
    assert left_out_of(made)["aws/deny-member-root"] == "several-organizations"
    assert "aws/contacts-222233334444.sh" in files_of(made)


def document(spared: int, partition: Partition = Partition.COMMERCIAL) -> dict[str, Any]:
    members = Members(("111111111111",), tuple(f"{number:012}" for number in range(spared)), (), ())
    return policy_document(members, partition, knowledge().handbook, example().basis("en").facts)


@pytest.mark.slow
def test_a_policy_that_aws_would_not_take_is_not_made() -> None:
    largest = next(count for count in range(1000) if not fits(document(count))) - 1
    assert 300 < largest < 340
    assert len(json.dumps(document(largest), separators=(",", ":"))) <= LARGEST


def test_a_policy_that_spares_nobody_has_no_empty_exception() -> None:
    assert "StringNotEquals" not in json.dumps(document(0))


def test_in_govcloud_the_calls_that_hand_out_root_keys_stay_open() -> None:
    made = document(0, Partition.GOVCLOUD)
    who = root("777788889999", "aws-us-gov")
    assert denies(made, who.asks("s3:PutBucketPolicy"))
    for action in ("iam:CreateAccessKey", "iam:DeleteAccessKey", "iam:ListAccessKeys"):
        assert not denies(made, who.asks(action))
    assert not denies(made, root("777788889999").asks("s3:PutBucketPolicy"))


def test_without_exceptions_it_is_the_policy_of_sheet_09() -> None:
    assert document(0) == json.loads(knowledge().handbook.code["scp-deny-member-root"].text)
