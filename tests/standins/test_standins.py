"""Each stand-in takes the post that its service asks for, and refuses each that is wrong."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import pytest
from msgspec.structs import astuple, replace
from samples import ACCOUNT, GUID, PERSON, SAMPLES, SITE, THANKS, Sample, multipart

from sitegen import standins
from sitegen.standins import judge
from sitegen.standins.contract import Account, Answer, Door, Verdict
from sitegen.standins.request import JSON, MULTIPART, URLENCODED, Request, read

EACH = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)


def ask(sample: Sample, request: Request, account: Account = ACCOUNT) -> tuple[Verdict, Answer]:
    vendor = standins.find(sample.vendor)
    assert vendor is not None
    return judge.answer(vendor, request, account, "group.org")


def door(sample: Sample) -> Door:
    vendor = standins.find(sample.vendor)
    assert vendor is not None
    found = judge.door(vendor, sample.request(), "group.org")
    assert found is not None
    return found[0]


def sent(sample: Sample) -> list[tuple[str, str]]:
    return list(sample.fields) or [*read(sample.request()).fields]


# The table ----------------------------------------------------------------------------------


def test_names_are_unique_and_every_service_has_a_door_or_a_page() -> None:
    names = [vendor.name for vendor in standins.TABLE]
    assert sorted(set(names)) == sorted(names)
    assert [] == [v.name for v in standins.TABLE if not v.doors and not v.pages and not v.note]


def test_every_door_has_a_sample() -> None:
    doors = {(vendor.name, each.path, each.query, each.encodings) for vendor in standins.TABLE
             for each in vendor.doors}  # fmt: skip
    samples = (*SAMPLES, _listmonk_json())
    met = {(sample.vendor, door(sample).path, door(sample).query, door(sample).encodings)
           for sample in samples}  # fmt: skip
    assert set() == doors - met


def test_every_pattern_is_one() -> None:
    for vendor in standins.TABLE:
        for each in vendor.doors:
            for pattern in (each.host, each.path, each.names, each.email, each.contact, each.e164):
                re.compile(pattern)
        for page in vendor.pages:
            re.compile(page.host), re.compile(page.path)


def test_json_replies_are_json() -> None:
    for vendor in standins.TABLE:
        for each in vendor.doors:
            for reply in (each.success, each.failure):
                if reply.type == JSON and reply.body:
                    assert isinstance(json.loads(reply.body.replace("$", "")), dict)


# What is right --------------------------------------------------------------------------------


@EACH
def test_a_right_post_is_kept_whole(sample: Sample) -> None:
    verdict, answer = ask(sample, sample.request())
    assert (True, "", (), ()) == (verdict.stored, verdict.reason, verdict.dropped, verdict.advice)
    assert answer.status in (200, 201, 302, 303)
    kept = " ".join(value for _, value in verdict.fields)
    for name, value in sent(sample):
        if name.startswith("fields[0].") and not name.endswith("value"):
            continue  # what the value is called; the pair is kept as one field
        assert value in kept or name in dict(verdict.control)


@EACH
def test_what_is_kept_comes_in_the_order_it_was_sent(sample: Sample) -> None:
    verdict, _ = ask(sample, sample.request())
    order = list(dict.fromkeys(name for name, _ in sent(sample)))
    kept = list(dict.fromkeys(name for name, _ in verdict.fields))
    if door(sample).pairs == "":
        assert [name for name in order if name in kept] == kept


# What is wrong --------------------------------------------------------------------------------


@EACH
def test_an_address_of_nobody_is_refused(sample: Sample) -> None:
    if not sample.email:
        pytest.skip("the service does not look at addresses")
    verdict, answer = ask(sample, _with(sample, sample.email, "a@b"))
    assert (False, "TYPE_EMAIL") == (verdict.stored, verdict.code)
    assert verdict.mend
    each = door(sample)
    shown = answer.body.decode() + answer.header("Location")
    assert "is not an email" in shown.replace("%20", " ") or each.json == "never" or (
        sample.vendor in ("apps-script", "un-static", "unstatic-dev", "zapier")
    )  # fmt: skip


def _with(sample: Sample, name: str, value: str) -> Request:
    """The sample's request with another value."""
    if sample.json is not None:
        body = json.dumps(sample.json).replace("a@b.co", value)
        return replace(sample.request(), body=body.encode())
    return sample.request(
        tuple((key, value if key == name else old) for key, old in sample.fields)
    )


