"""Words that people use for what the config has one word for: that nobody knows, that there is none, kinds of things.

Only what can mean one thing is here. Where a word may mean two ("vault" is of steel or of software), it is asked again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from runbook.config.meant import readings
from runbook.text.characters import folded

THERE_IS_NONE = (
    *("none", "no", "no one", "noone", "nobody", "nope", "not yet", "nothing", "there is none", "n/a"),
    *("nobody else", "no one else", "not any", "have none", "don't have one", "don't have any", "haven't got one"),
    *("なし", "無し", "ナシ", "ない", "無い", "いない", "ありません", "いません", "該当なし"),
    *("特になし", "特に無し", "とくになし", "持っていない", "持っていません", "用意していない"),
    *("他はない", "ほかはない", "他になし", "誰もいない", "誰にも届かない"),
    *("ほかにいない", "他にいない"),
)
NOBODY_KNOWS = (
    *("unknown", "not known", "don't know", "dont know", "do not know", "dunno", "not sure", "unsure", "no idea"),
    *("tbd", "tba", "tbc", "to be decided", "to be determined", "undecided", "?", "??"),
    *("不明", "わからない", "分からない", "判らない", "わかりません", "分かりません", "知らない", "知りません"),
    *("未定", "未確認", "未決定", "未設定", "未調査", "決めていない", "決まっていない"),
)
SAME = ("same", "same place", "the same", "the same place", "同じ", "同じ場所", "同上")
EVERYBODY = ("all", "everyone", "everybody", "all of them", "全員", "みんな", "すべて", "全部")

_THERE_IS_NO = re.compile(
    r"(?:(?:we )?(?:don't have|have no)|there is no|there isn't) .+|.+は(?:ない|ありません|いない|いません|なし)"
)
_NO_MORE = (
    "that's all",
    "that's it",
    "that is all",
    "thats all",
    "no more",
    "done",
    "end",
    "以上",
    "以上です",
    "終わり",
    "おわり",
)
_DASHES = ("-", "－", "ー", "–", "—")
_AROUND = re.compile(r"^(?:(?:i|we) )|(?: yet)?[.!。！]*$|^まだ")

_PLACES: Mapping[str, tuple[str, ...]] = {
    "bank": (
        "safe-deposit box",
        "safe deposit box",
        "safety deposit box",
        "deposit box",
        "bank box",
        "bank",
        "貸金庫",
        "銀行",
    ),
    "cabinet": (
        *(
            "cabinet",
            "locker",
            "cupboard",
            "drawer",
            "lockbox",
            "lock box",
            "cash box",
            "fireproof box",
            "desk",
            "shelf",
        ),
        *("書庫", "キャビネット", "ロッカー", "引き出し", "引出し", "戸棚", "棚", "机"),
    ),
    "safe": ("safe", "金庫"),
}
_VAULT = ("vault", "password manager", "password-manager", "パスワード管理ツール", "パスワードマネージャー")
_PRODUCTS = (
    *("1password", "bitwarden", "vaultwarden", "keepassxc", "keepass", "keeper", "lastpass", "dashlane", "nordpass"),
    *("passbolt", "proton pass", "roboform", "enpass", "hashicorp vault", "cyberark", "delinea", "secret server"),
)
_DEVICES: Mapping[str, tuple[str, ...]] = {
    "security-key": (
        *("security key", "hardware key", "fido key", "yubi key", "titan key"),
        *("セキュリティーキー", "物理キー", "ユビキー"),
    ),
    "totp-token": ("hardware token", "token", "ハードウェアトークン", "ワンタイムパスワード端末"),
    "authenticator-app": (
        *("authenticator", "authenticator app", "microsoft authenticator", "app on a phone", "phone app"),
        *("認証アプリ", "アプリ", "スマホのアプリ", "スマホの認証アプリ", "携帯のアプリ"),
    ),
    "phone": ("mobile", "mobile phone", "smartphone", "iphone", "スマホ", "スマートフォン", "携帯", "携帯電話"),
    "tablet": ("ipad", "タブレット"),
    "vault-entry": (
        *("password manager", "in the password manager", "codes in the password manager", "vault", "in the vault"),
        *("パスワード管理ツール", "パスワードマネージャー"),
    ),
}
_GUARDS: Mapping[str, tuple[str, ...]] = {
    "organization": ("organisation", "org", "aws organizations", "management account", "組織", "管理アカウント"),
    "vault": ("password manager", "保管庫", "パスワード管理ツール", *_PRODUCTS),
    "mail": (
        *("email", "e-mail", "google workspace", "gmail", "microsoft 365", "office 365", "exchange"),
        *("メール", "メールサービス"),
    ),
    "domains": (
        *("domain", "dns", "registrar", "gandi", "namecheap", "godaddy", "123-reg", "route 53", "route53"),
        *("ドメイン", "お名前.com", "ムームードメイン"),
    ),
    "phone": ("telephone", "phone contract", "電話", "電話の契約"),
    "idp": (
        *("identity provider", "sso", "okta", "entra", "entra id", "azure ad", "onelogin", "jumpcloud"),
        *("id プロバイダー", "idプロバイダー", "認証基盤"),
    ),
    "pipeline": ("ci", "ci/cd", "cd", "terraform", "github actions", "github", "gitlab", "jenkins", "パイプライン"),
}
_CUSTODIES: Mapping[str, tuple[str, ...]] = {
    "safe": (
        *("in the safe", "in a safe", "in our safe", "we keep it", "we have it"),
        *("金庫", "保管", "保管中", "保管している", "金庫に保管", "持っている"),
    ),
    "sealed": ("destroyed", "破棄済み", "破棄", "破棄した"),
    "removed": ("central root access", "削除済み", "削除", "削除した", "削除しました"),
    "unknown": (
        *NOBODY_KNOWS,
        *("never set up", "never set", "never used", "never touched", "not set up"),
        *("設定していない", "一度も設定していない", "使っていない", "一度も使っていない", "使ったことがない"),
    ),
}
_CHANNELS: Mapping[str, tuple[str, ...]] = {
    "sms": (
        "text",
        "texts",
        "text messages",
        "sms only",
        "text only",
        "texts only",
        "ショートメール",
        "sms のみ",
        "smsのみ",
    ),
    "voice": (
        *("call", "calls", "voice calls", "voice only", "calls only"),
        *("通話", "音声", "音声通話", "通話のみ", "通話だけ", "音声のみ"),
    ),
}
_REGIONS: Mapping[str, tuple[str, ...]] = {
    "us-east-1": ("n. virginia", "virginia", "バージニア", "バージニア北部"),
    "us-east-2": ("ohio", "オハイオ"),
    "us-west-2": ("oregon", "オレゴン"),
    "ap-northeast-1": ("tokyo", "東京"),
    "ap-northeast-3": ("osaka", "大阪"),
    "eu-west-1": ("ireland", "アイルランド"),
    "eu-west-2": ("london", "ロンドン"),
    "eu-central-1": ("frankfurt", "フランクフルト"),
}
_EVERY_REGION = (
    *("all regions", "every region", "all of the regions", "all the regions", "in all regions", "in every region"),
    *("全リージョン", "すべてのリージョン", "全てのリージョン", "リージョンすべて", "全部のリージョン"),
)
_OF_A_REGION = re.compile(r"(?: region|リ[ー-]ジョン)$")  # as `plain` writes it
_SEVERAL = re.compile(r"(?:(?P<before>two|[2-8])\s*x?\s+)?(?P<word>.+?)\s*(?:[x×]?\s*(?P<after>[2-8])\s*[本台個つ]?)?")


def plain(typed: str) -> str:
    """What was typed in small letters of one width. Words are compared in this form: it has one sign for all dashes."""
    return folded(typed).replace("’", "'").strip().lower()


def _bare(typed: str) -> str:
    return _AROUND.sub("", plain(typed)).strip()


def says_none(typed: str) -> bool:
    """Whether an answer says that there is none, which is more than that nobody knows."""
    return _bare(typed) in THERE_IS_NONE or _THERE_IS_NO.fullmatch(_bare(typed)) is not None


def says_no_more(typed: str) -> bool:
    """Whether a line of a list says that the list is complete."""
    return says_none(typed) or _bare(typed) in _NO_MORE


def is_unknown(typed: str) -> bool:
    """Whether an answer says that nobody knows."""
    return plain(typed) in _DASHES or _bare(typed) in NOBODY_KNOWS


def is_nothing(typed: str) -> bool:
    """Whether an answer says that there is none, or that it is not known."""
    return says_none(typed) or is_unknown(typed)


def word_for(typed: str, known: Sequence[str]) -> str:
    """The word of the config that somebody means; "" if it is none of those that are known."""
    word = plain(typed)
    if word in known:
        return word
    for table in (_CUSTODIES, _DEVICES, _GUARDS, _CHANNELS):
        for name, also in table.items():
            if name in known and word in map(plain, also):
                return name
    return next((reading for reading in readings(typed) if reading in known), "")


def says_every_region(typed: str) -> bool:
    """Whether an answer says that something stands in all Regions."""
    return _bare(typed) in map(plain, _EVERY_REGION)


def region_called(typed: str) -> str:
    """The Region that AWS shows under this name; "" if it is none of those that are usual here."""
    word = _OF_A_REGION.sub("", _bare(typed))
    return next((region for region, also in _REGIONS.items() if word in map(plain, also)), "")


def device(typed: str) -> tuple[str, int]:
    """A kind of MFA device without its plural, and how many: ("security key", 2) of "two security keys"."""
    match = _SEVERAL.fullmatch(plain(typed))
    if match is None:
        return typed, 1
    number = match["before"] or match["after"] or "1"
    count = 2 if number == "two" else int(number)
    return (match["word"].removesuffix("s") if count > 1 else match["word"]), count


def kind_called(typed: str) -> str:
    """The kind of place that a word names; "" if it is a name, or may be of two kinds."""
    word = plain(typed)
    if word in map(plain, _VAULT):
        return "vault"
    return next((kind for kind, also in _PLACES.items() if word in map(plain, also)), "")


def kind_within(name: str) -> str:
    """The kind of place that a name tells: a product that keeps passwords, or a word such as "safe"; "" if none."""
    word = plain(name)
    if any(_stands_in(product, word) for product in _PRODUCTS):
        return "vault"
    return next((kind for kind, also in _PLACES.items() if any(_stands_in(each, word) for each in also)), "")


def _stands_in(each: str, word: str) -> bool:
    """Whether a word stands in a text by itself; Japanese has no blanks."""
    return re.search(rf"(?<![a-z0-9]){re.escape(plain(each))}(?![a-z0-9])", word) is not None
