"""Invented secrets as people paste them, and harmless values that look a little like them, by kind.

Everything is put together at run time from a fixed seed: no file of the repository holds what a scanner would report.
"""

from __future__ import annotations

import base64
import hashlib
import random
import string
import uuid
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

DICE = random.Random(20261124)  # noqa: S311  a corpus repeats
UPPER, LOWER, DIGITS = string.ascii_uppercase, string.ascii_lowercase, string.digits
BASE32 = UPPER + "234567"
BASE64 = UPPER + LOWER + DIGITS + "+/"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
KEY_KINDS = ("", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED ", "DSA ")
DOCS = "https://docs.aws.amazon.com/IAM/latest/UserGuide"


def signs(alphabet: str, count: int) -> str:
    return "".join(DICE.choices(alphabet, k=count))


def mixed(count: int, more: str = "") -> str:
    """A password with a letter of each kind, a digit and perhaps a sign."""
    some = [DICE.choice(UPPER), DICE.choice(LOWER), DICE.choice(DIGITS), *([DICE.choice(more)] if more else [])]
    some += DICE.choices(UPPER + LOWER + DIGITS + more, k=count - len(some))
    DICE.shuffle(some)
    return "".join(some)


def luhn(prefix: str, length: int) -> str:
    """A card number with a right check digit."""
    body = prefix + signs(DIGITS, length - len(prefix) - 1)
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in body[::-2]]
    total = sum(doubled) + sum(int(digit) for digit in body[-2::-2])
    return body + str(-total % 10)


def in_fours(text: str, separator: str = " ") -> str:
    return separator.join(text[start : start + 4] for start in range(0, len(text), 4))


