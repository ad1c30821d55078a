"""The rules of EventBridge: what they hear, what they say, and that CloudFormation knows their templates."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.event_patterns import ALL_EVENTS, hears, matches, said
from support.guardrails import example, files_of_the_example, rules, template
from support.organisations import LANGUAGES, knowledge

from runbook.guardrails.making import regions_of
from runbook.organisation import Partition

ROOT_USE, GUARDDUTY, GOVCLOUD = "aws/root-use.yaml", "aws/guardduty.yaml", "aws-us-gov/root-use.yaml"
TEMPLATES = (ROOT_USE, GUARDDUTY, "aws/deny-member-root.yaml", GOVCLOUD)
API, SIGN_IN = "AWS API Call via CloudTrail", "AWS Console Sign In via CloudTrail"


def event(name: str, kind: str = API, who: str = "Root", key: str = "ASIAEXAMPLE", **detail: Any) -> dict[str, Any]:
    """An event of CloudTrail as EventBridge gets it (AWS: CT-EV, TRACK)."""
    identity = {"type": who, "accountId": "222233334444", "arn": "arn:aws:iam::222233334444:root", "accessKeyId": key}
    return {"detail-type": kind, "detail": {"eventName": name, "userIdentity": identity, **detail}}


def finding(kind: str, user: str = "Root") -> dict[str, Any]:
    """A finding of GuardDuty as EventBridge gets it (AWS: GD)."""
    resource = {"resourceType": "AccessKey", "accessKeyDetails": {"userType": user, "userName": user}}
    detail = {"type": kind, "severity": 2, "accountId": "222233334444", "resource": resource}
    return {"source": "aws.guardduty", "detail-type": "GuardDuty Finding", "detail": detail}


# --- the evaluator ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "heard"),
    [
        ({"a": ["x"]}, True),
        ({"a": ["y", "x"]}, True),
        ({"a": ["y"]}, False),
        ({"b": {"c": [{"prefix": "va"}]}}, True),
        ({"b": {"c": [{"prefix": "al"}]}}, False),
        ({"b": {"d": [{"exists": False}]}}, True),
        ({"b": {"c": [{"exists": False}]}}, False),
        ({"a": {"c": ["x"]}}, False),
        ({"a": ["x"], "$or": [{"a": ["y"]}, {"b": {"c": ["value"]}}]}, True),
        ({"a": ["y"], "$or": [{"a": ["x"]}, {"b": {"c": ["value"]}}]}, False),
        ({"b": {"$or": [{"c": ["x"]}, {"d": ["x"]}]}}, False),
        ({}, True),
    ],
)
def test_a_pattern_matches_as_aws_says(pattern: dict[str, Any], *, heard: bool) -> None:
    assert matches(pattern, {"a": "x", "b": {"c": "value"}}) is heard


def test_reads_are_heard_only_by_a_rule_that_asks_for_them() -> None:
    pattern = {"detail-type": [API]}
    read, session = event("ListBuckets"), event("GetSessionToken")
    assert [hears({"State": state, "EventPattern": pattern}, read) for state in ("ENABLED", ALL_EVENTS)] == [
        False,
        True,
    ]
    assert hears({"State": "ENABLED", "EventPattern": pattern}, session)


# --- root use -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [ROOT_USE, GOVCLOUD])
@pytest.mark.parametrize(
    ("heard", "told"),
    [
        ({"RootUse"}, event("ConsoleLogin", SIGN_IN)),
        ({"RootUse"}, event("ConsoleLogin", "AWS Console Signin via CloudTrail")),
        ({"RootUse"}, event("ConsoleLogin", SIGN_IN, responseElements={"ConsoleLogin": "Failure"})),
        ({"RootUse"}, event("PasswordRecoveryRequested", SIGN_IN)),
        ({"RootUse"}, event("PasswordUpdated", "AWS Service Event via CloudTrail")),
        ({"RootUse"}, event("EnableMFADevice")),
        ({"RootUse"}, event("PutBucketPolicy")),
        ({"RootUse", "RootKey"}, event("CreateUser", key="AKIAEXAMPLE")),
        ({"RootKey"}, event("GetCallerIdentity", key="AKIAEXAMPLE")),
        (set(), event("ListBuckets")),
        (set(), event("ConsoleLogin", SIGN_IN, who="IAMUser")),
        (set(), event("GetCallerIdentity", who="IAMUser", key="AKIAEXAMPLE")),
        (
            {"Rekeying"},
            event("PutContactInformation", who="AssumedRole", eventSource="account.amazonaws.com"),
        ),
        ({"Rekeying"}, event("StartPrimaryEmailUpdate", who="AssumedRole", eventSource="account.amazonaws.com")),
        ({"Rekeying"}, event("PutAlternateContact", who="AssumedRole", eventSource="account.amazonaws.com")),
        ({"Rekeying"}, event("DeleteAlternateContact", who="AssumedRole", eventSource="account.amazonaws.com")),
        (set(), event("GetAlternateContact", who="AssumedRole", eventSource="account.amazonaws.com")),
        ({"PrivilegedSession"}, event("AssumeRoot", who="AssumedRole", eventSource="sts.amazonaws.com")),
        (set(), event("AssumeRole", who="AssumedRole", eventSource="sts.amazonaws.com")),
    ],
)
def test_exactly_the_rules_that_are_meant_hear_an_event(heard: set[str], told: dict[str, Any], path: str) -> None:
    found = rules(files_of_the_example()[path])
    assert {name for name, rule in found.items() if hears(rule, told)} == heard


@pytest.mark.parametrize("code", ["eventbridge-root-use", "eventbridge-rekeying"])
def test_what_sheet_09_would_hear_is_heard(code: str) -> None:
    pattern = json.loads(knowledge().handbook.code[code].text)
    heard = [each["EventPattern"] for each in rules(files_of_the_example()[ROOT_USE]).values()]
    assert any(_is_wider(each, pattern) for each in heard)


def _is_wider(wide: dict[str, Any], narrow: dict[str, Any]) -> bool:
    """Whether a pattern names the same fields, with at least the same values."""
    return wide.keys() == narrow.keys() and all(
        _is_wider(wide[name], value) if isinstance(value, dict) else set(wide[name]) >= set(value)
        for name, value in narrow.items()
    )


@pytest.mark.parametrize(
    ("kind", "user", "heard"),
    [
        ("Policy:IAMUser/RootCredentialUsage", "Root", True),
        ("Policy:IAMUser/ShortTermRootCredentialUsage", "Root", True),
        ("Stealth:IAMUser/CloudTrailLoggingDisabled", "IAMUser", True),
        ("Recon:IAMUser/MaliciousIPCaller.Custom", "Root", True),
        ("Recon:IAMUser/MaliciousIPCaller.Custom", "IAMUser", False),
    ],
)
def test_a_finding_of_low_severity_is_heard_by_its_type_or_its_user(kind: str, user: str, *, heard: bool) -> None:
    (rule,) = rules(files_of_the_example()[GUARDDUTY]).values()
    assert hears(rule, finding(kind, user)) is heard
    assert "severity" not in json.dumps(rule)


def test_a_finding_of_another_service_about_root_is_not_heard() -> None:
    (rule,) = rules(files_of_the_example()[GUARDDUTY]).values()
    assert not hears(rule, {**finding("Policy:IAMUser/RootCredentialUsage"), "source": "aws.macie"})
    port_probe = {"type": "Recon:EC2/PortProbeUnprotectedPort", "resource": {"resourceType": "Instance"}}
    assert not hears(rule, {**finding(""), "detail": port_probe})


def typed(kind: str, verb: str) -> str:
    """The command in the head of a kind of file that calls ``verb``."""
    file = example().basis("en").facts.files[kind]
    (line,) = (line for line in (*file.apply, *file.test, *file.undo) if f" {verb} " in line)
    return line


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [ROOT_USE, GOVCLOUD])
def test_the_event_that_is_sent_to_test_the_alert_is_heard_and_says_that_it_is_a_test(path: str, language: str) -> None:
    words = shlex.split(typed("root-use", "put-events"))
    (entry,) = json.loads(words[words.index("--entries") + 1])
    assert not entry["Source"].startswith("aws.")  # AWS takes no such source from anybody
    sent = {"source": entry["Source"], "detail-type": entry["DetailType"], "detail": json.loads(entry["Detail"])}
    found = rules(files_of_the_example(language)[path])
    heard = [rule for rule in found.values() if hears(rule, sent)]
    assert heard == [found["RootUse"]]
    assert "TEST" in said(heard[0]["Targets"][0], sent)


@pytest.mark.parametrize("kind", ["root-use", "guardduty"])
def test_every_parameter_of_a_template_is_typed_and_a_mail_subscription_is_confirmed_with_credentials(
    kind: str,
) -> None:
    words = shlex.split(typed(kind, "create-stack"))
    given = {word.split(",")[0].partition("=")[2] for word in words if word.startswith("ParameterKey=")}
    assert given == template(files_of_the_example()[f"aws/{kind}.yaml"])["Parameters"].keys()
    assert typed(kind, "confirm-subscription").endswith("--authenticate-on-unsubscribe true")


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_govcloud_a_key_is_the_only_way_of_root_and_nothing_speaks_of_its_sign_in(language: str) -> None:
    commercial, govcloud = (rules(files_of_the_example(language)[path]) for path in (ROOT_USE, GOVCLOUD))
    told = [found["RootKey"]["Targets"][0]["InputTransformer"]["InputTemplate"] for found in (commercial, govcloud)]
    nobody = {"en": "Nobody should have such a key", "ja": "誰も持っていないはず"}[language]
    assert [nobody in text for text in told] == [True, False]
    head = files_of_the_example(language)[GOVCLOUD].content().decode().partition("AWSTemplateFormatVersion")[0]
    assert nobody not in head
    assert not re.search(r"StackSet|sign-in is|パスワードの復旧|recovery|Signin", head.partition("https://")[0])


@pytest.mark.parametrize("path", [ROOT_USE, GUARDDUTY, GOVCLOUD])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alert_is_a_sentence_of_which_every_gap_is_filled(path: str, language: str) -> None:
    for rule in rules(files_of_the_example(language)[path]).values():
        (target,) = rule["Targets"]
        transformer = target["InputTransformer"]
        text = json.loads(transformer["InputTemplate"])
        assert set(re.findall(r"<(\w+)>", text)) == transformer["InputPathsMap"].keys()
        assert {"account", "name", "time", "id"} <= transformer["InputPathsMap"].keys()
        assert "01" in text


# Events whole, as AWS documents them (CT-EV, TRACK, GD), each with what has to stand in the alert on it.
SIGNED_IN = {
    "account": "111122223333",
    "region": "us-east-2",
    "detail-type": SIGN_IN,
    "detail": {
        "eventTime": "2026-12-28T18:12:40Z",
        "eventSource": "signin.amazonaws.com",
        "eventName": "ConsoleLogin",
        "sourceIPAddress": "192.0.2.7",
        "eventID": "11d5-event",
        "errorMessage": 'a "free" text',
        "responseElements": {"ConsoleLogin": "Failure"},
        "userIdentity": {"type": "Root", "accessKeyId": "ASIAEXAMPLE"},
    },
}
DENIED = {
    "account": "222233334444",
    "region": "eu-west-1",
    "detail-type": API,
    "detail": {
        "eventTime": "2026-12-28T18:13:00Z",
        "eventSource": "s3.amazonaws.com",
        "eventName": "ListBuckets",
        "sourceIPAddress": "192.0.2.8",
        "eventID": "22d5-event",
        "errorCode": "AccessDenied",
        "userIdentity": {"type": "Root", "accessKeyId": "AKIAEXAMPLE"},
    },
}
NEW_NUMBER = {
    "account": "111122223333",
    "region": "us-east-1",
    "detail-type": API,
    "detail": {
        "eventTime": "2026-12-28T18:14:00Z",
        "eventSource": "account.amazonaws.com",
        "eventName": "PutContactInformation",
        "sourceIPAddress": "192.0.2.9",
        "eventID": "33d5-event",
        "errorCode": "AccessDenied",
        "userIdentity": {"type": "AssumedRole", "arn": "arn:aws:sts::111122223333:assumed-role/Admin/mori"},
        "requestParameters": {"accountId": "333344445555"},
    },
}
SESSION = {
    "account": "111122223333",
    "region": "eu-north-1",
    "detail-type": API,
    "detail": {
        "eventTime": "2026-12-28T18:15:00Z",
        "eventSource": "sts.amazonaws.com",
        "eventName": "AssumeRoot",
        "sourceIPAddress": "192.0.2.10",
        "eventID": "55d5-event",
        "userIdentity": {
            "type": "AssumedRole",
            "arn": "arn:aws:sts::111122223333:assumed-role/Admin/mori",
            "accessKeyId": "ASIACALLER",
        },
        "requestParameters": {
            "targetPrincipal": "222233334444",
            "taskPolicyArn": {"arn": "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy"},
        },
        "responseElements": {"credentials": {"accessKeyId": "ASIASESSION", "sessionToken": "never told"}},
    },
}
IN_THE_SESSION = {
    "account": "222233334444",
    "region": "us-west-2",
    "detail-type": API,
    "detail": {
        "eventTime": "2026-12-28T18:16:00Z",
        "eventSource": "s3.amazonaws.com",
        "eventName": "DeleteBucketPolicy",
        "sourceIPAddress": "192.0.2.11",
        "eventID": "66d5-event",
        "userIdentity": {"type": "Root", "accessKeyId": "ASIASESSION", "invokedBy": "backup.amazonaws.com"},
    },
}
FOUND = {
    "account": "999999999999",
    "region": "us-west-2",
    "source": "aws.guardduty",
    "detail-type": "GuardDuty Finding",
    "detail": {
        "accountId": "222233334444",
        "type": "Policy:IAMUser/RootCredentialUsage",
        "title": "The API ListBuckets was invoked using root credentials.",
        "resource": {"accessKeyDetails": {"userType": "Root", "userName": "Hanako"}},
        "id": "44d5-event",
        "updatedAt": "2026-12-28T18:20:00Z",
        "severity": 2,
    },
}


@pytest.mark.parametrize(
    ("path", "name", "told", "words"),
    [
        (
            ROOT_USE,
            "RootUse",
            SIGNED_IN,
            "111122223333 us-east-2 2026-12-28T18:12:40Z ConsoleLogin signin.amazonaws.com 192.0.2.7 Failure 11d5",
        ),
        (
            ROOT_USE,
            "RootKey",
            DENIED,
            "222233334444 eu-west-1 2026-12-28T18:13:00Z ListBuckets s3.amazonaws.com 192.0.2.8 AccessDenied AKIAEX",
        ),
        (
            ROOT_USE,
            "RootUse",
            IN_THE_SESSION,
            "222233334444 us-west-2 DeleteBucketPolicy 192.0.2.11 66d5-event ASIASESSION backup.amazonaws.com",
        ),
        (
            ROOT_USE,
            "PrivilegedSession",
            SESSION,
            "222233334444 111122223333 eu-north-1 AssumeRoot 192.0.2.10 role/Admin/mori task/S3Unlock ASIASESSION 55d5",
        ),
        (
            ROOT_USE,
            "Rekeying",
            NEW_NUMBER,
            "111122223333 333344445555 PutContactInformation 192.0.2.9 AccessDenied 33d5-event role/Admin/mori",
        ),
        (
            GUARDDUTY,
            "RootFinding",
            FOUND,
            "222233334444 us-west-2 Policy:IAMUser/RootCredentialUsage 44d5-event Hanako Root ListBuckets invoked",
        ),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alert_says_who_what_when_and_from_where(
    language: str, path: str, name: str, told: dict[str, Any], words: str
) -> None:
    rule = rules(files_of_the_example(language)[path])[name]
    assert hears(rule, told)
    text = said(rule["Targets"][0], told)
    assert [word for word in words.split() if word not in text] == []
    assert "<" not in text
    assert '"' not in text
    assert "never told" not in text


@pytest.mark.parametrize("path", [ROOT_USE, GUARDDUTY, GOVCLOUD])
def test_every_rule_tells_a_topic_to_which_eventbridge_may_publish(path: str) -> None:
    resources = template(files_of_the_example()[path])["Resources"]
    topics = {name for name, each in resources.items() if each["Type"] == "AWS::SNS::Topic"}
    assert topics == {"AlertTopic"}
    for rule in rules(files_of_the_example()[path]).values():
        assert [target["Arn"] for target in rule["Targets"]] == [{"Ref": "AlertTopic"}]
        assert "RoleArn" not in json.dumps(rule)
    (statement,) = resources["AlertTopicPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert (statement["Action"], statement["Resource"]) == ("sns:Publish", {"Ref": "AlertTopic"})
    assert resources["AlertSubscription"]["Properties"]["TopicArn"] == {"Ref": "AlertTopic"}


def test_the_head_names_the_three_regions_of_a_sign_in_and_those_of_the_config() -> None:
    basis = example().basis("en")
    assert regions_of(basis, Partition.COMMERCIAL) == ("us-east-1", "us-east-2", "us-west-2")
    assert "us-east-1, us-east-2, us-west-2" in files_of_the_example()[ROOT_USE].content().decode()
    govcloud = files_of_the_example()[GOVCLOUD].content().decode()
    assert "us-gov-east-1, us-gov-west-1" in govcloud
    assert "us-east-2" not in govcloud


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_cloudformation_knows_everything_in_the_templates(tmp_path: Path, language: str) -> None:
    for path in TEMPLATES:
        file = files_of_the_example(language)[path]
        (tmp_path / path.replace("/", "-")).write_bytes(file.content())
        assert list(template(file))[:2] == ["AWSTemplateFormatVersion", "Description"]
        assert template(file)["AWSTemplateFormatVersion"] == "2010-09-09"
        assert "&id" not in file.body
    files = sorted(map(str, tmp_path.iterdir()))
    assert len(files) == len(TEMPLATES)
    linted = lint(*files)
    assert (linted.returncode, linted.stdout) == (0, ""), linted.stderr


@pytest.mark.slow
def test_a_template_with_a_fault_is_found_by_the_linter(tmp_path: Path) -> None:
    text = files_of_the_example()[ROOT_USE].content().decode()
    assert text.count("EventPattern:") == 4
    file = tmp_path / "wrong.yaml"
    file.write_text(text.replace("EventPattern:", "EventPatern:"), "utf-8")
    assert "EventPatern" in lint(str(file)).stdout


def lint(*files: str) -> subprocess.CompletedProcess[str]:
    """What the linter of AWS says about templates."""
    command = [sys.executable, "-c", "from cfnlint.runner import main; main()", *files]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
