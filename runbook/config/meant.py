"""What somebody may have meant who wrote a value in a form of their own: 1.4.2026 for a day, 9-18 for hours.

Nothing of it is taken: it is shown as the line to write. So a guess is made only where there is hardly another one, and
a day that could be read in two ways (4/5/2026) is not read at all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date

from runbook.organisation.parsers import IDENTIFIER
from runbook.text.characters import folded
from runbook.text.countries import country_called

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALL_DAY = ("00:00", "23:59")
EVERY_DAY, WEEKDAYS = "every-day", "weekdays"
_TRUE, _FALSE = "true", "false"
# Other words for the words of the config, as products, other tools, and other languages have them.
_ALSO = {
    **dict.fromkeys(("yes", "y", "on", "ja", "oui", "はい", "あり", "有"), _TRUE),
    **dict.fromkeys(("no", "n", "off", "nein", "non", "いいえ", "なし", "無"), _FALSE),
    **dict.fromkeys(
        ("cell", "cellphone", "cellular", "handy", "smartphone", "携帯", "携帯電話", "スマートフォン"), "mobile"
    ),
    **dict.fromkeys(("telephone", "tel", "landline", "office", "電話", "固定電話"), "phone"),
    **dict.fromkeys(("mail", "e-mail", "メール", "mail-address"), "email"),
    **dict.fromkeys(("slack", "teams", "pagerduty", "opsgenie", "pager", "チャット"), "chat"),
    **dict.fromkeys(("yubikey", "fido2", "fido", "u2f", "passkey", "セキュリティキー"), "security-key"),
    **dict.fromkeys(("totp", "hardware-token", "otp-token", "トークン"), "totp-token"),
    **dict.fromkeys(("google-authenticator", "authy", "virtual-mfa", "app"), "authenticator-app"),
    **dict.fromkeys(("封筒", "letter"), "envelope"),
    **dict.fromkeys(("1password", "bitwarden", "keeper", "lastpass", "password-manager"), "vault"),
    **dict.fromkeys(
        ("okta", "entra", "entra-id", "azure-ad", "onelogin", "keycloak", "idp", "sso"), "identity-provider"
    ),
    **dict.fromkeys(("master", "payer", "root", "管理アカウント"), "management"),
    **dict.fromkeys(("linked", "child", "メンバーアカウント"), "member"),
    **dict.fromkeys(("passwort", "パスワード"), "password"),
    **dict.fromkeys(("2fa", "otp", "token"), "mfa"),
    **dict.fromkeys(("japanese", "日本語", "jp"), "ja"),
    **dict.fromkeys(("english", "英語"), "en"),
    **dict.fromkeys(("daily", "always", "all", "毎日", "常時", "täglich"), EVERY_DAY),
    **dict.fromkeys(("weekday", "workdays", "business-days", "平日", "werktags", "mo-fr"), WEEKDAYS),
    **dict.fromkeys(("jst", "tokyo"), "Asia/Tokyo"),
    **dict.fromkeys(("kst", "seoul"), "Asia/Seoul"),
    **dict.fromkeys(("pst", "pdt", "pt"), "America/Los_Angeles"),
    **dict.fromkeys(("edt", "et"), "America/New_York"),
    **dict.fromkeys(("cest", "mez", "mesz"), "Europe/Berlin"),
    **dict.fromkeys(("deleted", "rootless", "gone", "削除済み"), "removed"),
    "bst": "Europe/London",
    "日本": "JP",
    "ドイツ": "DE",
    "アメリカ": "US",
    "uk": "GB",
    "usa": "US",
}
_ALSO = {folded(word): meant for word, meant in _ALSO.items()}  # as `bare` has them: "ー" is a dash there
# Other names of fields.
_FIELDS = {
    **dict.fromkeys(("since", "start", "starts", "begin", "start_date", "valid_from"), "from"),
    **dict.fromkeys(("to", "till", "end", "ends", "end_date", "expires", "valid_until"), "until"),
    **dict.fromkeys(("contains", "content", "contents", "what"), "holds"),
    **dict.fromkeys(("stand_in", "backup", "substitute", "delegate"), "deputy"),
    **dict.fromkeys(("timezone", "tz"), "time_zone"),
    **dict.fromkeys(("who", "user", "employee"), "person"),
    **dict.fromkeys(("owner", "owners", "admin", "admins", "administrators", "managed_by"), "administered_by"),
    **dict.fromkeys(("quorum", "minimum", "count"), "required"),
}
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_KANJI = "〇一二三四五六七八九"
_DAY_NAMES = {
    **{name: at for at, name in enumerate(WEEK)},
    **{name: at for at, name in enumerate("月火水木金土日")},
    **{name: at for at, name in enumerate(("mo", "di", "mi", "do", "fr", "sa", "so"))},
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = f"({'|'.join(_MONTHS)})[a-z]*"
_DAY_MONTH = re.compile(rf"(?<![0-9])([0-9]{{1,2}})\.? {_MONTH}\.?,? ((?:19|20)[0-9]{{2}})(?![0-9])", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"\b{_MONTH}\.? ([0-9]{{1,2}}),? ((?:19|20)[0-9]{{2}})(?![0-9])", re.IGNORECASE)
_NO_YEAR_JAPANESE = re.compile("([0-9]{1,2})月 ?([0-9]{1,2})日")
_NO_YEAR_NUMBERS = re.compile(r"([0-9]{1,2}) ?([./-]) ?([0-9]{1,2})\.?")
_NO_YEAR_DAY_MONTH = re.compile(rf"([0-9]{{1,2}})(?:st|nd|rd|th)?\.?(?: of)? {_MONTH}\.?", re.IGNORECASE)
_NO_YEAR_MONTH_DAY = re.compile(rf"{_MONTH}\.? ([0-9]{{1,2}})(?:st|nd|rd|th)?", re.IGNORECASE)
_UNITS = {
    **dict.fromkeys(("day", "tag", "日"), "D"),
    **dict.fromkeys(("week", "woche", "週"), "W"),
    **dict.fromkeys(("month", "monat", "か月", "ヶ月"), "M"),
    **dict.fromkeys(("year", "jahr", "年"), "Y"),
}
_EVERY = re.compile(
    rf"(?:every )?([0-9]{{1,3}}) ?({'|'.join(sorted(_UNITS, key=len, reverse=True))})[a-z]*", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[-/.年 ]{1,2}([0-9]{1,2})[-/.月 ]{1,2}([0-9]{1,2})(?![0-9])")
_YEAR_LAST = re.compile(r"(?<![0-9])([0-9]{1,2})([./-]) ?([0-9]{1,2})\2 ?((?:19|20)[0-9]{2})(?![0-9])")
_DIGITS_ONLY = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?![0-9])")
_JAPANESE_YEAR = re.compile(
    r"(令和|平成|(?<![A-Za-z0-9])[RH](?=[0-9]))([0-9]{1,2}|元)[年./]([0-9]{1,2})[月./]([0-9]{1,2})日?"
)
_BEFORE = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}  # the year before the first of an era
_CLOCK = re.compile(r"([01][0-9]|2[0-3])([0-5][0-9])")  # 0930
_ACCOUNT_DIGITS = 12
_ZERO_LOST = re.compile(r"[1-9][0-9]{9,10}")  # an account id from a spreadsheet, which drops zeros at the front
_AROUND = "\"'“”„‟«»‘’‚<>「」『』"
_TIME = re.compile(
    r"(?<![0-9.:])([01]?[0-9]|2[0-4])(?:[:.時h]([0-5][0-9]|半)?)? ?(?:(am|pm)\b)?(?![0-9.:])", re.IGNORECASE
)
# 午後5時; at night an hour from five on: 夜1時 is one in the morning.
_AFTERNOON = re.compile("(?:午後|夕方) ?(1[0-2]|[0-9])(?![0-9])|(?<!深)夜 ?(1[0-2]|[5-9])(?![0-9])")
_DAY_NAME = re.compile(
    r"mon|tue|wed|thu|fri|sat|sun|\b(?:mo|di|mi|do|fr|sa|so)\b|[月火水木金土日](?=[曜月火水木金土日]|[^0-9一-龥]|$)"
)
_TO = re.compile(r"\s*(?:day|sday|nesday|rsday|urday|曜日?)?s?\.?\s*(?:-|–|~|〜|to|through|bis|から)\s*")
_NOT_OF_AN_ID = re.compile(r"[^A-Za-z0-9._-]+")


def bare(text: str) -> str:
    """A text without what was put around it: quotes of a word processor, brackets and scheme of an address."""
    return folded(text).strip().strip(_AROUND).removeprefix("mailto:").removeprefix("tel:").strip()


def readings(text: str) -> Iterator[str]:
    """A text in the forms that a value of the config may have, likeliest first; the text itself is not among them."""
    plain = bare(text)
    word = _NOT_OF_AN_ID.sub("-", plain.lower()).strip("-") if plain.isascii() else plain.lower()
    if word in _ALSO:
        yield _ALSO[word]
    if plain != text:
        yield plain
    if word != text:
        yield word
    yield plain.upper()
    yield from _one(days_in(plain))
    yield from _one(times_in(plain))
    if clock := _CLOCK.fullmatch(plain):
        yield f"{clock[1]}:{clock[2]}"
    week = weekdays_in(plain)
    yield from _one(week if isinstance(week, list) else [])
    if _ZERO_LOST.fullmatch(plain):
        yield plain.zfill(_ACCOUNT_DIGITS)
    yield from _numbers(word)
    if every := _EVERY.fullmatch(plain):
        yield f"P{every[1]}{_UNITS[every[2].lower()]}"
    if country := country_called(plain):
        yield country


def field_meant(key: str, known: Collection[str]) -> str:
    """The field that somebody called by another name; "" if it is none of those that are known."""
    name = _FIELDS.get(key.lower(), "")
    return name if name in known else ""


def days_in(text: str) -> list[str]:
    """All days that a text names, in its order, as 2026-11-23."""
    found = [(match.start(), (match[1], match[2], match[3])) for match in _YEAR_FIRST.finditer(text)]
    found += [(match.start(), (match[1], match[2], match[3])) for match in _DIGITS_ONLY.finditer(text)]
    found += [(match.start(), (match[3], _month(match[2]), match[1])) for match in _DAY_MONTH.finditer(text)]
    found += [(match.start(), (match[3], _month(match[1]), match[2])) for match in _MONTH_DAY.finditer(text)]
    for match in _JAPANESE_YEAR.finditer(text):
        of_era = 1 if match[2] == "元" else int(match[2])
        found.append((match.start(), (str(_BEFORE[match[1]] + of_era), match[3], match[4])))
    for match in _YEAR_LAST.finditer(text):
        first, second = int(match[1]), int(match[3])
        if match[2] == "." or first > 12 or first == second:  # noqa: PLR2004  no month: day first
            found.append((match.start(), (match[4], match[3], match[1])))
        elif second > 12:  # noqa: PLR2004  as above
            found.append((match.start(), (match[4], match[1], match[3])))
    return [day for _, (year, month, number) in sorted(found) if (day := _day(year, month, number))]


def day_and_month_in(text: str) -> list[tuple[int, int]]:
    """Month and day that a text without a year may name: of 4/5 first as if the day stood first, then the other way."""
    plain = bare(text)
    if match := _NO_YEAR_JAPANESE.fullmatch(plain):
        return [(int(match[1]), int(match[2]))]
    if match := _NO_YEAR_DAY_MONTH.fullmatch(plain):
        return [(int(_month(match[2])), int(match[1]))]
    if match := _NO_YEAR_MONTH_DAY.fullmatch(plain):
        return [(int(_month(match[1])), int(match[2]))]
    if match := _NO_YEAR_NUMBERS.fullmatch(plain):
        first, second = int(match[1]), int(match[3])
        found = {(second, first): None} | ({} if match[2] == "." else {(first, second): None})
        return [(month, day) for month, day in found if 1 <= month <= 12]  # noqa: PLR2004  months
    return []


def either_day(text: str) -> tuple[str, str] | None:
    """The day that a text names if the day stands first in it, and if the month does; None unless both may be meant."""
    match = _YEAR_LAST.fullmatch(bare(text))
    if match is None or days_in(match[0]):
        return None
    day_first, month_first = _day(match[4], match[3], match[1]), _day(match[4], match[1], match[3])
    return (day_first, month_first) if day_first and month_first else None


def _month(name: str) -> str:
    return str(_MONTHS.index(name[:3].lower()) + 1)


def _day(year: str, month: str, number: str) -> str:
    try:
        return date(int(year), int(month), int(number)).isoformat()
    except ValueError:
        return ""


def times_in(text: str) -> list[str]:
    """All times of day that a text names, in its order, as 09:00; midnight at the end of a day is 23:59."""
    return [
        _time(int(match[1]), (match[2] or "00").replace("半", "30"), (match[3] or "").lower())
        for match in _TIME.finditer(_AFTERNOON.sub(_after_noon, folded(text)))
    ]


def _after_noon(match: re.Match[str]) -> str:
    return str(int(match[1] or match[2]) % 12 + 12)


def _time(hour: int, minute: str, half: str) -> str:
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"{hour:02d}:{minute}" if hour < 24 else ALL_DAY[1]  # noqa: PLR2004  hours of a day


def hours_in(text: str) -> tuple[str, str] | None:
    """From when until when, if a text says so."""
    plain = folded(text).strip().lower()
    if plain in ("24/7", "24h", "24時間", "365日24時間") or _ALSO.get(plain) == EVERY_DAY:
        return ALL_DAY
    times = times_in(plain)
    return (times[0], times[1]) if len(times) == len(ALL_DAY) and times[0] != times[1] else None


def weekdays_in(text: str) -> str | list[str] | None:
    """On which days, if a text says so: every day, weekdays, or some of the week."""
    plain = folded(text).strip().lower()
    for word, days in _ALSO.items():
        if days in (EVERY_DAY, WEEKDAYS) and re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", plain):
            return days
    if plain.startswith(("24/7", "365")) or days_word(plain):
        return days_word(plain) or EVERY_DAY
    named = list(_DAY_NAME.finditer(plain))
    chosen: set[int] = set()
    for at, match in enumerate(named):
        chosen.add(_DAY_NAMES[match[0]])
        if at and _TO.fullmatch(plain[named[at - 1].end() : match.start()]):
            first, last = _DAY_NAMES[named[at - 1][0]], _DAY_NAMES[match[0]]
            chosen.update((first + step) % 7 for step in range((last - first) % 7))
    if chosen in ({0, 1, 2, 3, 4}, set(range(7))):
        return WEEKDAYS if len(chosen) < len(WEEK) else EVERY_DAY
    return [WEEK[day] for day in sorted(chosen)] or None


def days_word(plain: str) -> str:
    """The word of the config for days, if it stands in a text as it is; "" if it does not."""
    return next((word for word in (EVERY_DAY, WEEKDAYS) if word in plain), "")


def _one(found: list[str]) -> Iterator[str]:
    """A text that names one is it; one that names several is none of them."""
    if len(found) == 1:
        yield found[0]


def _numbers(word: str) -> Iterator[str]:
    if word in _NUMBERS:
        yield str(_NUMBERS.index(word))
    elif match := re.fullmatch(rf"(?:([0-9]{{1,4}})|([{_KANJI}]))(?:人|名|個|枚|部|分|x|pcs|people|copies|min)?", word):
        yield match[1] or str(_KANJI.index(match[2]))


def as_identifier(text: str) -> str:
    """An id made of a text; "" if none can be."""
    made = _NOT_OF_AN_ID.sub("-", folded(text).strip().lower()).strip("-._")[:40]
    return made if IDENTIFIER.fullmatch(made) else ""
