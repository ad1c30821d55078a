"""How one typed value is read: its rule and its canonical form.

Every value arrives as text, exactly as typed (``config.events``), so that no YAML reader can turn a telephone number
into an octal one. A rule that fails raises ``PydanticCustomError`` whose type is the key of its sentences in
``messages-config.yaml``.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NoReturn

from pydantic_core import PydanticCustomError

from runbook.organisation import public_holidays
from runbook.text.characters import code_point, composed, folded, refused_offsets
from runbook.text.contrast import LEAST_CONTRAST, WHITE, contrast
from runbook.text.nearest import near_one

if TYPE_CHECKING:
    from pydantic import ValidationInfo

# A text stands in one table row or one step, which is never split: it has to stay well under a page.
TEXT_LIMIT = 400
_ABBREVIATED = 5  # letters of JST, AEST, UTC+9
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
PHONE_KINDS = ("mobile", "phone", "satellite")

_LANGUAGE = re.compile(LANGUAGE_PATTERN)
_ACCOUNT = re.compile(r"[0-9]{12}|[0-9]{4}([ -])[0-9]{4}\1[0-9]{4}")
_PHONE = re.compile(r"\+?[0-9(](?:[ ().-]?[0-9()])*")
_SHORT_CODE = re.compile(r"1[0-9]{2}|#[0-9]{4}")
_ELEVEN = re.compile(r"0[5789]0")
_TEN_OR_ELEVEN = re.compile(r"0[26]0")  # area codes 02 and 06, and mobile numbers from 020 and 060
_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_URL = re.compile(
    r"https://(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}(?::[0-9]{1,5})?"
    r"(?:[/?#][A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*)?"
)
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._/#:+=,@-]{0,62}[A-Za-z0-9._/#:+=,@-])?")
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_NO_SEAL = ("none", "no", "n/a", "-", "なし", "無し", "無")
INTERVAL = re.compile(r"P(?=[0-9])(?:([0-9]{1,2})Y)?(?:([0-9]{1,3})M)?(?:([0-9]{1,3})W)?(?:([0-9]{1,4})D)?")
REGION = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")
ADDRESSES = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
DOMAIN = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}")
WAIT = re.compile(r"PT(?=[0-9])(?:([0-9]{1,2})H)?(?:([0-9]{1,4})M)?")
_COUNT = re.compile(r"[0-9]{1,4}")
SHEET = re.compile(r"\*|[0-9]{2}|[a-z]+(?:-[a-z]+)*")
TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
DAY = re.compile(r"((?:19|20|21)[0-9]{2})-([0-9]{2})-([0-9]{2})")


def refuse(rule: str, **values: str) -> NoReturn:
    """Fail by a rule; ``values`` fill the placeholders of its sentences.

    ``line`` among them is the value to write, where somebody can tell what was meant (``config.wanted``).
    """
    raise PydanticCustomError(rule, rule, {"line": "", **values})


def _text(value: object) -> str:
    """The scalar as typed; anything else has the wrong shape."""
    if value is None or value == "":
        refuse("value-empty")
    if not isinstance(value, str):
        refuse("expected-value")
    return value


def _machine(value: object) -> str:
    """A value read by machines: ASCII, no spaces around it."""
    return folded(_text(value)).strip(" \t\n")


def line(value: object) -> str:
    """A human text: composed, trimmed, without refused characters; inner line breaks stay."""
    text = composed(_text(value)).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()
    if not text:
        refuse("value-empty")
    if offsets := refused_offsets(text):
        refuse("character-refused", character=code_point(text[offsets[0]]))
    if len(text) > TEXT_LIMIT:
        refuse("text-too-long", most=str(TEXT_LIMIT), actual=str(len(text)))
    return text


def language_code(value: object) -> str:
    """A code such as ja or pt-BR."""
    code = _text(value)
    if not _LANGUAGE.fullmatch(code):
        refuse("language-code", value=code[:20])
    return code


# --- Numbers and addresses ------------------------------------------------------------------------------------------


def account_id(value: object) -> str:
    """Twelve digits, with or without AWS's grouping 1111-2222-3333."""
    text = _machine(value)
    if not _ACCOUNT.fullmatch(text):
        refuse("account-id", digits=str(sum(character in "0123456789" for character in text)))
    return re.sub(r"[ -]", "", text)


