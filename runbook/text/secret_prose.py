"""Secrets that people tell: a word that announces one, a link, and a value.

The value must be neither a day, a number of things, nor the place where the secret lies.
"""

from __future__ import annotations

import re

from runbook.text.pattern import Pattern
from runbook.text.secret_rule import Rule
from runbook.text.secret_values import (
    could_be_password,
    is_counted_or_example,
    is_day,
    is_elsewhere,
    is_mixed,
    is_name,
    is_phone_or_account,
    is_year,
    looks_like_password,
)
from runbook.text.secret_words import (
    ANY_CODE,
    CODE,
    CODE_HEADS,
    KEY,
    KEY_HEADS,
    LOCK,
    LOCK_HEADS,
    PASSWORD,
    PASSWORD_HEADS,
    PERSON,
    PERSON_HEADS,
    RECOVERY,
    RECOVERY_HEADS,
)

_OPENING = "「『\"'`[(【《<“‘*〔{（„"
_CLOSING = "」』\"'`\\])】》>”’*〕}）"
_QUOTED = rf"[{re.escape(_OPENING)}]{{1,2}}(?P<quoted>[^{_CLOSING}\s.,;:][^{_CLOSING}\n]{{2,63}})[{_CLOSING}]"
_SIGNS = r"A-Za-z0-9!#$%&@*+=?^_~.:/\\|-"
_DIGITS = r"[#*]?[0-9]{1,10}(?:(?:[ \t]*[-–,.・/→>][ \t]*|[ \t]{1,2})[0-9]{1,8}){0,11}[#*]?(?![A-Za-z0-9!$%&@^_=#*])"
_VALUE = rf"(?:{_QUOTED}|(?P<plain>{_DIGITS}|[右左]?[{_SIGNS}]{{4,160}}))"

