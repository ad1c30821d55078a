"""What somebody has with them, as people say it: "Priya's phone", "on Will's keyring", 「中村のスマホ」.

Only what names one person of the list is read so. Whose device it is, company's or own, is not said by it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from runbook.interview.people import those
from runbook.interview.reading import RefusedAnswerError

if TYPE_CHECKING:
    from runbook.interview.answers import Answers

_PHONES = r"(?:smart)?phone|iphone|mobile(?: phone)?|android|tablet|ipad"
_THINGS = rf"{_PHONES}|key ?ring|key ?chain|keys|pocket|bag|handbag|purse|wallet|backpack"
_OF_WHOM = r"(?:own |personal |private |company |work |office )*"
_JA_PHONES = "スマホ|スマートフォン|携帯|携帯電話|iphone|タブレット|ipad"
_JA_THINGS = f"{_JA_PHONES}|手元|手もと|鞄|かばん|カバン|バッグ|財布|ポケット|キーホルダー|鍵束"
_JA_OF_WHOM = "(?:個人の?|私物の?|自分の|会社の?|社用の?|業務用の?)*"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"carried(?:\s*[,、:：]\s*|\s+by\s+)(?P<who>.+)",
        rf"(?:in|on|with|at)\s+(?P<who>.+?)['’]s?\s+{_OF_WHOM}(?:{_THINGS})",
        rf"(?P<who>.+?)['’]s?\s+{_OF_WHOM}(?:{_THINGS})",
        r"(?:with|on|held by|kept by)\s+(?P<who>.+)",
        r"(?P<who>.+?)\s+(?:always )?(?:carries|has|keeps|holds)(?: (?:it|one))?(?: (?:with|on) (?:her|him|them))?",
        r"(?:持ち歩き|携行|携行品|所持)\s*[,、:：]\s*(?P<who>.+)",
        f"(?P<who>.+?)の{_JA_OF_WHOM}(?:{_JA_THINGS})",
        r"(?P<who>.+?)(?:が|は)?(?:常に|いつも)?(?:持ち歩き|持ち歩いている|持ち歩いています|持ち歩く|所持|携帯|携行)(?:している|しています|中)?",
        r"(?P<who>.+?)が(?:持っている|持っています|持つ|保管|管理)",
    )
)
_DEVICE_OF = re.compile(rf"(?P<who>.+?)(?:['’]s?\s+{_OF_WHOM}|の{_JA_OF_WHOM})(?P<device>[^'’の]+)$", re.IGNORECASE)
_IN = re.compile(r"(?P<device>.+?)\s+(?:on|in|with|inside|stored in|kept in|carried by)\s+(?P<where>.+)", re.IGNORECASE)
_JA_IN = re.compile(r"(?P<where>.+?)(?:の中の|内の|に入れた|に入っている|に登録した|の)(?P<device>[^の]+)")


def carrier(typed: str, told: Answers) -> str | None:
    """Id of the one person who has it with them, if an answer says so; None if it says something else."""
    text = typed.strip().rstrip(".。")
    if not re.search(r"[^\W\d]", text):
        return None  # a number alone is no place
    alone = _one(text, told)
    if alone is not None:
        return alone
    for form in _FORMS:
        if (match := form.fullmatch(text)) and (who := _one(match["who"], told)) is not None:
            return who
    return None


def halves(typed: str, told: Answers) -> tuple[str, str]:
    """A device and where it lies, of "app on Priya's phone" or "Will's yubikey"; where is "" if nothing says it."""
    text = typed.strip()
    for form in (_IN, _JA_IN):
        if match := form.fullmatch(text):
            return match["device"].strip(), match["where"].strip()
    if (match := _DEVICE_OF.fullmatch(text)) and _one(match["who"], told) is not None:
        return match["device"].strip(), match["who"].strip()
    return text, ""


def _one(typed: str, told: Answers) -> str | None:
    if not told.people:
        return None
    try:
        found = those(typed, told)
    except RefusedAnswerError:
        return None
    return found[0] if len(found) == 1 else None
