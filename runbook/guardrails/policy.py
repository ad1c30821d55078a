"""The policy that denies root in members: whom it binds, whom it never binds, and its template.

Whoever it never binds stands in the policy itself, too: attached to a whole unit by mistake, it still spares them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from runbook.guardrails.template import Tree, template_text
from runbook.organisation import AccountKind, Route

if TYPE_CHECKING:
    from runbook.knowledge.guardrails import GuardrailFacts
    from runbook.knowledge.handbook import Handbook
    from runbook.organisation import Account, Organisation, Partition

LARGEST = 5120
"""Characters of a policy without blanks. Larger limits are told as well; what fits the smallest fits them all."""

NAME = "DenyMemberRoot"


@dataclass(frozen=True, slots=True)
class Members:
    """Member accounts (ids) of a partition: ``bound`` by the policy; ``kept`` are those whose root the config needs.

    Of ``unknown`` nobody knows who keeps root. ``others`` are in an organization of somebody else.
    """

    bound: tuple[str, ...]
    kept: tuple[str, ...]
    unknown: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def spared(self) -> tuple[str, ...]:
        """Whom the policy never binds, wherever it is attached."""
        return (*self.kept, *self.unknown)


def members_of(organisation: Organisation, partition: Partition) -> Members:
    """The members of a partition that are open, by what the policy may do to them."""
    members = [
        account
        for account in organisation.accounts
        if account.partition is partition and account.kind is AccountKind.MEMBER and not account.is_closed
    ]
    spares = organisation.member_root_policy.spares
    others = [account for account in members if account.route is Route.RESELLER]
    ours = [account for account in members if account.route not in (Route.RESELLER, Route.NEW_EXPERIENCE)]
    kept = [account for account in ours if _is_kept(account) or account.id in spares]
    unknown = [account for account in ours if account not in kept and account.route is Route.UNKNOWN]
    bound = [account for account in ours if account not in kept and account not in unknown]
    return Members(*(tuple(account.id for account in group) for group in (bound, kept, unknown, others)))


def _is_kept(account: Account) -> bool:
    return account.route is Route.SAFE or bool(account.kept_for)


def policy_document(members: Members, partition: Partition, handbook: Handbook, facts: GuardrailFacts) -> Tree:
    """The policy of sheet 09 for a partition, with those whom it spares."""
    document: dict[str, Any] = json.loads(handbook.code["scp-deny-member-root"].text)
    (statement,) = document["Statement"]
    condition = statement["Condition"]
    arn = condition["ArnLike"]["aws:PrincipalArn"].replace("arn:aws:", f"arn:{partition.value}:")
    spared = {"StringNotEquals": {"aws:PrincipalAccount": list(members.spared)}} if members.spared else {}
    left_open = facts.open_actions.get(partition.value)
    actions = {"NotAction": list(left_open)} if left_open else {"Action": statement["Action"]}
    told = {
        "Sid": statement["Sid"],
        "Effect": statement["Effect"],
        **actions,
        "Resource": statement["Resource"],
        "Condition": {**condition, "ArnLike": {"aws:PrincipalArn": arn}, **spared},
    }
    return {"Version": document["Version"], "Statement": [told]}


def fits(document: Tree) -> bool:
    """Whether Organizations takes a policy of this size."""
    return len(json.dumps(document, separators=(",", ":"))) <= LARGEST


def policy_template(members: Members, document: Tree, facts: GuardrailFacts) -> str:
    """The template that makes the policy and attaches it to the accounts that it binds, one by one."""
    properties = {
        "Name": NAME,
        "Description": facts.descriptions["policy"],
        "Type": "SERVICE_CONTROL_POLICY",
        "Content": document,
        "TargetIds": list(members.bound),
    }
    resources = {NAME: {"Type": "AWS::Organizations::Policy", "Properties": properties}}
    outputs = {"PolicyId": {"Value": {"Fn::GetAtt": [NAME, "Id"]}}}
    return template_text(facts.descriptions["deny-member-root"], {}, resources, outputs)
