"""When things are due, and where an alert arrives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Annotated, Literal

from pydantic import Field

from runbook.organisation.disclosure import OPEN, PUBLIC, REFERENCE, is_restricted
from runbook.organisation.fields import Day, Identifier, Interval, Label, Name, Text
from runbook.organisation.people import Role

Event = Literal[
    "root-used", "custodian-left", "approver-changed", "place-changed", "account-added", "aws-changed", "seal-broken"
]


@dataclass(frozen=True, slots=True)
class RotationRule:
    """When a periodic task is due: after an interval, on an event, or both."""

    every: Annotated[Interval | None, Field(description="ISO 8601 duration in days, weeks, months or years: P3M.")] = (
        None
    )
    on: Annotated[tuple[Event, ...], Field(description="Events that make it due at once.", max_length=10)] = ()
    start: Annotated[
        Day | None, Field(alias="from", description="First day of the first interval; default 1 January.")
    ] = None
    owner: Annotated[Role | None, Field(description="Role that does it.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTask(RotationRule):
    """A periodic task of the company's own."""

    id: Annotated[Identifier, Field(description="Short name used in this file."), REFERENCE]
    name: Annotated[Name, Field(description="What is done, as it is printed."), OPEN]


@dataclass(frozen=True, slots=True)
class Rotation:
    """The periodic tasks. What is not given here follows the built-in rule."""

    password: Annotated[RotationRule, Field(description="Change the root password.")] = RotationRule(
        on=("root-used", "custodian-left", "seal-broken")
    )
    access_review: Annotated[RotationRule, Field(description="Review who can reach what.")] = RotationRule(
        every=Interval.of("P3M"), on=("custodian-left",)
    )
    mfa_check: Annotated[RotationRule, Field(description="Check custody and MFA devices.")] = RotationRule(
        every=Interval.of("P3M"), on=("root-used",)
    )
    seal_check: Annotated[RotationRule, Field(description="Look at the seals without opening them.")] = RotationRule(
        every=Interval.of("P1M")
    )
    contact_test: Annotated[RotationRule, Field(description="Call every number on the contact sheets.")] = RotationRule(
        every=Interval.of("P3M"), on=("approver-changed",)
    )
    alert_test: Annotated[RotationRule, Field(description="Prove that the alert on root use arrives.")] = RotationRule(
        every=Interval.of("P6M"), on=("aws-changed",)
    )
    drill: Annotated[RotationRule, Field(description="Practise the break-glass flow.")] = RotationRule(
        every=Interval.of("P3M"), on=("approver-changed", "custodian-left")
    )
    recovery_drill: Annotated[RotationRule, Field(description="Practise recovery of a lost MFA device.")] = (
        RotationRule(every=Interval.of("P1Y"))
    )
    combination: Annotated[RotationRule, Field(description="Change safe combinations.")] = RotationRule(
        every=Interval.of("P1Y"), on=("custodian-left",)
    )
    runbook_review: Annotated[RotationRule, Field(description="Read this runbook and issue it anew.")] = RotationRule(
        every=Interval.of("P1Y"), on=("aws-changed",)
    )

    own: Annotated[tuple[OwnTask, ...], Field(description="Periodic tasks of your own.", max_length=50)] = ()

    def built_in(self) -> Mapping[str, RotationRule]:
        """The rule of every built-in task by its id, in order."""
        return {task.name: getattr(self, task.name) for task in fields(self) if task.name != "own"}

    def tasks(self) -> Mapping[str, RotationRule]:
        """The rule of every periodic task by its id, in order; the company's own come last."""
        return {**self.built_in(), **{task.id: task for task in self.own}}


SIGN_IN_REGIONS = ("us-east-1", "us-east-2", "us-west-2")
"""Where a root sign-in is recorded, whichever Region served it (AWS: CT-EV)."""


@dataclass(frozen=True, slots=True)
class Alerts:
    """Where an alert about root use arrives."""

    destination: Annotated[
        Text, Field(description="Channel or mailbox that receives the alert."), is_restricted("destination")
    ]
    regions: Annotated[
        tuple[Label, ...],
        Field(
            description="Regions with the rule. Root sign-in is recorded in us-east-1, us-east-2 or us-west-2.",
            min_length=1,
            max_length=40,
        ),
        PUBLIC,
    ]