def phone(value: object) -> str:
    """A number that can be dialled: +81 …, a Japanese number from 0, or a short code; grouping stays as typed."""
    text = re.sub(r" +", " ", _machine(value))
    if _SHORT_CODE.fullmatch(text):
        return text
    if not _PHONE.fullmatch(text) or text.count("(") != text.count(")"):
        refuse("phone")
    if text.startswith("+") and "(0)" in text:
        refuse("phone-bracket-zero")
    digits = re.sub(r"[^0-9]", "", text)
    if not text.startswith("+"):
        if not digits.startswith("0"):
            refuse("phone-country")
        _japanese_length(digits)
    elif digits.startswith("810"):
        refuse("phone-trunk-zero")
    elif digits.startswith("81"):
        _japanese_length("0" + digits[2:])
    elif not 8 <= len(digits) <= 15:  # noqa: PLR2004  ITU-T E.164
        refuse("phone-length", least="8", most="15", actual=str(len(digits)))
    return text


def _japanese_length(digits: str) -> None:
    """Ten digits from the trunk zero on; eleven for mobile, IP and some toll-free numbers."""
    if len(digits) == 11 and _TEN_OR_ELEVEN.match(digits):  # noqa: PLR2004
        return
    wanted = 11 if _ELEVEN.match(digits) else 10
    if len(digits) != wanted:
        refuse("phone-length-japan", wanted=str(wanted), actual=str(len(digits)))


def dialled(number: str) -> str:
    """What is dialled in Japan for a number: +81 90 … and 090-… are the same telephone."""
    digits = re.sub(r"[^0-9+]", "", number)
    return "0" + digits.removeprefix("+81") if digits.startswith("+81") else digits


def email(value: object) -> str:
    """An ASCII address with a dot in its domain: a look-alike letter must not pass for another mailbox."""
    text = _machine(value)
    if not text.isascii():
        strange = next(character for character in text if not character.isascii())
        refuse("email-not-ascii", character=f"{strange} ({code_point(strange)})")
    if not _EMAIL.fullmatch(text) or len(text) > 254:  # noqa: PLR2004  RFC 5321
        refuse("email")
    return text


def addresses(value: object) -> str:
    """One ASCII address, or several that differ before the @: aws-root-*@example.co.jp."""
    text = _machine(value)
    if not ADDRESSES.fullmatch(text) or len(text) > 254:  # noqa: PLR2004  RFC 5321
        refuse("addresses")
    return text


def domain_name(value: object) -> str:
    """A domain name in ASCII, in lower case."""
    text = _machine(value)
    if not DOMAIN.fullmatch(text) or len(text) > 253:  # noqa: PLR2004  RFC 1035
        refuse("domain-name")
    return text.lower()


def url(value: object) -> str:
    """An https address in ASCII: paper is typed off by hand, and a link must not run anything."""
    text = _machine(value)
    if not text.isascii():
        strange = next(character for character in text if not character.isascii())
        refuse("url-not-ascii", character=f"{strange} ({code_point(strange)})")
    if not text.lower().startswith("https://"):
        refuse("url-scheme")
    if not _URL.fullmatch(text) or len(text) > 500:  # noqa: PLR2004  fits on paper
        refuse("url")
    return text


def identifier(value: object) -> str:
    """A short ASCII name that other parts of the file refer to."""
    text = _machine(value)
    if not IDENTIFIER.fullmatch(text):
        refuse("identifier")
    return text


def dark_colour(value: object) -> str:
    """A colour as #rrggbb that a copier still draws as a line: its contrast with white paper is at least 4.5 to 1."""
    text = _machine(value)
    if not COLOUR.fullmatch(text):
        refuse("colour")
    red, green, blue = (int(text[at : at + 2], 16) / 255 for at in (1, 3, 5))
    if contrast((red, green, blue), WHITE) < LEAST_CONTRAST:
        refuse("colour-light")
    return text.lower()


def label(value: object) -> str:
    """A number or name as it stands on a thing or in a console: ASCII, one line."""
    text = _machine(value)
    if not LABEL.fullmatch(text):
        refuse("label")
    return text


def seal_number(value: object) -> str:
    """A number as it stands on a seal; a word for "there is none" is no number, and would be printed as one."""
    if isinstance(value, str) and folded(value).strip().lower() in _NO_SEAL:
        refuse("seal-none")
    return label(value)


