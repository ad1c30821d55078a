"""Which small papers there are, who may read them, and on what they are printed."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

Size = Literal["A4", "Letter"]


class CardKind(StrEnum):
    """A small paper; its value is what the command and the files call it."""

    DOOR = "door"
    WALLET = "wallet"
    ENVELOPE = "envelope"
    LABELS = "labels"
    TENT = "tent"
    PHONE = "phone"

    @property
    def is_open(self) -> bool:
        """Whether anybody may come to read it: it hangs outside, lies beside a telephone, or is lost."""
        return self in (CardKind.DOOR, CardKind.WALLET, CardKind.PHONE)

    def on_a_page(self, paper: Size) -> int | None:
        """How many are cut from one page; None if each has pages of its own, as many as it needs."""
        return _CUT.get(self, {}).get(paper)


CARDS = tuple(CardKind)
# 85.6 mm by 54 mm, the size of a bank card, and labels of 70 mm by 37 mm: Letter is shorter than A4.
_CUT: dict[CardKind, dict[Size, int]] = {
    CardKind.WALLET: {"A4": 10, "Letter": 8},
    CardKind.LABELS: {"A4": 24, "Letter": 21},
}
