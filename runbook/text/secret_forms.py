"""Secrets that machines make: known by how they begin, how they are built, or how random they are.

The beginnings are those that the services publish. Of lists such as that of gitleaks only the kinds with a beginning of
their own are here: the others are 32 letters and digits after the name of the service, which is told like a password.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections import Counter

from runbook.text.pattern import Pattern
from runbook.text.secret_rule import Rule
from runbook.text.secret_values import is_random, is_words

# The beginning of a token, and the least number of characters that follow it.
_TOKENS = {
    **dict.fromkeys(("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"), 30),
    **dict.fromkeys(("glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glsoat-", "glimt-", "glagent-"), 20),
    **dict.fromkeys(("gloas-", "glffct-", "GR1348941"), 20),
    **dict.fromkeys(("xoxa-", "xoxb-", "xoxe-", "xoxe.", "xoxo-", "xoxp-", "xoxr-", "xoxs-", "xapp-"), 10),
    **dict.fromkeys(("sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_", "sq0atp-", "sq0csp-"), 10),
    **dict.fromkeys(("sk-", "gsk_", "pplx-", "r8_", "hf_", "api_org_"), 20),
    **dict.fromkeys(("AIza", "GOCSPX-", "ya29.", "1//0"), 20),
    **dict.fromkeys(("npm_", "pypi-", "rubygems_", "dckr_pat_", "dckr_oat_", "CLOJARS_"), 20),
    **dict.fromkeys(("ATATT3", "ATCTT3", "ATBB", "SG.", "xkeysib-", "lin_api_", "ntn_", "PMAK-"), 24),
    **dict.fromkeys(("dop_v1_", "doo_v1_", "dor_v1_", "hvs.", "hvb.", "dp.pt.", "tskey-", "dnkey-", "CFPAT-"), 20),
    **dict.fromkeys(("shpat_", "shpca_", "shppa_", "shpss_", "shippo_live_", "duffel_live_", "FLWSECK"), 20),
    **dict.fromkeys(("NRAK-", "NRII-", "glc_", "glsa_", "sntrys_", "sntryu_", "dt0c01.", "sbp_", "pul-", "pnu_"), 20),
    **dict.fromkeys(("pscale_tkn_", "pscale_pw_", "pscale_oauth_", "sm_pat_", "sm_aat_", "sm_sat_", "tfp_"), 16),
    **dict.fromkeys(("ops_eyJ", "AGE-SECRET-KEY-1", "AKCp", "HRKU-AA", "EZAK", "ABSK", "rdme_", "fo1_", "fm2_"), 40),
    **dict.fromkeys(("IQoJb3JpZ2lu", "FwoGZXIvYXdz", "FQoGZXIvYXdz", "bedrock-api-key-", "LTAI"), 16),
    **dict.fromkeys(("b3BlbnNzaC1rZXktdjE",), 20),
}
_TOKEN = Pattern(
    r"(?<![A-Za-z0-9])(?:"
    + "|".join(rf"{re.escape(head)}[A-Za-z0-9_+/=.~-]{{{least},}}" for head, least in _TOKENS.items())
    + ")"
)

_AWS_KEY = Pattern(
    r"(?<![A-Za-z0-9])(?:(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{16}|(?:akia|asia|abia|acca)[a-z0-9]{16})"
    r"(?![A-Za-z0-9])"
)
_PRIVATE_KEY = Pattern(
    r"-----BEGIN [A-Z0-9 _]*(?:PRIVATE KEY|Static key)|PuTTY-User-Key-File-|Private-Lines:"
    r'|"d" ?: ?"[\w-]{43}"',
    re.IGNORECASE,
)
_PASSWORD_HASH = Pattern(r"\$(?:2[abxy]?\$[0-9]{2}|[156y]|argon2(?:id?|d))\$\S{8,}|pbkdf2_sha256\$[0-9]+\$\S{8,}")
_URL_PASSWORD = Pattern(r"://[^\s/@:\"'<>]*:[^\s/@\"'<>]+@")
_LINK = Pattern(
    r"share\.1password\.com/s\S*#\S|send\.bitwarden\.com/\S*#\S|vault\.bitwarden\.\w+/#/send/\S"
    r"|onetimesecret\.com/(?:secret|private)/\S|pwpush\.com/p/\S|privnote\.com/\S+#\S|yopass\.se/\S*#\S"
    r"|keepersecurity\.\w+/vault/share#\S|scrt\.link/\S*#\S"
    r"|send\.tresorit\.com/\S*#\S|password\.link/\S"
)
_WEBHOOK = Pattern(
    r"hooks\.slack\.com/(?:services|workflows|triggers)/T?[A-Za-z0-9]+/[A-Za-z0-9]+/[A-Za-z0-9]+"
    r"|discord(?:app)?\.com/api/(?:v[0-9]+/)?webhooks/[0-9]+/\S+|webhook\.office\.com/webhookb2/\S+"
    r"|outlook\.office\.com/webhook/\S+|chat\.googleapis\.com/v1/spaces/\S+key=\S+|logic\.azure\.com\S*sig=\S+"
    r"|hooks\.zapier\.com/hooks/catch/\S+|api\.telegram\.org/bot\S+|hook\.[a-z0-9]+\.make\.com/\S+"
    r"|events\.pagerduty\.com/integration/\S+|maker\.ifttt\.com/\S*/key/\S+"
)
_HEADER = Pattern(r"(?<![A-Za-z])(?:Basic[ \t]+([A-Za-z0-9+/]{8,}={0,2})|SSWS[ \t]+00[A-Za-z0-9_-]{20,})")
_BEARER = Pattern(r"(?<![A-Za-z])Bearer[ \t]+([A-Za-z0-9_+/=.~-]{16,})", re.IGNORECASE)
_ACCOUNT_KEY = Pattern(r"(?:AccountKey|SharedAccessKey|SharedAccessSignature)=\S{16,}", re.IGNORECASE)
_PARAMETER = Pattern(
    r"(?:(?<=[?&])|(?<![A-Za-z0-9]))(?:sig|key|code|token|session"
    r"|_auth)=(?=[A-Za-z_.~-]{0,60}[0-9%])[A-Za-z0-9%_.~+/-]{24,}"
)
_RSA = Pattern(r"(?<![A-Za-z0-9+/])MII[A-Za-z0-9+/]{2,4}IBAAKC")
_BITWARDEN = Pattern(r"(?<![0-9.])0\.[0-9a-f]{8}-[0-9a-f-]{27}\.[A-Za-z0-9]{20,}")
_ATLAS = Pattern(r"(?<=[A-Za-z0-9]{14})\.atlasv1\.[A-Za-z0-9_=-]{40,}")
_MAIL = Pattern(r"(?<![A-Za-z0-9-])key-[0-9a-f]{32}(?![0-9a-f])|(?<=[0-9a-f]{32})-us[0-9]{1,2}(?![0-9])")
_NUGET = Pattern(r"(?<![A-Za-z0-9])oy2[a-z0-9]{43}(?![a-z0-9])")
_AZURE = Pattern(r"(?<=[A-Za-z0-9_~.]{3}[0-9])Q~[A-Za-z0-9_~.-]{31,34}")
_TELEGRAM = Pattern(r"(?<=[0-9]{8}):AA[A-Za-z0-9_-]{33}")
_TWILIO = Pattern(r"(?<![A-Za-z0-9])SK[0-9a-f]{32}(?![A-Za-z0-9])")
_DATABRICKS = Pattern(r"(?<![A-Za-z0-9])dapi[0-9a-f]{32}")
_ONEPASSWORD = Pattern(r"(?<![A-Za-z0-9])A3-[A-Z0-9]{6}-[A-Z0-9]{6,11}-[A-Z0-9]{5}-[A-Z0-9]{5}")
_WIFI = Pattern(r"WIFI:(?:[A-Z]:[^;\s]*;)*P:[^;\s]+", re.IGNORECASE)
_JWT = Pattern(r"(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*")

_SIGNED = r"A-Za-z0-9+/_\-"
_RANDOM = Pattern(rf"(?<![{_SIGNED}.@:%])(?<![A-Za-z0-9]=)[{_SIGNED}]{{32,}}(?![{_SIGNED}@%])")
_AWS_SECRET = Pattern(r"(?<![A-Za-z0-9/+._-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_-]|\.[A-Za-z0-9])")
_AWS_IN_TENS = Pattern(
    r"[A-Za-z0-9/+](?<![A-Za-z0-9/+=_.-].)[A-Za-z0-9/+]{9}(?: [A-Za-z0-9/+]{10}){3}(?![A-Za-z0-9/+=_-])"
)
_ENTROPY_LIMIT = 4.3  # bits per character: 40 random base64 characters have about 4.8, English words about 4.0
_SEED = Pattern(r"[A-Za-z2-7](?<![A-Za-z0-9+/@._=&-].)[A-Za-z2-7]{15,}={0,6}(?![A-Za-z0-9+/=@_-])")
_SEED_IN_FOURS = Pattern(
    r"[A-Za-z2-7](?<![A-Za-z0-9+/@._=&-].)[A-Za-z2-7]{3}(?:(?:[ ]{1,2}|-)[A-Za-z2-7]{4}){2,}(?:[ ]{1,2}"
    r"|-)[A-Za-z2-7]{2,4}"
    r"={0,6}(?![A-Za-z0-9+/=@_-])"
)
_IAM_ID = Pattern(r"A[BCGIKNPRS][A-Z]{2}[A-Z0-9]{16,17}")  # AROA…, AIDA…: names of things, or keys with a rule above
_HEX = frozenset("0123456789abcdef ")  # a fingerprint
_ITEM_ID = 26  # letters and digits: how 1Password names its items
_ITEM = Pattern(r"(?<![A-Za-z])(?:item|vault|ref|device|u?id|アイテム|保管庫)[ \t]?[:=/#]?[ \t]?$", re.IGNORECASE)
_SEED_LETTERS = 6  # three account ids in groups of four are no seed
_BITLOCKER = Pattern(r"[0-9](?<![0-9-].)[0-9]{5}(?:[ \t]*-[ \t]*[0-9]{6}){7}(?![0-9-])")
_CARD = Pattern(
    r"[2-6](?<![A-Za-z0-9+/=._-].)(?<![0-9] .)[0-9]{3}"
    r"(?:[0-9]{12}|([ -])[0-9]{4}\1[0-9]{4}\1[0-9]{4}"
    r"|(?<=3[47][0-9]{2})(?:[0-9]{11}|([ -])[0-9]{6}\2[0-9]{5}))"
    r"(?![ -]?[0-9])(?![A-Za-z/=_])"
)

# Twelve words of a wallet or a password manager: no sentence does without all of these for so long.
_NEXT_WORD = r"(?:,?(?:[ \t]{1,3}|[ \t]*\n[ \t]*)|-)(?:#\s)?(?:[0-9]{1,2}[.)]? ?)?[A-Za-z]{3,8}"
_WORDS = Pattern(rf"[A-Za-z](?<![A-Za-z].)[A-Za-z]{{2,7}}{_NEXT_WORD}{_NEXT_WORD}(?:{_NEXT_WORD}){{9,}}(?![A-Za-z])")
_IN_SENTENCES = frozenset(
    (
        "the",
        "and",
        "for",
        "are",
        "was",
        "were",
        "has",
        "had",
        "not",
        "from",
        "its",
        "but",
        "may",
        "who",
        "which",
        "their",
    )
)
_OF_COMMANDS = frozenset({"aws", "iam"})  # a row of AWS commands; neither is a word of a recovery phrase
_ACCOUNT_ID = Pattern(r"[0-9]{4}-[0-9]{4}-[0-9]{4}")
_DIFFERENT_WORDS = 8


def _is_aws_key(match: re.Match[str]) -> bool:
    """Not the place-holder of a manual (AKIA and crosses)."""
    return len(set(match[0][4:])) > _SEED_LETTERS


def _is_token(match: re.Match[str]) -> bool:
    """Not the name of a thing that begins alike (sk-osaka-north-door)."""
    return re.search(r"[0-9]|[a-z][A-Z]|[A-Z]{4}", match[0][3:]) is not None


def _is_random(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 9) : match.start()]
    if (
        _AWS_SECRET.fullmatch(match[0])
        or match[0].startswith(("AAAA", "MII", "sha256-", "sha384-", "sha512-"))
        or before.lower().endswith("sha256:")
    ):
        return False
    return is_random(match[0])


def _is_aws_secret(match: re.Match[str]) -> bool:
    kinds = (str.isupper, str.islower, str.isdigit)
    has_all = all(any(kind(sign) for sign in match[0]) for kind in kinds)
    return has_all and not is_words(match[0]) and _entropy(match[0]) > _ENTROPY_LIMIT


def _entropy(token: str) -> float:
    counts = Counter(token).values()
    return -sum(count / len(token) * math.log2(count / len(token)) for count in counts)


def _is_seed(match: re.Match[str]) -> bool:
    """Base32 with digits among its letters: a word has none, a numbered name has them at its end."""
    token = match[0]
    if not (token.isupper() or token.islower()):
        return False
    if len(token) == _ITEM_ID and _ITEM.search(match.string[max(0, match.start() - 16) : match.start()]):
        return False
    letters = [character for character in token if character.isalpha()]
    if (
        _ACCOUNT_ID.search(token)  # words of four letters before one
        or len(set(letters)) < _SEED_LETTERS
        or set(token.lower()) <= _HEX
        or _IAM_ID.fullmatch(token)
        or not re.search(r"[2-7]", token)
    ):
        return False
    return token.isupper() or len(re.findall(r"[2-7]+", token)) > 1


def _is_card(match: re.Match[str]) -> bool:
    digits = [int(character) for character in match[0] if character.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0 and len(set(digits)) > 1


def _is_basic(match: re.Match[str]) -> bool:
    """Whether what follows "Basic" is a name and a password."""
    if not match[1]:
        return True
    try:
        return b":" in base64.b64decode(match[1] + "=" * (-len(match[1]) % 4), validate=True)
    except binascii.Error:
        return False


def _is_bearer(match: re.Match[str]) -> bool:
    return re.search(r"[0-9]", match[1]) is not None


def _are_words(match: re.Match[str]) -> bool:
    words = set(re.findall(r"[a-z]{3,}", match[0].lower()))
    is_prose = not (match[0].islower() or match[0].isupper())
    return not is_prose and len(words) >= _DIFFERENT_WORDS and words.isdisjoint(_IN_SENTENCES | _OF_COMMANDS)


FORMS: tuple[Rule, ...] = (
    Rule("secret-aws-key", _AWS_KEY, _is_aws_key, heads=("akia", "asia", "abia", "acca", "a3t")),
    Rule("secret-private-key", _PRIVATE_KEY, heads=("-----begin ", "putty-user-key", "private-lines:", '"d"')),
    Rule("secret-totp", Pattern(r"otpauth(?:-migration)?://", re.IGNORECASE), heads=("otpauth",)),
    Rule("secret-url", _URL_PASSWORD, heads=("://",)),
    Rule(
        "secret-link",
        _LINK,
        heads=(
            "share.1p",
            "send.bitw",
            "vault.bitw",
            "onetimesecret",
            "pwpush",
            "privnote",
            "yopass",
            "keepersecurity",
            "scrt.link",
            "send.tresorit",
            "password.link",
        ),
    ),
    Rule(
        "secret-webhook",
        _WEBHOOK,
        heads=(
            "hooks.",
            "discord",
            "webhook.office",
            "outlook.office",
            "chat.googleapis",
            "logic.azure",
            "api.telegram",
            "hook.",
            "events.pagerduty",
            "maker.ifttt",
        ),
    ),
    Rule("secret-token", _TOKEN, _is_token, heads=tuple(head.lower() for head in _TOKENS)),
    Rule("secret-token", _JWT, heads=("eyj",)),
    Rule("secret-token", _HEADER, _is_basic, heads=("basic", "ssws")),
    Rule("secret-token", _BEARER, _is_bearer, heads=("bearer",)),
    Rule("secret-token", _ACCOUNT_KEY, heads=("accountkey=", "sharedaccess")),
    Rule("secret-token", _PARAMETER, heads=("sig=", "key=", "code=", "token=", "session=", "_auth=")),
    Rule("secret-private-key", _RSA, heads=("mii",)),
    Rule("secret-token", _BITWARDEN, heads=("0.",)),
    Rule("secret-token", _ATLAS, heads=(".atlasv1.",)),
    Rule("secret-token", _MAIL, heads=("key-", "-us")),
    Rule("secret-token", _NUGET, heads=("oy2",)),
    Rule("secret-token", _AZURE, heads=("q~",)),
    Rule("secret-token", _TELEGRAM, heads=(":aa",)),
    Rule("secret-token", _TWILIO, heads=("sk",)),
    Rule("secret-token", _DATABRICKS, heads=("dapi",)),
    Rule("secret-token", _ONEPASSWORD, heads=("a3-",)),
    Rule("secret-token", _PASSWORD_HASH, heads=("$2", "$1$", "$5$", "$6$", "$y$", "$argon2", "pbkdf2_")),
    Rule("secret-token", _RANDOM, _is_random),
    Rule("secret-said", _WIFI, heads=("wifi:",)),
    Rule("secret-said", _BITLOCKER),
    Rule("secret-aws-secret", _AWS_SECRET, _is_aws_secret),
    Rule("secret-aws-secret", _AWS_IN_TENS, _is_random),
    Rule("secret-seed", _SEED, _is_seed),
    Rule("secret-seed", _SEED_IN_FOURS, _is_seed),
    Rule("secret-words", _WORDS, _are_words),
    Rule("secret-card", _CARD, _is_card),
)
