"""Which form of a sentence goes with a number: CLDR's cardinal categories for whole numbers.

Source: Unicode CLDR, "Language Plural Rules" (https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html),
read on 2026-11-24.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

OTHER = "other"


def _without_forms(_: int) -> str:
    return OTHER


def _one_apart(number: int) -> str:
    return "one" if number == 1 else OTHER


_RULES: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(("ja", "ko", "zh", "vi", "th", "id", "ms"), _without_forms),
    **dict.fromkeys(("en", "de", "nl", "sv", "da", "nb", "fi", "et", "hu", "tr", "el"), _one_apart),
}


def plural_category(language: str, number: int) -> str:
    """The category of a number in a language; KeyError for a language whose rule is not here yet."""
    code = language.partition("-")[0]
    if code not in _RULES:
        msg = f"plurals.py has no rule for {language}: add it from CLDR"
        raise KeyError(msg)
    return _RULES[code](number)
