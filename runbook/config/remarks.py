"""Remarks: what was accepted and yet deserves a look. They never stop a run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from runbook.config.fault import Fault
from runbook.config.people_rules import children
from runbook.organisation import Organisation
from runbook.organisation.fields import PHONE_KINDS, Interval, dialled
from runbook.organisation.numbers import international, lacks_country
from runbook.text.characters import (
    folded,
    full_width_to_ascii,
    has_variation_selector,
    mixes_scripts,
)
from runbook.text.yaml_flow import flow

if TYPE_CHECKING:
    from runbook.config.tree import Path, Tree

# Bytes A1 to DF are half-width kana in Shift_JIS; two of them in a row can also be valid UTF-8 for a Latin letter.
_KANA_BYTES = re.compile(rb"(?:[\xc2-\xdf][\xa1-\xbf]){2,}")
_JAPANESE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")


def remarks(organisation: Organisation, tree: Tree, text: str) -> Iterator[Fault]:
    """Every remark about a config that was accepted."""
    for scalar in tree.scalars():
        if not scalar.value.isascii():
            yield from _characters(organisation, scalar.path, scalar.value)
    yield from _numbers_of_home(organisation)
    yield from _shared_phones(organisation)
    yield from _shared_root_emails(organisation)
    if "ja" in organisation.languages and not _JAPANESE.search(text) and _KANA_BYTES.search(text.encode()):
        yield Fault("note-encoding", ())


def silent_house_rules(steps: Iterable[str]) -> Iterator[Fault]:
    """House rules of which it was found that no paper prints them, by their steps."""
    for step_id in steps:
        yield Fault.of("note-house-rule-nowhere", ("notes", step_id), step=step_id)


def _characters(organisation: Organisation, path: Path, typed: str) -> Iterator[Fault]:
    if has_variation_selector(typed):
        yield Fault("note-variation-selector", path)
    if mixes_scripts(typed):
        yield Fault("note-mixed-scripts", path)
    if folded(typed).isascii() and isinstance(value := _value(organisation, path), str | int | Interval):
        read = full_width_to_ascii(typed) if isinstance(value, int) else str(value)
        yield Fault.of("note-read-as-ascii", path, read=read)


def _value(organisation: Organisation, path: Path) -> object:
    """What the model holds at a path of the file; None within a human text."""
    value: object = organisation
    for part in path:
        value = dict(children(value)).get(part)
    return value


def _numbers_of_home(organisation: Organisation) -> Iterator[Fault]:
    """Outside Japan nobody knows how a number without its country is dialled from elsewhere."""
    zone = organisation.company.time_zone
    for path, number in _telephones(organisation):
        if lacks_country(number, zone):
            dialled_anywhere = international(number, zone)
            yield Fault.of("note-phone-no-country", path, line=flow(dialled_anywhere) if dialled_anywhere else "")


def _telephones(organisation: Organisation) -> Iterator[tuple[Path, str]]:
    for index, person in enumerate(organisation.people):
        for at, contact in enumerate(person.contacts):
            if contact.kind in PHONE_KINDS:
                yield ("people", index, "contacts", at, "value"), contact.value
    for index, phone in enumerate(organisation.recovery_phones):
        yield ("recovery_phones", index, "number"), phone.number
    for index, outside in enumerate(organisation.contacts):
        if outside.phone:
            yield ("contacts", index, "phone"), outside.phone


def _shared_phones(organisation: Organisation) -> Iterator[Fault]:
    """Two people on one telephone cannot confirm each other."""
    owners: dict[str, str] = {}
    for index, person in enumerate(organisation.people):
        for number, contact in enumerate(person.contacts):
            if contact.kind not in PHONE_KINDS:
                continue
            owner = owners.setdefault(dialled(contact.value), person.id)
            if owner != person.id:
                yield Fault.of("note-phone-shared", ("people", index, "contacts", number, "value"), person=owner)


def _shared_root_emails(organisation: Organisation) -> Iterator[Fault]:
    """AWS wants another root address for every account."""
    owners: dict[tuple[str, str], str] = {}
    for index, account in enumerate(organisation.accounts):
        if account.root_email is None:
            continue
        owner = owners.setdefault((account.partition, account.root_email.lower()), account.id)
        if owner != account.id:
            yield Fault.of("note-root-email-shared", ("accounts", index, "root_email"), account=owner)
