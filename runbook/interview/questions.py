"""The questions in their order: when each is asked, how its answer is read, and what is proposed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.interview import reading
from runbook.interview.accounts import accounts, is_file, typed_account
from runbook.interview.reading import RefusedAnswerError
from runbook.interview.told import Told
from runbook.organisation import Custody, Role, fields
from runbook.organisation.offices import APART
from runbook.text.nearest import suggested

if TYPE_CHECKING:
    from runbook.knowledge.language import Language

_HALVES, _CHANNELS = APART


def _always(_: Told) -> bool:
    return True


def _nothing_proposed(_: Told, __: Language) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its sentences stand under its name in ``interview.yaml``.

    ``applies`` says whether it is asked after what was told before; ``read`` makes the field of `Told` of what was
    typed, or fails with RefusedAnswerError; ``proposed`` is the answer of an empty line, None if it has to be typed.
    ``line`` reads one line of an answer that has several, ``ends_with`` says that a line is the last.
    ``is_about_people``: it is asked with the list of people.
    """

    name: str
    read: Callable[[str, Told], object]
    applies: Callable[[Told], bool] = _always
    proposed: Callable[[Told, Language], str | None] = _nothing_proposed
    line: Callable[[str, Told], object] | None = None
    ends_with: Callable[[str], bool] = lambda _: False
    is_about_people: bool = False


def _languages(typed: str, _: Told) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(code.lower() for code in reading.parts(typed)))
    if not codes:
        raise RefusedAnswerError("value-empty")
    return tuple(as_language(code) for code in codes)


def as_language(code: str) -> str:
    """A language that can be printed; RefusedAnswerError for another."""
    from runbook.knowledge.loading import shipped_knowledge  # noqa: PLC0415  reads files, only for this answer

    known = shipped_knowledge().languages
    if code not in known:
        raise RefusedAnswerError("unknown-language", id=code[:20], **suggested(code, known))
    return code


def _management(typed: str, told: Told) -> str | None:
    if reading.is_nothing(typed):
        return None
    number = reading.as_type(fields.AccountId, typed)
    known = [account.id for account in told.accounts]
    if number not in known:
        raise RefusedAnswerError("unknown-account", id=number, **suggested(number, known))
    return number


def _listed_management(told: Told, _: Language) -> str | None:
    """The management account that the list names, if it is in the list; "-" for a single account."""
    known = {account.id for account in told.accounts}
    named = {account.organization for account in told.accounts if account.organization}
    if len(named & known) == 1:
        return (named & known).pop()
    return "-" if len(known) == 1 else None


def _custody(*known: Custody) -> Callable[[str, Told], str]:
    return lambda typed, _: reading.one_of(typed, known)


def _or_nothing(type_: object) -> Callable[[str, Told], str | None]:
    return lambda typed, _: None if reading.is_nothing(typed) else reading.as_type(type_, typed)


def _some_or_nothing(typed: str, told: Told) -> tuple[str, ...]:
    return () if reading.is_nothing(typed) else reading.some(typed, told)


def _fixed(answer: str) -> Callable[[Told, Language], str]:
    return lambda _, __: answer


def _in_words(key: str) -> Callable[[Told, Language], str]:
    return lambda _, language: language.words(f"interview.proposed.{key}")


def _first_two(told: Told, _: Language) -> str:
    return ", ".join(person.id for person in told.people[: reading.LEAST_APPROVERS])


def _besides(*taken: Callable[[Told], tuple[str, ...]]) -> Callable[[Told, Language], str]:
    """The first person who does none of what is named already; the last one if all do."""

    def proposed(told: Told, _: Language) -> str:
        busy = {person for each in taken for person in each(told)}
        free = [person.id for person in told.people if person.id not in busy]
        return free[0] if free else told.people[-1].id

    return proposed


def _first_opener(groups: Callable[[Told], tuple[tuple[str, ...], ...]]) -> Callable[[Told, Language], str | None]:
    """The first who opens a place, and is not the custodian of the other half."""

    def proposed(told: Told, _: Language) -> str | None:
        openers = (person for group in groups(told) for person in group)
        return next((person for person in openers if (person,) != told.password_custodian), None)

    return proposed


def _first_place(told: Told, _: Language) -> str | None:
    return next((place.name for place in told.places() if not place.is_digital), None)


def _kept(told: Told) -> bool:
    return told.has_safe and bool(told.people)


def _reached(told: Told) -> bool:
    return told.is_ours and bool(told.people)


def _recovered(told: Told) -> bool:
    return bool(told.kept_as(Custody.SAFE, Custody.SEALED) and told.people)


def _removed(told: Told) -> bool:
    return bool(told.kept_as(Custody.REMOVED))


