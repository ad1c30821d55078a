"""Combinations and codes that need no word before them: turns of a dial, digits in words, codes in groups."""

from __future__ import annotations

import re

from runbook.text.pattern import Pattern
from runbook.text.secret_rule import Rule
from runbook.text.secret_values import is_random

_COUNT = r"(?:[0-9]{1,3}|[〇一二三四五六七八九十]{1,3})"
_NOT_PLACE = r"(?![ \t]*(?:番目|列|段|個|本|枚|階|歩|つ|行|軒|度|側|m|cm|[0-9]))"
_TURN = (
    r"[右左][ \t]*(?:に|へ)?[ \t]*(?:回り|まわり|回転|回し|回)?[ \t]*"
    rf"(?:{_COUNT}[ \t]?回(?:転|まわし|回し)?(?:で|して)?[ \t]*)?{_COUNT}{_NOT_PLACE}"
)
_BETWEEN = r"[ \t]*(?:\n[ \t]*(?:#[ \t]*)?(?:[0-9][.)][ \t]*)?)?"
_BETWEEN += r"(?:で止め|に合わせ|まで)?[ \t]*[、,・→>-]?[ \t]*(?:それから|次に|次へ|最後に)?[ \t]*"
_DIAL = Pattern(rf"{_TURN}(?:{_BETWEEN}{_TURN})+")

_SIDE = r"(?:(?:anti-?|counter-?)?clockwise|right|left)"
_TURN_ENGLISH = rf"{_SIDE}(?:[ \t][a-z0-9]+){{0,5}}?[ \t-]{{0,2}}[0-9]{{1,3}}(?![0-9])"
_DIAL_ENGLISH = Pattern(
    rf"(?<![A-Za-z]){_TURN_ENGLISH}(?:[ \t]*[,;>→-]?\s*(?:[a-z0-9]+[ \t]){{0,3}}{_TURN_ENGLISH}){{2,}}", re.IGNORECASE
)
_DIAL_LETTERS = Pattern(
    r"[RLrl0-9](?<![A-Za-z0-9].)(?:(?<=[RLrl])[ -]?[0-9]{1,3}(?:[ ,;>→-]{1,3}[RLrl][ -]?[0-9]{1,3}){2,}"
    r"|(?<=[0-9])[RLrl][0-9]{1,3}(?:[ ,]{1,2}[0-9][RLrl][0-9]{1,3}){1,}(?:[ ,]{1,2}[0-9][RLrl])?"
    r"|[0-9]{0,2}[RLrl](?:[ ,;>→-]{1,3}[0-9]{1,3}[RLrl]){2,})(?![A-Za-z0-9])"
)

_DIGIT = r"(?:zero|one|two|three|four|five|six|seven|eight|nine)"
_DIGIT_KANA = r"(?:いち|に|さん|よん|し|ご|ろく|なな|しち|はち|きゅう|ゼロ|れい)"
_SPELT = Pattern(rf"(?<![a-z]){_DIGIT}(?:[ ,-]{{1,2}}{_DIGIT}){{3,}}(?![a-z])", re.IGNORECASE)
_SPELT_KANA = Pattern(rf"{_DIGIT_KANA}(?:[・、 ]{_DIGIT_KANA}){{3,}}")
_SPELT_KANJI = Pattern(r"(?:番号|PIN)は[ \t]*「?[〇零一二三四五六七八九]{4,}")
_LETTER_WORDS = (
    *("alfa", "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett", "juliet"),
    *("kilo", "lima", "mike", "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango", "uniform", "victor"),
    *("whiskey", "x-ray", "xray", "yankee", "zulu"),
)
_SAME_SIGN = {"s": "\u017f", "k": "\u212a"}
_LETTER_WORD = f"(?:{'|'.join(_LETTER_WORDS)})"


def _in_any_case(sign: str) -> str:
    """A class of one letter, with all signs that are the same to a search without case."""
    return f"[{sign}{sign.upper()}{_SAME_SIGN.get(sign, '')}]"