def contact_value(value: object, info: ValidationInfo) -> str:
    """A person's number, address or handle, by the kind given before it."""
    kind = info.data.get("kind")
    if kind in PHONE_KINDS:
        return phone(value)
    if kind == "email":
        return email(value)
    handle = line(value)
    if "\n" in handle:
        refuse("one-line")
    return handle


def one_or_several(value: object) -> str:
    """Which form of a list of accounts is meant."""
    return "$several" if isinstance(value, list | tuple) else "$one"


# --- Time -----------------------------------------------------------------------------------------------------------


def interval(value: object) -> tuple[tuple[str, str], ...]:
    """The (number, unit) pairs of an ISO 8601 duration of whole days, weeks, months or years."""
    match = INTERVAL.fullmatch(_machine(value))
    if match is None or not any(int(number or 0) for number in match.groups()):
        refuse("interval")
    return tuple((number, unit) for number, unit in zip(match.groups(), "YMWD", strict=True) if number)


def wait(value: object) -> int:
    """An ISO 8601 duration of hours and minutes, as minutes."""
    match = WAIT.fullmatch(_machine(value))
    if match is None:
        refuse("wait")
    return 60 * int(match[1] or 0) + int(match[2] or 0)


def time_of_day(value: object) -> str:
    """A minute of the day, "00:00" to "23:59"."""
    match = TIME.fullmatch(_machine(value))
    if match is None:
        refuse("time-of-day")
    return f"{int(match[1]):02d}:{match[2]}"


def time_zone(value: object) -> str:
    """A name of the IANA time zone database, the same zone on every machine: not localtime, right/UTC or Factory."""
    text = _machine(value)
    if not is_time_zone(text):
        refuse("time-zone", nearest=_near_zone(text))
    return text


def is_time_zone(text: str) -> bool:
    """Whether it is a name that the time zone database lists."""
    return text in _time_zones()


def _near_zone(text: str) -> str:
    """The zone of a city, else a name that is close; an abbreviation of three letters is close to any other."""
    city = re.sub(r"[\s_]+", "_", text.rpartition("/")[2]).lower()
    of_city = (zone for zone in _places() if zone.rpartition("/")[2].lower() == city)
    return next(of_city, "") or (near_one(text, _places()) if len(text) > _ABBREVIATED else "")


def _places() -> list[str]:
    """Zones that are named after a place: what Etc/GMT+1 is near to lies an hour to the other side of Greenwich."""
    return [zone for zone in sorted(_time_zones()) if "/" in zone and not zone.startswith("Etc/")]


@cache
def _time_zones() -> frozenset[str]:
    """The names that the database itself lists; a machine may have others, which mean what somebody set up there."""
    from importlib import resources  # noqa: PLC0415  opens a file, only when a config is read

    return frozenset(resources.files("tzdata").joinpath("zones").read_text("ascii").split()) - {"Factory"}


def holiday_region(value: object) -> str:
    """A country, or a part of one, whose public holidays are known: JP, US-CA."""
    text = _machine(value).upper()
    if not REGION.fullmatch(text):
        refuse("holiday-region")
    country, _, part = text.partition("-")
    if not public_holidays.is_known(country, part):
        refuse("holiday-region")
    return text


def day(value: object) -> date:
    """A day as 2026-11-23. Nothing else: pydantic would take a bare number for seconds since 1970."""
    match = DAY.fullmatch(_machine(value))
    if match is None:
        refuse("day")
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        refuse("day-unknown")


# --- Numbers and choices --------------------------------------------------------------------------------------------


def count(value: object) -> int:
    """A whole number in plain digits; 9_0, 1e2 and ９０ are not."""
    text = _text(value).strip()
    if not _COUNT.fullmatch(text):
        refuse("count")
    return int(text)


def flag(value: object) -> bool:
    """``true`` or ``false``; "on" and "1" may be slips and are refused."""
    text = _text(value).strip().lower()
    if text not in ("true", "false"):
        refuse("flag")
    return text == "true"


def sheet_reference(value: object) -> str:
    """A sheet's number or name, or "*"."""
    text = _machine(value)
    if not SHEET.fullmatch(text):
        refuse("sheet-reference")
    return text
