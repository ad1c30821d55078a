"""Values by themselves: which could be a password, and which are a day, a number of things, a name or an address."""

from __future__ import annotations

import re
from itertools import pairwise

from runbook.text.pattern import Pattern

_UNITS = (
    r"桁|文字|[年月日時分秒]|回|人|名|件|個|本|枚|階|号室|条|項|章|節|ページ|円|%|％|カ月|か月|ヶ月|週|以上|以内|以下|段|列|番目|歳|つ|者|台"
    r"|(?:days?|digits?|char(?:acter)?s?|letters?|minutes?|min|hours?|seconds?|times|people|persons?|years?"
    r"|months?|weeks?"
    r"|attempts?|tries|places?|words?|bits?|bytes?|st|nd|rd|th|am|pm|of|or|to|and)(?![A-Za-z])"
)
_COUNTED = Pattern(rf"[ \t]?(?:{_UNITS})|[ \t]?[〜～~–-][ \t]?[0-9]+[ \t]?(?:{_UNITS})", re.IGNORECASE)
_EXAMPLE = Pattern(
    r"[」』\"'`]?[ \t]*(?:や|など|のよう|以外|は(?:使|禁|不可|避|選|設定し(?:ない|ません))"
    r"|を(?:使(?:わ|い|っては)|禁|避|選|設定し(?:ない|ません))|番(?!号))"
)
_ELSEWHERE = Pattern(
    r"(?<![A-Za-z])[A-Z]{1,3}-[0-9]{3,}|参照|封筒|金庫|変更|保管|未定|なし|不明|見る|更新|[0-9](?:桁|文字|[年月日回人名])"
    r"|(?<![a-z])(?:see|in|the|is|of|at|by|kept|from|with|not|changed|printed|checked|updated|since|until)(?![a-z])"
)
_DAY = Pattern(
    r"(?:19|20)[0-9]{2}[ \t]?(?:[-/.][ \t]?[0-9]{1,2}|年)|20[1-9][0-9][01][0-9][0-3][0-9](?![0-9])"
    r"|[0-9]{1,2}[/.][0-9]{1,2}[/.](?:20)?[0-9]{2}(?![0-9])|[0-9]{1,2}[:/][0-9]{1,2}(?![0-9:/])"
    r"|[HRS][0-9]{1,2}[./年]|(?:令和|平成|昭和)"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[ \t]+(?:[0-9]{1,2},?[ \t]+)?(?:19|20)[0-9]{2}",
    re.IGNORECASE,
)
_YEAR = Pattern(r"(?:19|20)[0-9]{2}")
_PHONE = Pattern(r"\+[0-9]|0[0-9 -]{9,13}(?![0-9])")
_ACCOUNT = Pattern(r"[0-9]{12}|[0-9]{4}[ -][0-9]{4}[ -][0-9]{4}")
_NAME = Pattern(
    r"[A-Z]{1,6}[-_#]?[0-9]+(?:[-_/.][0-9A-Z]{1,4})*|P(?:[0-9]+[YMWD])*(?:T(?:[0-9]+[HMS])+)?"
    r"|A(?:GP|ID|IP|NP|NV|PK|RO|SC)A[A-Z0-9]{16,17}(?::\S*)?"
    r"|[0-9]{1,3}\+?-?(?:days?|digits?|char(?:acter)?s?|letters?|words?|bits?|months?|years?|hours?|person"
    r"|people|factor)"
    r"|[0-9]+-of-[0-9]+|[a-z0-9+]+://.*|//.*|arn:.*|[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[a-z]{2,}"
    r"|.*\.(?:xlsx?|docx?|pdf|md|txt|kdbx|html?|ya?ml|json|csv|zip|gpg|j2|py|sh)"
    r"|\$[{(]?[A-Za-z_.]+[)}]?|%[A-Z_]+%|([*•xX#?._=-])\1*|(?:[A-Za-z0-9._-]*/){2,}[A-Za-z0-9._-]*"
    r"|[A-Za-z]+/[A-Za-z0-9]+|1Password\S*|(?:Office|Microsoft)365|Windows1[01]|OAuth2"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?:root|step|page|rule|v)[-#]?[0-9.]+|[a-z]+-[a-z]+-?[0-9]{0,4}",
)
_STRONG = Pattern(r"[0-9!#$%&@*+=?^~\\]")
_THREE_WORDS = Pattern(r"[a-z]{4,}(?:[-_.][a-z]{3,}){2,}(?:[-_.][0-9]{1,4})?", re.IGNORECASE)
_KINDS = tuple(Pattern(kind) for kind in (r"[a-z]", r"[A-Z]", r"[0-9]", r"[!#$%&@*+=?^~\\]"))
# Nothing is given back (++): a run of letters can be cut into words in more ways than there is time for.
_CAMEL = Pattern(
    r"(?:[A-Z][a-z]{2,}+|(?:An|As|At|By|Do|Go|Id|If|In|Is|It|My|No|Of|On|Or|To|Up)(?![a-z])|[A-Z]{2,}+[a-z]*+|[a-z]{3,}+|[A-Z]?[0-9]++|[-_.])++|.*[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-.*"
    r"|[0-9a-fA-F-]+|0x[0-9A-Fa-f]+"
)
_RARE = Pattern(r"[!#$%&@*?^~]")

