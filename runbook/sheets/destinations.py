"""Where names lead on a screen: a sheet or packet to its page, a step to its line, a number to the telephone.

A name becomes a link where it stands among the words, which stay as they are. Written for finished HTML, in which a
value cannot be markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

from runbook.knowledge.sheets import Sheet
from runbook.organisation.fields import PHONE_KINDS
from runbook.organisation.numbers import telephone_address

if TYPE_CHECKING:
    from runbook.sheets.view import View

SHEET_SCHEME = "sheet:"
"""Before the name of a sheet in a link that does not know yet on which page the sheet will stand."""

_STEP = r"[A-Z]{1,2}-[0-9]{2}(?:\.[0-9]+)*"
_ACCOUNT = r" ?[(（][0-9]{4}-[0-9]{4}-[0-9]{4}[)）]"
"""The account whose packet is meant, as `Naming.packet` writes it."""
_NUMBER = re.compile(rf"([0-9]{{2}})({_ACCOUNT})?")
_LINK = re.compile(rf'href="{SHEET_SCHEME}([^"#]*)(#[^"]*)?"')


def place_anchor(sheet: Sheet, number: str) -> str:
    """The id of a step's line or of a heading on a page, also where several sheets stand on it."""
    return f"{sheet.anchor}-{number}"


def on_its_own_page(html: str, sheet: Sheet) -> str:
    """Links of a sheet that has a page of its own, beside those of the others."""

    def settled(match: re.Match[str]) -> str:
        name, anchor = match.groups(default="")
        return f'href="{anchor}"' if name == sheet.name and anchor else f'href="{name}.html{anchor}"'

    return _LINK.sub(settled, html)


def on_the_bound_page(html: str, sheets: Sequence[Sheet]) -> str:
    """Links of a sheet that stands on one page with all others."""
    anchors = {sheet.name: f"#{sheet.anchor}" for sheet in sheets}
    return _LINK.sub(lambda match: f'href="{match[2] or anchors[match[1]]}"', html)


@dataclass(frozen=True, slots=True)
class Name:
    """Where in a text a name stands that leads somewhere, and where to.

    ``step``: the number, if it is one of a step. ``is_kept``: whether no line may break in it.
    """

    start: int
    end: int
    href: str
    step: str = ""
    is_kept: bool = False


@dataclass(frozen=True)
class Destinations:
    """Where the names in the sheets of a set lead. ``steps``: the steps that each sheet has a line of, by its name.

    ``escaped`` writes a name as the texts do that are searched; telephone numbers and addresses lead nowhere
    where links to them are made otherwise.
    """

    view: View
    sheets: tuple[Sheet, ...]
    steps: Mapping[str, frozenset[str]]
    escaped: Callable[[str], str] = escape
    with_addresses: bool = True

    def linked(self, text: str, on: Sheet) -> str:
        """Text of a sheet in HTML, without markup, with its names as links."""
        linked, end = "", 0
        for name in self.names(text, on):
            kept = ' class="kept"' if name.is_kept else ""
            linked += f'{text[end : name.start]}<a{kept} href="{name.href}">{text[name.start : name.end]}</a>'
            end = name.end
        return linked + text[end:]

    def names(self, text: str, on: Sheet) -> Iterator[Name]:
        """The names in a text of a sheet that lead somewhere else, in order."""
        for match in self._pattern.finditer(text):
            if match["listed"]:
                before = text[: match.start("listed")]
                group = next((sheets for head, sheets in self._groups.items() if before.endswith(head)), self.sheets)
                for number in _NUMBER.finditer(text, *match.span("listed")):
                    if href := self._numbered(number[1], number[2] or on.account or "", on, group):
                        yield Name(*number.span(1), href)
                continue
            found = match[0]
            fixed = self._fixed.get(found)
            href = fixed or self._step(found, on)
            if href and href != SHEET_SCHEME + on.name:
                yield Name(*match.span(), href, "" if fixed else found, is_kept=href not in self._of_titles)

    @cached_property
    def _fixed(self) -> Mapping[str, str]:
        """Names that lead to the same place wherever they stand."""
        titles = {f"{sheet.number} {self.view.title(sheet)}": SHEET_SCHEME + sheet.name for sheet in self.sheets}
        addresses = dict(self._addresses()) if self.with_addresses else {}
        return {self.escaped(text): escape(href) for text, href in {**addresses, **titles}.items()}

    @cached_property
    def _of_titles(self) -> frozenset[str]:
        """Where titles lead: they are sentences, and lines may break in them."""
        return frozenset(SHEET_SCHEME + sheet.name for sheet in self.sheets)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """A packet or a sheet by its number, a step, or one of the fixed names, the longest first."""
        words = self.view.language.words("screen.numbered").split()
        named = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        separator = "|".join(map(re.escape, self.view.language.words("screen.between").split("|")))
        number = f"[0-9]{{2}}(?:{_ACCOUNT})?"
        numbers = f"(?P<word>(?i:{named}) ?)(?P<listed>{number}(?:(?:{separator}){number})*)(?![0-9-])"
        fixed = "|".join(map(re.escape, sorted(self._fixed, key=len, reverse=True)))
        return re.compile(rf"{numbers}|(?<![\w+@.-])(?:{_STEP}|{fixed})(?![\w@-]|\.\w)", re.ASCII)

    def _addresses(self) -> Iterator[tuple[str, str]]:
        """Telephone numbers, as typed and as dialled at home, and addresses of people; not those of root users."""
        organisation = self.view.organisation
        people = [contact for person in organisation.people for contact in person.contacts]
        numbers = [contact.value for contact in people if contact.kind in PHONE_KINDS]
        numbers += [contact.phone for contact in organisation.contacts if contact.phone]
        for number in numbers:
            if dialled := telephone_address(number):
                yield number, dialled
                yield self.view.at_home(number) or number, dialled
        mails = [contact.value for contact in people if contact.kind == "email"]
        mails += [contact.email for contact in organisation.contacts if contact.email]
        roots = {account.root_email for account in organisation.accounts}
        yield from ((mail, f"mailto:{mail}") for mail in mails if mail not in roots)

    def _step(self, number: str, on: Sheet) -> str:
        """A step of the same sheet, else of the only one that has it; nothing if nobody can say of which."""
        having = [sheet for sheet in self.sheets if number in self.steps[sheet.name]]
        if on in having:
            having = [on]
        return f"{SHEET_SCHEME}{having[0].name}#{place_anchor(having[0], number)}" if len(having) == 1 else ""

    @cached_property
    def _groups(self) -> Mapping[str, tuple[Sheet, ...]]:
        """The packets of a group of accounts, by the words before their numbers at the head of its column."""
        numbers = "00"  # what no packet has
        table = self.view.decision_table
        return {
            self.escaped(table.head(group, numbers)).rpartition(numbers)[0]: table.packets_for(group)
            for group in table.groups()
        }

    def _numbered(self, number: str, account: str, on: Sheet, among: Sequence[Sheet]) -> str:
        """A number of a sheet; of several packets, that of the account or the place on the start page."""
        having = [sheet for sheet in among if sheet.number == number and not sheet.accounts_listed]
        digits = "".join(filter(str.isdecimal, account))
        having = [sheet for sheet in having if sheet.account == digits] or having
        if on in having or not having:
            return ""
        return f"../index.html#{self.view.language.code}-{number}" if len(having) > 1 else SHEET_SCHEME + having[0].name