@EACH
def test_a_missing_required_name_is_refused(sample: Sample) -> None:
    each = door(sample)
    names = [name for name, _ in each.required] + list(each.empty)
    if sample.json is not None or not names:
        pytest.skip("nothing is required by name")
    for name in names:
        known = {**sample.request().query, **judge.door(standins.find(sample.vendor),  # type: ignore[arg-type, index]
                 sample.request(), "group.org")[1]}  # fmt: skip
        name = judge._fill(name, known)
        verdict, answer = ask(sample, sample.request(tuple(
            pair for pair in sample.fields if pair[0] != name)))  # fmt: skip
        assert (False, "REQUIRED_FIELD_MISSING") == (verdict.stored, verdict.code)
        assert name in verdict.reason
        assert answer.status >= 200


@EACH
def test_a_wrong_value_of_a_required_name_is_refused(sample: Sample) -> None:
    for name, pattern in door(sample).required:
        if pattern and sample.json is None:
            verdict, _ = ask(sample, _with(sample, name, "%%"))
            assert (False, "VALUE") == (verdict.stored, verdict.code)


@EACH
def test_get_and_other_methods_are_refused(sample: Sample) -> None:
    for method in ("GET", "PUT", "DELETE"):
        verdict, answer = ask(sample, sample.request(method=method))
        assert (False, 405) == (verdict.stored, answer.status)
        assert "method" in verdict.mend


@EACH
def test_an_encoding_the_service_does_not_read_is_refused(sample: Sample) -> None:
    each = door(sample)
    for kind in (URLENCODED, MULTIPART, JSON):
        if kind not in each.encodings and not (sample.vendor == "listmonk" and kind == JSON):
            wrong = replace(sample, kind=kind, fields=(("a", "b"),), json={"a": "b"})
            verdict, _ = ask(sample, wrong.request())
            assert (False, "ENCODING") == (verdict.stored, verdict.code)
            assert each.encodings[0] in verdict.mend


@EACH
def test_a_body_that_is_not_what_it_says_is_refused(sample: Sample) -> None:
    for kind, body in ((JSON, b"{"), (MULTIPART + "; boundary=x", b"--y"), (URLENCODED, b"\xff"),
                       ("text/plain", b"a=b"), ("", b"a=b"), (JSON, b"[" * 3000)):  # fmt: skip
        request = sample.request()
        headers = tuple(("content-type", kind) if name == "content-type" else (name, value)
                        for name, value in request.headers)  # fmt: skip
        verdict, answer = ask(sample, replace(request, headers=headers, body=body))
        assert (False, "ENCODING") == (verdict.stored, verdict.code)
        assert answer.status in (415, 302)


@EACH
def test_a_filled_honeypot_keeps_nothing(sample: Sample) -> None:
    each = door(sample)
    if not each.honeypot and sample.vendor != "netlify":
        pytest.skip("the service has no honeypot")
    name = {"staticforms": "my-honeypot", "formspark": "_honeypot"}.get(sample.vendor, "")
    known = {**sample.request().query, **dict(ACCOUNT.words)}
    name = name or judge._fill(each.honeypot, known) or "_gotcha"
    fields = [pair for pair in sample.fields if pair[0] != name]
    verdict, answer = ask(sample, sample.request((*fields, (name, "robot"))))
    assert (False, "caught", "HONEYPOT") == (verdict.stored, verdict.honeypot, verdict.code)
    right = ask(sample, sample.request())[1]
    if each.caught == "accept":  # a robot must not see the difference
        assert (right.status, right.header("Location").split("?")[0]) == (
            answer.status, answer.header("Location").split("?")[0])  # fmt: skip
    else:
        assert (
            answer.status
            == {"listmonk": 502, "mautic": 200 if "ajax" in sample.url else 302}[sample.vendor]
        )