# Of two neighbours in random letters and digits six in ten are of different kinds (A, a, 1); in words two.
_CHANGES = 0.4
_LEAST = 4
_DEFAULTS = frozenset(("changeme", "letmein", "password", "qwerty", "toor"))
_WEAKEST_BARE = 8
_LEAST_BARE = 12


def is_random(token: str) -> bool:
    """Whether large letters, small letters and digits change as often as in a key, and not as in words."""
    kinds = ["A" if sign.isupper() else "a" if sign.islower() else "1" for sign in token if sign.isalnum()]
    if len(set(kinds)) < len("Aa1"):
        return False
    if is_words(token):
        return False
    return sum(one != other for one, other in pairwise(kinds)) >= _CHANGES * (len(kinds) - 1)


def is_words(token: str) -> bool:
    """Whether it is words and numbers written together: RequireBreakGlassAccount87, e3b0c442."""
    return _CAMEL.fullmatch(token) is not None


def is_day(value: str) -> bool:
    """Whether a value begins as a day, a month or a time does."""
    return _DAY.match(value) is not None


def is_year(value: str) -> bool:
    """Four digits that are a year."""
    return _YEAR.fullmatch(value) is not None


def is_phone_or_account(value: str) -> bool:
    """A telephone number, or the id of an AWS account."""
    return _PHONE.match(value) is not None or _ACCOUNT.fullmatch(value) is not None


def is_name(value: str) -> bool:
    """The number of an item, an address, a path, a place-holder, a product: what stands for something else."""
    return _NAME.fullmatch(value) is not None or is_phone_or_account(value)


def is_elsewhere(value: str) -> bool:
    """Whether a text says where the secret lies, when it was changed, or how long it is."""
    return _ELSEWHERE.search(value) is not None


def is_counted_or_example(after: str) -> bool:
    """Whether a text goes on after a value as a number of things does, or an example of what not to take."""
    return _EXAMPLE.match(after) is not None or _COUNTED.match(after) is not None


def could_be_password(value: str) -> bool:
    """A value that was announced: four signs with a digit or special one among them, three words in one, a default."""
    if len(value) < _LEAST or is_name(value):
        return False
    return bool(_STRONG.search(value) or _THREE_WORDS.fullmatch(value) or value.lower() in _DEFAULTS)


def is_mixed(value: str) -> bool:
    """A value that was hardly announced: small letters, digits, and large letters or signs; or three words in one."""
    if len(value) <= _LEAST or is_name(value):
        return False
    small, large, digit, special = (kind.search(value) is not None for kind in _KINDS)
    return (small and digit and (large or special)) or _THREE_WORDS.fullmatch(value) is not None


def may_be_secret(value: str) -> bool:
    """Whether an error had better not show a value: of three or four kinds of signs, and no name, day or telephone."""
    value = value.strip("*_~.,:;()=")
    kinds = sum(kind.search(value) is not None for kind in _KINDS)
    least = {3: 10, 4: _WEAKEST_BARE}
    return len(value) >= least.get(kinds, len(value) + 1) and value.isascii() and not (is_name(value) or is_day(value))


def looks_like_password(value: str) -> bool:
    """A value that nothing announces: of four kinds of signs, or as random as a key."""
    value = value.strip("*_~.,:;()")
    if len(value) < _WEAKEST_BARE or is_name(value) or is_day(value):
        return False
    small, large, digit = (kind.search(value) is not None for kind in _KINDS[:3])
    if small and large and digit and _RARE.search(value[1:]):
        return True
    return len(value) >= _LEAST_BARE and not value.endswith("=") and is_random(value)
