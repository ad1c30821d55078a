"""The sheets: one template file each, discovered by name; adding a sheet is adding a file (and its words)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FILE = r"([0-9]{2})-([a-z]+(?:-[a-z0-9]+)*)"
_TEMPLATE = re.compile(_FILE + r"\.j2")
_PACKET_SLUG = re.compile(r"(.*?)(?:-([0-9]{12}))?(?:-[0-9]+)?")
_FIRST_PACKET = "20"
_LISTS = "10"
_LIST_SLUG = re.compile(r"accounts-([a-z]+)(?:-([0-9]{1,12}))?")
_NAME = re.compile(r"([A-Za-z0-9-]+)/" + _FILE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The smallest thing printed and replaced."""

    number: str
    slug: str

    @property
    def name(self) -> str:
        """File name without ending: "04-break-glass"."""
        return f"{self.number}-{self.slug}"

    @property
    def template(self) -> str:
        """Template path below the templates folder: all packets are made by one, and all lists of accounts."""
        if self.accounts_listed:
            return "annexes/account-list.j2"
        return "packets/packet.j2" if self.is_packet else f"sheets/{self.name}.j2"

    @property
    def is_packet(self) -> bool:
        """Whether it is the packet of a case: these have the numbers from 20."""
        return self.number >= _FIRST_PACKET

    @classmethod
    def listing(cls, custody: str, beginning: str) -> Sheet:
        """The list of the accounts of a custody class whose ids begin so: it belongs to sheet 10."""
        return cls(_LISTS, "-".join(filter(None, ("accounts", custody, beginning))))

    @property
    def accounts_listed(self) -> tuple[str, str] | None:
        """Custody class and beginning of the ids, if it is a list of accounts."""
        match = _LIST_SLUG.fullmatch(self.slug) if self.number == _LISTS else None
        return (match[1], match[2] or "") if match else None

    @property
    def kind(self) -> str:
        """The slug without what tells packets of one kind apart: "own-root" of "own-root-111122223333".

        Lists of accounts are of the kind of the sheet that they belong to.
        """
        if self.accounts_listed:
            return "accounts"
        match = _PACKET_SLUG.fullmatch(self.slug) if self.is_packet else None
        return match[1] if match else self.slug

    @property
    def account(self) -> str | None:
        """The account id in the name of a packet, if any."""
        match = _PACKET_SLUG.fullmatch(self.slug) if self.is_packet else None
        return match[2] if match else None

    @property
    def anchor(self) -> str:
        """Its name inside a page that holds several sheets."""
        return f"s{self.name}" if self.is_packet or self.accounts_listed else f"s{self.number}"

    @property
    def references(self) -> tuple[str, ...]:
        """What the config may call it: number, slug, file name, and the kind of packet."""
        return tuple(dict.fromkeys((self.number, self.slug, self.name, self.kind)))


@dataclass(frozen=True, slots=True)
class SheetName:
    """A sheet in a language. As text it is its path in the output folder without ending: "ja/04-break-glass"."""

    language: str
    sheet: Sheet

    @classmethod
    def read(cls, text: str) -> SheetName:
        """The name that is written so; ValueError if it is none."""
        match = _NAME.fullmatch(text)
        if match is None:
            msg = f"{text}: a sheet in a language is called language/NN-slug"
            raise ValueError(msg)
        language, number, slug = match.groups()
        return cls(language, Sheet(number, slug))

    def __str__(self) -> str:
        """As a path: language, slash, file name."""
        return f"{self.language}/{self.sheet.name}"


def discover_sheets(folder: Path) -> tuple[Sheet, ...]:
    """The sheets of a templates folder, in order of their numbers; ValueError for a stray file name."""
    sheets = []
    for path in sorted((folder / "sheets").glob("*.j2")):
        match = _TEMPLATE.fullmatch(path.name)
        if match is None:
            msg = f"{path}: a sheet is called NN-slug.j2"
            raise ValueError(msg)
        sheets.append(Sheet(*match.groups()))
    return tuple(sheets)
