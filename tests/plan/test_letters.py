"""Updates as letters for a mailing tool: complete documents with nothing that mail programs refuse."""

from __future__ import annotations

import email
import email.message
import email.policy
import re

import html5lib
import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace
from reading import hrefs, photo, soup, words

from sitegen import mail
from sitegen.problems import Span
from tests.conftest import SITE, Project

BODY = """\
We built **one** bench with [friends](/friends.md).

## What comes next

1. Paint
2. Sit

- Tea
- Soup

| a | b |
|---|---|
| 1 | 2 |

::: callout tip
Mind the *paint*.
:::

::: button /friends.md Meet them
:::

::: signup join
:::

![A bench](/assets/pic.png)

![A drawing](/assets/draw.svg)

<details><summary>More</summary><p>Folded words.</p></details>
"""

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 6"><path d="M0 0h9v9z"/></svg>'


@pytest.fixture
def news(project: Project) -> Project:
    """A site with an update that is to be sent."""
    project.write("content/assets/pic.png", photo(1200, 600, "PNG")).write(
        "content/assets/draw.svg", SVG
    )
    project.page("friends.md", "Hello.", title="Friends", description="F.")
    return project.page("updates/bench.md", BODY, title="One <bench>", description="It stands.",
                        date="2026-11-01", mail="yes")  # fmt: skip


def letter(project: Project) -> BeautifulSoup:
    return soup(project, "updates/bench/mail.html")


def test_a_letter_is_a_valid_document_of_complete_addresses(news: Project) -> None:
    news.built()
    html5lib.HTMLParser(strict=True).parse(news.out("updates/bench/mail.html"))
    page = letter(news)
    assert "One <bench>" == page.select_one("h1").get_text()  # type: ignore[union-attr]
    assert [
        "https://test.example/friends/", "https://test.example/friends/",
        "https://test.example/updates/bench/#signup-3-join", "https://test.example/updates/bench/",
    ] == hrefs(page, "a")  # fmt: skip
    assert soup(news, "updates/bench/index.html").select_one("#signup-3-join") is not None


def test_what_a_page_asks_for_is_a_button_in_its_letter(news: Project) -> None:
    news.page("updates/bench.md", "Text.", title="Bench", description="B.", mail="yes").built()
    assert "https://test.example/updates/bench/#ask" in hrefs(letter(news), "a")
    assert soup(news, "updates/bench/index.html").select_one("#ask") is not None
    text = news.out("updates/bench/mail.txt")
    assert "Join us\n\nCount me in: https://test.example/updates/bench/#ask" in text
    news.page("updates/bench.md", "Text.", title="Bench", description="B.", mail="yes",
              ask="{to: /friends.md, title: Meet, text: Soon., button: Go}").built()  # fmt: skip
    assert "https://test.example/friends/" in hrefs(letter(news), "td[bgcolor] > a")


def test_a_letter_holds_nothing_that_mail_programs_take_out(news: Project) -> None:
    page = letter(news.built())
    assert [] == page.select("script, style, link, form, input, button, svg, nav, iframe, details, "
                             "source, [class], [id], [onclick]")  # fmt: skip
    assert ["Meet them", "Count me in"] == words(page, "td[bgcolor] > a")
    assert all("style" in each.attrs for each in page.select("p, h1, h2, ul, ol, li, a, img"))
    (shown,) = page.select("img")
    assert "552" == shown["width"]
    assert "A bench" == shown["alt"]
    assert str(shown["src"]).startswith("https://test.example/assets/built/")
    assert news.has(str(shown["src"]).removeprefix("https://test.example/"))
    assert "A drawing" in page.get_text()
    assert "Folded words." in page.get_text()
    assert "noindex" == page.select_one("meta[name=robots]")["content"]  # type: ignore[index]


