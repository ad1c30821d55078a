"""Small companies in which something is missing: invented as config texts, read by the real reader, edited as told."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from runbook.config import Names, Reading, parse_organisation
from runbook.contingency.actors import Staff
from runbook.contingency.course import Route
from runbook.contingency.edits import Edit
from runbook.contingency.outcome import Carried, Outcome, Trial
from runbook.custody import Loss, Losses, LossKind
from runbook.errors import ConfigError
from runbook.organisation import Organisation
from runbook.packets import Packet
from runbook.packets.proving import packets_of
from support.config_texts import MINIMAL, SHEETS, in_memory, steps
from support.organisations import LANGUAGES, knowledge

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
SINCE = "2026-04-01"


def read(text: str) -> Reading:
    """A config text, read as every command reads it."""
    names = Names(SHEETS, steps(), LANGUAGES, tasks=tuple(knowledge().aws.tasks))
    return parse_organisation(in_memory(text), names)


def _texts(text: str) -> Any:
    """YAML in which every value is as typed."""
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  texts only


def invented(seed: int) -> Iterator[str]:
    """A variation of the minimal company as a config text; nothing if the reader refuses it."""
    dice = random.Random(seed)  # noqa: S311  a test repeats
    company: dict[str, Any] = _texts(MINIMAL)
    people = [person["id"] for person in company["people"]]
    if dice.random() < 0.7:
        new = {"id": "ito", "name": "伊藤 美咲", "contacts": [{"kind": "mobile", "value": "+81 90 0000 0005"}]}
        company["people"].append(new)
        people.append("ito")
    _put_apart(company, dice)
    _add_things(company, people, dice)
    for entries in (company["approvers"]["members"], *company["roles"].values()):
        for entry in entries:
            if dice.random() < 0.3:
                entry["deputy"] = dice.choice([name for name in people if name != entry["person"]])
    text = yaml.safe_dump(company, allow_unicode=True, sort_keys=False)
    try:
        read(text)
    except ConfigError:
        return
    yield text


def _put_apart(company: dict[str, Any], dice: random.Random) -> None:
    """Places at sites, and some of the ways there."""
    company["sites"] = [
        {"id": "tokyo", "name": "東京"},
        {"id": "osaka", "name": "大阪", "minutes_to": {"tokyo": "200"}},
    ]
    for person in company["people"]:
        person["minutes_to"] = {
            site: str(dice.randint(1, 9) * 10) for site in ("tokyo", "osaka") if dice.random() < 0.7
        }
    for place in company["places"]:
        if dice.random() < 0.7:
            place["site"] = dice.choice(["tokyo", "osaka"])


def _add_things(company: dict[str, Any], people: list[str], dice: random.Random) -> None:
    """Another place, device, mailbox."""
    if dice.random() < 0.5:
        company["places"].append({"id": "safe-c", "name": "金庫C", "opened_by": [dice.sample(people, 2)]})
    if dice.random() < 0.4:
        spare = {"id": "K-0002", "kind": "totp-token", "holds": "mfa", "place": dice.choice(company["places"])["id"]}
        company["items"].append({**spare, "account": "111122223333"})
    if dice.random() < 0.4:
        company["mailboxes"] = [
            {"address": "aws-root@example.co.jp", "readers": dice.sample(people, dice.randint(1, 2))}
        ]


def companies(count: int) -> list[str]:
    """So many invented companies."""
    found: list[str] = []
    seed = 0
    while len(found) < count:
        found += invented(seed)
        seed += 1
    return found


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits made as they are told: what is to be written, at the path that is told."""
    company = _texts(text)
    for edit in edits:
        node = company
        for part in edit.path:
            node = node[part]
        written = _texts(edit.write)
        if edit.is_entry:
            node.extend(written)
        else:
            node.update(written)
    return yaml.safe_dump(company, allow_unicode=True, sort_keys=False)


def everything(organisation: Organisation) -> list[Loss]:
    """All that can be lost."""
    return [
        *(Loss(LossKind.PERSON, one.id) for one in organisation.people),
        *(Loss(LossKind.SITE, one.id) for one in organisation.sites),
        *(Loss(LossKind.PLACE, one.id) for one in organisation.places),
        *(Loss(LossKind.ITEM, one.id) for one in organisation.items),
        *(Loss(LossKind.SERVICE, one.id) for one in organisation.services),
        *(Loss(LossKind.SERVICE, name) for name in ("idp", "mail", "mobile-network")),
    ]


def some(organisation: Organisation, dice: random.Random, most: int) -> Losses:
    """A few of these."""
    known = everything(organisation)
    return frozenset(dice.sample(known, dice.randint(1, most)))


def trials(organisation: Organisation) -> dict[str, Trial]:
    """Every packet, ready to be tried."""
    procedure, staff = knowledge().procedure, Staff(organisation)
    return {packet.case.slug: Trial(staff, Route(packet, procedure)) for packet in packets_of(organisation, procedure)}


def trial_of(organisation: Organisation, slug: str) -> Trial:
    """One packet, ready to be tried."""
    return Trial(Staff(organisation), Route(packet_of(organisation, slug), knowledge().procedure))


def packet_of(organisation: Organisation, slug: str) -> Packet:
    """The packet with a slug."""
    return next(one for one in packets_of(organisation, knowledge().procedure) if one.case.slug == slug)


def is_done(outcome: Outcome) -> bool:
    """Whether a packet can be done."""
    return isinstance(outcome, Carried)
