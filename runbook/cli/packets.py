"""A packet as it was typed: for which account and task, at which moment, in which formats."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.assessment import THAT_ARE_TOLD, read_file
from runbook.building import Inputs
from runbook.checks import RULES
from runbook.cli.arguments import account_of, chosen, nearest_of, told_moment
from runbook.cli.inputs import inputs
from runbook.cli.reports.builds import report_on
from runbook.cli.reports.no_root import better_way
from runbook.clock import Clock
from runbook.errors import UsageError
from runbook.formats import FORMATS
from runbook.knowledge.loading import shipped_knowledge
from runbook.on_demand.bilingual import FORMATS as TWIN_FORMATS
from runbook.on_demand.bilingual import build_bilingual
from runbook.on_demand.packet import PacketRequest, build_packet
from runbook.packets import cases_of
from runbook.packets.choice import packet_for, verdict
from runbook.sheets.view import Occasion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runbook.cli.console import Console
    from runbook.cli.reports.report import Report
    from runbook.knowledge.language import Language
    from runbook.organisation import Account
    from runbook.packets import Case


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for. ``wanted`` is None if the task needs no root: then ``verdict`` says which way is better."""

    inputs: Inputs
    wanted: PacketRequest | None
    account: Account | None
    task: str | None
    verdict: str | None


def formats_of(typed: Sequence[str] | None, *, twin: bool) -> tuple[str, ...]:
    """The formats that were typed, all without any; UsageError for one that there is not."""
    known = TWIN_FORMATS if twin else FORMATS
    return chosen(typed, known, "bad_format") or known


def answered(request: Request, output: Path, formats: tuple[str, ...], language: Language, *, twin: bool) -> Report:
    """The packet that was written, or the better way; errors as from `build_packet` and `build_bilingual`."""
    if request.wanted is None:
        return better_way(request.account, request.task, request.verdict, language)
    build = build_bilingual if twin else build_packet
    return report_on(build(request.inputs, request.wanted, output, formats), language)


def request_of(
    console: Console,
    config: Path,
    templates: Path | None,
    *,
    account: str | None,
    task: str | None,
    case: str | None,
    at: str | None,
    drill: bool,
    no_cache: bool,
) -> Request:
    """The request; UsageError for an account, task, case or time that is none, or if that names no single packet."""
    organisation = read_file(config).organisation
    knowledge = shipped_knowledge()
    moment = told_moment(at, organisation.company.time_zone, console)
    run = replace(inputs(config, None, templates, no_cache=no_cache), clock=Clock(day=moment.date()))
    found = account_of(account, organisation)
    if task is not None:
        nearest_of("--task", task, tuple(knowledge.aws.tasks))
    if case is None and found is None:
        raise UsageError("packet_of_what")
    judged = None
    if task is not None and found is not None:
        judged = verdict(knowledge.aws.tasks[task], found.kind, found.route, organisation.central_root)
    cases = cases_of(organisation, knowledge.procedure.for_organisation(organisation))
    known = sorted({each.kind.id for each in cases})
    needed = packet_for(found, judged, known) if found else None
    if case is not None:
        needed = nearest_of("--case", case, known), found
    if needed is None:
        return Request(run, None, found, task, judged)
    kind, about = needed
    _refuse_none_or_many(kind, about, cases)
    occasion = Occasion.at(moment, organisation, is_drill=drill)
    rules = RULES if console.json else THAT_ARE_TOLD  # a record counts findings of every severity
    wanted = PacketRequest(kind, about.id if about else None, occasion, rules)
    return Request(run, wanted, found, task, judged)


def _refuse_none_or_many(kind: str, account: Account | None, cases: Sequence[Case]) -> None:
    """UsageError if the account has no packet of the kind, or if it has to be said whose packet is meant."""
    fitting = [case for case in cases if case.kind.id == kind]
    if account is not None:
        if not any(case.is_about(account) for case in fitting):
            own = dict.fromkeys(case.kind.id for case in cases if case.is_about(account))
            raise UsageError("no_packet", kind=kind, account=account.shown_id, known=", ".join(own) or "–")
        return
    named = dict.fromkeys(
        case.role.account if case.role else case.subject.id if case.subject else "" for case in fitting
    )
    if len(named) > 1:
        raise UsageError("packet_of_which", kind=kind, known=", ".join(named))
