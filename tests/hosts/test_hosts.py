"""What each host is given, against the formats its own documentation describes."""

from __future__ import annotations

import re

import pytest

from sitegen import hosts
from sitegen.hosts import Host, HostInput, cloudflare_pages, github_pages, netlify, rules

SITE = HostInput(
    url="https://harbour-street.example",
    redirects=(("/old/", "/new/"), ("/über uns/", "/about/#team")),
    csp="default-src 'self'; form-action 'self' https://forms.example",
    fingerprinted_prefix="/assets/",
)


def text(host: Host, site: HostInput, name: str) -> str:
    """One file of a host as text."""
    return dict(host.files(site))[name].decode()


def codes(host: Host, site: HostInput) -> list[str]:
    """The codes of a host's problems."""
    return [problem.code for problem in host.check(site)]


@pytest.mark.parametrize("host", hosts.TABLE, ids=lambda host: host.name)
def test_every_host_keeps_the_contract(host: Host) -> None:
    assert re.fullmatch(r"[a-z][a-z-]*", host.name)
    assert hosts.find(host.name) is host
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", host.checked)
    assert host.documentation.startswith("https://") or host.name == "plain"
    for site in (HostInput(), SITE):
        made = host.files(site)
        assert host.files(site) == made
        paths = [path for path, _ in made]
        assert len(set(paths)) == len(paths)
        assert not any(path.startswith("/") or ".." in path or "\\" in path for path in paths)
        for _, data in made:
            assert b"\r" not in data
            assert data == b"" or data.endswith(b"\n")
        for problem in host.check(site):
            assert problem.message.endswith(".")
            assert problem.hint
            assert re.fullmatch(r"[a-z][a-z0-9-]*", problem.code)


def test_names_in_the_table_are_different() -> None:
    names = [host.name for host in hosts.TABLE]
    assert sorted(set(names)) == sorted(names)


def test_no_host_means_the_plain_one() -> None:
    assert hosts.find("") is hosts.find("plain")


def test_an_underscore_in_a_hosts_name_is_forgiven() -> None:
    assert hosts.find("GitHub_Pages") is github_pages.HOST


def test_an_unknown_host_is_none() -> None:
    assert hosts.find("geocities") is None


def test_plain_web_space_gets_nothing() -> None:
    assert hosts.TABLE[0].files(SITE) == ()


# GitHub Pages -------------------------------------------------------------------------------


def test_github_pages_gets_an_empty_nojekyll_file() -> None:
    assert dict(github_pages.files(HostInput()))[".nojekyll"] == b""


@pytest.mark.parametrize(
    ("url", "base", "domain"),
    [
        ("https://harbour-street.example", "/", "harbour-street.example"),
        ("https://www.Harbour-Street.example", "/", "www.harbour-street.example"),
        ("https://straße.example", "/", "xn--strae-oqa.example"),
        ("https://gruppe-zürich.example", "/", "xn--gruppe-zrich-klb.example"),
        ("https://name.github.io", "/", ""),
        ("https://name.github.io/site", "/site/", ""),
        ("https://github.io", "/", ""),
        ("https://notgithub.io", "/", "notgithub.io"),
        ("https://harbour-street.example/campaign", "/campaign/", ""),
        ("https://192.0.2.7", "/", ""),
        ("https://[2001:db8::1]", "/", ""),
        ("http://localhost", "/", ""),
        ("", "/", ""),
    ],
)
def test_cname_holds_a_domain_of_ones_own_and_nothing_else(
    url: str, base: str, domain: str
) -> None:
    made = dict(github_pages.files(HostInput(url=url, base_path=base)))
    expected = f"{domain}\n".encode() if domain else None
    assert expected == made.get("CNAME")


def test_github_pages_without_an_address_is_a_problem() -> None:
    assert codes(github_pages.HOST, HostInput()) == ["host-no-url"]


@pytest.mark.parametrize("url", ["https://192.0.2.7", "https://group.example:8443", "http://pc"])
def test_github_pages_cannot_answer_at_an_address_that_is_no_domain(url: str) -> None:
    assert codes(github_pages.HOST, HostInput(url=url)) == ["host-address"]


def test_a_project_page_is_all_right_on_github_pages() -> None:
    site = HostInput(url="https://name.github.io/site", base_path="/site/")
    assert codes(github_pages.HOST, site) == []


def test_two_levels_are_too_deep_for_github_pages() -> None:
    site = HostInput(url="https://name.github.io/a/b", base_path="/a/b/")
    assert codes(github_pages.HOST, site) == ["host-path"]


# Headers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", [netlify.HOST, cloudflare_pages.HOST], ids=lambda host: host.name)
def test_headers_protect_every_page_and_keep_fingerprinted_files(host: Host) -> None:
    assert text(host, SITE, "_headers") == (
        "/*\n"
        "  X-Content-Type-Options: nosniff\n"
        "  Referrer-Policy: strict-origin-when-cross-origin\n"
        "  Permissions-Policy: camera=(), geolocation=(), microphone=()\n"
        "  Content-Security-Policy: default-src 'self'; form-action 'self' https://forms.example; "
        "frame-ancestors 'none'\n"
        "\n"
        "/assets/*\n"
        "  Cache-Control: public, max-age=31536000, immutable\n"
    )


def test_no_header_is_set_by_two_rules_that_match_one_address() -> None:
    seen: list[str] = re.findall(r"^  ([A-Za-z-]+):", rules.headers(SITE), re.MULTILINE)
    assert sorted(set(seen)) == sorted(seen)