def full_width(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def one_of(*makers: Callable[[], str]) -> Callable[[], str]:
    def make() -> str:
        return DICE.choice(makers)()

    return make


def jwt() -> str:
    def part(text: str) -> str:
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    return ".".join(
        (part('{"alg":"HS256","typ":"JWT"}'), part(f'{{"sub":"{signs(DIGITS, 10)}"}}'), signs(BASE64[:-2], 43))
    )


SECRETS: Mapping[str, Callable[[], str]] = {
    "aws key id": lambda: DICE.choice(("AKIA", "ASIA", "ABIA", "ACCA")) + signs(UPPER + DIGITS, 16),
    "aws key id in a sentence": lambda: f"鍵は{'AK' + 'IA'}{signs(UPPER + DIGITS, 16)}です",
    "aws secret key": lambda: mixed(40, "+/"),
    "aws secret key with its name": lambda: f"aws_secret_access_key = {mixed(40, '/')}",
    "private key": lambda: f"-----BEGIN {DICE.choice(KEY_KINDS)}PRIVATE {'KEY'}-----{signs(BASE64, 8)}",
    "totp uri": lambda: f"{'otp' + 'auth'}://totp/AWS:root?secret={signs(BASE32, 32)}",
    "totp seed, upper case": lambda: signs(BASE32, DICE.choice((16, 26, 32, 52, 64))),
    "totp seed, lower case": lambda: signs(LOWER + "234567", DICE.choice((26, 32, 52, 64))),
    "totp seed, in groups": lambda: in_fours(signs(BASE32, DICE.choice((16, 32)))),
    "totp seed, in small groups": lambda: in_fours(signs(LOWER + "234567", 32)),
    "address with password": lambda: (
        f"{DICE.choice(('https', 'postgres', 'smtp'))}://admin:{mixed(12)}@db.example.co.jp/root"
    ),
    "token of a service": one_of(
        lambda: "gh" + DICE.choice("pous") + "_" + signs(UPPER + LOWER + DIGITS, 36),
        lambda: "github" + "_pat_" + signs(UPPER + LOWER + DIGITS, 60),
        lambda: "glpat" + "-" + signs(UPPER + LOWER + DIGITS, 20),
        lambda: "xox" + DICE.choice("bp") + "-" + signs(DIGITS, 11) + "-" + signs(UPPER + LOWER + DIGITS, 24),
        lambda: "npm" + "_" + signs(UPPER + LOWER + DIGITS, 36),
        lambda: "pypi" + "-AgEIcHlwaS5vcmc" + signs(UPPER + LOWER + DIGITS, 40),
        lambda: "AI" + "za" + signs(UPPER + LOWER + DIGITS, 35),
        lambda: "sk" + "_live_" + signs(UPPER + LOWER + DIGITS, 24),
        lambda: "sk" + "-proj-" + signs(UPPER + LOWER + DIGITS, 40),
    ),
    "json web token": jwt,
    "session token": lambda: "IQoJb3JpZ2lu" + signs(BASE64, 120),
    "webhook": lambda: f"https://hooks.{'slack'}.com/services/T{signs(UPPER, 8)}/B{signs(UPPER, 8)}/{signs(LOWER, 24)}",
    "password told in English": one_of(
        lambda: f"password: {mixed(10, '!#%')}",
        lambda: f"The root password is {mixed(12)}.",
        lambda: f"pw={mixed(9, '!?')}",
        lambda: f"passphrase is {mixed(16)}",
        lambda: f"Password for the safe: {mixed(10)}",
    ),
    "password told in Japanese": one_of(
        lambda: f"パスワードは{mixed(10, '!#%')}です",
        lambda: f"パスワード：{mixed(12)}",
        lambda: f"パスワード「{mixed(10)}」",
        lambda: f"パスフレーズは {mixed(16)}",
        lambda: f"root のパスワードは、{mixed(10)}",
        lambda: full_width(f"パスワード:{mixed(10)}"),
    ),
    "pin": one_of(
        lambda: f"PIN: {signs(DIGITS, 4)}",
        lambda: f"PIN is {signs(DIGITS, 6)}",
        lambda: f"暗証番号は{signs(DIGITS, 4)}",
        lambda: f"暗証番号：{full_width(signs(DIGITS, 4))}",
        lambda: f"PIN コードは {signs(DIGITS, 6)}",
        lambda: f"PIN code {signs(DIGITS, 6)}",
    ),
    "combination of a safe": one_of(
        lambda: f"combination: {signs(DIGITS, 2)}-{signs(DIGITS, 2)}-{signs(DIGITS, 2)}",
        lambda: f"ダイヤル番号は右{signs(DIGITS, 2)}-左{signs(DIGITS, 2)}-右{signs(DIGITS, 2)}",
        lambda: f"解錠番号は {signs(DIGITS, 6)}",
        lambda: f"金庫の番号: {signs(DIGITS, 2)}-{signs(DIGITS, 2)}-{signs(DIGITS, 2)}",
        lambda: f"Safe code: {signs(DIGITS, 6)}",
    ),
    "recovery code": one_of(
        lambda: f"recovery code: {signs(LOWER + DIGITS, 4)}-{signs(LOWER + DIGITS, 3)}7-{signs(LOWER + DIGITS, 4)}",
        lambda: f"復旧コードは {signs(DIGITS, 4)}-{signs(DIGITS, 4)}",
        lambda: f"リカバリーコード：{signs(UPPER + DIGITS, 4)}-{signs(DIGITS, 4)}",
        lambda: f"backup codes: {signs(DIGITS, 8)} {signs(DIGITS, 8)}",
    ),
    "payment card": one_of(
        lambda: luhn("4", 16),
        lambda: in_fours(luhn("5", 16)),
        lambda: in_fours(luhn("35", 16), "-"),
        lambda: luhn("37", 15),
    ),
}


def _word() -> str:
    return DICE.choice(
        (
            *(
                "Network",
                "Security",
                "Account",
                "Payment",
                "Billing",
                "Central",
                "Root",
                "Emergency",
                "Backup",
                "Access",
            ),
            *("Administrator", "Operations", "Production", "Staging", "Recovery", "Approver", "Custodian", "Platform"),
        )
    )


def _account() -> str:
    return signs(DIGITS, 12)


def _day() -> str:
    return f"20{DICE.randint(20, 39)}-{DICE.randint(1, 12):02d}-{DICE.randint(1, 28):02d}"


PROSE_JAPANESE = (
    "パスワードは金庫Aの封筒の中です。封筒 E-{n} を開けます。",
    "暗証番号は総務部長が保管しています（内線 {n}）。",
    "PIN は封筒 E-{n} にあります。",
    "パスワードは {d} に変更しました。",
    "パスワードの変更は {n} 日以内に行います。",
    "MFA デバイス T-{n} の電池は {d} までです。",
    "金庫の番号は 2 人だけが知っています。作業票 {n}。",
    "復旧コードは作っていません。理由は作業票 {n} にあります。",
    "解錠番号は変更のたびに {n} 号室で渡します。",
    "ダイヤル番号は警備室（内線 {n}）に聞きません。",
    "パスワードは 8〜128 文字です。改訂 {n}。",
    "秘密の情報はこの紙に書きません（規程 {n} 条）。",
)
PROSE_ENGLISH = (
    "The password is in envelope E-{n}.",
    "PIN: see envelope E-{n}.",
    "The PIN is kept by the head of General Affairs, extension {n}.",
    "Password changed on {d}.",
    "password: every P{m}M, on root-used ({n})",
    "The combination is changed every year, last on {d}.",
    "Recovery codes were never made (ticket {n}).",
    "Secret sharing is not used; see decision {n}.",
    "The password is 8 to 128 characters long, rule {n}.",
    "Ask for the PIN at the desk of building {n}.",
    "Safe code changed on {d} by two people.",
)

HARMLESS: Mapping[str, Callable[[], str]] = {
    "phone": one_of(
        lambda: f"+81 90 {signs(DIGITS, 4)} {signs(DIGITS, 4)}",
        lambda: f"+81-3-{signs(DIGITS, 4)}-{signs(DIGITS, 4)}",
        lambda: f"03({signs(DIGITS, 4)}){signs(DIGITS, 4)}",
        lambda: f"+44 20 {signs(DIGITS, 4)} {signs(DIGITS, 4)}",
        lambda: f"+1 ({signs(DIGITS, 3)}) {signs(DIGITS, 3)}-{signs(DIGITS, 4)}",
        lambda: f"+49{signs(DIGITS, 11)}",
        lambda: f"+881 6 {signs(DIGITS, 4)} {signs(DIGITS, 4)}",
    ),
    "account id": one_of(_account, lambda: in_fours(_account(), "-"), lambda: in_fours(_account())),
    "account ids in a row": lambda: ", ".join(in_fours(_account(), "-") for _ in range(3)),
    "arn": one_of(
        lambda: f"arn:aws:iam::{_account()}:role/{_word()}{_word()}",
        lambda: f"arn:aws:kms:ap-northeast-1:{_account()}:key/{uuid.UUID(int=DICE.getrandbits(128))}",
        lambda: f"arn:aws:s3:::{_word().lower()}-{_word().lower()}-{signs(LOWER + DIGITS, 8)}",
        lambda: f"arn:aws:secretsmanager:us-east-1:{_account()}:secret:{_word()}/{_word()}-{signs(UPPER + LOWER, 6)}",
        lambda: f"arn:aws:lambda:us-west-2:{_account()}:function:{_word()}{_word()}{_word()}",
        lambda: f"arn:aws:sns:us-east-1:{_account()}:{_word()}{_word()}Alerts",
    ),
    "uuid": lambda: str(uuid.UUID(int=DICE.getrandbits(128))),
    "hash": lambda: DICE.choice((hashlib.sha1, hashlib.sha256, hashlib.md5))(signs(BASE64, 9).encode()).hexdigest(),
    "serial number": one_of(
        lambda: f"SK-{signs(DIGITS, 8)}",
        lambda: f"{signs(UPPER, 2)}{signs(DIGITS, 9)}",
        lambda: f"PC-{signs(DIGITS, 4)}",
        lambda: f"{signs(UPPER, 3)}-{signs(DIGITS, 6)}-{signs(UPPER, 1)}",
        lambda: f"S/N {signs(UPPER + DIGITS, 10)}",
    ),
    "seal number": lambda: f"TEB-{signs(DIGITS, 6)}",
    "day, time, interval": one_of(
        _day,
        lambda: f"{_day()}T{DICE.randint(0, 23):02d}:{DICE.randint(0, 59):02d}:{DICE.randint(0, 59):02d}+09:00",
        lambda: f"P{DICE.randint(1, 99)}D",
        lambda: f"{_day()} to {_day()}",
    ),
    "mail address": lambda: f"{_word().lower()}.{signs(LOWER, 5)}{signs(DIGITS, 2)}@{_word().lower()}.example.co.jp",
    "web address": one_of(
        lambda: f"{DOCS}/id_root-user_{_word().lower()}.html#{_word().lower()}-{signs(LOWER, 6)}",
        lambda: (
            f"https://portal.example.co.jp/{_word()}?id={signs(DIGITS, 8)}&view={_word()}&page={DICE.randint(1, 99)}"
        ),
        lambda: f"https://{_account()}.signin.aws.amazon.com/console?region=us-east-{DICE.randint(1, 2)}",
        lambda: f"https://tickets.example.co.jp/browse/{signs(UPPER, 4)}-{signs(DIGITS, 5)}",
    ),
    "iam id": lambda: DICE.choice(("AROA", "AIDA", "AGPA", "AIPA", "ANPA")) + signs(UPPER + DIGITS, 17),
    "long name": one_of(
        lambda: f"{_word()}{_word()}{_word()}{_word()}{_word()}",
        lambda: f"{_word().lower()}-{_word().lower()}-{_word().lower()}-{signs(DIGITS, 3)}",
        lambda: f"{_word().upper()}_{_word().upper()}_{signs(DIGITS, 4)}",
        lambda: f"AWSReservedSSO_{_word()}{_word()}_{signs('0123456789abcdef', 16)}",
    ),
    "host name": lambda: f"ip-10-{DICE.randint(0, 255)}-{DICE.randint(0, 255)}.ap-northeast-1.compute.internal",
    "file path": lambda: f"/srv/{_word()}/{_word()}/20{DICE.randint(20, 39)}/{signs(LOWER, 8)}-{signs(DIGITS, 4)}.pdf",
    "edition code": lambda: f"{signs(CROCKFORD, 4)}-{signs(CROCKFORD, 4)}-{signs(CROCKFORD, 1)}",
    "ticket": lambda: f"{signs(UPPER, 3)}-{signs(DIGITS, 6)}",
    "short base64": lambda: signs(BASE64, DICE.randint(8, 24)) + "==",
    "resource id": lambda: (
        f"{DICE.choice(('i', 'vpc', 'sg', 'ami', 'vol', 'o', 'ou-abcd'))}-{signs('0123456789abcdef', 17)}"
    ),
    "prose in Japanese": lambda: DICE.choice(PROSE_JAPANESE).format(
        n=signs(DIGITS, 4), d=_day(), m=DICE.randint(1, 12)
    ),
    "prose in English": lambda: DICE.choice(PROSE_ENGLISH).format(n=signs(DIGITS, 4), d=_day(), m=DICE.randint(1, 12)),
}


def some(makers: Mapping[str, Callable[[], str]], each: int) -> Mapping[str, tuple[str, ...]]:
    """So many different values of every kind."""

    def different(make: Callable[[], str]) -> Iterator[str]:
        seen: set[str] = set()
        while True:
            value = make()
            if value not in seen:
                seen.add(value)
                yield value

    return {kind: tuple(islice(different(make), each)) for kind, make in makers.items()}


SECRET_VALUES = some(SECRETS, 30)
HARMLESS_VALUES = some(HARMLESS, 150)
