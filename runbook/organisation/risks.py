"""Risks that the company knows and takes: a finding that is accepted, by whom, why, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from runbook.organisation.disclosure import HOLDER, PUBLIC, REFERENCE, is_restricted
from runbook.organisation.fields import Day, Identifier, Label, Text


@dataclass(frozen=True, slots=True)
class AcceptedRisk:
    """A finding of `runbook check` that is not to be mended for now. It is printed on sheet 00."""

    rule: Annotated[Identifier, Field(description="Id of the rule, as `runbook check` prints it."), PUBLIC]
    reason: Annotated[
        Text, Field(description="Why it is accepted, for the auditor who reads sheet 00."), is_restricted("text")
    ]
    accepted_by: Annotated[Identifier, Field(description="Id of the person who accepts it."), HOLDER]
    until: Annotated[Day, Field(description="Last day of the acceptance; afterwards the finding is back.")]
    about: Annotated[
        Label | None, Field(description="Only for this account, person, place, item or task; omit for all."), REFERENCE
    ] = None
