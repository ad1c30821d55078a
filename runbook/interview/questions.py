"""The questions in their order: when each is asked, how its answer is read, and what is proposed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from runbook.interview import people, places, reading
from runbook.interview.accounts import accounts, exception, exceptions, is_file, named_accounts, typed_account
from runbook.interview.answers import Answers, NamedPlace
from runbook.interview.days import confirmed
from runbook.interview.question import (
    Question,
    account_as_read,
    alert_as_read,
    besides,
    day_as_read,
    devices_as_read,
    first_device_lies,
    first_place,
    first_two,
    fixed,
    hours_as_read,
    in_ids,
    in_words,
    keeper,
    lines_in_ids,
    listed_management,
    person_as_read,
    phone_as_read,
    place_as_read,
    place_in_ids,
    second_device_lies,
    users_in_ids,
    vendor_as_read,
    with_root_or_unknown,
)
from runbook.interview.reach import (
    ALL,
    PIPELINE,
    alert,
    emergency_users,
    guard,
    guarding,
    guards,
    guards_of,
    is_whole,
    phone,
    sessions,
    vendor,
    watched,
    watcher,
    watchers,
)
from runbook.interview.reading import RefusedAnswerError
from runbook.interview.vocabulary import SAME, is_nothing, plain
from runbook.organisation import Custody, Role, fields
from runbook.organisation.offices import APART
from runbook.text.nearest import suggested

if TYPE_CHECKING:
    from runbook.knowledge.language import Language

_HALVES, _CHANNELS = APART
_NOBODY_KNOWS = in_words("unknown")


def _languages(typed: str, _: Answers) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(code.lower() for code in reading.parts(typed)))
    if not codes:
        raise RefusedAnswerError("value-empty")
    return tuple(as_language(code) for code in codes)


def as_language(code: str) -> str:
    """A language that can be printed; RefusedAnswerError for another."""
    from runbook.knowledge.loading import shipped_knowledge  # noqa: PLC0415  reads files, only for this answer

    known = shipped_knowledge().languages
    if code not in known:
        near = suggested(code, known)
        raise RefusedAnswerError("unknown-language", mend=(code, near["nearest"]), id=code[:20], **near)
    return code


def _management(typed: str, told: Answers) -> str | None:
    if is_nothing(typed):
        return None
    number = reading.as_type(fields.AccountId, typed)
    known = [account.id for account in told.accounts]
    if number not in known:
        near = suggested(number, known)
        raise RefusedAnswerError("unknown-account", mend=(typed, near["nearest"]), id=number, **near)
    return number


def _custody(*known: Custody) -> Callable[[str, Answers], str]:
    return lambda typed, _: reading.custody_called(typed, known)


def _member_custody(typed: str, told: Answers) -> str:
    if plain(typed) in SAME and told.asked_for_management():
        return told.management_custody
    return reading.custody_called(typed, _member_custodies(told))


def _or_nothing(type_: object) -> Callable[[str, Answers], str | None]:
    """A name, or that there is none; that there is one does not say which."""

    def read(typed: str, _: Answers) -> str | None:
        if reading.says_yes(typed):
            raise RefusedAnswerError("interview-which")
        return None if is_nothing(typed) else reading.as_type(type_, typed)

    return read


def _address(typed: str, _: Answers) -> str | None:
    return None if is_nothing(typed) else reading.address(typed)


def _all_or_some_accounts(typed: str, told: Answers) -> tuple[str, ...]:
    if typed.strip().lower() in ALL:
        return tuple(account.id for account in told.accounts)
    return named_accounts(typed, told.accounts)


def _kept(told: Answers) -> bool:
    return told.has_safe and bool(told.people)


def _reached(told: Answers) -> bool:
    return told.is_ours and bool(told.people)


def _recovered(told: Answers) -> bool:
    return bool(told.kept_as(Custody.SAFE, Custody.SEALED) and told.people)


def _removed(told: Answers) -> bool:
    return bool(told.kept_as(Custody.REMOVED))


def _place(
    name: str,
    *,
    applies: Callable[[Answers], bool],
    proposed: Callable[[Answers, Language], str | None] = _NOBODY_KNOWS,
    stays_open: str = "kept-keys-are-listed",
) -> Question:
    """Where something lies, and in the same answer who opens it."""
    return Question(
        name,
        places.place,
        applies=applies,
        proposed=proposed,
        is_about_people=True,
        again=place_in_ids,
        as_read=place_as_read,
        stays_open=stays_open,
    )


def _openers(
    name: str, place: Callable[[Answers], NamedPlace | None], *, stays_open: str = "kept-keys-are-listed"
) -> Question:
    """Who opens a place of which it was not told before."""
    return Question(
        name,
        people.groups,
        applies=lambda told: _kept(told) and told.nobody_opens(place(told)),
        proposed=_NOBODY_KNOWS,
        is_about_people=True,
        again=in_ids,
        stays_open=stays_open,
    )


QUESTIONS: tuple[Question, ...] = (
    Question("languages", _languages, is_taken=True),
    Question("company", lambda typed, _: reading.as_type(fields.PageName, reading.needed(typed))),
    Question("time_zone", lambda typed, _: reading.as_type(fields.TimeZone, typed), is_taken=True),
    Question(
        "people",
        people.people,
        line=people.person,
        so_far=people.so_far,
        least=people.LEAST_APPROVERS,
        as_read=person_as_read,
    ),
    Question(
        "hours",
        lambda typed, _: places.hours(typed),
        proposed=fixed("-"),
        as_read=hours_as_read,
        stays_open="hours-are-known",
    ),
    Question("confirmed", confirmed, proposed=fixed("no"), as_read=day_as_read),
    Question(
        "approvers",
        people.approvers,
        applies=lambda told: bool(told.people),
        proposed=first_two,
        is_about_people=True,
        again=in_ids,
    ),
    Question(
        "out_of_band",
        lambda typed, _: reading.as_type(fields.Text, typed),
        proposed=in_words("out_of_band"),
        is_taken=True,
    ),
    Question(
        "operator",
        people.some,
        applies=lambda told: bool(told.people),
        proposed=besides(lambda told: told.approvers),
        is_about_people=True,
        again=in_ids,
    ),
    Question(
        "witness",
        people.some,
        applies=lambda told: bool(told.people),
        proposed=besides(lambda told: told.approvers, lambda told: told.operator),
        is_about_people=True,
        again=in_ids,
    ),
    Question(
        "accounts",
        lambda typed, _: accounts(typed),
        line=lambda line, _: typed_account(line),
        ends_with=is_file,
        as_read=account_as_read,
    ),
    Question(
        "management",
        _management,
        applies=lambda told: bool(told.accounts),
        proposed=listed_management,
        is_taken=True,
    ),
    Question(
        "management_custody",
        _custody(Custody.SAFE, Custody.SEALED, Custody.UNKNOWN),
        applies=Answers.asked_for_management,
        proposed=fixed(Custody.UNKNOWN),
        as_read=str,
        stays_open="custody-is-known",
    ),
    Question(
        "member_custody",
        _member_custody,
        applies=lambda told: bool(told.members_asked_for()),
        proposed=fixed(Custody.UNKNOWN),
        as_read=str,
        stays_open="custody-is-known",
    ),
    Question(
        "exceptions",
        lambda typed, told: exceptions(typed, told, _member_custodies(told)),
        applies=lambda told: len(told.members_asked_for()) > 1,
        proposed=fixed("-"),
        line=lambda line, told: exception(line, told, _member_custodies(told)),
        ends_with=is_nothing,
    ),
    Question("sessions", lambda typed, _: sessions(typed), applies=_removed, proposed=fixed("no")),
    Question(
        "central_admin",
        people.some,
        applies=lambda told: _removed(told) and bool(told.people),
        is_about_people=True,
        again=in_ids,
    ),
    Question(
        "emergency",
        _or_nothing(fields.Label),
        applies=lambda told: told.management is not None,
        proposed=fixed("-"),
    ),
    Question(
        "emergency_users",
        emergency_users,
        applies=lambda told: told.emergency is not None and bool(told.people),
        proposed=with_root_or_unknown,
        is_about_people=True,
        again=users_in_ids,
    ),
    _place("password_place", applies=lambda told: told.has_safe),
    _openers("password_openers", lambda told: told.password_place),
    Question(
        "seals",
        lambda typed, _: places.numbers_on_seals(typed),
        applies=lambda told: told.password_place is not None and not told.password_place.is_digital,
        proposed=fixed("-"),
    ),
    Question(
        "mfa_devices",
        places.devices,
        applies=lambda told: told.has_safe,
        proposed=_NOBODY_KNOWS,
        as_read=devices_as_read,
        stays_open="kept-keys-are-listed",
    ),
    _place("mfa_place", applies=lambda told: bool(told.mfa_devices), proposed=first_device_lies),
    _openers("mfa_openers", lambda told: told.mfa_place),
    _place(
        "second_mfa_place",
        applies=lambda told: told.mfa_place is not None and len(told.mfa_devices) > 1,
        proposed=second_device_lies,
        stays_open="two-mfa-devices",
    ),
    _openers("second_mfa_openers", lambda told: told.second_mfa_place, stays_open="two-mfa-devices"),
    Question(
        "bank_hours",
        lambda typed, _: places.hours(typed),
        applies=lambda told: any(place.keeps_hours and not told.hours_of(place) for place in told.places()),
        proposed=fixed("-"),
        as_read=hours_as_read,
    ),
    Question(
        "spare_keys",
        guarding,
        applies=lambda told: _kept(told) and any(place.has_lock and told.openers_of(place) for place in told.places()),
        proposed=fixed("-"),
        is_about_people=True,
        again=in_ids,
        stays_open="open-questions-are-answered",
        may_be_none=True,
    ),
    Question(
        "password_custodian",
        lambda typed, told: people.holders(typed, told, told.people[0].id),
        applies=_kept,
        proposed=keeper(lambda told: told.password_place),
        is_about_people=True,
        again=in_ids,
    ),
    Question(
        "mfa_custodian",
        lambda typed, told: people.apart(typed, told, other=told.password_custodian, roles=_HALVES),
        applies=_kept,
        proposed=keeper(lambda told: told.mfa_place),
        is_about_people=True,
        again=in_ids,
    ),
    Question("mailbox_custodian", people.holders, applies=_reached, is_about_people=True, again=in_ids),
    Question(
        "mailbox_group",
        lambda typed, _: reading.yes_no_or_unknown(typed),
        applies=lambda told: bool(told.mailbox_custodian),
        proposed=fixed("no"),
    ),
    Question(
        "phone_custodian",
        lambda typed, told: people.apart(typed, told, other=told.mailbox_custodian, roles=_CHANNELS),
        applies=_recovered,
        is_about_people=True,
        again=in_ids,
    ),
    Question(
        "recovery_phone",
        phone,
        applies=_recovered,
        proposed=fixed("-"),
        as_read=phone_as_read,
        stays_open="recovery-phone-takes-text-and-calls",
    ),
    Question(
        "guards",
        guards,
        applies=_reached,
        proposed=lambda told, _: "\n".join(f"{name}: -" for name in guards_of(told)),
        line=guard,
        ends_with=is_whole,
        is_about_people=True,
        again=lines_in_ids,
        stays_open="open-questions-are-answered",
    ),
    Question(
        "pipeline_accounts",
        _all_or_some_accounts,
        applies=lambda told: bool(told.admins_of(PIPELINE)),
        proposed=fixed(ALL[0]),
    ),
    Question("registrar", vendor, applies=_reached, proposed=fixed("-"), as_read=vendor_as_read),
    Question("alert", lambda typed, _: alert(typed), proposed=fixed("-"), as_read=alert_as_read),
    Question(
        "alert_receiver",
        people.some,
        applies=lambda told: told.alert is not None and bool(told.people),
        is_about_people=True,
        again=in_ids,
    ),
    Question(
        "administration_alerts",
        watchers,
        applies=lambda told: bool(watched(told)),
        proposed=fixed("-"),
        line=watcher,
        ends_with=is_whole,
        is_about_people=True,
        again=lines_in_ids,
    ),
    Question("security_contact", _address, proposed=fixed("-"), as_read=lambda address: address or ""),
    Question("workstation", _or_nothing(fields.Text), proposed=fixed("-")),
    Question("paper_place", places.place_of_paper, proposed=first_place, again=place_in_ids, as_read=place_as_read),
)


def _member_custodies(told: Answers) -> tuple[Custody, ...]:
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
    Role.ALERT_RECEIVER,
)
