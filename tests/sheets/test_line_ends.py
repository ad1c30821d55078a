from __future__ import annotations

import re

import pytest

from runbook.sheets.line_ends import kept_together


def kept(html: str) -> list[str]:
    return re.findall(r'<span class="kept">(.*?)</span>', kept_together(html))


@pytest.mark.parametrize(
    ("html", "together"),
    [
        ("<p>on 2026-11-01 in ap-northeast-1</p>", ["2026-11-01", "ap-northeast-1"]),
        ("<td>K-0101 (TEB-004512), then B-07.1</td>", ["K-0101", "TEB-004512", "B-07.1"]),
        ("<p>封筒を開け、番号を読み上げて記録する。</p>", ["する。"]),
        ("<p>封筒を開け、番号を読み上げて記録する<br>次の行</p>", ["録する"]),
        ("<td>金庫の中身を確かめてから 2026-11-01</td>", ["2026-11-01"]),
        ("<td>短い言葉</td>", []),
        ("<th>新しい封印番号</th>", ["印番号"]),
        ("<td>メールボックス</td>", ["ボックス"]),
        ('<td>私物（<span class="whole">2026-10-01</span> 確認）</td>', ["2026-10-01", "確認）"]),
        ("<td>本社金庫A：控え No.1〜2</td>", ["控え No.1〜2"]),
        ("<td>Call each role. ② Nobody enters.</td>", ["② Nobody"]),
        ('<td>封を確かめる <span class="expect">番号が合っている</span></td>', ["ている"]),
        ("<div>封を確かめて番号を書く<div>次の行</div></div>", ["を書く"]),
        ("<p>one-two-three and x-1 and a-b</p>", []),
        ("<p>封筒を開け、番号を<strong>読み上げて記録する</strong>こと</p>", ["こと"]),
        ("<svg><title>封筒を開け、番号を読み上げて記録する。</title></svg>", []),
        ("<pre>us-east-1</pre><p>us-east-1</p>", ["us-east-1", "us-east-1"]),
        (
            "<pre><code>aws iam x --target-id 1 &amp;&amp; a !=&#34;b&#34;</code></pre>",
            ["--target-id", "&amp;&amp;", "!=&#34;b&#34;"],
        ),
        (f"<pre>{'a-' * 20}</pre>", []),
        ('<p><a href="#x">us-east-1</a></p>', []),
        ('<td><a href="x">https://a.example/?region=ap-northeast-1</a> 2026-11-01</td>', ["2026-11-01"]),
        ("<p>AWS の root-key-2 と 1111-2222-3333</p>", ["root-key-2", "1111-2222-3333"]),
        ("<p>run <code>aws iam get-account-summary</code> there</p>", ["aws iam get-account-summary"]),
        (
            f"<p>run <code>aws signin put-{'console-' * 3}configuration --target-id &lt;account / id&gt;</code></p>",
            ["--target-id", "&lt;account / id&gt;"],
        ),
        (
            "<pre><code>aws x --target-id &lt;アカウント / ID&gt; --y 1</code></pre>",
            ["--target-id", "&lt;アカウント / ID&gt;", "--y"],
        ),
        ('<th scope="col">新しい封印番号</th>', ["封印番号"]),
        ('<th scope="col">Yes / no</th>', ["Yes / no"]),
        ('<th scope="col">時刻・イニシャル</th>', ["時刻", "イニシャル"]),
        ('<th scope="row">手順との差異と、その理由</th>', ["その理由"]),
        ('<td>AWS: <span class="mono">root-key-1</span></td>', ["root-key-1"]),
        ('<td><span class="mono">SIGNIN、ORG-SCP</span></td>', []),
        ('<td><span class="mono">arn:aws:iam::111122223333:root</span></td>', []),
        ("<td>A.5.24, A.8.2</td>", ["A.5.24", "A.8.2"]),
        (
            '<table class="decision"><thead><tr><th>メンバー 認証情報なし 手順票 22、23</th></tr></thead><td>言葉</td>',
            ["メンバー", "認証情報なし", "手順票 22"],
        ),
        ('<table class="decision"><thead><tr><th>Member, 2 packets</th></tr></thead></table>', []),
    ],
)
def test_what_may_not_be_broken_is_marked(html: str, together: list[str]) -> None:
    assert kept(html) == together


@pytest.mark.parametrize(
    ("html", "pieces"),
    [
        ('<span class="mono">aws-security@example.co.jp</span>', ["aws-security@", "example.co.jp"]),
        (
            f'<span class="mono">y.{"a-" * 20}@division.subsidiary.example.co.jp</span>',
            ["y.", f"{'a-' * 20}@", "division.", "subsidiary.", "example.", "co.", "jp"],
        ),
        (
            '<span class="mono">https://a.example/x?region=ap-northeast-1&amp;y=1</span>',
            ["https://a.", "example/", "x?", "region=ap-northeast-1&amp;", "y=1"],
        ),
        ('<a href="x">https://a.example/x</a>, <a href="y"><span class="mono">y@b.example</span></a>', []),
        (
            "<li>ルートで https://a.example/home#/account を開き、y@b.example に書く</li>",
            ["https://a.", "example/", "home#/", "account", "y@", "b.example"],
        ),
        ('<a href="x">this sheet</a> of <span class="mono">root-key-1</span>', []),
        ("<td>iam_root_mfa_enabled</td>", ["iam_", "root_", "mfa_", "enabled"]),
        ("<td>_____ 記録 a_b</td>", []),
    ],
)
def test_an_address_or_name_is_broken_behind_its_at_sign_or_else_its_dots_slashes_and_underscores(
    html: str, pieces: list[str]
) -> None:
    assert re.findall(r'<span class="piece">(.*?)</span>', kept_together(html)) == pieces


@pytest.mark.parametrize(
    ("html", "together"),
    [
        ("<td>後で手順票 20 に戻る</td>", ["手順票 20"]),
        ("<td>go on with packet 33.</td>", ["packet 33"]),
        ("<td>36 (2222-3333-4444) と 36（2222-3333-4444）</td>", ["36 (2222-3333-4444)", "36（2222-3333-4444）"]),
        ("<td>開ける人は渡邉 葵、または 𠮷田 明</td>", ["渡邉 葵", "𠮷田 明"]),
        ("<td>この番号の ない組織 の一覧と 100 packets</td>", []),
    ],
)
def test_a_word_is_joined_to_its_number_and_a_family_to_its_name(html: str, together: list[str]) -> None:
    found = re.findall(
        r'<span class="joined">((?:(?!</?span)[^<]|<span class="kept">[^<]*</span>|<)*?)</span>', kept_together(html)
    )
    assert [re.sub("<[^>]*>", "", text) for text in found] == together


@pytest.mark.parametrize(
    ("html", "is_marked"),
    [
        ('<a href="x">https://support.example/aws-account-support/</a>', True),
        (f'<a href="x">https://a.example/{"a" * 60}</a>', False),
        ('<a href="#x">手順</a> https://a.example/', False),
        ('<a class="kept" href="#x">https://a.example/</a>', False),
    ],
)
def test_an_address_in_a_link_is_not_broken_at_all_if_a_line_holds_it(html: str, *, is_marked: bool) -> None:
    assert ('<a class="address" href' in kept_together(html)) is is_marked


def test_no_word_is_changed() -> None:
    html = '<p title="2026-11-01">K-0101 &amp; 2026-11-01、番号を読み上げて記録する。 <a href="x">https://a.example/?b&amp;c</a></p>'
    assert re.sub(r'<span class="(?:kept|piece)">|</span>| class="address"', "", kept_together(html)) == html