@EACH
def test_a_name_nobody_knows_is_kept_dropped_or_refused_as_the_service_does(
    sample: Sample,
) -> None:
    each = door(sample)
    if sample.json is not None:
        pytest.skip("names are paths")
    verdict, _ = ask(sample, sample.request((*sample.fields, ("x y", "1"))))
    if each.unknown == "refuse":
        assert (False, "UNKNOWN_FIELD") == (verdict.stored, verdict.code)
    elif re.fullmatch(each.names, "x y") and sample.vendor != "netlify":
        assert ("x y", "1") in verdict.fields
    else:
        assert (("x y", "1"),) == verdict.dropped
        assert verdict.advice


@EACH
def test_files_are_taken_where_the_service_does(sample: Sample) -> None:
    each = door(sample)
    if MULTIPART not in each.encodings or sample.json is not None:
        pytest.skip("the service reads no multipart")
    request = replace(sample, kind=MULTIPART).request()
    body = multipart(sample.fields, (("cv", 'a"ü.pdf'.replace('"', "%22"), b"\r\n--12345"),))
    verdict, _ = ask(sample, replace(request, body=body))
    if each.unknown == "refuse" and not verdict.stored:
        assert verdict.code in ("UNKNOWN_FIELD", "NO_FILE_UPLOADS")
    elif each.files:
        assert [("cv", 'a"ü.pdf', 9)] == [astuple(file) for file in verdict.files]
        assert verdict.stored
    else:
        assert (False, "NO_FILE_UPLOADS") == (verdict.stored, verdict.code)


@EACH
def test_a_script_of_another_site_may_read_only_where_the_service_says_so(sample: Sample) -> None:
    each = door(sample)
    _, answer = ask(sample, sample.request(), replace(ACCOUNT, thanks=""))
    allowed = answer.header("Access-Control-Allow-Origin")
    stranger = ask(sample, sample.request(), replace(ACCOUNT, listed=()))[1]
    if each.cors == "any" and not answer.header("Location").startswith(SITE):
        assert "*" == allowed
    elif each.cors == "listed":
        assert (SITE, "") == (allowed, stranger.header("Access-Control-Allow-Origin"))
    elif each.cors == "none":
        assert "" == allowed


@EACH
def test_the_question_before_a_post_is_answered_where_the_service_does(sample: Sample) -> None:
    each = door(sample)
    headers = (("origin", SITE), ("access-control-request-method", "POST"),
               ("access-control-request-headers", "content-type"))  # fmt: skip
    verdict, answer = ask(sample, Request("OPTIONS", sample.url, headers))
    assert "preflight" == verdict.kind
    assert answer.status == (204 if each.preflight else 405)
    if each.preflight:
        assert answer.header("Access-Control-Allow-Origin") in ("*", SITE)
        odd = (*headers[:2], ("access-control-request-headers", "x-requested-with"))
        assert 405 == ask(sample, Request("OPTIONS", sample.url, odd))[1].status


@EACH
def test_where_a_script_may_not_send_it_is_refused(sample: Sample) -> None:
    each = door(sample)
    request = sample.request()
    by_script = replace(request, headers=(*request.headers, ("sec-fetch-mode", "cors")))
    verdict, _ = ask(sample, by_script)
    assert verdict.stored == each.script


@EACH
def test_a_service_in_trouble_says_500(sample: Sample) -> None:
    vendor = standins.find(sample.vendor)
    assert vendor is not None
    verdict, answer = judge.flood(vendor, sample.request(), ACCOUNT, "group.org")
    assert (False, 500) == (verdict.stored, answer.status)


# One by one -----------------------------------------------------------------------------------


def sample(vendor: str, number: int = 0) -> Sample:
    return [each for each in SAMPLES if each.vendor == vendor][number]


def test_formspree_refuses_pages_that_hide_where_they_are() -> None:
    request = sample("formspree").request()
    hidden = tuple(pair for pair in request.headers if pair[0] not in ("referer", "origin"))
    verdict, _ = ask(sample("formspree"), replace(request, headers=hidden))
    assert "REFERER" == verdict.code


