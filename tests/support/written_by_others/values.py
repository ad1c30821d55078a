"""The values in what others wrote: passwords, tokens, telephone numbers, dates … each made anew by dice.

A table from the names that stand in <…> in the texts to their makers.
"""

# mypy: allow-untyped-calls
# A lambda that is called where it stands cannot say its types.

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import string
import uuid
from collections.abc import Callable
from pathlib import Path
from random import Random

Maker = Callable[[Random], str]

UP = string.ascii_uppercase
LO = string.ascii_lowercase
DI = string.digits
AN = UP + LO + DI
B64 = AN + "+/"
URL = AN + "-_"
B32 = UP + "234567"
HEX = "0123456789abcdef"
CROCK = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"

G: dict[str, Maker] = {}


def gen(f: Maker) -> Maker:
    G[f.__name__.lstrip("_")] = f
    return f


def rs(r: Random, alphabet: str, n: int) -> str:
    return "".join(r.choice(alphabet) for _ in range(n))


def lst(name: str, text: str, sep: str | None = None) -> list[str]:
    items = [x.strip() for x in (text.split("\n") if sep is None else text.split(sep)) if x.strip()]
    G[name] = lambda r: r.choice(items)
    return items


# ---------------------------------------------------------------- human passwords
PWW = """Sakura Kyoto Fuji Tiger Summer Winter Dragon Falcon Mango Orange Tokyo Osaka Hokkaido Panda Ramen Lotus Castle
Thunder Purple Maple Ocean Rocket Samurai Ninja Banana Cobalt Yamato Nagoya Kitsune Momiji Haruka Takoyaki Bluebird
Sunflower Penguin Kangaroo Monsoon Walnut Cricket Guitar Marble Harvest Pepper Ginger Onigiri Shinkansen Mikan
Bamboo Cherry Jaguar Velvet Copper Zephyr Hazel Nimbus Quartz Pickle Biscuit Kraken Yuzu Wasabi Tsunami Hotaru""".split()
CO = "Acme Nippon Tosei Mikasa Kaede Northwind Fabrik Orion Aoba Hinode Toyama Senri Asahina Globex".split()
SYM = "!@#$%&*?+-_="


def leet(w: str) -> str:
    return w.translate(str.maketrans("aoies", "@013$"))


@gen
def pwr(r: Random) -> str:
    n = r.randint(12, 26)
    while True:
        s = rs(r, AN, 1) + rs(r, AN + AN + "!@$%^&*?+=-_.~", n)
        if any(c in UP for c in s) and any(c in LO for c in s) and any(c in DI for c in s) and s[-1] not in ".-":
            return s


@gen
def pw(r: Random) -> str:
    k = r.randrange(12)
    w = r.choice(PWW)
    if k == 0:
        return w + str(r.randint(1964, 2026)) + r.choice("!!!?#$")
    if k == 1:
        return w.lower() + r.choice(SYM) + str(r.randint(10, 9999))
    if k in (2, 3, 4):
        return pwr(r)
    if k == 5:
        return leet(w) + r.choice(["", "_", "-"]) + str(r.randint(10, 999)) + r.choice(["", "!", "$"])
    if k == 6:
        return "-".join(x.lower() for x in r.sample(PWW, r.choice([3, 4]))) + r.choice(
            ["", "-" + str(r.randint(2, 99))]
        )
    if k == 7:
        return (
            r.choice(CO)
            + r.choice(["Root", "root", "AWS", "Aws"])
            + r.choice(["", "@", "#", "-"])
            + str(r.randint(2016, 2026))
            + r.choice(["", "!", "!!"])
        )
    if k == 8:
        return (
            r.choice(
                ["inugasuki", "nekoniwa", "watashino", "himitsudayo", "asagohan", "kaeritai", "otsukare", "mikannomi"]
            )
            + r.choice("-_.")
            + str(r.randint(1, 99))
            + r.choice(["biki!", "ko?", "kai!", "nin", "satsu$"])
        )
    if k == 9:
        return r.choice(["1qaz2wsx", "Zaq12wsx", "qwer4321", "!QAZxsw2", "zxcv0987"]) + r.choice(
            [
                "#EDC" + str(r.randint(1, 99)),
                "%" + str(r.randint(10, 99)),
                "_" + w.lower(),
                "AWS" + str(r.randint(1, 9)),
                "$RFV" + w[:3].lower(),
            ]
        )
    if k == 10:
        a, b = r.sample(PWW, 2)
        return a + b + str(r.randint(1, 99)) + r.choice(["", "!", "%"])
    return rs(r, AN, r.choice([10, 12, 14, 16, 20]))


@gen
def pwk(r: Random) -> str:
    a = r.choice(
        "ねこ いぬ さくら みかん ゆきだるま たぬき おにぎり まめしば ひまわり かえる ラーメン ペンギン".split()
    )
    b = r.choice("がすき だいすき はまるい とんだ たべたい わらう のさんぽ をかう".split())
    return r.choice(
        [
            f"{a}{b}{r.randint(1, 9999)}",
            f"{a}{b}{r.randint(1, 99)}ひき!",
            f"{a}-{b}-{r.randint(1970, 2025)}",
            f"{a}{r.randint(2, 99)}{b}",
            f"東京{a}{r.randint(10, 99)}号",
        ]
    )


@gen
def pww(r: Random) -> str:
    return r.choice(
        [
            "tigerlily",
            "moonlight",
            "kingfisher",
            "butterscotch",
            "rainyday",
            "goldfish",
            "sakuramochi",
            "hinomaru",
            "tanukisoba",
            "redonions",
            "gingerbread",
            "snowflake",
            "dandelion",
            "yakiniku",
            "otonari",
            "nekozuki",
        ]
    ) + r.choice(["", "", str(r.randint(1, 99))])


@gen
def pin4(r: Random) -> str:
    return f"{r.randint(0, 9999):04d}"


@gen
def pin6(r: Random) -> str:
    return f"{r.randint(0, 999999):06d}"


@gen
def pin8(r: Random) -> str:
    return f"{r.randint(0, 99999999):08d}"


@gen
def pin(r: Random) -> str:
    return r.choice([pin4, pin4, pin6, pin6, pin8])(r)


FW = str.maketrans("0123456789", "０１２３４５６７８９")
KJ = str.maketrans("0123456789", "〇一二三四五六七八九")
G["pin4fw"] = lambda r: pin4(r).translate(FW)
G["pin6fw"] = lambda r: pin6(r).translate(FW)
G["pin4kj"] = lambda r: pin4(r).translate(KJ)
G["pin4sp"] = lambda r: " ".join(pin4(r))
G["pin6sp"] = lambda r: (lambda p: p[:3] + " " + p[3:])(pin6(r))
G["pin6hy"] = lambda r: (lambda p: p[:3] + "-" + p[3:])(pin6(r))
NUMW = "zero one two three four five six seven eight nine".split()
G["pin4words"] = lambda r: r.choice([" ", "-", ", "]).join(NUMW[int(c)] for c in pin4(r))
KANAD = "ゼロ いち に さん よん ご ろく なな はち きゅう".split()
G["pin4kana"] = lambda r: r.choice(["", "・", "、", " "]).join(KANAD[int(c)] for c in pin4(r))
G["n2"] = lambda r: str(r.randint(10, 99))
G["n1"] = lambda r: str(r.randint(2, 9))
G["n3"] = lambda r: str(r.randint(100, 999))
G["kn2"] = lambda r: (
    lambda t, o: ("" if t == 1 else "〇一二三四五六七八九"[t]) + "十" + ("" if o == 0 else "〇一二三四五六七八九"[o])
)(r.randint(1, 9), r.randint(0, 9))
NATO = "alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu".split()


@gen
def nato(r: Random) -> str:
    out = [
        NUMW[int(c)] if c in DI else (NATO[ord(c.lower()) - 97].upper() if c in UP else NATO[ord(c) - 97])
        for c in rs(r, UP + LO + DI, r.randint(8, 10))
    ]
    return r.choice([" ", "-"]).join(out)


@gen
def spacedpw(r: Random) -> str:
    return " ".join(rs(r, AN + "!@$%", r.randint(10, 14)))