def _goes_on(word: str) -> str:
    """The rest of a word of which the first sign is behind: the second sign, a look back at both, and what follows."""
    return f"{_in_any_case(word[1])}(?<={_in_any_case(word[0])}.)(?i:{word[2:]})"


# The first sign is taken by itself, in a class that spells out both cases, and so begins the rest of each word: then a
# search skips what is no letter, and the words of the choice that go on in another way; not so where case is ignored.
_SPELT_LETTERS = Pattern(
    rf"[A-Za-z\u017f\u212a](?i:(?<![A-Za-z].))(?:{'|'.join(map(_goes_on, _LETTER_WORDS))})"
    rf"(?i:(?:[ ,-]{{1,2}}(?:{_LETTER_WORD}|{_DIGIT})){{5,}}(?![a-z]))"
)
_SPACED = Pattern(r"[!-~](?<!\S.)(?: [!-~]){7,}(?!\S)")
_CODE_LINE = (
    r"\n[ \t]*(?:#[ \t]*)?(?:(?:[-*•×]|[0-9]{1,2}[.)])[ \t]*)?"
    r"(?:(?=[a-z]{0,15}[0-9])(?=[0-9]{0,15}[a-z])[a-z0-9]{8,16}"
    r"|(?=[a-z ]{0,8}[0-9])[a-z0-9]{4}[ ][a-z0-9]{4}|[0-9]{10}"
    r"|(?=[0-9-]{0,10}[a-f])[0-9a-f]{5}-[0-9a-f]{5}|(?=[a-z-]{0,18}[0-9])[a-z0-9]{4}(?:-[a-z0-9]{4}){3})[ \t]*"
)
_COLUMN = Pattern(rf"(?:{_CODE_LINE}){{3,}}(?=\n|$)")

_PAIRS_OF_FIVE = Pattern(
    r"[0-9a-f](?<![0-9a-z-].)[0-9a-f]{4}-[0-9a-f]{5}[^0-9A-Za-z]{1,6}[0-9a-f]{5}-[0-9a-f]{5}(?![0-9a-z-])"
)
_FIVES = Pattern(r"[0-9A-Z](?<![0-9A-Za-z-].)[0-9A-Z]{4}(?:-[0-9A-Z]{5}){4}(?![0-9A-Za-z-])")
_FOURS = Pattern(r"[0-9A-Z](?<![0-9A-Za-z-].)[0-9A-Z]{3}(?:-[0-9A-Z]{4}){5,7}(?![0-9A-Za-z-])")


def _has_both(match: re.Match[str]) -> bool:
    return re.search(r"[0-9]", match[0]) is not None and re.search(r"[A-Za-z]", match[0]) is not None


def _is_spaced_password(match: re.Match[str]) -> bool:
    return is_random(match[0].replace(" ", ""))


DIALS: tuple[Rule, ...] = (
    Rule("secret-said", _DIAL, heads=("右", "左")),
    Rule("secret-said", _DIAL_ENGLISH, heads=("right", "left", "clockwise", "anticlockwise", "counterclockwise")),
    Rule("secret-said", _DIAL_LETTERS),
    Rule("secret-said", _SPELT, heads=("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")),
    Rule(
        "secret-said",
        _SPELT_KANA,
        heads=("いち", "に", "さん", "よん", "し", "ご", "ろく", "なな", "しち", "はち", "きゅう", "ゼロ", "れい"),
    ),
    Rule("secret-said", _SPELT_LETTERS),
    Rule("secret-said", _SPACED, _is_spaced_password),
    Rule("secret-said", _SPELT_KANJI, heads=("番号は", "pinは")),
    Rule("secret-said", _COLUMN),
    Rule("secret-said", _PAIRS_OF_FIVE, _has_both),
    Rule("secret-said", _FIVES, _has_both),
    Rule("secret-said", _FOURS, _has_both),
)