QUESTIONS: tuple[Question, ...] = (
    Question("languages", _languages),
    Question("company", lambda typed, _: reading.as_type(fields.PageName, typed)),
    Question("time_zone", lambda typed, _: reading.as_type(fields.TimeZone, typed)),
    Question("people", reading.people, line=reading.person),
    Question(
        "approvers",
        reading.approvers,
        applies=lambda told: bool(told.people),
        proposed=_first_two,
        is_about_people=True,
    ),
    Question(
        "out_of_band",
        lambda typed, _: reading.as_type(fields.Text, typed),
        proposed=_in_words("out_of_band"),
    ),
    Question(
        "operator",
        reading.some,
        applies=lambda told: bool(told.people),
        proposed=_besides(lambda told: told.approvers),
        is_about_people=True,
    ),
    Question(
        "witness",
        reading.some,
        applies=lambda told: bool(told.people),
        proposed=_besides(lambda told: told.approvers, lambda told: told.operator),
        is_about_people=True,
    ),
    Question("accounts", lambda typed, _: accounts(typed), line=lambda line, _: typed_account(line), ends_with=is_file),
    Question("management", _management, applies=lambda told: bool(told.accounts), proposed=_listed_management),
    Question(
        "management_custody",
        _custody(Custody.SAFE, Custody.SEALED, Custody.UNKNOWN),
        applies=Told.asked_for_management,
        proposed=_fixed(Custody.UNKNOWN),
    ),
    Question(
        "member_custody",
        lambda typed, told: reading.one_of(typed, _member_custodies(told)),
        applies=Told.asked_for_members,
        proposed=_fixed(Custody.UNKNOWN),
    ),
    Question("sessions", lambda typed, _: reading.yes_or_no(typed), applies=_removed, proposed=_fixed("no")),
    Question("admin_role", _or_nothing(fields.Text), applies=_removed, proposed=_fixed("-")),
    Question(
        "central_admin",
        reading.some,
        applies=lambda told: _removed(told) and bool(told.people),
        is_about_people=True,
    ),
    Question("password_place", reading.place, applies=lambda told: told.has_safe),
    Question(
        "password_openers",
        reading.groups,
        applies=lambda told: _kept(told) and told.password_place is not None,
        is_about_people=True,
    ),
    Question(
        "seals",
        lambda typed, _: reading.numbers_on_seals(typed),
        applies=lambda told: told.password_place is not None and not told.password_place.is_digital,
        proposed=_fixed("-"),
    ),
    Question(
        "mfa_devices",
        lambda typed, _: reading.kinds_of_device(typed),
        applies=lambda told: told.has_safe,
        proposed=_fixed("security-key"),
    ),
    Question("mfa_place", reading.place, applies=lambda told: told.has_safe),
    Question(
        "mfa_openers",
        reading.groups,
        applies=lambda told: _kept(told) and told.is_new(told.mfa_place, told.password_place),
        is_about_people=True,
    ),
    Question(
        "second_mfa_place",
        reading.place,
        applies=lambda told: told.mfa_place is not None and len(told.mfa_devices) > 1,
        proposed=lambda told, _: told.mfa_place.name if told.mfa_place else None,
    ),
    Question(
        "second_mfa_openers",
        reading.groups,
        applies=lambda told: _kept(told) and told.is_new(told.second_mfa_place, told.password_place, told.mfa_place),
        is_about_people=True,
    ),
    Question(
        "vault_admins",
        _some_or_nothing,
        applies=lambda told: any(place.is_digital for place in told.places()) and bool(told.people),
        proposed=_fixed("-"),
        is_about_people=True,
    ),
    Question(
        "password_custodian",
        reading.some,
        applies=_kept,
        proposed=_first_opener(lambda told: told.password_openers),
        is_about_people=True,
    ),
    Question(
        "mfa_custodian",
        lambda typed, told: reading.apart(typed, told, other=told.password_custodian, roles=_HALVES),
        applies=_kept,
        proposed=_first_opener(lambda told: told.mfa_openers or told.password_openers),
        is_about_people=True,
    ),
    Question("mailbox_custodian", reading.some, applies=_reached, is_about_people=True),
    Question(
        "mailbox_group",
        lambda typed, _: reading.yes_or_no(typed),
        applies=lambda told: bool(told.mailbox_custodian),
        proposed=_fixed("no"),
    ),
    Question(
        "phone_custodian",
        lambda typed, told: reading.apart(typed, told, other=told.mailbox_custodian, roles=_CHANNELS),
        applies=_recovered,
        is_about_people=True,
    ),
    Question("recovery_phone", _or_nothing(fields.Phone), applies=_recovered, proposed=_fixed("-")),
    Question(
        "phone_answers",
        lambda typed, _: reading.yes_or_no(typed),
        applies=lambda told: told.recovery_phone is not None,
        proposed=_fixed("no"),
    ),
    Question(
        "organization_admins",
        _some_or_nothing,
        applies=lambda told: told.management is not None and bool(told.people),
        proposed=_fixed("-"),
        is_about_people=True,
    ),
    Question("paper_place", reading.place, proposed=_first_place),
)


def _member_custodies(told: Told) -> tuple[Custody, ...]:
    """Root can be removed in members of an organization only (AWS: CENT)."""
    alone = (Custody.SAFE, Custody.SEALED, Custody.UNKNOWN)
    return (Custody.REMOVED, *alone) if told.management is not None else alone


ROLES: tuple[Role, ...] = (
    Role.OPERATOR,
    Role.WITNESS,
    Role.PASSWORD_CUSTODIAN,
    Role.MFA_CUSTODIAN,
    Role.MAILBOX_CUSTODIAN,
    Role.PHONE_CUSTODIAN,
    Role.CENTRAL_ADMIN,
)
