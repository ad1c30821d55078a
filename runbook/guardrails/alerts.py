"""Rules of EventBridge that tell somebody: root is used or taken, or GuardDuty found something about it.

Each template stands for itself: a topic, whom it tells, and the rules, because a rule and its target are in one Region
and a rule sees the events of its own account (templates/aws.yaml: CT-EV, RP-EB).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from runbook.guardrails.template import Tree, template_text

if TYPE_CHECKING:
    from runbook.knowledge.guardrails import GuardrailFacts
    from runbook.knowledge.handbook import Handbook

_TOPIC = "AlertTopic"
_ENABLED = "ENABLED"
_PROTOCOLS = ["email", "https"]
# What of an event stands in the text of an alert, by its place. Only what AWS words, or confines to certain signs: free
# text, as the message of an error, could hold a quote, and an alert whose text is no JSON may not arrive.
_OF_A_CALL = {
    "account": "$.account",
    "region": "$.region",
    "time": "$.detail.eventTime",
    "name": "$.detail.eventName",
    "service": "$.detail.eventSource",
    "address": "$.detail.sourceIPAddress",
    "outcome": "$.detail.responseElements.ConsoleLogin",
    "error": "$.detail.errorCode",
    "who": "$.detail.userIdentity.arn",
    "key": "$.detail.userIdentity.accessKeyId",
    "invoked_by": "$.detail.userIdentity.invokedBy",
    "id": "$.detail.eventID",
}
_OF_A_CHANGE = {**_OF_A_CALL, "target": "$.detail.requestParameters.accountId"}
# The key is that of the session: what is done with it in the member has the same.
_OF_A_SESSION = {
    **_OF_A_CALL,
    "target": "$.detail.requestParameters.targetPrincipal",
    "task": "$.detail.requestParameters.taskPolicyArn.arn",
    "key": "$.detail.responseElements.credentials.accessKeyId",
}
_OF_A_FINDING = {
    "account": "$.detail.accountId",
    "region": "$.region",
    "time": "$.detail.updatedAt",
    "name": "$.detail.type",
    "title": "$.detail.title",
    "kind": "$.detail.resource.accessKeyDetails.userType",
    "user": "$.detail.resource.accessKeyDetails.userName",
    "id": "$.detail.id",
}


def root_use_pattern(handbook: Handbook, facts: GuardrailFacts) -> Tree:
    """The pattern of sheet 09, for every kind of event that CloudTrail sends."""
    pattern = _pattern(handbook, "eventbridge-root-use")
    return {**pattern, "detail-type": [*pattern["detail-type"], *facts.detail_types]}


def root_key_pattern(facts: GuardrailFacts) -> Tree:
    """Calls that a long-term key of root makes."""
    return {
        "detail-type": ["AWS API Call via CloudTrail"],
        "detail": {"userIdentity": {"type": ["Root"], "accessKeyId": [{"prefix": facts.key_prefix}]}},
    }


def privileged_session_pattern() -> Tree:
    """Calls that open a privileged session; who calls is no root user (AWS: TRACK)."""
    return {
        "detail-type": ["AWS API Call via CloudTrail"],
        "detail": {"eventSource": ["sts.amazonaws.com"], "eventName": ["AssumeRoot"]},
    }


def rekeying_pattern(handbook: Handbook, facts: GuardrailFacts) -> Tree:
    """Calls that give root another address or telephone, as on sheet 09, or change whom AWS warns."""
    pattern = _pattern(handbook, "eventbridge-rekeying")
    detail = pattern["detail"]
    return {**pattern, "detail": {**detail, "eventName": [*detail["eventName"], *facts.contact_calls]}}


def finding_pattern(facts: GuardrailFacts) -> Tree:
    """Findings about root: by type, and whatever their type by the kind of user."""
    of_root = {"resource": {"accessKeyDetails": {"userType": [facts.finding_user]}}}
    return {
        "source": ["aws.guardduty"],
        "detail-type": ["GuardDuty Finding"],
        "detail": {"$or": [{"type": list(facts.finding_types)}, of_root]},
    }


def root_use_template(handbook: Handbook, facts: GuardrailFacts, texts: Mapping[str, str]) -> str:
    """The template that tells of root use, calls by a key of root, privileged sessions, and new contact data."""
    rules = {
        "RootUse": _rule(root_use_pattern(handbook, facts), _OF_A_CALL, texts["root_use"]),
        "RootKey": _rule(root_key_pattern(facts), _OF_A_CALL, texts["root_key"], state=facts.key_state),
        # Whether AWS counts AssumeRoot as a read was read nowhere; in this state the rule hears it in either case.
        "PrivilegedSession": _rule(
            privileged_session_pattern(), _OF_A_SESSION, texts["privileged_session"], state=facts.key_state
        ),
        "Rekeying": _rule(rekeying_pattern(handbook, facts), _OF_A_CHANGE, texts["rekeying"]),
    }
    return _template("root-use", rules, facts)


def guardduty_template(facts: GuardrailFacts, texts: Mapping[str, str]) -> str:
    """The template that tells of findings of GuardDuty about root."""
    rules = {"RootFinding": _rule(finding_pattern(facts), _OF_A_FINDING, texts["finding"])}
    return _template("guardduty", rules, facts)


def _pattern(handbook: Handbook, name: str) -> Tree:
    tree: Tree = json.loads(handbook.code[name].text)
    return tree


def _rule(pattern: Tree, paths: Mapping[str, str], text: str, *, state: str = _ENABLED) -> Tree:
    used = {name: path for name, path in paths.items() if f"<{name}>" in text}
    said = {"InputPathsMap": used, "InputTemplate": json.dumps(text, ensure_ascii=False)}
    target = {"Id": "alert", "Arn": {"Ref": _TOPIC}, "InputTransformer": said}
    return {"Type": "AWS::Events::Rule", "Properties": {"State": state, "EventPattern": pattern, "Targets": [target]}}


def _template(kind: str, rules: Tree, facts: GuardrailFacts) -> str:
    topic: Mapping[str, Any] = {"Ref": _TOPIC}
    parameters = {
        "AlertEndpoint": {"Type": "String", "MinLength": 1, "Description": facts.descriptions["endpoint"]},
        "AlertProtocol": {"Type": "String", "Default": _PROTOCOLS[0], "AllowedValues": _PROTOCOLS},
    }
    resources = {
        _TOPIC: {"Type": "AWS::SNS::Topic"},
        "AlertSubscription": {
            "Type": "AWS::SNS::Subscription",
            "Properties": {
                "TopicArn": topic,
                "Protocol": {"Ref": "AlertProtocol"},
                "Endpoint": {"Ref": "AlertEndpoint"},
            },
        },
        "AlertTopicPolicy": {
            "Type": "AWS::SNS::TopicPolicy",
            "Properties": {"Topics": [topic], "PolicyDocument": publishing_policy(topic)},
        },
        **rules,
    }
    return template_text(facts.descriptions[kind], parameters, resources, {_TOPIC: {"Value": topic}})


def publishing_policy(topic: object) -> Tree:
    """Who may publish to the topic: EventBridge, in the form that AWS documents, without a condition.

    A condition that EventBridge does not fill in would silence the alert, and no page that was read shows one for SNS.
    """
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": topic,
    }
    return {"Version": "2012-10-17", "Statement": [statement]}