# Between word and link: (root), of the tablet, for K-0101, の控え.
_OF = (
    r"(?:[ \t]?[（(【\[][^（()）\]】\n]{1,30}[)）\]】]|の(?:控え|値|内容)|[ \t]*[0-9#](?=[:：= ])"
    r"|[ \t](?:of|for|to|on|at|in|des|der|de|do|da|du|del|seit|since|list|root"
    r"|there)(?:[ \t][^\s:=,.;|{}][^\n:=,;|{}]{0,40}?)?)?"
)
_NEXT_LINE = r"[ \t]*\r?\n[ \t]*(?:(?:[#>|*]|-{1,6}|[0-9]{1,2}[.)]|```)[ \t]*\n?[ \t]*){0,3}"
_LINK = (
    r"[\"'」』`]?(?P<link>"
    r"[ \t]*(?:=+>?|:=|:|;|-{1,2}>|→|⇒|➜|▶|…|~|<-)[ \t]*(?:は|is)?"
    r"|[ \t]*(?:は|が|も)"
    r"(?:現在|初期値の|出荷時の|いま|今|今は|当面|必ず|次の(?:とおり|通り)|以下(?:の(?:とおり|通り))?"
    r"|下記)?[ \t]*[、,:]?"
    r"|(?:[ \t]+(?:has been|was|is))?[ \t]+(?:changed|set|reset|updated)[ \t]to(?=[ \t])"
    r"|[ \t]+(?:is|was|are|were|ist|lautet|est|es|é|è|là|wa|ha|reads|to|at the time)"
    r"(?:[ \t](?:now|currently|still|always|simply|just|as follows|set to|the (?:default|factory|initial)))?[ \t]*[:,]?"
    r"|は?[ \t]?\?[ \t]*\n?[ \t]*A[.:]"
    r"|[ \t]*(?:은|는|是|为|為)"
    r")"
)
_INTO = r"[ \t]*(?P<into>を)[ \t]*(?=\S{4,66}?[ \t]*(?:に|へ|と))"
_BESIDE = r"[ \t]?[（(][^（()）\n]{1,12}[)）][ \t]?|[ \t]+[-–—|/／]{1,2}[ \t]+|/|[ \t、,_]{0,3}"
_OTHER_TEXT = Pattern(r"[,:][ \t]+[A-Za-z]")
_NUMBER = Pattern(r"[#*]?[0-9 \t,.・/→>–-]+[#*]?")
_GROUPS = Pattern(r"[0-9]{4,6}(?:-[0-9]{4,6}){5,}")
_HEX = Pattern(r"[0-9a-fA-F]{32,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LEAST_DIGITS = 4
_LEAST_OF_KEY = 16


def told(words: str) -> Pattern:
    """A word that announces, a link, a value; or the value beside it or on the next line."""
    return Pattern(
        rf"{words}(?:{_OF}{_LINK}(?:{_NEXT_LINE}|[ \t]*)|{_INTO}|{_BESIDE}|{_NEXT_LINE}){_VALUE}", re.IGNORECASE
    )


def _value(match: re.Match[str]) -> str:
    return (match["quoted"] or match["plain"]).rstrip(".,:;").removesuffix("|")


def _is_linked(match: re.Match[str]) -> bool:
    """Whether more than a space stands between word and value."""
    return bool(match["link"] or match["into"])


def _goes_on(match: re.Match[str]) -> bool:
    after = match.string[match.end() : match.end() + 16]
    return is_counted_or_example(after)


def _is_code(match: re.Match[str]) -> bool:
    """A number for a lock: four digits or more that are no day, telephone, account, or number of things."""
    value = _value(match)
    if is_day(value) or is_phone_or_account(value) or _goes_on(match) or _OTHER_TEXT.search(value):
        return False
    if _NUMBER.fullmatch(value):
        digits = sum(sign.isdigit() for sign in value)
        is_long = digits >= _LEAST_DIGITS - value.endswith(("#", "*"))
        return is_long and not is_name(value) and (_is_linked(match) or not is_year(value))
    return (
        _is_linked(match)
        and value.isascii()
        and " " not in value
        and any(sign.isdigit() for sign in value)
        and could_be_password(value)
    )


def _is_number(match: re.Match[str]) -> bool:
    return _NUMBER.fullmatch(_value(match)) is not None and _is_code(match)


def _is_password(match: re.Match[str]) -> bool:
    value = _value(match)
    if is_day(value) or _goes_on(match):
        return False
    if match["quoted"] is not None:
        return _is_quoted_password(value)
    return could_be_password(value) if _is_linked(match) else is_mixed(value)


def _is_quoted_password(value: str) -> bool:
    """Also with kana, as long as it does not say where the password lies."""
    if is_elsewhere(value) or is_name(value) or _OTHER_TEXT.search(value) or is_day(value):
        return False
    return could_be_password(value) or len(re.findall(r"[a-z]{3,}", value)) >= _LEAST_DIGITS


def _is_key(match: re.Match[str]) -> bool:
    value = _value(match)
    if _HEX.fullmatch(value):
        return True
    has_both = re.search(r"[0-9]", value) and re.search(r"[A-Za-z]", value)
    is_long = len(value) >= _LEAST_OF_KEY and _is_linked(match) and not is_name(value)
    return is_long and bool(has_both or _GROUPS.fullmatch(value))


_PAIR = Pattern(
    rf"{PERSON}(?:[^\n=:は]{{0,24}}?[ \t]*(?:=|:|は|[ \t]is)[ \t]*|[ \t](?=root[ \t]?/))"
    r"(?P<first>[^\s/／,、|]{2,60})[ \t]*(?:[/／,、|]|と)[ \t]*"
    rf"(?:(?:pw|pass(?:word)?|パスワード)[ \t]*[=:は]?[ \t]*)?(?P<second>[{_SIGNS}]{{5,64}})",
    re.IGNORECASE,
)


def _is_pair(match: re.Match[str]) -> bool:
    return is_mixed(match["second"])


_TOLD_BEFORE = Pattern(
    r"[\"”」]?[ \t](?:is[ \t](?:the|our|my)[ \t]|[（(←][ \t]?(?:the[ \t])?)(?:[A-Za-z-]+[ \t]){0,3}"
    r"(?:PIN|password|passphrase|passcode|pw|combination|code)(?![A-Za-z])"
    r"|が、?[^\s、。]{0,12}(?:暗証番号|パスワード|PIN|解錠番号|解除コード|ダイヤル番号)(?!は|が|の|を|に|も|と)"
    r"|[)）]?[ \t]?<-[ \t]?(?:the[ \t])?(?:PIN|password|passcode|pw|combination|code|safe)(?![A-Za-z])"
    r"|[ \t]?[（(←][ \t]?[^\s、。（()）]{0,12}(?:パスワード|パス|暗証番号|解錠番号)[)）\n]?",
    re.IGNORECASE,
)
_BEFORE = Pattern(rf"(?:^|[\s「『\"'`(（：:、。])([{_SIGNS}]{{4,60}})[」』\"'`]?[ \t]*$")


def _is_told_before(match: re.Match[str]) -> bool:
    """The value stands before its word: 4821 is the PIN."""
    start = match.start()
    before = _BEFORE.search(match.string[max(0, start - 64) : start])
    if not before or is_day(before[1]) or is_phone_or_account(before[1]):
        return False
    value = before[1]
    return len(value) >= _LEAST_DIGITS and not is_year(value) if value.isdigit() else is_mixed(value)


_SPOKEN = Pattern(
    r"(?:合い?言葉(?:は|:|=|「)|(?:aikotoba|code[ ]?word|safe[ ]?word|verbal password)(?:[ \t]*[:=]|[ \t](?:is"
    r"|wa))?)[ \t]*[「『\"]?"
    r"(?P<spoken>[ぁ-んァ-ヶー一-龥]{2,12}?|[a-z]{4,}|[A-Za-z0-9ぁ-ん-]{8,})[」』\"]?(?:です|だ|。|\.|$|(?=[\n\"'#]))",
    re.MULTILINE | re.IGNORECASE,
)
_PROSE = Pattern(
    r"[をにでがへ]|から|まで|ません|ます|する|した|ない|なし|変更|未定|別途|口頭|秘密|不要|廃止|参照|のみ|だけ|変わ|決め"
    r"|^(?:list|none|changed?|unknown|only|kept|used|policy|rules?|known|agreed|spoken|verbal|secret"
    r"|required|daily|weekly|monthly)$"
)


def _is_spoken(match: re.Match[str]) -> bool:
    return not _PROSE.search(match["spoken"])


_WITH_KANA = Pattern(
    r"(?:パスワード|パスフレーズ|パス|合い?言葉|暗号|password|passphrase|aikotoba|pw|pass)"
    r"(?:[ \t]*[:=]|は(?:ひらがなで)?|[ \t]is|[ \t])[ \t]*"
    r"(?P<words>[一-龥A-Za-z]{0,4}[ぁ-んァ-ヶー-]{2,16}[0-9]{2,4}(?:[ぁ-んァ-ヶー]{0,8}|号|匹|本)[!?%#]?)(?=[\s\"'」』。、（(]|です|$)",
    re.IGNORECASE,
)
_ABOUT = Pattern(r"ます|です|ください|あり|なか|から|まで|ごと|こと|[0-9](?:ページ|か月|つ|にん$)")


def _is_told_with_kana(match: re.Match[str]) -> bool:
    return _ABOUT.search(match["words"]) is None


_OPENED = Pattern(
    rf"{LOCK}(?:[ \t]*(?:[:=]|は)[ \t]*(?:テンキーで|鍵マーク\+)?|[ \t][a-z0-9 -]{{0,30}}?[ \t]?with[ \t]"
    r"|[^\n:=、。0-9]{0,16}?[ \t]?(?:は|で|:|=|番号)[ \t]?(?:鍵マーク\+)?"
    r"|(?:(?<=テンキー)|(?<=ダイ[ヤア]ル錠)|(?<=unlock)|(?<=kinko)|(?<=cable lock))[ \t]+(?=[0-9]{4,8}(?![0-9A-Za-z-]))"
    r"|[ \t]+(?=[0-9]{4,8}[#*]|[0-9]{3}[-/][0-9]{3}(?![0-9])|[0-9]{2}([-/])[0-9]{2}\1[0-9]{2}(?![0-9])))"
    rf"(?P<plain>{_DIGITS})",
    re.IGNORECASE,
)
_LEAST_GROUPS = Pattern(r"[0-9]{4,8}[#*]?|[0-9]{1,3}(?:[ ]?[-/・, ][ ]?[0-9]{1,3}){1,4}")
_DATE_LIKE = Pattern(
    r"[0-9]{2}[-/](?:0[0-9]|1[0-2])[-/](?:[0-2][0-9]|3[01])|(?:[0-2][0-9]"
    r"|3[01])[-/](?:0[0-9]|1[0-2])[-/][0-9]{2}"
)


def _opens(match: re.Match[str]) -> bool:
    value = match["plain"].strip()
    if (
        not _LEAST_GROUPS.fullmatch(value)
        or is_year(value)
        or is_phone_or_account(value)
        or _DATE_LIKE.fullmatch(value)
    ):
        return False
    is_time = is_day(value) and value.count("/") < 2  # noqa: PLR2004
    return not is_time and sum(sign.isdigit() for sign in value) >= _LEAST_DIGITS and not _goes_on(match)


_ENTERED = Pattern(
    r"(?<![A-Za-z])(?:enter|press|type|punch in|key in)[ \t](?:in[ \t]|the code[ \t])?[0-9]{4,8}[#*]?(?![0-9A-Za-z-])",
    re.IGNORECASE,
)
_ENTERED_JAPANESE = Pattern(r"[0-9](?<![0-9-].)[0-9]{3,7}[#*]?[ \t]?を(?:入力|押)")
_LISTED = Pattern(
    rf"{RECOVERY}[^\n0-9?=<|]{{0,24}}?[ \t]*[:\[]?(?:{_NEXT_LINE}|[ \t]*)"
    r"(?<![A-Za-z0-9])(?P<code>[a-z0-9]{4,6}[- ][a-z0-9]{4,6}(?:-[a-z0-9]{4})*|[0-9]{4}[ ][0-9]{4}|[0-9]{8}|[0-9]{10}"
    r"|[a-z0-9]{8,16}|[0-9a-f]{64}|[A-Z0-9]{4}-[A-Z0-9]{4}(?:-[A-Z0-9]{4})+)(?![A-Za-z0-9])",
    re.IGNORECASE,
)


def _is_recovery_code(match: re.Match[str]) -> bool:
    code = match["code"]
    if re.match(r"[A-Za-z]{5,} ", code):  # mobile 0049
        return False
    return not is_day(code) and not is_name(code) and len(re.findall(r"[0-9]", code)) > 1 and not _goes_on(match)


_CLI = Pattern(
    r"(?<=[ \t])(?:-p[ \t]?|-P[ \t]|-pass(?:in)?[ \t]|--pass(?:word)?[ =]|(?:-u|--user)[ \t][^\s:]{1,40}:"
    r"|-c[ \t]|-k[ \t])"
    rf"[\"']?(?P<value>[{_SIGNS}]{{6,80}})"
)


def _is_argument(match: re.Match[str]) -> bool:
    value = match["value"]
    return is_mixed(value) and re.search(r"[A-Z]", value) is not None


_BARE_SIGNS = r"A-Za-z0-9!#$%&@*+=?^_~.:\\-"
_BARE = Pattern(
    rf"[A-Za-z0-9!#$%&@*+^_~](?<![/{_BARE_SIGNS}].)"
    + "".join(rf"(?:(?<={kind})|(?=[{_BARE_SIGNS}]{{0,62}}{kind}))" for kind in ("[A-Z]", "[0-9]", "[a-z]"))
    + rf"[{_BARE_SIGNS}]{{7,63}}(?![A-Za-z0-9/%=@])"
)


def _is_bare(match: re.Match[str]) -> bool:
    """A value that nothing announces; not a part of an address, nor the fingerprint of a public key."""
    line = match.string[max(0, match.start() - 80) : match.start()].rpartition("\n")[2]
    if "://" in line.rpartition(" ")[2] or re.search(r"ssh-[a-z0-9]+ $|ecdsa-\S+ $", line):
        return False
    if "//" not in match[0] and is_name(re.split(r"[:=]", match[0])[-1]):
        return False
    return looks_like_password(re.split(r"[:=](?=[^=]{8})", match[0])[-1]) and "sha256" not in match[0].lower()


PROSE: tuple[Rule, ...] = (
    Rule("secret-said", told(PASSWORD), _is_password, PASSWORD_HEADS),
    Rule("secret-said", told(CODE), _is_code, CODE_HEADS),
    Rule("secret-said", told(ANY_CODE), _is_number, ("code",)),
    Rule("secret-said", told(KEY), _is_key, KEY_HEADS),
    Rule("secret-said", _PAIR, _is_pair, PERSON_HEADS),
    Rule(
        "secret-said",
        _TOLD_BEFORE,
        _is_told_before,
        (" is the ", " is our ", " is my ", "が", "(", "←", '" is', '" ', " <-", ") <-"),
    ),
    Rule(
        "secret-said",
        _SPOKEN,
        _is_spoken,
        ("合言葉", "合い言葉", "aikotoba", "code word", "codeword", "safe word", "verbal"),
    ),
    Rule(
        "secret-said",
        _WITH_KANA,
        _is_told_with_kana,
        ("パス", "合言葉", "合い言葉", "暗号", "pass", "pw", "aikotoba"),
    ),
    Rule("secret-said", _OPENED, _opens, LOCK_HEADS),
    Rule("secret-said", _ENTERED, heads=("enter ", "press ", "type ", "punch in ", "key in ")),
    Rule("secret-said", _ENTERED_JAPANESE),
    Rule("secret-said", _CLI, _is_argument, ("-p", "-u ", "--pass", "--user", "-c ", "-k ")),
    Rule("secret-said", _LISTED, _is_recovery_code, RECOVERY_HEADS),
    Rule("secret-said", _BARE, _is_bare),
)