def test_formspree_joins_repeated_names() -> None:
    assert ("skills", "a, b") in ask(sample("formspree"), sample("formspree").request())[0].fields


def test_formspree_names_the_field_and_the_reason_in_json() -> None:
    each = sample("formspree", 1)
    _, answer = ask(each, _with(each, "email", "a@b"))
    said = json.loads(answer.body)
    assert ("TYPE_EMAIL", "email") == (said["errors"][0]["code"], said["errors"][0]["field"])


def test_web3forms_redirects_a_script_away_that_sends_the_redirect_along() -> None:
    each = sample("web3forms", 1)
    _, answer = ask(each, each.request((*each.fields, ("redirect", THANKS))))
    assert (303, "") == (answer.status, answer.header("Access-Control-Allow-Origin"))


def test_web3forms_leads_only_to_the_site_of_the_form() -> None:
    each = sample("web3forms")
    assert "REDIRECT" == ask(each, _with(each, "redirect", "https://other.org/"))[0].code


def test_formsubmit_says_false_as_a_text_with_status_200() -> None:
    each = sample("formsubmit", 1)
    _, answer = ask(each, _with(each, "email", "a@b"))
    assert (200, "false") == (answer.status, json.loads(answer.body)["success"])


def test_forminit_wants_phone_numbers_with_their_country() -> None:
    each = sample("forminit")
    for value, stored in (("07700 900982", False), ("+447700900982", True)):
        assert stored == ask(each, each.request((*each.fields, ("fi-phone-p", value))))[0].stored


def test_formspark_puts_everything_into_the_next_address_unless_told_not_to() -> None:
    each = sample("formspark")
    verdict, answer = ask(each, each.request(tuple(p for p in each.fields if p[0] != "_append")))
    assert "email=" in answer.header("Location")
    assert "_append" in verdict.advice[0]
    assert THANKS == ask(each, each.request())[1].header("Location")


def test_formspark_throws_json_away_that_does_not_ask_for_json() -> None:
    each = replace(sample("formspark"), kind=JSON, json={"email": "a@b.co"}, fields=())
    assert "DISCARDED" == ask(each, each.request())[0].code
    assert ask(each, replace(each, accept=JSON).request())[0].stored


def test_jotform_keeps_nothing_without_the_doubled_number() -> None:
    each = sample("jotform")
    verdict, answer = ask(each, _with(each, "simple_spc", "123"))
    assert ("DISCARDED", 303) == (verdict.code, answer.status)


def test_netlify_wants_a_form_it_found_and_a_path_without_an_ending() -> None:
    each = sample("netlify")
    assert "FORM_NOT_FOUND" == ask(each, _with(each, "form-name", "other"))[0].code
    page = replace(each, url="https://group.org/thanks.html")
    assert "PATH" == ask(page, page.request())[0].code
    assert "/thank-you/" == ask(each, each.request())[1].show


def test_netlify_keeps_the_last_answer_of_an_urlencoded_form() -> None:
    each = sample("netlify")
    twice = each.request((*each.fields, ("skills", "b")))
    verdict, _ = ask(each, twice)
    assert [("skills", "b")] == [pair for pair in verdict.fields if pair[0] == "skills"]
    assert "last answer" in verdict.advice[0]
    both = replace(each, kind=MULTIPART).request((*each.fields, ("skills", "b")))
    assert 2 == sum(name == "skills" for name, _ in ask(each, both)[0].fields)


def test_action_network_is_never_told_to_subscribe_by_force() -> None:
    each = replace(sample("action-network"), json={"person": {"email_addresses": [
        {"address": "a@b.co", "status": "subscribed"}]}})  # fmt: skip
    assert "leave the status out" in ask(each, each.request())[0].advice[0]


def test_action_network_takes_a_phone_number_in_place_of_an_address() -> None:
    each = sample("action-network")
    for person, stored in (
        ({"phone_numbers": [{"number": "1"}]}, True),
        ({"given_name": "Z"}, False),
    ):
        post = replace(each, json={"person": person}).request()
        assert stored == ask(each, post)[0].stored
    assert PERSON.startswith("person.")