G["b64pw"] = lambda r: base64.b64encode(pw(r).encode()).decode()
G["hexpw"] = lambda r: pwr(r).encode().hex()
G["leetpw"] = lambda r: (
    r.choice(
        [
            "P@ssw0rd",
            "p4ssw0rd",
            "P@$$w0rd",
            "Passw0rd",
            "Adm1n",
            "R00t",
            "@dm1nR00t",
            "S3cr3t",
            "H1m1tsu",
            "L3tM31n",
            "K@gi",
            "T0ky0T0w3r",
            "4w5R00t",
        ]
    )
    + r.choice(["", "!", "#", "@", "_"])
    + str(r.randint(1, 9999))
    + r.choice(["", "!", "$"])
)

# ---------------------------------------------------------------- AWS
G["akid"] = lambda r: "AKIA" + rs(r, B32, 16)
G["asia"] = lambda r: "ASIA" + rs(r, B32, 16)


@gen
def sk(r: Random) -> str:
    while True:
        s = rs(r, B64, 40)
        if ("/" in s or "+" in s) and s[0] in AN:
            return s


G["skp"] = lambda r: rs(r, AN, 40)
G["sk_2"] = lambda r: (lambda s, c: s[:c] + "\n  " + s[c:])(sk(r), r.choice([18, 20, 22, 24]))
G["sk_sp"] = lambda r: (lambda s: " ".join(s[i : i + 10] for i in range(0, 40, 10)))(sk(r))
G["akid_sp"] = lambda r: (lambda s: " ".join(s[i : i + 4] for i in range(0, 20, 4)))(G["akid"](r))
G["akid_lo"] = lambda r: G["akid"](r).lower()
G["sess"] = lambda r: (
    r.choice(["IQoJb3JpZ2luX2VjE", "FwoGZXIvYXdzE", "FQoGZXIvYXdzE", "IQoJb3JpZ2luX2VjEL"])
    + rs(r, B64, r.randint(180, 420))
    + r.choice(["", "=", "=="])
)
G["sess_2"] = lambda r: (lambda s: "\n  ".join(s[i : i + 76] for i in range(0, len(s), 76)))(G["sess"](r))
G["sess_cut"] = lambda r: r.choice(["IQoJb3JpZ2luX2VjE", "FwoGZXIvYXdzE"]) + rs(r, B64, r.randint(60, 110))
G["bedrock"] = lambda r: (
    "ABSK"
    + base64.b64encode(
        ("BedrockAPIKey-" + rs(r, LO + DI, 4) + "-at-" + rs(r, DI, 12) + ":" + rs(r, B64, 40)).encode()
    ).decode()
)
# ---------------------------------------------------------------- TOTP and codes
G["b32_16"] = lambda r: rs(r, B32, 16)
G["b32_32"] = lambda r: rs(r, B32, 32)
G["b32_64"] = lambda r: rs(r, B32, 64)
G["b32_52"] = lambda r: rs(r, B32, 52)
G["b32sp"] = lambda r: (lambda s: " ".join(s[i : i + 4] for i in range(0, len(s), 4)))(
    rs(r, B32, r.choice([16, 24, 32, 32])).lower()
)
G["b32SP"] = lambda r: (lambda s: " ".join(s[i : i + 4] for i in range(0, len(s), 4)))(rs(r, B32, r.choice([16, 32])))
G["b32hy"] = lambda r: (lambda s: "-".join(s[i : i + 4] for i in range(0, len(s), 4)))(rs(r, B32, r.choice([16, 32])))
G["b32_2l"] = lambda r: rs(r, B32, 32) + "\n" + rs(r, B32, 32)
GC = {
    "ghcode": lambda r: rs(r, HEX, 5) + "-" + rs(r, HEX, 5),
    "gocode": lambda r: rs(r, DI, 4) + " " + rs(r, DI, 4),
    "gocode8": lambda r: rs(r, DI, 8),
    "glcode": lambda r: rs(r, HEX, 16),
    "mscode": lambda r: "-".join(rs(r, UP + DI, 5) for _ in range(5)),
    "oktacode": lambda r: "-".join(rs(r, LO + DI, 4) for _ in range(4)),
    "applecode": lambda r: "-".join(rs(r, UP + DI, 4) for _ in range(7)),
    "fvcode": lambda r: "-".join(rs(r, UP + DI, 4) for _ in range(6)),
    "dbxcode": lambda r: rs(r, LO + DI, 4) + " " + rs(r, LO + DI, 4),
    "duocode": lambda r: rs(r, DI, 9),
    "cfcode": lambda r: rs(r, UP + DI, 10),
    "code10": lambda r: rs(r, LO + DI, 10),
    "slkcode": lambda r: rs(r, DI, 10),
    "bwrec": lambda r: " ".join(rs(r, LO + DI, 4) for _ in range(8)),
}
G.update(GC)
for _n, _f in list(GC.items()):
    for _k in (3, 5, 8, 10):
        G[f"{_n}_x{_k}"] = (lambda f, k: lambda r: "\n".join(f(r) for _ in range(k)))(_f, _k)
        G[f"{_n}_c{_k}"] = (
            lambda f, k: lambda r: r.choice([", ", " / ", "、", " ", "; "]).join(f(r) for _ in range(k))
        )(_f, _k)
        G[f"{_n}_d{_k}"] = (lambda f, k: lambda r: "\n".join("- " + f(r) for _ in range(k)))(_f, _k)
        G[f"{_n}_n{_k}"] = (lambda f, k: lambda r: "\n".join(f"{i + 1}. {f(r)}" for i in range(k)))(_f, _k)


