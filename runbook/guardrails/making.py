"""All files for an organisation in a language, and what is not made for it, with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from runbook.guardrails import alerts, contacts, policy, queries
from runbook.guardrails.reach import reach_of
from runbook.guardrails.written import Guardrail, Head, Window
from runbook.organisation import SIGN_IN_REGIONS, AccountKind, Partition

if TYPE_CHECKING:
    from runbook.knowledge.aws import Aws, Source
    from runbook.knowledge.guardrails import GuardrailFacts
    from runbook.knowledge.handbook import Handbook
    from runbook.knowledge.language import Language
    from runbook.organisation import Organisation

SECTIONS = ("what", "why", "apply", "test", "undo")
SHELL = "/bin/sh"
LARGEST_TYPED = 51_200
"""Bytes of a template that is handed over with a call (CloudFormation API: CreateStack; MODELS)."""

SHOWN = 40
"""Accounts that a sentence names; all of them stand in the file below it, or in the config."""

HEAD = 12_000
"""Bytes that are allowed for the head of a file."""
_PARTITION_OF_REGIONS = {
    "us-gov-": Partition.GOVCLOUD,
    "cn-": Partition.CHINA,
    "eusc-": Partition.SOVEREIGN,
}
# What can be said about a partition: of the others it was not read (GOV, CN, and what stands in guardrails.yaml).
_MADE = {
    Partition.COMMERCIAL: ("root-use", "guardduty", "deny-member-root", "contacts"),
    Partition.GOVCLOUD: ("root-use", "deny-member-root"),
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is not made: "aws-cn/root-use", why, by the name of a sentence, and where that was read."""

    name: str
    reason: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A file without its head: where it lies, its kind, its content, and the values of the sentences above it."""

    path: str
    kind: str
    body: str
    values: Mapping[str, str]
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """What files are made of."""

    organisation: Organisation
    language: Language
    aws: Aws
    handbook: Handbook
    facts: GuardrailFacts


def regions_of(basis: Basis, partition: Partition) -> tuple[str, ...]:
    """Where the alert on root use stands: where it must, and wherever else the config says."""
    must = SIGN_IN_REGIONS if partition is Partition.COMMERCIAL else basis.facts.regions.get(partition.value, ())
    named = basis.organisation.alerts.regions if basis.organisation.alerts else ()
    return tuple(dict.fromkeys((*must, *(region for region in named if _partition_of(region) is partition))))


def _partition_of(region: str) -> Partition:
    starts = (partition for start, partition in _PARTITION_OF_REGIONS.items() if region.startswith(start))
    return next(starts, Partition.COMMERCIAL)


def standing(basis: Basis) -> tuple[tuple[Guardrail, ...], tuple[LeftOut, ...]]:
    """The files that stay in force, by path; and what is left out."""
    made: list[Guardrail] = []
    left_out: list[LeftOut] = []
    for partition in _partitions(basis.organisation):
        for kind in _MADE[Partition.COMMERCIAL]:
            found = _MAKERS[kind](basis, partition) if kind in _MADE.get(partition, ()) else None
            if found is None or isinstance(found, str):
                left_out.append(_left_out(basis, kind, partition, found))
            else:
                made.extend(found)
    return tuple(made), tuple(left_out)


def _left_out(basis: Basis, kind: str, partition: Partition, reason: str | None) -> LeftOut:
    """What is not made; without a reason of its own because of the partition: it has no root user, or is not read."""
    name = f"{partition.value}/{kind}"
    if reason is None and (known := basis.facts.not_made.get(name)):
        return LeftOut(name, known.reason, tuple(_source(basis, source) for source in known.sources))
    has_no_root = partition is Partition.CHINA and kind != "contacts"
    return LeftOut(name, reason or ("no-root" if has_no_root else "not-read"))


def for_a_window(basis: Basis, window: Window) -> tuple[Guardrail, ...]:
    """The queries for what root did in a window of time."""
    regions = regions_of(basis, Partition.COMMERCIAL)
    titles = _texts(basis, "titles_of_queries", Partition.COMMERCIAL)
    values = {"account": window.account or basis.language.words("guardrails.every_account")}
    values |= {"start": f"{window.start:%Y-%m-%d %H:%M}", "end": f"{window.end:%Y-%m-%d %H:%M}"}
    values["regions"] = ", ".join(regions)
    bodies = {
        "history.sh": ("queries-history", queries.history_script(regions, window)),
        "lake.sql": ("queries-lake", queries.sql(queries.LAKE, window, titles)),
        "athena.sql": ("queries-athena", queries.sql(queries.ATHENA, window, titles)),
    }
    drafts = (Draft(path, kind, body, values, window) for path, (kind, body) in bodies.items())
    return tuple(_made(basis, draft) for draft in drafts)


def _partition_in(path: str) -> Partition:
    """The partition whose folder a path lies in; queries lie in none, and ask about the commercial one."""
    folder, slash, _ = path.partition("/")
    return Partition(folder) if slash else Partition.COMMERCIAL


def _partitions(organisation: Organisation) -> Iterator[Partition]:
    used = {account.partition for account in organisation.accounts if not account.is_closed}
    return (partition for partition in Partition if partition in used)


def _root_use(basis: Basis, partition: Partition) -> Sequence[Guardrail] | str:
    body = alerts.root_use_template(basis.handbook, basis.facts, _texts(basis, "alert_texts", partition))
    reach = reach_of(basis.organisation, partition)
    signs_in = partition is Partition.COMMERCIAL
    values = {
        "regions": ", ".join(regions_of(basis, partition)),
        "sign_in_regions": ", ".join(SIGN_IN_REGIONS) if signs_in else "",
        "key_regions": "" if signs_in else ", ".join(basis.facts.regions[partition.value]),
        **{field.name: _named(basis, getattr(reach, field.name)) for field in fields(reach)},
    }
    return (_made(basis, Draft(f"{partition.value}/root-use.yaml", "root-use", body, values)),)


def _guardduty(basis: Basis, partition: Partition) -> Sequence[Guardrail] | str:
    body = alerts.guardduty_template(basis.facts, _texts(basis, "alert_texts", partition))
    return (_made(basis, Draft(f"{partition.value}/guardduty.yaml", "guardduty", body, {})),)


def _deny_member_root(basis: Basis, partition: Partition) -> Sequence[Guardrail] | str:
    members = policy.members_of(basis.organisation, partition)
    accounts = [account for account in basis.organisation.accounts if account.partition is partition]
    if sum(account.kind is AccountKind.MANAGEMENT for account in accounts) > 1:
        return "several-organizations"
    if not any(account.kind is AccountKind.MEMBER and not account.is_closed for account in accounts):
        return "no-member"
    if not members.bound:
        return "none-bound"
    document = policy.policy_document(members, partition, basis.handbook, basis.facts)
    if not policy.fits(document):
        return "too-many-kept"
    groups = {"bound": members.bound, "kept": members.kept, "unknown": members.unknown, "others": members.others}
    linked = {account.linked_account for account in basis.organisation.accounts if not account.is_closed}
    groups["linked"] = tuple(account for account in members.bound if account in linked)
    groups["closed"] = tuple(
        account.id for account in accounts if account.kind is AccountKind.MEMBER and account.is_closed
    )
    values = {name: _named(basis, accounts) for name, accounts in groups.items()}
    body = policy.policy_template(members, document, basis.facts)
    values["limit"] = f"{LARGEST_TYPED:,}" if len(body) + HEAD > LARGEST_TYPED else ""
    return (_made(basis, Draft(f"{partition.value}/deny-member-root.yaml", "deny-member-root", body, values)),)


def _contacts(basis: Basis, partition: Partition) -> Sequence[Guardrail] | str:
    texts = _texts(basis, "script_texts", partition)
    made = []
    for each in contacts.contacts_of(basis.organisation, partition):
        members = [account for account in each.wanted if account != each.caller]
        values = {"caller": each.caller, "unnamed": _named(basis, each.unnamed), "members": _named(basis, members)}
        path = f"{partition.value}/contacts-{each.caller}.sh"
        made.append(_made(basis, Draft(path, "contacts", contacts.script(each, texts), values)))
    return tuple(made) or "no-address"


_MAKERS = {
    "root-use": _root_use,
    "guardduty": _guardduty,
    "deny-member-root": _deny_member_root,
    "contacts": _contacts,
}


def _made(basis: Basis, draft: Draft) -> Guardrail:
    path, head = draft.path, _head(basis, draft)
    mark, shebang = ("--" if path.endswith(".sql") else "#"), (SHELL if path.endswith(".sh") else "")
    return Guardrail(path, draft.kind, basis.language.code, head, draft.body, mark, shebang, draft.window)


def _head(basis: Basis, draft: Draft) -> Head:
    kind, partition = draft.kind, _partition_in(draft.path)
    say = basis.language.say
    company = basis.organisation.company.name.in_language(basis.language.code)
    notes = [say("guardrails.notes.made", company=company)]
    if basis.organisation.sample:
        notes.insert(0, say("guardrails.notes.sample"))
    file = basis.facts.files[kind]
    arn = f"arn:{partition.value}:"
    typed = {
        name: [line.replace("arn:aws:", arn) for line in lines]
        for name, lines in (("apply", file.apply), ("test", file.test), ("undo", file.undo))
    }
    sections = [
        (say(f"guardrails.sections.{name}"), _sentences(basis, draft, name), typed.get(name, ())) for name in SECTIONS
    ]
    names = (*file.sources, *basis.facts.partition_sources.get(partition.value, ()))
    sources = (say("guardrails.sections.sources"), [_source(basis, source) for source in names])
    return Head(notes, sections, sources, basis.language.words("guardrails.checked"))


def _sentences(basis: Basis, draft: Draft, section: str) -> list[str]:
    """The sentences of a section; one that is about values of which there are none is left out."""
    key = f"guardrails.files.{draft.kind}.{section}"
    texts = basis.language.branch(key)
    if not isinstance(texts, list):
        msg = f"languages/{basis.language.code}: {key} is no list"
        raise KeyError(msg)
    empty = [f"{{{name}}}" for name, value in draft.values.items() if not value]
    told = [text for each in texts if (text := _told_in(each, _partition_in(draft.path)))]
    return [text.format_map(draft.values) for text in told if not any(place in text for place in empty)]


def _told_in(text: object, partition: Partition) -> str:
    """A text in a partition. Where it differs, texts stand by partition; in one without a text nothing is said."""
    found = text.get(partition.value, "") if isinstance(text, Mapping) else text
    return str(found)


def _named(basis: Basis, accounts: Sequence[str]) -> str:
    """Account ids in a sentence; of very many the first, and how many more there are."""
    first = ", ".join(accounts[:SHOWN])
    count = len(accounts) - SHOWN
    return first if count <= 0 else basis.language.say("guardrails.and_more", first=first, count=count)


def _texts(basis: Basis, name: str, partition: Partition) -> dict[str, str]:
    texts = basis.language.branch(f"guardrails.{name}")
    return {key: _told_in(text, partition) for key, text in texts.items()} if isinstance(texts, Mapping) else {}


def _source(basis: Basis, name: str) -> Source:
    return basis.facts.sources[name] if name in basis.facts.sources else basis.aws.sources[name]
