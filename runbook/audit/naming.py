"""How a bundle names people, things and seals: as they are, or for readers of roles only by role and number.

The same person has the same number everywhere in a bundle, so two approvals can be told from one given twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from runbook.audience import Audience
from runbook.audiences.pseudonyms import Pseudonyms
from runbook.audit.people import role_order
from runbook.knowledge.phrases import Speaker
from runbook.knowledge.titles import sheet_title
from runbook.organisation import OwnTask, Role

if TYPE_CHECKING:
    from runbook.audiences.marked import Marked
    from runbook.audit.deeds import Deed
    from runbook.audit.facts import AuditFacts
    from runbook.knowledge.language import Language

SHEETS = frozenset({"use", "drill", "check", "recovery"})
"""Kinds of entry whose subject is a sheet, by its slug."""

_KNOWN_ROLES = frozenset(role.value for role in Role)


@dataclass(frozen=True)  # without slots: worked out once
class Naming:
    """Names for an audience. ``marked`` is what readers of roles only may not be told; None for everybody else."""

    facts: AuditFacts
    marked: Marked | None = None

    @property
    def audience(self) -> Audience:
        """Whom it names for."""
        return Audience.FULL if self.marked is None else Audience.ROLE_ONLY

    @property
    def is_full(self) -> bool:
        """Whether names may be said."""
        return self.marked is None

    # --- for machines -----------------------------------------------------------------------------------------------

    def person(self, person: str, day: date) -> dict[str, Any]:
        """A person: the number, the roles of the day; in full also id and names."""
        told: dict[str, Any] = {
            "number": self.facts.people.numbers.get(person),
            "roles": list(self._roles(person, day)),
        }
        if self.is_full:
            languages = self.facts.organisation.languages
            told |= {"id": person, "names": {code: self.facts.people.name(person, code) for code in languages}}
        return told

    def people(self, people: Iterable[str], day: date) -> list[dict[str, Any]]:
        """Several of them."""
        return [self.person(person, day) for person in people]

    def item(self, item: str) -> str:
        """A thing by its number, or by what stands for that."""
        return item if self.is_full else self._items.get(item, item)

    def seal(self, seal: str) -> str:
        """A seal by its number, or by what stands for that."""
        return seal if self.is_full else self._seals[seal]

    def may_say(self, text: str) -> bool:
        """Whether a text of the company may stand there as it is."""
        return self.marked is None or not self.marked.held(text)

    def subject(self, deed: Deed) -> str:
        """The sheet that an entry is about; "" where nobody knows what it is about, and not everybody may read it."""
        return deed.subject if self.is_full or deed.kind in SHEETS else ""

    def subject_said(self, deed: Deed, language: Language) -> str:
        """The same in words: of a sheet its number and title, as its paper has them; "" if the kind says it already."""
        subject = self.subject(deed)
        if subject and deed.sheet is not None:
            title = sheet_title(deed.sheet, language)
            return language.say("audit.sheet", number=deed.sheet.number, title=title)
        return "" if subject == deed.kind else subject

    def role(self, role: str) -> str:
        """A role by its id; "" for what is none, unless everything may be read."""
        own = {each.id for each in self.facts.organisation.own_roles}
        return role if self.is_full or role in _KNOWN_ROLES | own else ""

    # --- for people -------------------------------------------------------------------------------------------------

    def said(self, person: str, day: date, language: Language, role: str = "") -> str:
        """A person in words: "Approver, Runbook owner (P2)", in full "Hanako Sato (Approver, Runbook owner)".

        With ``role`` only that one is told, if the person held it on the day or nothing is known of them.
        """
        held = self._roles(person, day)
        roles = self.roles_said((role,) if role in held or (role and not held) else held, language)
        if self.is_full:
            return language.say("audit.person", name=self.facts.people.name(person, language.code), roles=roles)
        number = self.facts.people.numbers.get(person)
        return language.say("audit.role_only", roles=roles, number=number) if number else roles

    def roles_said(self, roles: Iterable[str], language: Language) -> str:
        """Roles in words."""
        known = [self._role(role, language) for role in roles]
        return language.words("labels.formats.list_separator").join(known) or language.words("audit.no_role")

    def task(self, task: str, language: Language) -> str:
        """The name of a periodic task."""
        rule = self.facts.organisation.rotation.tasks().get(task)
        if isinstance(rule, OwnTask):
            return Speaker(language, self.facts.organisation).text(rule.name)
        key = f"labels.tasks.{task}"
        return language.words(key) if language.has(key) else task

    def root_task(self, typed: str, language: Language) -> str:
        """What root was used for, by what was written: a task that is known, or the words if they may be said."""
        key = f"facts.tasks.{typed}"
        if typed and typed in self.facts.knowledge.aws.tasks and language.has(key):
            return language.words(key)
        if not typed:
            return language.words("audit.not_written")
        return typed if self.is_full else language.words("audit.withheld")

    def _role(self, role: str, language: Language) -> str:
        if role in _KNOWN_ROLES:
            return language.words(f"labels.roles.{role}")
        own = next((each for each in self.facts.organisation.own_roles if each.id == role), None)
        if own is not None:
            return Speaker(language, self.facts.organisation).text(own.name)
        return language.words("audit.organization_admin" if role == "organization_admins" else "audit.former_role")

    def _roles(self, person: str, day: date) -> tuple[str, ...]:
        return tuple(sorted(self.facts.people.roles(person, day), key=role_order))

    @cached_property
    def _items(self) -> Mapping[str, str]:
        """What stands for each thing: as on the role-only sheets; for those that are gone a series of their own."""
        language = self.facts.knowledge.language(self.facts.organisation.languages[0])
        now = Pseudonyms(self.facts.organisation, language).numbers
        gone = [seal.item for seal in self.facts.seals if seal.item not in now]
        gone += [item for deed in self.facts.deeds for item in deed.seals if item not in now]
        return {**now, **{item: f"OLD-{number}" for number, item in enumerate(dict.fromkeys(gone), 1)}}

    @cached_property
    def _seals(self) -> Mapping[str, str]:
        return {seal: f"S-{number}" for number, seal in enumerate(dict.fromkeys(self._numbers_of_seals()), 1)}

    def _numbers_of_seals(self) -> Iterator[str]:
        yield from (seal.seal for seal in self.facts.seals)
        yield from (number for deed in self.facts.deeds for number in deed.seals.values())
