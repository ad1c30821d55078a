"""What looks like a secret. Applied to the config as typed (comments too), to its values and to the finished output.

The rules are narrow on purpose: a false alarm on an account id, an ARN or a seal number would teach people to look
away. A hit is a rule and an offset, never the value.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

from runbook.text.characters import full_width_to_ascii

_PATTERNS = {
    "secret-aws-key": re.compile(r"(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{16}(?![A-Za-z0-9])"),
    "secret-private-key": re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----"),
    "secret-totp": re.compile(r"otpauth(?:-migration)?://", re.IGNORECASE),
    "secret-url": re.compile(r"://[^\s/@:\"'<>]+:[^\s/@\"'<>]+@"),
    "secret-token": re.compile(
        r"(?<![A-Za-z0-9])(?:"
        r"gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,}|glpat-[A-Za-z0-9_-]{20,}"
        r"|xox[abeoprs]-[A-Za-z0-9-]{10,}|sk-[A-Za-z0-9_-]{20,}|sk_live_[A-Za-z0-9]{16,}"
        r"|AIza[A-Za-z0-9_-]{35}|npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{30,}"
        r"|eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"
        r"|IQoJb3JpZ2lu[A-Za-z0-9/+=]{20,}|FwoGZXIvYXdz[A-Za-z0-9/+=]{20,})"
    ),
    "secret-webhook": re.compile(r"hooks\.slack\.com/services/T[A-Za-z0-9]+/B[A-Za-z0-9]+/[A-Za-z0-9]+"),
}

_AWS_SECRET = re.compile(r"(?<![A-Za-z0-9/+=._-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=._-])")
_ENTROPY_LIMIT = 4.3  # bits per character: 40 random base64 characters have about 4.8, English words about 4.0

_SEED = re.compile(
    r"(?<![A-Za-z0-9+/=@._-])"
    r"(?:[A-Z2-7]{16,}|[a-z2-7]{16,}|(?:[A-Z2-7]{4} ){3,}[A-Z2-7]{2,4}|(?:[a-z2-7]{4} ){3,}[a-z2-7]{2,4})"
    r"={0,6}(?![A-Za-z0-9+/=@_-])"
)
_IAM_ID = re.compile(r"A[BCGIKNPRS][A-Z]{2}[A-Z0-9]{16,17}")  # AROA…, AIDA…: names of things, or keys with a rule above
_SEED_LETTERS = 6  # three account ids in groups of four are no seed

_SAID = re.compile(
    r"(?:パスワード|パスフレーズ|パスコード|暗証番号|解錠番号|ダイヤル番号|金庫の番号|(?:復旧|リカバリー?|バックアップ)コード"
    r"|(?<![A-Za-z])(?:PIN|PW|pass(?:word|phrase|code|wd)|secret|combination|(?:safe|recovery|backup)[ \t]codes?)"
    r"(?![A-Za-z_-])(?:[ \t]?(?:code|key|number|コード|番号))?)"
    r"(?:[ \t]for[ \t](?:the[ \t])?[A-Za-z]+)?"
    r"[\"']?[ \t]*(?:(?:は|が|:|=|\bis\b)[ \t]*、?[ \t]*[\"'「『]?|[「『]|[ \t](?=[0-9]{4,}(?![0-9-])))"
    r"([右左]?[A-Za-z0-9!#$%&@*+=?^_~.\\/-](?:[A-Za-z0-9!#$%&@*+=?^_~.\\/-]|(?<=-)[右左]){3,})",
    re.IGNORECASE,
)
_NOT_SAID = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[A-Z]{1,5}-?[0-9]+|P[0-9]+[DWMY]|[0-9]{12}|[0-9]{1,3}(?:days?|digits?|char(?:acter)?s?)"
    r"|https?:/.*|[A-Za-z0-9.+_-]+@[A-Za-z0-9.-]+\.[a-z]{2,}"
)
_STRONG = re.compile(r"[0-9!#$%&@*+=?^~\\]")

_CARD = re.compile(
    r"(?<![A-Za-z0-9+/=._-])(?<![0-9] )"
    r"(?:[2-6][0-9]{15}|[2-6][0-9]{3}([ -])[0-9]{4}\1[0-9]{4}\1[0-9]{4}"
    r"|3[47][0-9]{13}|3[47][0-9]{2}([ -])[0-9]{6}\2[0-9]{5})"
    r"(?![ -]?[0-9])(?![A-Za-z/=_])"
)

_KEY_WORDS = frozenset(
    (
        *("pass", "password", "passwd", "passphrase", "passcode", "pwd", "pw", "pin", "secret", "secrets"),
        *("seed", "token", "recovery", "credential", "credentials", "otp", "totp"),
    )
)
_KEY_WORDS_JAPANESE = ("パスワード", "暗証番号", "秘密鍵", "シークレット", "復旧コード")


def find_secrets(text: str) -> list[tuple[str, int]]:
    """What looks like a secret in a text, as (rule, offset) in order of offset.

    Full-width characters are read as ASCII; invisible ones inside a secret do not hide it (the offset is then that
    of the first visible character of the text).
    """
    plain = full_width_to_ascii(text)
    found = set(_hits(plain))
    visible = "".join(character for character in plain if unicodedata.category(character) != "Cf")
    if visible != plain:
        found |= {(rule, 0) for rule, _ in _hits(visible)} - {(rule, 0) for rule, _ in found}
    return sorted(found, key=lambda hit: (hit[1], hit[0]))


def is_secret_name(key: str) -> bool:
    """Whether a key announces a secret: password, safe_pin, totp-seed, 暗証番号."""
    words = re.split(r"[^a-z0-9]+", re.sub(r"([a-z])([A-Z])", r"\1_\2", full_width_to_ascii(key)).lower())
    return not _KEY_WORDS.isdisjoint(words) or any(word in key for word in _KEY_WORDS_JAPANESE)


def _hits(text: str) -> Iterator[tuple[str, int]]:
    for rule, pattern in _PATTERNS.items():
        yield from ((rule, match.start()) for match in pattern.finditer(text))
    for rule, pattern, group, meant in _JUDGED:
        yield from ((rule, match.start()) for match in pattern.finditer(text) if meant(match[group]))


def _is_aws_secret(token: str) -> bool:
    kinds = (str.isupper, str.islower, str.isdigit)
    if not all(any(kind(character) for character in token) for kind in kinds):
        return False
    return _entropy(token) > _ENTROPY_LIMIT


def _entropy(token: str) -> float:
    counts = Counter(token).values()
    return -sum(count / len(token) * math.log2(count / len(token)) for count in counts)


def _is_seed(token: str) -> bool:
    """Base32 with digits among its letters: a word has none, a numbered name has them at its end."""
    letters = [character for character in token if character.isalpha()]
    if len(set(letters)) < _SEED_LETTERS or _IAM_ID.fullmatch(token) or not re.search(r"[2-7]", token):
        return False
    return token.isupper() or len(re.findall(r"[2-7]+", token)) > 1


def _is_said_secret(token: str) -> bool:
    token = token.rstrip(".")
    return not _NOT_SAID.fullmatch(token) and _STRONG.search(token) is not None


def _is_card(token: str) -> bool:
    digits = [int(character) for character in token if character.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0 and len(set(digits)) > 1


_JUDGED: tuple[tuple[str, re.Pattern[str], int, Callable[[str], bool]], ...] = (
    ("secret-aws-secret", _AWS_SECRET, 0, _is_aws_secret),
    ("secret-seed", _SEED, 0, _is_seed),
    ("secret-said", _SAID, 1, _is_said_secret),
    ("secret-card", _CARD, 0, _is_card),
)