def bip(r: Random, n: int) -> list[str]:
    bits = {12: 128, 15: 160, 18: 192, 24: 256}[n]
    ent = r.getrandbits(bits)
    h = hashlib.sha256(ent.to_bytes(bits // 8, "big")).digest()
    cs = bits // 32
    x = (ent << cs) | (h[0] >> (8 - cs))
    return [_BIP[(x >> (11 * (n - 1 - i))) & 2047] for i in range(n)]


G["bip12"] = lambda r: " ".join(bip(r, 12))
G["bip24"] = lambda r: " ".join(bip(r, 24))
G["bip12c"] = lambda r: ", ".join(bip(r, 12))
G["bip24l"] = lambda r: (lambda w: "\n".join(" ".join(w[i : i + 6]) for i in range(0, 24, 6)))(bip(r, 24))
G["bip12n"] = lambda r: "\n".join(f"{i + 1}. {w}" for i, w in enumerate(bip(r, 12)))
G["bip24n"] = lambda r: "\n".join(f"{i + 1:2d}) {w}" for i, w in enumerate(bip(r, 24)))
G["bip12s"] = lambda r: " ".join(f"{i + 1}.{w}" for i, w in enumerate(bip(r, 12)))
G["bip12u"] = lambda r: " ".join(bip(r, 12)).upper()
G["bip18"] = lambda r: " ".join(bip(r, 18))
G["bip12d"] = lambda r: "-".join(bip(r, 12))
# ---------------------------------------------------------------- password managers
G["op_sk"] = lambda r: (
    "A3-" + rs(r, CROCK, 6) + "-" + rs(r, CROCK, 6) + "-" + "-".join(rs(r, CROCK, 5) for _ in range(4))
)
G["ops"] = lambda r: (
    "ops_"
    + base64.urlsafe_b64encode(
        json.dumps(
            {
                "signInAddress": "my.1password.com",
                "userAuth": {
                    "method": "SRPg-4096",
                    "alg": "PBES2g-HS256",
                    "iterations": 650000,
                    "salt": rs(r, URL, 22),
                },
                "email": rs(r, LO, 8) + "@1passwordserviceaccounts.com",
                "srpX": rs(r, HEX, 64),
            }
        ).encode()
    )
    .decode()
    .rstrip("=")
)
G["bw_at"] = lambda r: (
    "0." + uid(r) + "." + rs(r, AN, 30) + ":" + base64.b64encode(r.getrandbits(128).to_bytes(16, "big")).decode()
)
G["bw_cs"] = lambda r: rs(r, AN, 30)
G["share"] = lambda r: r.choice(
    [
        lambda: "https://share.1password.com/s#" + rs(r, URL, 43),
        lambda: "https://vault.bitwarden.com/#/send/" + rs(r, URL, 22) + "/" + rs(r, URL, 22),
        lambda: "https://send.bitwarden.com/#" + rs(r, URL, 22) + "/" + rs(r, URL, 22),
        lambda: "https://onetimesecret.com/secret/" + rs(r, LO + DI, 31),
        lambda: "https://eu.onetimesecret.com/secret/" + rs(r, LO + DI, 31),
        lambda: "https://pwpush.com/p/" + rs(r, URL, 16),
        lambda: "https://yopass.se/#/s/" + uid(r) + "/" + rs(r, AN, 22),
        lambda: "https://privnote.com/" + rs(r, AN, 8) + "#" + rs(r, AN, 9),
        lambda: "https://keepersecurity.eu/vault/share#" + rs(r, URL, 43),
        lambda: "https://password.link/" + rs(r, AN, 11) + "/#" + rs(r, AN, 24),
        lambda: "https://send.tresorit.com/a#" + rs(r, URL, 22),
        lambda: "https://scrt.link/s#" + rs(r, URL, 36),
    ]
)()


@gen
def uid(r: Random) -> str:
    return str(uuid.UUID(int=r.getrandbits(128), version=4))


# ---------------------------------------------------------------- tokens
def crc62(s: str) -> str:
    n = binascii.crc32(s.encode())
    a = DI + UP + LO
    out = ""
    while n:
        out = a[n % 62] + out
        n //= 62
    return out.rjust(6, "0")


def ghp(r: Random, pre: str) -> str:
    b = rs(r, AN, 30)
    return pre + b + crc62(b)


def b64u(o: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(o, separators=(",", ":")).encode()).decode().rstrip("=")


G["gh"] = lambda r: r.choice(
    [
        lambda: ghp(r, "ghp_"),
        lambda: ghp(r, "gho_"),
        lambda: ghp(r, "ghs_"),
        lambda: "github_pat_" + rs(r, AN, 22) + "_" + rs(r, AN, 59),
        lambda: "ghr_" + rs(r, AN, 76),
    ]
)()
G["gl"] = lambda r: r.choice(["glpat-", "glrt-", "gldt-", "glptt-"]) + (rs(r, URL, 20))
G["slack"] = lambda r: r.choice(
    [
        lambda: "xoxb-" + rs(r, DI, 12) + "-" + rs(r, DI, 13) + "-" + rs(r, AN, 24),
        lambda: "xoxp-" + "-".join(rs(r, DI, 12) for _ in range(3)) + "-" + rs(r, HEX, 32),
        lambda: "xapp-1-A0" + rs(r, UP + DI, 9) + "-" + rs(r, DI, 13) + "-" + rs(r, HEX, 64),
        lambda: "xoxe.xoxp-1-" + rs(r, AN, 146),
    ]
)()
G["goog"] = lambda r: r.choice(
    [
        lambda: "AIza" + rs(r, URL, 35),
        lambda: "GOCSPX-" + rs(r, URL, 28),
        lambda: "ya29.a0" + rs(r, URL, 150),
        lambda: "1//0" + rs(r, URL, 98),
    ]
)()
G["aiza"] = lambda r: "AIza" + rs(r, URL, 35)
G["gocspx"] = lambda r: "GOCSPX-" + rs(r, URL, 28)
G["stripe"] = lambda r: r.choice(["sk_live_", "rk_live_", "sk_live_51", "sk_test_51"]) + rs(r, AN, r.choice([24, 97]))
G["whsec"] = lambda r: "whsec_" + rs(r, AN, 32)
G["sg"] = lambda r: "SG." + rs(r, URL, 22) + "." + rs(r, URL, 43)
G["twsid"] = lambda r: "AC" + rs(r, HEX, 32)
G["twsk"] = lambda r: "SK" + rs(r, HEX, 32)
G["hex32"] = lambda r: rs(r, HEX, 32)
G["hex40"] = lambda r: rs(r, HEX, 40)
G["hex48"] = lambda r: rs(r, HEX, 48)
G["hex64"] = lambda r: rs(r, HEX, 64)
G["npm"] = lambda r: ghp(r, "npm_")
G["pypi"] = lambda r: "pypi-AgEIcHlwaS5vcmc" + rs(r, URL, r.randint(140, 160))
G["azstore"] = lambda r: base64.b64encode(r.getrandbits(512).to_bytes(64, "big")).decode()
G["azclient"] = lambda r: rs(r, AN, 3) + r.choice("78") + "Q~" + rs(r, AN + "-_.~", 34)
G["azsas"] = lambda r: (
    "sv=2023-11-03&ss=b&srt=sco&sp=rwdlac&se=2027-0%d-01T00:00:00Z&sig=%s"
    % (
        r.randint(1, 9),
        base64.b64encode(r.getrandbits(256).to_bytes(32, "big"))
        .decode()
        .replace("+", "%2B")
        .replace("/", "%2F")
        .replace("=", "%3D"),
    )
)
G["azdevops"] = lambda r: rs(r, LO + DI, 52)
G["okta"] = lambda r: "00" + rs(r, URL, 40)
G["atl"] = lambda r: "ATATT3xFfGF0" + rs(r, URL, 171) + "=" + rs(r, HEX.upper(), 8)
G["hf"] = lambda r: "hf_" + rs(r, AN, 34)
G["dckr"] = lambda r: "dckr_pat_" + rs(r, URL, 27)
G["dop"] = lambda r: r.choice(["dop_v1_", "doo_v1_"]) + rs(r, HEX, 64)
G["nrak"] = lambda r: "NRAK-" + rs(r, UP + DI, 27)
G["pd"] = lambda r: "u+" + rs(r, AN, 18)
G["tfc"] = lambda r: rs(r, AN, 14) + ".atlasv1." + rs(r, AN, 67)
G["hvs"] = lambda r: "hvs.CAESI" + rs(r, URL, 90)
G["openai"] = lambda r: "sk-proj-" + rs(r, URL, 74) + "T3BlbkFJ" + rs(r, URL, 74)
G["anth"] = lambda r: "sk-ant-api03-" + rs(r, URL, 93) + "AA"
G["mailgun"] = lambda r: "key-" + rs(r, HEX, 32)
G["tg"] = lambda r: rs(r, "123456789", 1) + rs(r, DI, 9) + ":AA" + rs(r, URL, 33)
G["shp"] = lambda r: r.choice(["shpat_", "shpss_", "shpca_"]) + rs(r, HEX, 32)
G["linear"] = lambda r: "lin_api_" + rs(r, AN, 40)
G["notion"] = lambda r: r.choice(["secret_" + rs(r, AN, 43), "ntn_" + rs(r, AN, 46)])
G["figd"] = lambda r: "figd_" + rs(r, URL, 40)
G["dapi"] = lambda r: "dapi" + rs(r, HEX, 32)
G["glsa"] = lambda r: "glsa_" + rs(r, AN, 32) + "_" + rs(r, HEX, 8)
G["pmak"] = lambda r: "PMAK-" + rs(r, HEX, 24) + "-" + rs(r, HEX, 34)
G["tskey"] = lambda r: "tskey-auth-k" + rs(r, AN, 10) + "CNTRL-" + rs(r, AN, 32)
G["cfapi"] = lambda r: rs(r, URL, 40)
G["line43"] = lambda r: rs(r, AN, 43)
G["linelong"] = lambda r: rs(r, B64, 168) + "1O/w1cDnyilFU="
G["backlog64"] = lambda r: rs(r, AN, 64)
G["kintone40"] = lambda r: rs(r, AN, 40)
G["sntrys"] = lambda r: (
    "sntrys_"
    + b64u({"iat": 1700000000 + r.randint(0, 9999999), "url": "https://sentry.io", "org": rs(r, LO, 7)})
    + "_"
    + rs(r, B64, 43)
)
G["slackhook"] = lambda r: (
    "https://hooks.slack.com/services/T" + rs(r, UP + DI, 10) + "/B" + rs(r, UP + DI, 10) + "/" + rs(r, AN, 24)
)
G["teamshook"] = lambda r: r.choice(
    [
        lambda: (
            f"https://{r.choice(CO).lower()}.webhook.office.com/webhookb2/{uid(r)}@{uid(r)}/IncomingWebhook/{rs(r, HEX, 32)}/{uid(r)}"
        ),
        lambda: (
            f"https://prod-{r.randint(10, 99)}.japaneast.logic.azure.com:443/workflows/{rs(r, HEX, 32)}/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig={rs(r, URL, 43)}"
        ),
    ]
)()
G["dischook"] = lambda r: (
    "https://discord.com/api/webhooks/" + rs(r, "123456789", 1) + rs(r, DI, 18) + "/" + rs(r, URL, 68)
)
G["basic"] = lambda r: base64.b64encode(
    (r.choice(["root", "admin", "aws-ops", "jenkins", "tanaka"]) + ":" + pwr(r)).encode()
).decode()


@gen
def jwt(r: Random) -> str:
    h = b64u({"alg": r.choice(["HS256", "RS256", "ES256"]), "typ": "JWT"})
    p = b64u(
        {"sub": rs(r, DI, 10), "name": r.choice(PWW), "iat": 1700000000 + r.randint(0, 90000000), "exp": 1799999999}
    )
    return h + "." + p + "." + rs(r, URL, r.choice([43, 86, 342]))


def wrap(s: str, n: int) -> str:
    return "\n".join(s[i : i + n] for i in range(0, len(s), n))


def b64b(r: Random, nbytes: int) -> str:
    return base64.b64encode(r.getrandbits(nbytes * 8).to_bytes(nbytes, "big")).decode()


G["rsabody"] = lambda r: wrap("MIIEpAIBAAKCAQEA" + b64b(r, 1180), 64)
G["rsabody3"] = lambda r: wrap("MIIEpAIBAAKCAQEA" + b64b(r, 150), 64)
G["rsaone"] = lambda r: "MIIEowIBAAKCAQEA" + b64b(r, 1180)
G["pkcs8body"] = lambda r: wrap("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ" + b64b(r, 600), 64)
G["ecbody"] = lambda r: wrap("MHcCAQEEI" + b64b(r, 110), 64)
G["sshbody"] = lambda r: wrap(
    "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZWQyNTUxOQAAACB" + b64b(r, 240), 70
)
G["puttypriv"] = lambda r: wrap(b64b(r, 192 // 3 * 2), 64)
G["pgpbody"] = lambda r: wrap("lQdGBG" + b64b(r, 400), 64) + "\n=" + rs(r, B64, 4)


def bech32(r: Random, hrp: str, nbytes: int) -> str:
    cs = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    n = r.getrandbits(nbytes * 8)
    bits = f"{n:0{nbytes * 8}b}"
    bits += "0" * (-len(bits) % 5)
    d = [int(bits[i : i + 5], 2) for i in range(0, len(bits), 5)]

    def pm(v: list[int]) -> int:
        g = [0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3]
        c = 1
        for x in v:
            b = c >> 25
            c = (c & 0x1FFFFFF) << 5 ^ x
            for i in range(5):
                c ^= g[i] if (b >> i) & 1 else 0
        return c

    e = [ord(x) >> 5 for x in hrp] + [0] + [ord(x) & 31 for x in hrp]
    p = pm(e + d + [0] * 6) ^ 1
    return hrp + "1" + "".join(cs[x] for x in d + [(p >> 5 * (5 - i)) & 31 for i in range(6)])


G["age"] = lambda r: bech32(r, "age-secret-key-", 32).upper()
G["agepub"] = lambda r: bech32(r, "age", 32)
G["sshpub"] = lambda r: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + rs(r, B64, 43)


@gen
def bitlocker(r: Random) -> str:
    return "-".join(f"{r.randint(1000, 65535) * 11:06d}" for _ in range(8))


def luhn(s: str) -> bool:
    t = 0
    for i, c in enumerate(reversed(s)):
        d = int(c)
        if i % 2:
            d = d * 2 - 9 if d > 4 else d * 2
        t += d
    return t % 10 == 0


def cardnum(r: Random) -> str:
    pre, n = r.choice(
        [("4", 16), ("4", 16), ("5%d" % r.randint(1, 5), 16), ("35%d" % r.randint(28, 89), 16), ("37", 15), ("34", 15)]
    )
    b = pre + rs(r, DI, n - 1 - len(pre))
    return next(b + c for c in DI if luhn(b + c))


G["card"] = cardnum
G["cardsp"] = lambda r: (
    lambda s: " ".join(s[i : i + 4] for i in range(0, 16, 4)) if len(s) == 16 else s[:4] + " " + s[4:10] + " " + s[10:]
)(cardnum(r))
G["cardhy"] = lambda r: (
    lambda s: "-".join(s[i : i + 4] for i in range(0, 16, 4)) if len(s) == 16 else s[:4] + "-" + s[4:10] + "-" + s[10:]
)(cardnum(r))
G["modhex44"] = lambda r: rs(r, "cbdefghijklnrtuv", r.choice([32, 38]))
G["dbhost"] = lambda r: r.choice(
    [
        "db",
        "prod-db",
        "billing",
        "audit",
        "10.2.0.14",
        "aurora-prod.cluster-c%s.ap-northeast-1.rds.amazonaws.com" % rs(r, LO + DI, 11),
        "mongo1.internal",
        "redis.corp.local",
    ]
)
G["urlpw"] = lambda r: r.choice(
    [
        rs(r, AN, 14),
        r.choice(PWW) + str(r.randint(10, 9999)),
        pwr(r).replace("@", "%40").replace("?", "").replace("#", ""),
    ]
)
G["tok"] = lambda r: r.choice([rs(r, AN, 32), rs(r, HEX, 40), rs(r, URL, 43), rs(r, HEX, 32)])
G["ghpass"] = pwr

# ---------------------------------------------------------------- people, places, numbers
NJ = "田中 佐藤 鈴木 高橋 渡辺 伊藤 山本 中村 小林 加藤 吉田 山田 佐々木 松本 井上 木村 斎藤 清水 阿部 森下 橋本 石川 長谷川 五十嵐 小笠原 大久保 宇佐美 神谷 白石 千葉".split()
NG = "健太 美咲 翔 由美子 直樹 恵 大輔 陽子 拓也 真理 誠 千尋 一郎 さくら 隆 あかね".split()
NR = "Tanaka Sato Suzuki Takahashi Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida Yamada Sasaki Matsumoto Inoue Kimura Shimizu Hasegawa Igarashi Ogasawara Ueno Mori".split()
NRG = "Kenta Misaki Sho Yumiko Naoki Megumi Daisuke Yoko Takuya Mari Makoto Chihiro Ichiro Akane Takashi Hiroshi Keiko".split()
NE = "Anna Schmidt|John Miller|Priya Raman|Luis Ortega|Marta Kowalska|Olivier Blanc|Sinead Byrne|Tuomas Virtanen|Chen Wei|Kim Min-jun|Nguyen Thi Lan|Farah Aziz|Ravi Iyer|Claire Dubois|Peter van Dijk|Ingrid Solberg|Marco Bianchi|Zoe Carter|Ahmed Nasser|Lena Fischer|Jean-Luc Moreau|Siobhan O'Neill|Aino Mäkinen|Björn Åkesson|Łukasz Nowak".split(
    "|"
)
G["nj"] = lambda r: r.choice(NJ)
G["njf"] = lambda r: r.choice(NJ) + r.choice(["", " ", "　"]) + r.choice(NG)
G["njs"] = lambda r: r.choice(NJ) + r.choice(["さん", "部長", "課長", "様", "主任", "氏", ""])
G["nr"] = lambda r: r.choice(NR)
G["nrf"] = lambda r: r.choice(
    [r.choice(NRG) + " " + r.choice(NR), r.choice(NR).upper() + " " + r.choice(NRG), r.choice(NR) + "-san"]
)
G["ne"] = lambda r: r.choice(NE)
G["ne1"] = lambda r: r.choice(NE).split()[0]
G["who"] = lambda r: r.choice([G["nrf"], G["ne"], G["nr"], G["ne1"]])(r)
PJ = lst(
    "pj",
    "本社3階の金庫|経理部の耐火金庫|総務部の金庫|大阪支社の金庫|貸金庫|サーバー室のキャビネット|役員室の金庫|施錠されたロッカー|名古屋営業所の保管庫|情シスの鍵付き引き出し|地下1階の金庫室|監査室のキャビネット|法務部の書庫|横浜オフィスの手提げ金庫|福岡DCの保管箱",
    "|",
)
PE = lst(
    "pe",
    "the safe in Osaka|the finance safe|the fire safe on floor 3|bank box at SMBC Kanda|the locked cabinet in room 4B|the server-room cabinet|the CFO's safe|the Berlin office safe|the legal archive|the data-centre locker|safe B|the Helsinki vault|the HR strongroom|the key cupboard at reception|the audit room",
    "|",
)
G["env"] = lambda r: r.choice(
    [
        f"E-{r.randint(1, 999):04d}",
        f"ENV-{r.randint(1, 9999):04d}",
        f"TEB-{r.randint(1, 99999):06d}",
        f"封-{r.randint(1, 999):03d}",
        f"E{r.randint(10, 999)}",
        f"EV-2026-{r.randint(1, 99):02d}",
    ]
)
G["seal"] = lambda r: r.choice(
    [
        f"S-{r.randint(100000, 999999)}",
        f"SEAL-{r.randint(1000, 99999):05d}",
        f"TE{r.randint(10000000, 99999999)}",
        f"A{r.randint(1000000, 9999999)}",
        f"JP-{r.randint(1000, 9999)}-{r.choice(UP)}",
    ]
)
G["acct"] = lambda r: rs(r, "123456789", 1) + rs(r, DI, 11)
G["accth"] = lambda r: rs(r, "123456789", 1) + rs(r, DI, 3) + "-" + rs(r, DI, 4) + "-" + rs(r, DI, 4)
G["accts"] = lambda r: G["accth"](r).replace("-", " ")
G["phj"] = lambda r: r.choice(
    [
        f"03-{r.randint(3000, 6999)}-{rs(r, DI, 4)}",
        f"06-{r.randint(6000, 6999)}-{rs(r, DI, 4)}",
        f"0{r.choice('789')}0-{rs(r, DI, 4)}-{rs(r, DI, 4)}",
        f"045-{rs(r, DI, 3)}-{rs(r, DI, 4)}",
        f"0120-{rs(r, DI, 3)}-{rs(r, DI, 3)}",
        f"（03）{r.randint(3000, 6999)}－{rs(r, DI, 4)}",
        f"(052) {rs(r, DI, 3)}-{rs(r, DI, 4)}",
        f"０３－{r.randint(3000, 6999)}－{rs(r, DI, 4)}".translate(FW),
        f"0{r.choice('789')}0{rs(r, DI, 8)}",
        f"03 {r.randint(3000, 6999)} {rs(r, DI, 4)}",
        f"050-{rs(r, DI, 4)}-{rs(r, DI, 4)}",
    ]
)
G["phi"] = lambda r: r.choice(
    [
        f"+81-3-{r.randint(3000, 6999)}-{rs(r, DI, 4)}",
        f"+81{r.choice('789')}0{rs(r, DI, 8)}",
        f"+81 {r.choice('789')}0 {rs(r, DI, 4)} {rs(r, DI, 4)}",
        f"+1 (206) 555-01{rs(r, DI, 2)}",
        f"+1-415-555-{rs(r, DI, 4)}",
        f"+49 30 {rs(r, DI, 4)} {rs(r, DI, 4)}",
        f"+44 20 7946 0{rs(r, DI, 3)}",
        f"+358 40 {rs(r, DI, 7)}",
        f"+33 1 {rs(r, DI, 2)} {rs(r, DI, 2)} {rs(r, DI, 2)} {rs(r, DI, 2)}",
        f"+81 (0)3 {r.randint(3000, 6999)} {rs(r, DI, 4)}",
        f"0049 89 {rs(r, DI, 6)}",
        f"+65 6{rs(r, DI, 3)} {rs(r, DI, 4)}",
        f"001-81-3-{r.randint(3000, 6999)}-{rs(r, DI, 4)}",
    ]
)
G["ph"] = lambda r: r.choice([G["phj"], G["phi"]])(r)
G["ext"] = lambda r: r.choice(
    [
        f"内線 {r.randint(100, 9999)}",
        f"内線{r.randint(1000, 9999)}",
        f"ext. {r.randint(100, 9999)}",
        f"ext {r.randint(1000, 9999)}",
        f"x{r.randint(1000, 9999)}",
    ]
)


def ymd(r: Random) -> tuple[int, int, int]:
    return r.randint(2019, 2027), r.randint(1, 12), r.randint(1, 28)


MON = "January February March April May June July August September October November December".split()


@gen
def date(r: Random) -> str:
    y, m, d = ymd(r)
    return r.choice(
        [
            f"{y}-{m:02d}-{d:02d}",
            f"{y}-{m:02d}-{d:02d}",
            f"{y}/{m:02d}/{d:02d}",
            f"{y}/{m}/{d}",
            f"{d} {MON[m - 1]} {y}",
            f"{MON[m - 1][:3]} {d}, {y}",
            f"{d:02d}.{m:02d}.{y}",
            f"{y}{m:02d}{d:02d}",
            f"{MON[m - 1]} {y}",
            f"{y}-{m:02d}",
            f"{d}-{MON[m - 1][:3]}-{y}",
        ]
    )


@gen
def datej(r: Random) -> str:
    y, m, d = ymd(r)
    return r.choice(
        [
            f"{y}年{m}月{d}日",
            f"{y}/{m:02d}/{d:02d}",
            f"{y}-{m:02d}-{d:02d}",
            f"令和{y - 2018}年{m}月{d}日",
            f"R{y - 2018}.{m}.{d}",
            f"{m}/{d}",
            f"{y}年{m}月",
            f"{m}月{d}日",
            f"{y}.{m:02d}.{d:02d}",
            f"{y}{m:02d}{d:02d}",
            f"{y}/{m}",
            f"{y}年{m}月{d}日".translate(FW),
        ]
    )


G["iso"] = lambda r: (
    "%d-%02d-%02dT%02d:%02d:%02d%s"
    % (*ymd(r), r.randint(0, 23), r.randint(0, 59), r.randint(0, 59), r.choice(["Z", "+09:00", "+0900", ".000Z", ""]))
)
G["time"] = lambda r: r.choice(
    [
        f"{r.randint(0, 23):02d}:{r.choice(['00', '15', '30', '45', '%02d' % r.randint(0, 59)])}",
        f"{r.randint(1, 12)} pm",
        f"{r.randint(8, 19)}:30 JST",
        f"{r.randint(0, 23):02d}{r.choice(['00', '30'])}Z",
    ]
)
G["timej"] = lambda r: r.choice(
    [
        f"{r.randint(8, 19)}時",
        f"{r.randint(8, 19)}:{r.choice(['00', '30', '45'])}",
        f"午前{r.randint(8, 11)}時半",
        f"{r.randint(13, 18)}時{r.randint(5, 55)}分",
    ]
)
G["dom"] = lambda r: r.choice(
    [
        "example.com",
        "example.co.jp",
        "example.jp",
        "corp.example",
        "example.de",
        "acme.example",
        "example.org",
        "mikasa.example.jp",
    ]
)
G["email"] = lambda r: (
    r.choice(
        [
            r.choice(NR).lower() + "." + r.choice(NRG).lower(),
            "aws-root",
            "aws+root-" + rs(r, DI, 4),
            "root-" + rs(r, DI, 12),
            r.choice(NR).lower(),
            "aws-" + r.choice(["prod", "dev", "log-archive", "audit", "network"]),
            "it-security",
            "k." + r.choice(NR).lower() + str(r.randint(1, 99)),
            "password-reset",
            "pin-desk",
            "secrets-team",
        ]
    )
    + "@"
    + G["dom"](r)
)
G["ip"] = lambda r: r.choice(
    [
        f"10.{r.randint(0, 255)}.{r.randint(0, 255)}.{r.randint(1, 254)}",
        f"192.168.{r.randint(0, 255)}.{r.randint(1, 254)}",
        f"203.0.113.{r.randint(1, 254)}",
        f"172.{r.randint(16, 31)}.{r.randint(0, 255)}.0/24",
        f"2001:db8:{rs(r, HEX, 4)}::{rs(r, HEX, 2)}",
        f"198.51.100.{r.randint(1, 254)}/32",
    ]
)
REG = "ap-northeast-1 ap-northeast-3 us-east-1 eu-central-1 eu-north-1 us-west-2 ap-southeast-1 us-gov-west-1 eu-west-1 sa-east-1 me-central-1".split()
G["region"] = lambda r: r.choice(REG)
G["uid_u"] = lambda r: uid(r).upper()
G["sha1"] = lambda r: rs(r, HEX, 40)
G["sha256"] = lambda r: rs(r, HEX, 64)
G["sha512"] = lambda r: rs(r, HEX, 128)
G["md5"] = lambda r: rs(r, HEX, 32)
G["sha7"] = lambda r: rs(r, HEX, r.choice([7, 8, 10, 12]))
G["crc"] = lambda r: rs(r, HEX.upper(), 8)
G["sri"] = lambda r: "sha256-" + b64b(r, 32)
G["sshfp"] = lambda r: "SHA256:" + b64b(r, 32).rstrip("=")
G["md5fp"] = lambda r: ":".join(rs(r, HEX, 2) for _ in range(16))
G["pgpfp"] = lambda r: (lambda s: " ".join(s[i : i + 4] for i in range(0, 40, 4)))(rs(r, HEX.upper(), 40))
G["iamid"] = lambda r: r.choice(["AROA", "AIDA", "AGPA", "ANPA", "AIPA", "ASCA"]) + rs(r, B32, 17)
G["canon"] = lambda r: rs(r, HEX, 64)
G["kid"] = lambda r: r.choice(["mrk-" + rs(r, HEX, 32), uid(r)])
G["aws_id"] = lambda r: r.choice(
    [
        "i-0" + rs(r, HEX, 16),
        "vpc-0" + rs(r, HEX, 16),
        "subnet-0" + rs(r, HEX, 16),
        "ou-" + rs(r, LO + DI, 4) + "-" + rs(r, LO + DI, 8),
        "o-" + rs(r, LO + DI, 10),
        "r-" + rs(r, LO + DI, 4),
        "p-" + rs(r, LO + DI, 8),
        "d-" + rs(r, HEX, 10),
        "Z0" + rs(r, UP + DI, 19),
        "E" + rs(r, UP + DI, 13),
        "ssoins-" + rs(r, HEX, 16),
        "sg-0" + rs(r, HEX, 16),
        "eni-0" + rs(r, HEX, 16),
        "ami-0" + rs(r, HEX, 16),
    ]
)


@gen
def arn(r: Random) -> str:
    a = G["acct"](r)
    return r.choice(
        [
            f"arn:aws:iam::{a}:root",
            f"arn:aws:iam::{a}:role/{r.choice(['BreakGlass', 'OrganizationAccountAccessRole', 'Auditor', 'SecretsReader', 'PasswordReset'])}",
            f"arn:aws:iam::{a}:mfa/{r.choice(['root-account-mfa-device', 'root-key-1', 'yubikey-tokyo'])}",
            f"arn:aws:kms:{G['region'](r)}:{a}:key/{uid(r)}",
            f"arn:aws:secretsmanager:{G['region'](r)}:{a}:secret:{r.choice(['root/meta', 'prod/db', 'break-glass'])}-{rs(r, AN, 6)}",
            f"arn:aws:organizations::{a}:account/o-{rs(r, LO + DI, 10)}/{G['acct'](r)}",
            f"arn:aws:sns:{G['region'](r)}:{a}:root-login-alarm",
            f"arn:aws:iam::{a}:u2f/root-account/{r.choice(['key1', 'blue-key'])}-{rs(r, UP + DI, 26)}",
            f"arn:aws-cn:iam::{a}:root",
            f"arn:aws:s3:::{r.choice(['root-audit', 'break-glass-log'])}-{a}",
            f"arn:aws:ssm:{G['region'](r)}:{a}:parameter/root/contact",
        ]
    )


G["ser"] = lambda r: r.choice(
    [
        str(r.randint(10000000, 29999999)),
        f"SN{rs(r, DI, 8)}",
        f"S/N {rs(r, UP + DI, 10)}",
        f"C02{rs(r, UP + DI, 9)}",
        f"5CG{rs(r, DI, 4)}{rs(r, UP, 3)}",
        f"DMP{rs(r, UP + DI, 9)}",
        f"{rs(r, DI, 4)}-{rs(r, DI, 6)}",
        f"FT{rs(r, UP + DI, 8)}",
        f"K-{rs(r, DI, 5)}",
        f"R9{rs(r, UP + DI, 10)}",
        f"製番 {rs(r, DI, 7)}",
        f"No. {rs(r, DI, 6)}",
    ]
)
G["codeid"] = lambda r: r.choice(
    [f"{rs(r, CROCK, 4)}-{rs(r, CROCK, 4)}-{rs(r, CROCK, 1)}"] * 4
    + [f"{rs(r, CROCK, 3)}-{rs(r, CROCK, 3)}-{rs(r, CROCK, 1)}", f"{rs(r, CROCK, 4)}-{rs(r, CROCK, 4)}"]
)
G["tick"] = lambda r: r.choice(
    [
        f"{r.choice(['SEC', 'OPS', 'ITSM', 'INFRA', 'AUD', 'CLOUD'])}-{r.randint(10, 99999)}",
        f"INC{r.randint(0, 9999999):07d}",
        f"CHG{r.randint(0, 9999999):07d}",
        f"RITM{r.randint(0, 9999999):07d}",
        f"#{r.randint(100, 9999)}",
        f"GH-{r.randint(10, 999)}",
        f"case {r.randint(10000000000, 17999999999)}",
        f"稟議 {r.randint(2024, 2026)}-{r.randint(1, 999):03d}",
        f"PR #{r.randint(10, 9999)}",
        f"REQ{r.randint(10000, 999999)}",
    ]
)
G["ver"] = lambda r: r.choice(
    [
        f"v{r.randint(0, 9)}.{r.randint(0, 20)}.{r.randint(0, 20)}",
        f"{r.randint(1, 20)}.{r.randint(0, 9)}",
        f"{r.randint(1, 9)}.{r.randint(0, 30)}.{r.randint(0, 9)}-rc{r.randint(1, 4)}",
        f"第{r.randint(1, 12)}版",
        f"Rev. {r.choice('ABCDEFG')}",
        f"{r.randint(2020, 2026)}.{r.randint(1, 12)}",
        f"firmware 5.{r.randint(1, 7)}.{r.randint(0, 4)}",
        f"5.{r.randint(1, 7)}.{r.randint(0, 4)}",
    ]
)
G["room"] = lambda r: r.choice(
    [
        f"room {r.randint(101, 1299)}",
        f"Room {r.randint(1, 9)}{r.choice('ABCD')}",
        f"{r.randint(1, 30)}F-{r.randint(1, 40):02d}",
        f"{r.randint(2, 12)}階 {r.randint(201, 1299)}号室",
        f"会議室{r.randint(1, 12)}",
        f"B{r.randint(1, 3)}F",
        f"Raum {r.randint(1, 9)}.{r.randint(101, 399)}",
        f"rack {r.choice('ABCDEF')}{r.randint(1, 42):02d}",
        f"ロッカー {r.randint(1, 300)} 番",
        f"棚 {r.choice('ABC')}-{r.randint(1, 20)}",
    ]
)
G["dur"] = lambda r: r.choice(
    [
        "P90D",
        "P1Y",
        "P6M",
        "PT24H",
        "PT15M",
        "P1Y6M",
        "P2W",
        "PT1H30M",
        f"P{r.randint(10, 400)}D",
        f"PT{r.randint(1, 96)}H",
        "P3Y2M10DT4H",
        f"P{r.randint(1, 36)}M",
        f"PT{r.randint(1, 5000)}S",
    ]
)
G["cron"] = lambda r: r.choice(
    [
        f"{r.randint(0, 59)} {r.randint(0, 23)} * * *",
        f"*/{r.choice([5, 10, 15])} * * * *",
        f"0 {r.randint(0, 23)} 1 */{r.choice([2, 3, 6])} *",
        f"cron({r.randint(0, 59)} {r.randint(0, 23)} ? * MON-FRI *)",
        f"{r.randint(0, 59)} {r.randint(0, 23)} {r.randint(1, 28)} {r.randint(1, 12)} *",
        f"rate({r.randint(2, 90)} days)",
        f"{r.randint(0, 59)} {r.randint(0, 23)} * * {r.randint(0, 6)}",
    ]
)
G["addrj"] = lambda r: r.choice(
    [
        f"〒{rs(r, DI, 3)}-{rs(r, DI, 4)} 東京都千代田区丸の内{r.randint(1, 3)}-{r.randint(1, 9)}-{r.randint(1, 20)}",
        f"東京都港区虎ノ門{r.randint(1, 5)}丁目{r.randint(1, 20)}番{r.randint(1, 12)}号",
        f"大阪市北区梅田{r.randint(1, 3)}-{r.randint(1, 15)}-{r.randint(1, 30)} {r.randint(3, 30)}F",
        f"神奈川県横浜市西区みなとみらい{r.randint(1, 6)}-{r.randint(1, 9)}",
        f"愛知県名古屋市中村区名駅{r.randint(1, 5)}−{r.randint(1, 30)}−{r.randint(1, 9)}",
        f"〒{rs(r, DI, 7)} 福岡市博多区博多駅前{r.randint(1, 4)}-{r.randint(1, 30)}",
    ]
)
G["addre"] = lambda r: r.choice(
    [
        f"{r.randint(1, 999)} Market Street, Suite {r.randint(100, 2400)}, San Francisco, CA {rs(r, DI, 5)}",
        f"Musterstraße {r.randint(1, 150)}, {rs(r, '1', 1)}{rs(r, DI, 4)} Berlin",
        f"{r.randint(1, 99)} Fleet Street, London EC4Y {r.randint(1, 9)}{rs(r, UP, 2)}",
        f"Mannerheimintie {r.randint(1, 160)} B {r.randint(1, 60)}, 00{rs(r, DI, 2)}0 Helsinki",
        f"{r.randint(1, 9)}-{r.randint(1, 30)}-{r.randint(1, 20)} Shibuya, Shibuya-ku, Tokyo 150-{rs(r, DI, 4)}",
        f"{r.randint(1, 200)} rue de Rivoli, 75001 Paris",
    ]
)
G["contract"] = lambda r: r.choice(
    [
        f"契約番号 {rs(r, DI, 8)}",
        f"C-{rs(r, DI, 4)}-{rs(r, DI, 4)}",
        f"KN{rs(r, DI, 9)}",
        f"No.{rs(r, DI, 10)}",
        f"{rs(r, UP, 2)}{rs(r, DI, 7)}",
        f"SV-{rs(r, DI, 5)}-{r.randint(2019, 2026)}",
    ]
)
lst("cardname", "銀行|法人カード", "|")
PF = lst(
    "pm",
    "1Password|Bitwarden|Keeper|LastPass|KeePassXC|Dashlane|AWS Secrets Manager|HashiCorp Vault|CyberArk|NordPass|TrustLogin|Keeper Business",
    "|",
)
lst(
    "vault",
    'vault "Root"|vault Root-Prod|the "AWS Root" vault|the collection BreakGlass|folder 99_root|the shared vault "IT-Admin"|Vault \'Kaiji\'|the item "AWS root (prod)"',
    "|",
)
lst(
    "vaultj",
    "「Root」保管庫|共有保管庫「AWS管理」|Root フォルダ|「情シス」ボールト|『AWS本番』のアイテム|共有フォルダー 03_AWS|保管庫 Root-Prod",
    "|",
)
lst(
    "key_e",
    "the blue YubiKey|YubiKey 5C NFC no. 2|key A|the spare security key|the Osaka key|Titan key 1|Feitian K40|the key of the CFO|the red key|SoloKey 2",
    "|",
)
lst(
    "key_j",
    "セキュリティキー1|青いYubiKey|予備のキー|YubiKey 5 NFC|大阪のキー|セキュリティキーB|部長のキー|物理キー2本目|赤いラベルのキー",
    "|",
)
lst(
    "acctname",
    "prod|log-archive|audit|network|sandbox|shared-services|billing|payments-prod|management|本番|検証|開発|ログ集約|請求",
    "|",
)
lst(
    "product",
    "YubiKey 5C NFC|YubiKey 5 Nano FIPS|Feitian ePass K9 FIDO2|Google Titan Security Key v2|SoloKeys Solo 2|Kumahira KCJ52-2E|EIKO CSG-92RE|Sentry Safe JF123EF|iPad Pro 11 (M4)|Surface Go 4|ThinkPad X1 Carbon Gen 12|Panasonic CF-SR4|Nitrokey 3A NFC|Token2 PIN+ Octo|Chubbsafes Air 25|SECOM AX|Kensington 64672|Master Lock 5401D|TDK LoR MFA-100|Yale YSV/250/DB1",
    "|",
)
lst("place_j", "本社|大阪支社|名古屋営業所|横浜オフィス|福岡支店|札幌事業所|仙台DC|品川|丸の内", "|")
lst("place_e", "Tokyo HQ|Osaka|Berlin|Helsinki|London|Singapore|Austin|Nagoya branch|Munich|Paris", "|")
G["file"] = lambda r: (
    r.choice(
        [
            "root_password_policy_v%d.pdf",
            "PIN-reset-form-%d.xlsx",
            "aws-root-runbook-%d.md",
            "金庫管理台帳_%d.xlsx",
            "break_glass_20260%d01.docx",
            "secrets-handling-%d.pptx",
            "封筒一覧_v%d.csv",
            "emergency-kit-blank-%d.pdf",
            "パスワード管理規程_第%d版.pdf",
            "mfa-devices-%d.json",
            "recovery-codes-procedure-%d.html",
            "key-ceremony-%d.mp4",
            "IMG_%04d.HEIC",
            "scan_%05d.tiff",
        ]
    )
    % r.randint(1, 9)
)
G["path"] = lambda r: (
    r.choice(
        [
            "s3://corp-audit/root/",
            "\\\\fs01\\share\\情シス\\",
            "/srv/docs/root/",
            "docs/runbooks/",
            "gs://audit-bucket/2026/",
            "SharePoint > IT > Root > ",
            "~/repos/root-safe/docs/",
            "https://wiki.example.com/it/",
            "Box/管理本部/AWS/",
        ]
    )
    + G["file"](r)
)
G["url"] = lambda r: r.choice(
    [
        "https://wiki.example.com/root/password-policy",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html",
        f"https://example.atlassian.net/browse/SEC-{r.randint(1, 9999)}",
        f"https://example.atlassian.net/wiki/spaces/IT/pages/{r.randint(10000000, 9999999999)}/Break+Glass",
        "https://console.aws.amazon.com/",
        f"https://github.com/example/root-docs/pull/{r.randint(1, 999)}",
        f"https://github.com/example/root-docs/blob/{rs(r, HEX, 40)}/README.md",
        "https://support.1password.com/emergency-kit/",
        "https://support.yubico.com/hc/en-us/articles/360016649039",
        f"https://docs.google.com/spreadsheets/d/1{rs(r, URL, 43)}/edit#gid=0",
        f"https://example.sharepoint.com/sites/it/Shared%20Documents/root-{r.randint(1, 99)}.docx",
        f"https://{G['acct'](r)}.signin.aws.amazon.com/console",
        f"https://example.service-now.com/nav_to.do?uri=incident.do?sys_id={rs(r, HEX, 32)}",
        "https://passwords.example.co.jp/help?lang=ja",
        f"https://example.backlog.com/view/INFRA-{r.randint(1, 9999)}",
        "http://intra.example.local/pin/howto.html",
        f"https://drive.google.com/file/d/1{rs(r, URL, 32)}/view",
        f"https://start.1password.com/open/i?a={rs(r, UP + DI, 26)}&v={rs(r, LO + DI, 26)}&i={rs(r, LO + DI, 26)}&h=example.1password.com",
        f"https://example.slack.com/archives/C0{rs(r, UP + DI, 9)}/p17{rs(r, DI, 14)}",
    ]
)


@gen
def dsep(r: Random) -> str:
    while True:
        d = date(r)
        if not d.isdigit():
            return d


@gen
def dsepj(r: Random) -> str:
    while True:
        d = datej(r)
        if not d.isdigit():
            return d


G["env4"] = lambda r: f"E-{r.randint(1, 999):04d}"


@gen
def ip1(r: Random) -> str:
    return r.choice(
        [
            f"10.{r.randint(0, 255)}.{r.randint(0, 255)}.{r.randint(1, 254)}",
            f"192.168.{r.randint(0, 255)}.{r.randint(1, 254)}",
        ]
    )


def _card(r: Random, pre: str, n: int) -> str:
    b = pre + rs(r, DI, n - 1 - len(pre))
    return b + next(c for c in DI if luhn(b + c))


G["amex"] = lambda r: _card(r, r.choice(["34", "37"]), 15)
G["jcb"] = lambda r: _card(r, "35%d" % r.randint(28, 89), 16)

_GEN = re.compile(r"<([a-z][a-zA-Z0-9_]*)>")

_BIP = (Path(__file__).parent / "words.txt").read_text("utf-8").split()


G["azpad"] = lambda r: b64b(r, 32)
G["bday8"] = lambda r: f"{r.randint(1955, 2005)}{r.randint(1, 12):02d}{r.randint(1, 28):02d}"
G["bday6"] = lambda r: f"{r.randint(55, 99)}{r.randint(1, 12):02d}{r.randint(1, 28):02d}"
G["bday4"] = lambda r: f"{r.randint(1, 12):02d}{r.randint(1, 28):02d}"
G["codes3"] = GC["ghcode"]
_HE = """password changed <dsep>|PIN set <dsep> by <who>|phone <ph>|seal <seal>|envelope <env>|account <acct>|key in <pe>|custodian <who>|<key_e>, serial <ser>|see <tick>|mail <email>|kit in <pe>|recovery codes printed, in <env>|combination with <who>|next check <dsep>|<room>|password in <pm>|PIN with <who>|deputy <who>, <ph>|asset <codeid>|opened <dsep> <time>|region <region>|two people needed|firmware 5.4.<n1>|door code from reception|alarm company <phi>|PIN has 6 digits or more|password at least <n2> characters""".split(
    "|"
)
_HJ = """パスワードは<dsepj>に変更|PINは<nj>が設定|電話 <phj>|封印 <seal>|封筒<env>|アカウント <acct>|キーは<pj>|担当 <nj>|<key_j>（シリアル <ser>）|<tick> 参照|メール <email>|緊急キットは<pj>|リカバリーコードは<env>に封入|金庫の番号は<nj>が管理|次回点検 <dsepj>|<room>|パスワードは<pm>|暗証番号は<nj>|副担当 <nj>（<phj>）|資産番号 <codeid>|<dsepj> <timej> 開封|2名立ち会い|解錠番号は警備室|警備会社 <phj>|暗証番号は6桁以上|パスワードは<n2>文字以上|合言葉は<nj>のみ""".split(
    "|"
)
_SE = """PIN <pin6>|password <pw>|pw: <pwr>|combination <n2>-<n2>-<n2>|the code is <pin6>|passcode <pin6>|it opens with <n2>-<n2>-<n2>|door <pin4>#|TOTP <b32_32>|Secret Key <op_sk>|recovery code <ghcode>|key <akid>|secret <sk>|code word "<pww>"|alarm code <pin4>|token <gh>|login root/<pw>|password "<pw>"|PIN=<pin>""".split(
    "|"
)
_SJ = """PINは<pin6>|パスワードは<pw>|PW：<pwr>|ダイヤルは右<n2>左<n2>右<n2>|解錠番号は<pin6>|暗証番号<pin4>|パスコード <pin6>|合言葉は「<pww>」|金庫は<n2>-<n2>-<n2>|シード <b32_32>|Secret Key <op_sk>|復旧コード <ghcode>|キー <akid>|シークレット <sk>|解除コード <pin4>|トークン <gh>|パスワード「<pw>」|テンキー<pin4>""".split(
    "|"
)


def _clauses(r: Random, h: list[str], s: list[str] | None, seps: list[str]) -> str:
    k = r.choice([2, 3, 3, 4, 5])
    c = r.sample(h, k)
    if s:
        c[r.randrange(k)] = r.choice(s)
    sep = r.choice(seps)
    return _GEN.sub(lambda m: G[m.group(1)](r), sep.join(c))


for _n, _h, _s, _p in (
    ("ch_en", _HE, None, ["; ", ", ", ". ", " / ", " - ", " | "]),
    ("ch_ja", _HJ, None, ["、", "。", "／", "　", "・", "; "]),
    ("cs_en", _HE, _SE, ["; ", ", ", ". ", " / ", " - ", " | "]),
    ("cs_ja", _HJ, _SJ, ["、", "。", "／", "　", "・", "; "]),
    ("chl_en", _HE, None, ["\n", "\n- ", "\n* "]),
    ("chl_ja", _HJ, None, ["\n", "\n・", "\n- "]),
    ("csl_en", _HE, _SE, ["\n", "\n- ", "\n* "]),
    ("csl_ja", _HJ, _SJ, ["\n", "\n・", "\n- "]),
):
    G[_n] = (lambda h, s, p: lambda r: _clauses(r, h, s, p))(_h, _s, _p)


G["macaddr"] = lambda r: r.choice([":", "-"]).join(rs(r, HEX, 2) for _ in range(6))
G["pubbody"] = lambda r: wrap("MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA" + b64b(r, r.choice([120, 180, 260])), 64)
W24 = """the key and the paper are kept apart so that no one can ever use them alone
we open the safe once a year and check the seal and then close it again
when the old phone is lost please call the office first and then wait for help
the person who holds the letter may not also hold the key to the room
it is better to ask twice than to open the wrong box on a busy day
you will need two people and a quiet room and about half an hour of time
all of the old cards are in the second drawer of the desk near the door
only the owner and the legal team can give you the paper that you need
keep this note with the box and never move one of them without the other
make sure the door is shut before you read the letter and then burn the copy
ask the man at the front desk to walk with you to the second floor
if the light is red then someone is at work inside and you must wait
put the blue card back in the box and sign the book on your way out
this account will close next spring after the team moves to the new office
our first plan was good but we found a better one during the winter test
the spare key is with a friend of the company who lives near the river
please do not write anything on the label because we need it next year again
a new member of the team must first read the rule book and then sign it""".split("\n")


@gen
def w12(r: Random) -> str:
    return " ".join(r.choice(W24).split()[:12])


@gen
def w24(r: Random) -> str:
    return " ".join((r.choice(W24) + " " + r.choice(W24)).split()[:24])


@gen
def wsent(r: Random) -> str:
    s = r.choice(W24)
    return s[0].upper() + s[1:] + "."


G["houjin"] = lambda r: rs(r, "123456789", 1) + rs(r, DI, 12)
G["vat9"] = lambda r: rs(r, DI, 9)
G["vat7"] = lambda r: rs(r, DI, 7)
G["opid"] = lambda r: rs(r, LO + "234567", 26)
G["opidu"] = lambda r: rs(r, UP + "234567", 26)
G["gid"] = lambda r: rs(r, URL, 32)
G["slid"] = lambda r: rs(r, UP + DI, 9)
G["hex24"] = lambda r: rs(r, HEX, 24)
for _k in (1, 2, 3, 4, 5, 8, 9, 11, 12):
    G[f"o{_k}"] = (lambda k: lambda r: rs(r, DI, k))(_k)


@gen
def o16(r: Random) -> str:
    while True:
        s = "9" + rs(r, DI, 15)
        if not luhn(s):
            return s


G["opid8"] = lambda r: rs(r, LO + DI, 8)
G["bday4h"] = lambda r: f"{r.randint(1, 12):02d}{r.randint(1, 28):02d}"
G["an16"] = lambda r: rs(r, AN, 16)

BEFORE = ["※", "・", "* ", "- ", "NB: ", "注：", "memo: ", "→ ", "(1) ", "[x] ", "2) ", "★ ", "!! ", "note: ", "備考："]
BEFORE += ["  ", "#", "も一度："]
BEHIND = [
    " (<who>)",
    "（<nj>）",
    ".",
    "。",
    " !",
    "  ",
    "、以上",
    " (checked <dsep>)",
    "（<dsepj>確認）",
    " <- !",
    "、<nj>記",
    " // <nr>",
    " [<nr>]",
    ";",
    ",",
    " ...",
    " (sic)",
    " ※要確認",
    " /<ne1>",
]


def filled(r: Random, text: str) -> str:
    """A text with each <name> made; one that is unknown stands as it is."""
    return _GEN.sub(lambda m: G[m[1]](r) if m[1] in G else m[0], text)
