"""Reading files of evidence: each is known by its content, and all that is wrong is told at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, TextIO, TypeVar

from runbook.errors import EvidenceError, Problem
from runbook.evidence.credential_report import FIRST_COLUMNS, root_state_of_answer, root_state_of_csv
from runbook.evidence.documents import (
    Misfit,
    account_id,
    alternate_contact,
    features,
    listed_account,
    primary_contact,
    summary,
)
from runbook.evidence.files import NamedFile, Unreadable, opened
from runbook.evidence.json_text import JsonFault, Part, json_parts
from runbook.evidence.trail import Tally, is_record, record_of_lookup, root_event
from runbook.evidence.values import (
    AlternateContact,
    ContactKind,
    Evidence,
    Explains,
    Features,
    FileKind,
    ListedAccount,
    Place,
    PrimaryContact,
    ReadFile,
    RootState,
    nothing_explains,
)
from runbook.organisation import AccountKind

_SHOWN_OF_ONE_FILE = 10  # what is wrong ten times in a file is wrong in all of it

T = TypeVar("T")


@dataclass(slots=True)
class _Gathered:
    """What the files have said so far, in the order of reading."""

    tally: Tally
    known: frozenset[str]
    files: list[ReadFile] = field(default_factory=list)
    accounts: dict[str, ListedAccount] = field(default_factory=dict)
    states: dict[str, RootState] = field(default_factory=dict)
    features: list[Features] = field(default_factory=list)
    alternates: dict[tuple[str, ContactKind], AlternateContact] = field(default_factory=dict)
    primaries: dict[str, PrimaryContact] = field(default_factory=dict)
    reported: set[str] = field(default_factory=set)  # accounts that a credential report names
    management: set[str] = field(default_factory=set)
    lists: list[bool] = field(default_factory=list)  # of each list of accounts, whether it goes on nowhere else
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


def read_evidence(
    files: Iterable[NamedFile], known: Iterable[str] = (), explains: Explains = nothing_explains
) -> Evidence:
    """What some files say together; EvidenceError with all that cannot be read or contradicts another file.

    ``known`` are accounts that may be meant by a file whose content names none; those in a list that is read are added.
    ``explains`` leaves out root events that a record of the company accounts for.
    """
    gathered = _Gathered(Tally(explains), frozenset(known))
    about_one: list[NamedFile] = []
    for file in sorted(files, key=lambda file: file.path):
        _FileReader(file, gathered, about_one).read()
    named = gathered.known | gathered.accounts.keys() | gathered.reported
    gathered.problems += [
        Problem.of("evidence-account-unknown", file.path, account=file.account)
        for file in about_one
        if not file.is_typed and file.account not in named
    ]
    if gathered.problems:
        raise EvidenceError(tuple(sorted(gathered.problems, key=lambda p: (p.file or p.where, p.line, p.column))))
    return _evidence(gathered)


def _evidence(gathered: _Gathered) -> Evidence:
    def by_key(found: Mapping[Any, T]) -> tuple[T, ...]:
        return tuple(found[key] for key in sorted(found))

    return Evidence(
        files=tuple(gathered.files),
        accounts=tuple(_of_a_kind(account, gathered.management) for account in by_key(gathered.accounts)),
        states=by_key(gathered.states),
        features=gathered.features[0] if gathered.features else None,
        alternate_contacts=by_key(gathered.alternates),
        primary_contacts=by_key(gathered.primaries),
        uses=gathered.tally.uses,
        untold_uses=gathered.tally.untold,
        lists_all=bool(gathered.accounts and gathered.lists) and all(gathered.lists),
        remarks=tuple(gathered.remarks),
    )


def _of_a_kind(account: ListedAccount, management: Collection[str]) -> ListedAccount:
    """The account with its kind, if only the organization says it."""
    if account.kind is not None or not management:
        return account
    kind = AccountKind.MANAGEMENT if account.id in management else AccountKind.MEMBER
    return replace(account, kind=kind)


@dataclass(slots=True)
class _FileReader:
    """Reads one file into what is gathered."""

    file: NamedFile
    gathered: _Gathered
    about_one: list[NamedFile]
    kind: FileKind | None = None
    count: int = 0
    wrong: int = 0
    account: str | None = None

    def read(self) -> None:
        try:
            with opened(self.file.path) as text:
                self._content(text)
        except Unreadable as error:
            self.gathered.problems.append(error.problem)
        except JsonFault as error:
            self._problem(Place(self.file.path, error.line, error.column), error.rule)
        else:
            if self.kind is not None:
                self.gathered.files.append(ReadFile(self.file.path, self.kind, self.count, self.account))

    def _content(self, text: TextIO) -> None:
        start = text.read(len(FIRST_COLUMNS))
        if start == FIRST_COLUMNS:
            with self._noting(Place(self.file.path, 1)):
                self._is(FileKind.CREDENTIAL_REPORT)
                self._report(root_state_of_csv(_Rejoined(start, text), self.file.path))
            return
        for part in json_parts(_Rejoined(start, text)):
            place = Place(self.file.path, part.line, part.column)
            with self._noting(place):
                self._part(part, place)
            if self.wrong >= _SHOWN_OF_ONE_FILE:
                return
        if self.kind is None and not self.wrong:
            self._problem(Place(self.file.path, 1), "evidence-empty")

    @contextmanager
    def _noting(self, place: Place) -> Iterator[None]:
        """Make a misfit inside a problem at a place, and go on."""
        try:
            yield
        except Misfit as misfit:
            self._problem(place, misfit.rule, **misfit.values)

    def _problem(self, place: Place, rule: str, **values: object) -> None:
        self.wrong += 1
        texts = tuple((name, str(value)) for name, value in values.items())
        self.gathered.problems.append(Problem(rule, "", texts, place.file, place.line, place.column))

    def _is(self, kind: FileKind, count: int = 1) -> None:
        """A file is of one kind."""
        if self.kind not in {None, kind}:
            raise Misfit("evidence-mixed")
        self.kind = kind
        self.count += count

    def _report(self, state: RootState) -> None:
        """What a credential report says, which names its account itself."""
        if self.file.is_typed and self.file.account not in {None, state.account}:
            raise Misfit("evidence-other-account", account=state.account)
        self.gathered.reported.add(state.account)
        self._state(state)

    def _part(self, part: Part, place: Place) -> None:
        match part.name:
            case "Accounts":
                self._listed(part.value, place)
            case "Records":
                self._event(part.value, place)
            case "Events":
                self._event(record_of_lookup(part.value), place)
            case _:
                self._object(part, place)

    def _object(self, part: Part, place: Place) -> None:
        """An object that is no element of a long list of its file, or the rest of one that has such a list."""
        value = part.value
        if not isinstance(value, dict):
            raise Misfit("evidence-unknown")
        if "Accounts" in part.lists:
            self._is(FileKind.ACCOUNTS, 0)
            self.gathered.lists.append(not value.get("NextToken"))
        elif part.lists:
            self._is(FileKind.EVENTS, 0)
        elif is_record(value):
            self._event(value, place)
        elif "CloudTrailEvent" in value:
            self._event(record_of_lookup(value), place)
        elif "Id" in value and ("State" in value or "Status" in value) and "Arn" in value:
            self._listed(value, place)  # an element of Accounts, picked by --query
        else:
            self._answer(value, place)

    def _answer(self, value: Mapping[str, Any], place: Place) -> None:
        """An answer about one thing."""
        if isinstance(value.get("Account"), dict) and "Id" in value["Account"]:
            self._listed(value["Account"], place)
        elif isinstance(value.get("Organization"), dict):
            self._is(FileKind.ORGANIZATION)
            self.gathered.management.add(account_id(value["Organization"].get("MasterAccountId"), "MasterAccountId"))
        elif "EnabledFeatures" in value:
            self._is(FileKind.FEATURES)
            self._agreeing(features(value, place))
        elif "SummaryMap" in value:
            self._is(FileKind.SUMMARY)
            self._state(summary(value, self._account_of_file(), place))
        elif "ReportFormat" in value:
            self._is(FileKind.CREDENTIAL_REPORT)
            self._report(root_state_of_answer(value, place))
        elif "AlternateContact" in value:
            self._is(FileKind.ALTERNATE_CONTACT)
            contact = alternate_contact(value, self._account_of_file(), place)
            self._once(self.gathered.alternates, (contact.account, contact.kind), contact)
        elif "ContactInformation" in value:
            self._is(FileKind.PRIMARY_CONTACT)
            primary = primary_contact(value, self._account_of_file(), place)
            self._once(self.gathered.primaries, primary.account, primary)
        else:
            raise Misfit("evidence-unknown")

    def _listed(self, value: object, place: Place) -> None:
        self._is(FileKind.ACCOUNTS)
        if not isinstance(value, dict):
            raise Misfit("evidence-field", field="Id")
        account = listed_account(value, place, self.gathered.remarks)
        self._once(self.gathered.accounts, account.id, account)

    def _event(self, value: object, place: Place) -> None:
        if not isinstance(value, dict) or not is_record(value):
            raise Misfit("evidence-event")
        self._is(FileKind.EVENTS)
        if (event := root_event(value, place)) is not None:
            self.gathered.tally.take(event)

    def _account_of_file(self) -> str:
        """The account that the file was given for."""
        if self.file.account is None:
            raise Misfit("evidence-no-account", file=self.file.path)
        if self.account is None:
            self.account = self.file.account
            self.about_one.append(self.file)
        return self.file.account

    def _state(self, state: RootState) -> None:
        """What is said about the root user of an account, joined with what another file said."""
        other = self.gathered.states.get(state.account)
        if other is None:
            self.gathered.states[state.account] = state
            return
        self.gathered.states[state.account] = _joined(other, state)

    def _agreeing(self, found: Features) -> None:
        if self.gathered.features and self.gathered.features[0] != found:
            raise _contradiction(self.gathered.features[0].place)
        self.gathered.features.append(found)

    @staticmethod
    def _once(known: dict[Any, Any], key: object, value: Any) -> None:  # noqa: ANN401  values of one kind
        """Keep it; Misfit if another file, or another line, says something else."""
        if (other := known.setdefault(key, value)) != value:
            raise _contradiction(other.place)


def _joined(one: RootState, other: RootState) -> RootState:
    """What two files say together; Misfit if they say the contrary."""

    def both(first: bool | None, second: bool | None) -> bool | None:  # noqa: FBT001  yes, no, or not said
        if None not in {first, second} and first != second:
            raise _contradiction(one.place)
        return second if first is None else first

    return RootState(
        one.account,
        password=both(one.password, other.password),
        mfa=both(one.mfa, other.mfa),
        access_key=both(one.access_key, other.access_key),
        certificate=both(one.certificate, other.certificate),
        place=one.place,
    )


def _contradiction(other: Place) -> Misfit:
    return Misfit("evidence-contradicts", file=other.file, line=other.line)


class _Rejoined:
    """A text of which the first signs have been read already."""

    def __init__(self, start: str, text: TextIO) -> None:
        self.start, self.text = start, text

    def read(self, signs: int) -> str:
        start, self.start = self.start, ""
        return start + self.text.read(signs - len(start))

    def readline(self, most: int) -> str:
        start, self.start = self.start, ""
        return start + self.text.readline(most - len(start))
