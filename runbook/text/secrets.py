"""What looks like a secret. Applied to the config as typed (comments too), to its values and to the finished output.

The rules are narrow on purpose: a false alarm on an account id, an ARN or a seal number would teach people to look
away. A hit is a rule and an offset, never the value.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from runbook.text.characters import full_width_to_ascii
from runbook.text.secret_dials import DIALS
from runbook.text.secret_forms import FORMS
from runbook.text.secret_prose import PROSE
from runbook.text.secret_rule import Rule
from runbook.text.secret_values import is_day, is_elsewhere, is_name

RULES: tuple[Rule, ...] = (*FORMS, *PROSE, *DIALS)

_FULL_WIDTH = re.compile("[\uff01-\uff5e\u3000]+")
_PUBLIC = re.compile(
    r"-----BEGIN (?:[A-Z0-9]+ )*(?:CERTIFICATE|CERTIFICATE REQUEST|PUBLIC KEY|PUBLIC KEY BLOCK"
    r"|SIGNATURE)-----[^-]*-----END"
)
# Blanks before the break are taken from where their run begins: tried from each of them, a long run takes its square.
_FOLD = re.compile(r"(?:(?<![ \t])[ \t]+)?\n[ \t]*(?:#[ \t]*)?")

_NAME = re.compile(
    r"(?:^|_)(?:pass|password|passwd|passphrase|passcode|pwd|pw|pin|secret|seed|token|credential|otp|totp"
    r"|combination|combo"
    r"|aikotoba|pasuwaado|ansh?you?|anshou?|kennwort|passwort|senha"
    r"|(?:recovery|backup|emergency|access|alarm|door|gate|safe|api|secret)_(?:code|key|answer))s?(?:_[0-9]{1,2})?$"
)
_NAME_JAPANESE = re.compile(
    r"(?:パスワード|パスフレーズ|パスコード|暗証番号|秘密鍵|シークレット|復旧コード|解錠番号|ダイヤル番号|合言葉|解除コード)[0-9]?$"
)
# What stands behind such a name when it is no secret: nothing, an interval, a switch, or where the secret lies.
_NO_VALUE = re.compile(
    r"[\W_]*|P[0-9TDWMYH]+|true|false|yes|no|none|set|unset|unknown|n/?a|tbd|null|0|enabled|disabled"
    r"|redacted|非公開|別紙|see .*|envelope .*|[^\x00-\x7f]*に照会|\$?\{.*\}|[*•xX＊]+|[\[({<（].*[\])}>）]"
    r"|(?:(?=[^0-9]*$)\S+ .*)|(?:1password|bitwarden|nordpass|keepass[a-z]*|keeper"
    r"|lastpass|dashlane|cyberark|trustlogin|enpass|roboform|vault)",
    re.IGNORECASE | re.DOTALL,
)


def find_secrets(text: str) -> list[tuple[str, int]]:
    """What looks like a secret in a text, as (rule, offset) in order of offset.

    Full-width characters are read as ASCII; invisible ones inside a secret do not hide it, nor does a line break
    inside a token.
    """
    plain = _FULL_WIDTH.sub(lambda run: full_width_to_ascii(run[0]), text)
    plain = _PUBLIC.sub(lambda block: " " * len(block[0]), plain)
    lower = _lower(plain)
    words = "\n".join(set(lower.split()))  # says the same as the text, sooner, of heads without a space
    forms = tuple(_with_heads_in(lower, words, FORMS))
    found = _found(plain, lower, (*forms, *_with_heads_in(lower, words, (*PROSE, *DIALS))))
    found |= _found_without(_FOLD, plain, [form for form in forms if form.heads])
    if invisible := "".join(sign for sign in set(plain) if unicodedata.category(sign) == "Cf"):
        found |= _found_without(re.compile(f"[{invisible}]+"), plain, RULES)
    return sorted(found, key=lambda hit: (hit[1], hit[0]))


@lru_cache(maxsize=4096)  # a config has few keys, each of them many times
def is_secret_name(key: str) -> bool:
    """Whether a key is the name of a secret: password, safe_pin, totp-seed, 暗証番号; not: password_custodian."""
    name = re.sub(r"([a-z])([A-Z])", r"\1_\2", full_width_to_ascii(key))
    return _NAME.search(re.sub(r"[^a-z0-9]+", "_", name.lower())) is not None or _NAME_JAPANESE.search(key) is not None


def announces_secret(key: str, value: str) -> bool:
    """Whether a key is the name of a secret, and its value could be one: no prose, day, switch or place."""
    if not is_secret_name(key) or _NO_VALUE.fullmatch(value):
        return False
    return not (is_name(value) or is_day(value) or is_elsewhere(value))


def _with_heads_in(lower: str, words: str, rules: Iterable[Rule]) -> Iterator[Rule]:
    """The rules that could find something, without the heads that a text does not have; ``words`` are all its words."""
    for rule in rules:
        heads = tuple(head for head in rule.heads if head in (lower if " " in head or "\n" in head else words))
        if heads or not rule.heads:
            yield rule if heads == rule.heads else replace(rule, heads=heads)


def _lower(text: str) -> str:
    """Lower case that is as long as the text."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(sign.lower()[0] for sign in text)


def _found(text: str, lower: str, rules: Iterable[Rule]) -> set[tuple[str, int]]:
    return {(rule.name, match.start()) for rule in rules for match in rule.matches(text, lower)}


def _found_without(left_out: re.Pattern[str], text: str, rules: Iterable[Rule]) -> set[tuple[str, int]]:
    """The same as if something did not stand in the text, by offsets of the text as it is."""
    pieces: list[str] = []
    starts, shifts = [0], [0]
    end = 0
    for match in left_out.finditer(text):
        pieces.append(text[end : match.start()])
        end = match.end()
        starts.append(starts[-1] + len(pieces[-1]))
        shifts.append(end - starts[-1])
    pieces.append(text[end:])
    left = "".join(pieces)
    hits = _found(left, _lower(left), rules)
    return {(name, offset + shifts[bisect_right(starts, offset) - 1]) for name, offset in hits}