def test_without_fingerprints_nothing_is_kept_forever() -> None:
    assert "immutable" not in rules.headers(HostInput())


def test_a_policy_of_ones_own_about_frames_is_respected() -> None:
    own = "frame-ancestors 'self' https://partner.example"
    assert rules.policy(own) == own


def test_a_policy_in_several_lines_becomes_one() -> None:
    assert rules.policy("default-src\n 'self';\n") == "default-src 'self'; frame-ancestors 'none'"


# Redirects ----------------------------------------------------------------------------------


def test_netlify_redirects_even_where_the_page_that_leads_on_stands() -> None:
    assert text(netlify.HOST, SITE, "_redirects") == (
        "/old/ /new/ 301!\n/%C3%BCber%20uns/ /about/#team 301!\n"
    )


def test_cloudflare_redirects_need_no_force() -> None:
    assert text(cloudflare_pages.HOST, SITE, "_redirects") == (
        "/old/ /new/ 301\n/%C3%BCber%20uns/ /about/#team 301\n"
    )


def test_without_aliases_there_is_no_redirects_file() -> None:
    assert [path for path, _ in netlify.files(HostInput())] == ["_headers"]
    assert [path for path, _ in cloudflare_pages.files(HostInput())] == ["_headers"]


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/a b/", "/a%20b/"),
        ("/a%20b/", "/a%20b/"),
        ("/100%/", "/100%25/"),
        ("/日本/", "/%E6%97%A5%E6%9C%AC/"),
        ('/"quoted"/', "/%22quoted%22/"),
        ("/line\nbreak/", "/line%0Abreak/"),
        ("/tom&jerry's/", "/tom&jerry's/"),
    ],
)
def test_a_path_is_escaped_once_and_as_a_browser_does(path: str, sent: str) -> None:
    assert sent == rules.escaped(path)
    assert sent == rules.escaped(rules.escaped(path))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("/about", "/about/"),
        ("/about/index.html", "/about/"),
        ("/about.html", "/about/"),
        ("/index.html", "/"),
        ("/about/", "/about/#team"),
    ],
)
def test_a_redirect_that_would_run_in_a_circle_is_not_written(source: str, target: str) -> None:
    assert rules.redirect_lines(HostInput(redirects=((source, target),)), "301") == ()


def test_a_page_whose_name_ends_in_index_is_no_circle() -> None:
    site = HostInput(redirects=(("/card-index.html", "/card/"),))
    assert rules.redirect_lines(site, "301") == ("/card-index.html /card/ 301",)


@pytest.mark.parametrize("source", ["/all/*", "/:year/", "/page?id=3"])
def test_an_alias_that_looks_like_a_pattern_is_left_to_its_page_and_said(source: str) -> None:
    site = HostInput(redirects=((source, "/new/"),))
    assert rules.redirect_lines(site, "301") == ()
    assert codes(netlify.HOST, site) == ["host-redirect-pattern"]


def test_a_time_of_day_in_an_alias_is_no_pattern() -> None:
    site = HostInput(redirects=(("/meeting-19:30/", "/meeting/"),))
    assert rules.redirect_lines(site, "301") == ("/meeting-19:30/ /meeting/ 301",)


def test_the_first_of_two_redirects_from_one_path_is_written() -> None:
    site = HostInput(redirects=(("/old/", "/a/"), ("/old/", "/b/")))
    assert rules.redirect_lines(site, "301") == ("/old/ /a/ 301",)


@pytest.mark.parametrize("host", [netlify.HOST, cloudflare_pages.HOST], ids=lambda host: host.name)
def test_an_address_with_a_path_is_a_problem(host: Host) -> None:
    site = HostInput(url="https://group.example/campaign", base_path="/campaign/")
    assert codes(host, site) == ["host-path"]
    assert host.check(site)[0].hint == "Write in site.yaml: url: https://group.example"


def test_cloudflare_takes_two_thousand_redirects_and_not_one_more() -> None:
    pairs = tuple((f"/old-{number}/", "/new/") for number in range(2_001))
    fits, over = HostInput(redirects=pairs[:2_000]), HostInput(redirects=pairs)
    assert codes(cloudflare_pages.HOST, fits) == []
    assert codes(cloudflare_pages.HOST, over) == ["host-redirects"]
    assert text(cloudflare_pages.HOST, over, "_redirects").count("\n") == 2_000


def test_cloudflare_takes_a_thousand_characters_a_redirect() -> None:
    room = 1_000 - len(" /new/ 301")
    fits = HostInput(redirects=(("/" + "a" * (room - 1), "/new/"),))
    over = HostInput(redirects=(("/" + "a" * room, "/new/"),))
    assert codes(cloudflare_pages.HOST, fits) == []
    assert len(text(cloudflare_pages.HOST, fits, "_redirects")) == 1_001
    assert codes(cloudflare_pages.HOST, over) == ["host-redirects"]
    assert "_redirects" not in dict(cloudflare_pages.files(over))


def test_a_policy_too_long_for_cloudflare_is_said() -> None:
    site = HostInput(csp="form-action " + " ".join(f"https://{n}.example" for n in range(150)))
    assert codes(cloudflare_pages.HOST, site) == ["host-headers"]


def test_cloudflare_without_a_404_page_is_a_problem() -> None:
    assert codes(cloudflare_pages.HOST, HostInput(has_404=False)) == ["host-404"]


def test_very_many_redirects_are_a_problem_on_netlify() -> None:
    pairs = tuple((f"/old-{number}/", "/new/") for number in range(10_000))
    assert codes(netlify.HOST, HostInput(redirects=pairs)) == ["host-redirects"]
