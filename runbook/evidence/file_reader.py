"""Reading one file of evidence: what it is, is known by its content; what of it does not fit, is told at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from runbook.errors import Problem
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
from runbook.evidence.files import Heard, NamedFile, Unreadable, opened, unheard
from runbook.evidence.json_text import JsonFault, Part, json_parts
from runbook.evidence.trail import is_record, record_of_lookup, root_event
from runbook.evidence.values import FileKind, Place, ReadFile

if TYPE_CHECKING:
    from runbook.evidence.gathering import Gathered
    from runbook.evidence.values import RootState

_SHOWN_OF_ONE_FILE = 10  # what is wrong ten times in a file is wrong in all of it


@dataclass(slots=True)
class FileReader:
    """Reads one file into what is gathered."""

    file: NamedFile
    gathered: Gathered
    about_one: list[NamedFile]
    heard: Heard = unheard
    kind: FileKind | None = None
    count: int = 0
    wrong: int = 0
    account: str | None = None

    def read(self) -> None:
        """All of it, or the problems of it."""
        try:
            with opened(self.file.path, self.heard) as text:
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
        self.gathered.state(state)

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
            self.gathered.central(features(value, place))
        elif "SummaryMap" in value:
            self._is(FileKind.SUMMARY)
            self.gathered.state(summary(value, self._account_of_file(), place))
        elif "ReportFormat" in value:
            self._is(FileKind.CREDENTIAL_REPORT)
            self._report(root_state_of_answer(value, place))
        elif "AlternateContact" in value:
            self._is(FileKind.ALTERNATE_CONTACT)
            self.gathered.alternate(alternate_contact(value, self._account_of_file(), place))
        elif "ContactInformation" in value:
            self._is(FileKind.PRIMARY_CONTACT)
            self.gathered.primary(primary_contact(value, self._account_of_file(), place))
        else:
            raise Misfit("evidence-unknown")

    def _listed(self, value: object, place: Place) -> None:
        self._is(FileKind.ACCOUNTS)
        if not isinstance(value, dict):
            raise Misfit("evidence-field", field="Id")
        self.gathered.account(listed_account(value, place, self.gathered.remarks))

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