def test_the_text_says_the_same(news: Project) -> None:
    news.built()
    text = news.out("updates/bench/mail.txt")
    assert text.startswith("One <bench>\n===========\n\nIt stands.\n")
    for part in ("friends (https://test.example/friends/)", "1. Paint\n2. Sit", "- Tea\n- Soup",
                 "a | b\n1 | 2", "Meet them: https://test.example/friends/", "Folded words.",
                 "Count me in: https://test.example/updates/bench/#signup-3-join"):  # fmt: skip
        assert part in text
    assert "<" not in text.replace("<bench>", "")


def test_both_make_a_message_that_mail_libraries_read_back(news: Project) -> None:
    news.built()
    made = email.message.EmailMessage()
    made.set_content(news.out("updates/bench/mail.txt"))
    made.add_alternative(news.out("updates/bench/mail.html"), subtype="html")
    found = email.message_from_bytes(made.as_bytes(), policy=email.policy.default)
    body = found.get_body(("html",))
    assert body is not None
    assert "Mind the" in body.get_content()


def test_nobody_is_led_to_a_letter(news: Project) -> None:
    news.built()
    assert [] == [path for path, data in news.outputs().items()
                  if path.endswith((".html", ".xml", ".json")) and b"mail.html" in data]  # fmt: skip
    assert 0 == len(soup(news, "updates/bench/index.html").select("link[href*=lists]"))


def test_only_what_asks_for_it_becomes_a_letter(news: Project) -> None:
    news.page("updates/two.md", "Two.", title="Two", description="T.", date="2026-11-02")
    news.page("updates/three.md", "3.", title="Three", description="T.", mail="no").built()
    assert ["updates/bench/mail.html", "updates/bench/mail.txt"] == [
        path for path in news.outputs() if "mail" in path]  # fmt: skip


def test_a_letter_speaks_and_runs_as_its_page(news: Project) -> None:
    news.write("content/site.yaml", SITE + "form: join\nlanguage: ar\nimprint: By us, Anytown.\n")
    news.build()
    page = letter(news)
    assert ("ar", "rtl") == (page.html["lang"], page.html["dir"])  # type: ignore[index]
    assert "اقرأ هذا على موقعنا" in page.get_text()
    assert "By us, Anytown." in page.get_text()


def test_a_site_without_an_address_is_told_that_letters_need_one(news: Project) -> None:
    news.write(
        "content/site.yaml", SITE.replace("url: https://test.example\n", "") + "form: join\n"
    )
    news.build()
    found = news.problem("mail-address")
    assert "warning" == found.level
    assert Span("content/updates/bench.md", 5) == replace(found.span, column=0)
    assert "url: https://" in found.hint
    assert not news.has("updates/bench/mail.html")


def test_a_letter_that_would_be_cut_off_is_told_each_time(news: Project) -> None:
    news.page("updates/bench.md", "Words of a long letter.\n\n" * 2500, title="Long",
              description="L.", mail="yes").build()  # fmt: skip
    assert "content/updates/bench.md" == news.problem("mail-long").span.path  # type: ignore[union-attr]
    news.build()
    news.problem("mail-long")
    assert mail.CLIPPED < len(news.out("updates/bench/mail.html"))


def test_a_letter_is_made_again_when_it_was_lost_or_its_page_changed(news: Project) -> None:
    news.built()
    first = news.outputs()
    (news.root / "output/updates/bench/mail.html").unlink()
    assert first == news.built().outputs()
    news.page(
        "updates/bench.md", "Other words.", title="One", description="O.", mail="yes"
    ).built()
    assert "Other words." in news.out("updates/bench/mail.txt")
    news.page("updates/bench.md", "Other words.", title="One", description="O.").built()
    assert not news.has("updates/bench/mail.txt")


def test_addresses_that_run_something_stay_out() -> None:
    made = mail.document(mail.Letter("T", "", '<p><a href="javascript:x()">a</a><a href="data:x">b</a>'
                                     "<b>c</p>d</i></div>", "https://a.example/", "en", "ltr", "N",
                                     "W"))  # fmt: skip
    assert None is re.search("javascript|data:", made)
    html5lib.HTMLParser(strict=True).parse(made)