def test_a_secret_sent_from_a_browser_is_refused() -> None:
    each = sample("action-network")
    post = replace(each, headers=(("osdi-api-token", "abc"),)).request()
    assert "SECRET" == ask(each, post)[0].code


def test_supabase_wants_its_key_and_knows_its_columns() -> None:
    each = sample("supabase")
    assert "HEADER" == ask(each, replace(each, headers=()).request())[0].code
    assert "UNKNOWN_FIELD" == ask(each, replace(each, json={"First name": "x"}).request())[0].code


def test_hubspot_takes_each_name_once() -> None:
    each = replace(sample("hubspot"), json={"fields": [
        {"name": "email", "value": "a@b.co"}, {"name": "skills", "value": "a"},
        {"name": "skills", "value": "b"}]})  # fmt: skip
    assert "REPEATED" == ask(each, each.request())[0].code


def test_listmonk_leads_only_to_addresses_it_trusts() -> None:
    each = sample("listmonk")
    verdict, answer = ask(each, _with(each, "next", THANKS + "?x"))
    assert (True, 200) == (verdict.stored, answer.status)
    assert "trusted" in verdict.advice[0]


def _listmonk_json() -> Sample:
    return replace(sample("listmonk", 1), kind=JSON, fields=(),
                                          json={"email": "a@b.co", "list_uuids": [GUID]})  # fmt: skip


def test_listmonk_reads_the_lists_of_a_json_body() -> None:
    assert ask(_listmonk_json(), _listmonk_json().request())[0].stored


def test_mautic_puts_errors_into_the_address_it_returns_to() -> None:
    each = sample("mautic")
    _, answer = ask(each, _with(each, "mauticform[email]", "a@b"))
    assert answer.header("Location").startswith(THANKS + "?mauticError=")


def test_an_unknown_address_of_a_service_is_nobody() -> None:
    for vendor in standins.TABLE:
        if vendor.doors and vendor.doors[0].host not in ("", ".+"):
            host = re.sub(r"\W", "", urlsplit("x").path) or "nowhere"
            request = Request("POST", f"https://{host}.example/x")
            assert 404 == judge.answer(vendor, request)[1].status


def test_an_apps_script_answers_after_one_more_address() -> None:
    vendor = standins.find("apps-script")
    assert vendor is not None
    each = sample("apps-script")
    to = ask(each, each.request())[1].header("Location")
    _, answer = judge.answer(vendor, Request("GET", to))
    assert ("success", "*") == (json.loads(answer.body)["result"],
                                answer.header("Access-Control-Allow-Origin"))  # fmt: skip


@pytest.mark.parametrize(("vendor", "address"), [
    ("nationbuilder", "https://group.nationbuilder.com/join"),
    ("everyaction", "https://secure.everyaction.com/aBc-_1"),
    ("solidarity-tech", "https://action.group.org/join"),
    ("mobilize", "https://www.mobilize.us/group/"),
    ("airtable", "https://airtable.com/appA/pagB/form"),
    ("tally", "https://tally.so/r/abc"),
    ("typeform", "https://form.typeform.com/to/abc"),
    ("action-network", "https://actionnetwork.org/forms/join-us"),
    ("jotform", "https://form.jotform.com/123"),
    ("google-forms", "https://docs.google.com/forms/d/e/1FAIpQLabc/viewform"),
    ("buttondown", "https://buttondown.com/group"),
])  # fmt: skip
def test_the_services_own_page_is_there(vendor: str, address: str) -> None:
    found = standins.find(vendor)
    assert found is not None
    verdict, answer = judge.answer(found, Request("GET", address))
    assert ("page", 200) == (verdict.kind, answer.status)


def test_what_was_written_is_escaped_in_every_reply() -> None:
    for each in SAMPLES:
        if each.email and each.json is None:
            _, answer = ask(each, _with(each, each.email, '<b>"x\\@b'))
            assert b"<b>" not in answer.body or JSON in answer.header("Content-Type")
            if JSON in answer.header("Content-Type"):
                json.loads(answer.body)
