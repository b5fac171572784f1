"""The contract of every backend in the table, and what each service is known to want.

The wiring of a sample form is compared with the files in ``wirings/``; after a change that is
meant, ``SITEGEN_WIRINGS=write`` writes them anew, and the difference is there to be read.
"""

from __future__ import annotations

import datetime
import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from msgspec.structs import asdict, replace

from sitegen import schema, yamltext
from sitegen.forms import backends, own, presets, wiring
from sitegen.forms.backend import MULTIPART, TAGS, URLENCODED, Backend
from sitegen.forms.model import Consent, Form, FormField, Option

GOLDEN = Path(__file__).parent / "wirings"
THANKS = "https://group.org/thank-you/"
FORM = Form(
    name="join",
    path="content/forms/join.yaml",
    title="Join us",
    fields=(
        FormField("email", "email", "Email", preset="email", required=True),
        FormField("first_name", "text", "First name", preset="first_name"),
        FormField("message", "textarea", "Message", preset="message"),
        FormField("skills", "checkboxes", "Skills", options=(Option("a", "A"), Option("b", "B"))),
    ),
    consents=(Consent("updates", "Yes, send me news."),),
)
ASKED = {"email", "first_name", "message", "skills", "updates"}
EXPLAINED = {"form-name-unused", "form-name-dropped", "form-thanks-dashboard"}
"""What the examples of settings rightly make sitegen say about the sample form."""

CALLED = {"mode", "to", "as", "drop", "add", "headers", "ok", "also", "message", "errors", "next",
          "optin", "join", "tags"}  # fmt: skip
"""Every word of the contract with the page's script."""


def values(backend: Backend, **given: str) -> dict[str, Any]:
    """The examples of a backend as settings, read the way a file is read."""
    lines = {setting.name: setting.example for setting in backend.settings} | given
    node, problems = yamltext.read("\n".join(f"{key}: {text}" for key, text in lines.items()), "e")
    assert problems == ()
    checked = schema.check(node, backend.fields(), "example.yaml")
    assert checked.problems == ()
    return checked.values


def wire(name: str, form: Form = FORM, thanks: str = THANKS, **given: str) -> wiring.Wiring:
    """The wiring of a form, with the backend's examples where no settings are given."""
    backend = backends.find(name)
    assert backend is not None
    return wiring.wire(form, backend, values(backend, **given), thanks)


def bare(name: str, **given: str) -> wiring.Wiring:
    """The wiring of a form that asks for an email address, with needed settings alone."""
    backend = backends.find(name)
    assert backend is not None
    lines = {each.name: each.example for each in backend.settings if each.field.required} | given
    node, _ = yamltext.read("\n".join(f"{key}: {text}" for key, text in lines.items()), "e")
    checked = schema.check(node, backend.fields(), "example.yaml")
    form = Form("join", "content/forms/join.yaml", fields=FORM.fields[:1])
    return wiring.wire(form, backend, checked.values, THANKS)


def script(made: wiring.Wiring) -> dict[str, Any]:
    """What the page's script is told."""
    told: dict[str, Any] = json.loads(made.script)
    return told


def codes(made: wiring.Wiring) -> list[tuple[str, str]]:
    """Codes and levels of the problems."""
    return [(problem.code, problem.level) for problem in made.problems]


def asking(*fields: FormField) -> Form:
    """A form with these fields."""
    return Form("join", "content/forms/join.yaml", fields=fields)


@pytest.mark.parametrize("backend", backends.TABLE, ids=lambda backend: backend.name)
class TestEveryBackend:
    """What holds for each line of the table."""

    def test_it_is_described_completely(self, backend: Backend) -> None:
        assert re.fullmatch(r"[a-z][a-z0-9-]*", backend.name)
        assert backend.title
        assert backend.region
        assert backend.steps or backend.limits.note
        assert backend.documentation.startswith("https://")
        assert datetime.date.fromisoformat(backend.checked) <= datetime.date(2100, 1, 1)
        assert backend.confidence in ("high", "medium", "low")
        assert backend.encodings
        assert backends.find(backend.name) is backend

    def test_it_would_pass_as_a_backend_of_a_sites_own(self, backend: Backend) -> None:
        assert own.faults(backend) == ()

    def test_every_setting_has_help_and_a_valid_example(self, backend: Backend) -> None:
        for setting in backend.settings:
            assert re.fullmatch(r"[a-z][a-z_]*", setting.name)
            assert setting.name != "forms"
            assert setting.name not in backends.names()
            assert setting.example
            assert setting.field.help or setting.field.choices
            assert setting.expects or not setting.pattern
            value = values(backend)[setting.name]
            several = isinstance(value, dict | tuple)
            for one in (
                (value.values() if isinstance(value, dict) else value) if several else (value,)
            ):
                assert not setting.pattern or re.fullmatch(setting.pattern, one)

    def test_an_address_may_be_pasted_in_place_of_an_id(self, backend: Backend) -> None:
        made = wire(backend.name)
        given = values(backend)
        for setting in backend.settings:
            whole = next((address for address in (made.action, made.link)
                          if setting.pattern and setting.field.kind == "text"
                          and isinstance(given[setting.name], str)
                          and re.fullmatch(setting.pattern, address)), "")  # fmt: skip
            if whole and setting.field.required:
                pasted = wiring.wire(FORM, backend, {**given, setting.name: whole}, THANKS)
                assert (made.action, made.link) == (pasted.action, pasted.link)

    def test_it_always_gives_a_visitor_without_scripts_a_way(self, backend: Backend) -> None:
        made = wire(backend.name)
        assert made.action or made.link
        assert bool(made.action and made.link) == made.needs_js
        assert not made.needs_js or made.script
        assert bool(made.link) == (backend.delivery != "post" or made.needs_js)

    def test_its_wiring_is_clean(self, backend: Backend) -> None:
        made = wire(backend.name)
        assert {problem.code for problem in made.problems} <= EXPLAINED
        assert [problem for problem in made.problems if problem.level == "error"] == []
        assert all(problem.hint for problem in made.problems)
        assert made == wire(backend.name)
        assert "{" not in made.action + made.link + made.honeypot + made.embed

    def test_every_field_is_mapped_and_none_clashes(self, backend: Backend) -> None:
        made = wire(backend.name)
        if backend.delivery == "post":
            assert made.method == "post"
            assert made.enctype in (*backend.encodings, backend.names.repeated_as)
            assert dict(made.names).keys() == ASKED
            sent = [*dict(made.names).values(), *dict(made.hidden)]
            assert sorted(set(sent)) == sorted(sent)
            assert made.honeypot not in sent
            told = [name for name, value in made.hidden if "updates=71c7e8b8ca74" in value]
            kept = backend.names.others
            assert len(told) == (1 if kept else 0)

    def test_its_addresses_are_encrypted_and_the_policy_names_them(self, backend: Backend) -> None:
        made = wire(backend.name)
        told = script(made) if made.script else {}
        for address in (made.action, made.embed, told.get("to", ""), made.link):
            assert urlsplit(address).scheme in ("https", "mailto", "")
        if made.action and not backend.needs_js:
            origin = wiring.origin(made.action)
            assert not origin or made.form_action_origins[0] == origin
            back = [address for _, address in made.hidden if address.startswith(THANKS)]
            if back or backend.redirect.rule == "dashboard":
                assert "https://group.org" in made.form_action_origins
        reached = wiring.origin(told.get("to", made.action)) if told else ""
        assert not reached or made.connect_origins[0] == reached
        assert bool(made.connect_origins) == bool(reached)
        origins = made.form_action_origins + made.connect_origins + made.frame_origins
        assert all(re.fullmatch(r"https://[a-z0-9.-]+", origin) for origin in origins)

    def test_its_script_speaks_only_words_of_the_contract(self, backend: Backend) -> None:
        made = wire(backend.name)
        if made.script:
            told = script(made)
            assert told.keys() <= CALLED
            assert told["mode"] in ("json", "html", "opaque")
            assert told.get("as", "json") in ("json", "urlencoded")
            assert set(told.get("drop", ())) <= set(dict(made.hidden))
            assert json.dumps(told, ensure_ascii=False, separators=(",", ":")) == made.script
            assert told.get("errors", {}).keys() <= {"list", "field", "text", "map"}

    def test_a_frame_is_shown_only_where_the_site_asks_for_it(self, backend: Backend) -> None:
        assert wire(backend.name).embed == ""
        if backend.embed:
            made = wire(backend.name, embed="yes")
            assert made.embed.startswith("https://")
            assert made.frame_origins == (wiring.origin(made.embed),)
            assert made.link

    def test_without_settings_it_explains_and_does_not_crash(self, backend: Backend) -> None:
        made = wiring.connect(
            Form("join", "join.yaml", backend=backend.name, fields=FORM.fields[:1]), None, THANKS
        )
        assert made is not None
        needed = [item.name for item in backend.settings if item.field.required]
        missing = [item for item in made.problems if item.code == "form-setting-missing"]
        assert [f'"{name}"' in item.message for name, item in zip(needed, missing, strict=True)] \
            == [True] * len(needed)  # fmt: skip

    def test_a_wrong_setting_is_an_error_with_an_example(self, backend: Backend) -> None:
        for setting in backend.settings:
            if setting.pattern and setting.field.required and setting.field.kind == "text":
                wrong = "https://wrong.group.org/<>" if setting.kind == "url" else "?? wrong ??"
                given = {**values(backend), setting.name: wrong}
                made = wiring.wire(FORM, backend, given, THANKS)
                errors = [item for item in made.problems if item.level == "error"]
                assert errors
                assert errors[0].code in ("form-setting", "form-address", "form-placeholder")
                assert errors[0].hint

    def test_a_file_is_taken_or_refused(self, backend: Backend) -> None:
        form = asking(FORM.fields[0], FormField("photo", "file", "Photo"))
        made = wiring.wire(form, backend, values(backend), THANKS)
        refused = ("form-file", "error") in codes(made)
        if backend.delivery == "post":
            assert refused != backend.limits.files
            assert refused or made.enctype == MULTIPART
            assert refused or '"as"' not in made.script

    def test_its_wiring_is_the_one_in_the_file(self, backend: Backend) -> None:
        place = GOLDEN / f"{backend.name}.json"
        now = asdict(wire(backend.name))
        now["problems"] = [f"{each.level}: {each.message} {each.hint}" for each in now["problems"]]
        now["script"] = json.loads(now["script"]) if now["script"] else ""
        text = json.dumps(now, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
        if os.environ.get("SITEGEN_WIRINGS") == "write":
            GOLDEN.mkdir(exist_ok=True)
            place.write_text(text, "utf-8")
        assert place.read_text("utf-8") == text


def test_names_in_the_table_are_different() -> None:
    names = [backend.name for backend in backends.TABLE]
    assert sorted(set(names)) == sorted(names)


def test_every_wiring_file_has_its_backend() -> None:
    assert {place.stem for place in GOLDEN.iterdir()} == {each.name for each in backends.TABLE}


def test_rules_for_names_speak_of_presets_that_exist() -> None:
    known = {preset.name for preset in presets.PRESETS} | {"consent", wiring.WORDING}
    for backend in backends.TABLE:
        assert {name for name, _ in backend.names.fixed} <= known


def test_no_trap_has_a_name_that_browsers_fill_in() -> None:
    from sitegen.forms import names
    from sitegen.problems import Span

    dictated = {"email_address_check"}  # Brevo wants it there, so it stands although it is risky
    for backend in backends.TABLE:
        trap = wire(backend.name).honeypot
        if trap not in dictated:
            assert names.honeypot(trap, set(), Span("x")) == ()


# What each service is known to want -----------------------------------------------------------


def test_formspree_takes_an_id_an_address_or_a_project() -> None:
    for written in ("xwkgzyxa", "https://formspree.io/f/xwkgzyxa", "formspree.io/f/xwkgzyxa/"):
        assert wire("formspree", form_id=written).action == "https://formspree.io/f/xwkgzyxa"
    project = wire("formspree", form_id="https://formspree.io/p/1234/f/join")
    assert project.action == "https://formspree.io/p/1234/f/join"


@pytest.mark.parametrize("wrong", ["YOUR_FORM_ID", "https://other.org/f/xwkgzyxa", "a b", "x"])
def test_a_wrong_id_is_an_error(wrong: str) -> None:
    assert [level for _, level in codes(wire("formspree", form_id=wrong))] == ["error"]


def test_formspree_names_the_fields_that_are_wrong() -> None:
    told = script(wire("formspree"))
    assert told["ok"] == [["ok", "true"], ["next", None]]
    assert told["errors"] == {"list": "errors", "field": "field", "text": "message"}


def test_formspark_never_adds_answers_to_the_address_of_the_thanks() -> None:
    made = bare("formspark")
    assert ("_append", "false") in made.hidden
    assert ("_redirect", THANKS) in made.hidden
    assert script(made)["drop"] == ["_redirect"]


def test_formspark_gets_several_answers_as_a_list_and_no_dots() -> None:
    assert wire("formspark").each("skills") == ("skills[0]", "skills[1]")
    dotted = asking(FormField("a.b", "text", "A"))
    assert ("form-name-signs", "error") in codes(wire("formspark", dotted))


@pytest.mark.parametrize("name", ["buttondown", "mailchimp", "civicrm", "custom"])
def test_some_are_never_called_by_a_script(name: str) -> None:
    assert bare(name).mode == ""
    assert bare(name).connect_origins == ()


def test_campaign_tags_are_filled_in_where_only_the_browser_sends() -> None:
    assert script(bare("custom")) == {"tags": {tag: tag for tag in TAGS}}
    assert bare("buttondown").script == ""


def test_netlify_gets_attributes_and_a_path_of_the_site() -> None:
    made = wire("netlify")
    assert made.action == "/thank-you/"
    assert made.attributes == (
        ("name", "join"),
        ("data-netlify", "true"),
        ("netlify-honeypot", "bot-field"),
    )
    assert made.honeypot == "bot-field"
    assert made.hidden[0] == ("form-name", "join")
    assert made.form_action_origins == ()
    assert script(made)["mode"] == "html"
    assert script(made)["to"] == "/"


def test_netlify_without_a_honeypot_gets_no_attribute_that_speaks_of_one() -> None:
    made = wire("netlify", replace(FORM, honeypot="none"))
    assert made.attributes == (("name", "join"), ("data-netlify", "true"))


@pytest.mark.parametrize(
    ("thanks", "action"),
    [
        ("https://group.org/thanks.html", "/thanks"),
        ("https://group.org/thanks/index.html", "/thanks/"),
        ("https://group.org/card-index.html", "/card-index"),
        ("/thanks/", "/thanks/"),
        ("", "/"),
    ],
)
def test_netlifys_way_back_is_a_path_without_ending(thanks: str, action: str) -> None:
    assert action == wire("netlify", thanks=thanks).action


def test_netlify_gets_several_answers_in_the_encoding_that_keeps_them() -> None:
    assert wire("netlify").enctype == MULTIPART
    assert wire("netlify").name("skills") == "skills[]"
    assert "as" not in script(wire("netlify"))
    assert bare("netlify").enctype == URLENCODED
    assert script(bare("netlify"))["as"] == "urlencoded"


def test_two_forms_with_one_name_at_netlify_are_an_error() -> None:
    forms = [FORM, replace(FORM, name="other", path="content/forms/other.yaml")]
    alike = [(form, wire("netlify", form, form_name="Join")) for form in forms]
    (problem,) = wiring.together(alike)
    assert (problem.code, problem.level) == ("form-receiver-twice", "error")
    assert problem.span is not None
    assert problem.span.path == "content/forms/other.yaml"
    apart = [(form, wire("netlify", form, form_name=form.name)) for form in forms]
    assert wiring.together(apart) == ()


def test_a_form_needs_the_host_that_alone_receives_it() -> None:
    form = replace(FORM, backend="netlify")
    for host, found in (("plain", ["form-host"]), ("netlify", []), ("", [])):
        default = wiring.Default("", None, "content/site.yaml", (), host)
        made = wiring.connect(form, default, THANKS)
        assert made is not None
        assert [problem.code for problem in made.problems] == found


def test_web3forms_gets_no_redirect_from_a_script_and_a_box_for_a_trap() -> None:
    made = bare("web3forms")
    assert ("redirect", THANKS) in made.hidden
    assert script(made)["drop"] == ["redirect"]
    assert script(made)["ok"] == [["success", "true"]]
    assert (made.honeypot, made.honeypot_type) == ("botcheck", "checkbox")
    assert script(wire("web3forms"))["join"] == ", "


def test_formsubmit_is_called_at_its_other_address() -> None:
    made = bare("formsubmit", to="https://formsubmit.co/join@group.org")
    assert made.action == "https://formsubmit.co/join@group.org"
    assert script(made)["to"] == "https://formsubmit.co/ajax/join@group.org"
    assert script(made)["ok"] == [["success", "true"]]


def test_forminit_gets_the_kind_of_each_answer_and_phones_as_text() -> None:
    assert wire("forminit").names == (
        ("email", "fi-sender-email"),
        ("first_name", "fi-sender-firstName"),
        ("message", "fi-text-message"),
        ("skills", "fi-checkbox-skills"),
        ("updates", "fi-checkbox-updates"),
    )
    assert wire("forminit", asking(FormField("phone", "tel"))).name("phone") == "fi-text-phone"


def test_forminit_takes_fifty_fields() -> None:
    many = asking(*(FormField(f"f{number}") for number in range(51)))
    assert ("form-fields-many", "error") in codes(wire("forminit", many))


def test_one_pasted_address_of_mailchimp_gives_several_values() -> None:
    written = "https://g.us1.list-manage.com/subscribe/post?u=0a1b&amp;id=2c3d&amp;f_id=4e5f"
    made = bare("mailchimp", url=f"'{written}'")
    assert made.action == written.replace("&amp;", "&")
    assert made.honeypot == "b_0a1b_2c3d"
    assert made.name("email") == "EMAIL"


def test_mailchimps_trap_cannot_be_left_out() -> None:
    made = wire("mailchimp", replace(FORM, honeypot="none"))
    assert made.honeypot.startswith("b_")
    assert ("form-honeypot", "warning") in codes(made)


def test_a_name_longer_than_mailchimp_allows_is_an_error_unless_it_is_mapped() -> None:
    long = asking(FormField("neighbourhood"))
    assert ("form-name-long", "error") in codes(wire("mailchimp", long))
    mapped = wire("mailchimp", long, names="{neighbourhood: MMERGE5}")
    assert mapped.name("neighbourhood") == "MMERGE5"
    assert [code for code, level in codes(mapped) if level == "error"] == []


def test_boxes_without_a_group_at_mailchimp_are_said_to_be_lost() -> None:
    lost = ("form-boxes-dropped", "warning")
    assert lost in codes(wire("mailchimp", names="{updates: 'gdpr[93742]'}"))
    assert lost not in codes(wire("mailchimp"))


def test_mailchimps_groups_have_a_name_for_each_box() -> None:
    assert wire("mailchimp").each("skills") == ("group[41233][a]", "group[41233][b]")


def test_buttondown_uses_two_underscores() -> None:
    made = wire("buttondown")
    assert made.name("first_name") == "metadata__first_name"
    assert made.hidden[:2] == (("embed", "1"), ("tag", "website"))
    backend = backends.find("buttondown")
    assert backend is not None
    assert backend.double_opt_in == "always"


def test_kit_may_ask_a_visitor_to_follow_an_address() -> None:
    told = script(bare("kit"))
    assert told["next"] == "redirect_url"
    assert ["status", "quarantined"] in told["ok"]


def test_a_list_of_values_is_sent_one_by_one() -> None:
    made = bare("kit", tags="['11', '22']")
    assert [pair for pair in made.hidden if pair[0] == "tags[]"] == [
        ("tags[]", "11"),
        ("tags[]", "22"),
    ]
    made = bare("action-network", tags="[web, stall]")
    assert made.hidden == (("add_tags[0]", "web"), ("add_tags[1]", "stall"))


def test_mailerlite_is_believed_only_if_the_user_says_so() -> None:
    assert script(bare("mailerlite"))["mode"] == "opaque"
    told = script(bare("mailerlite", fetch="json"))
    assert (told["mode"], told["ok"]) == ("json", [["success", "true"]])
    assert bare("mailerlite", fetch="never").script == ""


def test_brevo_answers_scripts_at_another_address() -> None:
    made = bare("brevo")
    assert script(made)["to"] == made.action + "?isAjax=1"
    assert made.hidden[:2] == (("locale", "en"), ("html_type", "simple"))


def test_listmonk_keeps_only_an_address_and_a_name() -> None:
    made = wire("listmonk")
    assert made.name("first_name") == "name"
    dropped = [item for item in made.problems if item.code == "form-name-dropped"]
    assert ['"message"' in item.message or '"skills"' in item.message or '"updates"' in item.message
            for item in dropped] == [True] * 3  # fmt: skip
    told = script(made)
    assert told["to"] == "https://lists.your-group.org/api/public/subscription"
    assert (told["as"], told["optin"]) == ("urlencoded", "data.has_optin")


def test_listmonk_may_lie_below_a_path_with_a_slash_at_its_end() -> None:
    made = bare("listmonk", root="https://group.org/lists/")
    assert made.action == "https://group.org/lists/subscription/form"


def test_mautic_names_say_which_form_they_are_of() -> None:
    made = wire("mautic")
    assert made.action == "https://mautic.your-group.org/form/submit?formId=7"
    assert made.name("skills") == "mauticform[skills][]"
    assert ("mauticform[return]", THANKS) in made.hidden
    assert made.honeypot == "mauticform[leave_empty]"
    assert bare("mautic").honeypot == ""


@pytest.mark.parametrize("name", ["action-network", "action-network-petition"])
def test_action_network_is_never_told_to_sign_anybody_up_again(name: str) -> None:
    made = wire(name)
    assert "status" not in made.script + str(made.hidden) + str(made.names)
    assert made.name("email") == "person.email_addresses[0].address"
    assert script(made)["as"] == "json"
    assert made.link.startswith("https://actionnetwork.org/")
    assert made.needs_js
    assert made.form_action_origins == ()


def test_action_network_wants_the_uuid_not_the_words_of_the_address() -> None:
    made = bare("action-network", form_id="join-harbour-street")
    assert codes(made) == [("form-setting", "error")]
    assert "UUID" in made.problems[0].hint


def test_actionkit_is_told_which_fields_are_needed() -> None:
    made = bare("actionkit", host="https://act.group.org/sign/join/")
    assert made.action == "https://act.group.org/act/"
    assert ("required", "email") in made.hidden
    assert script(made)["to"] == "https://act.group.org/rest/v1/action/"


def test_hubspot_gets_a_list_in_which_each_answer_has_its_name() -> None:
    made = wire("hubspot")
    assert made.name("first_name") == "fields[1].value"
    assert ("fields[1].name", "firstname") in made.hidden
    assert script(made)["join"] == ";"
    assert bare("hubspot", region="eu").connect_origins == ("https://api-eu1.hsforms.com",)


def test_google_forms_wants_a_number_for_every_field() -> None:
    made = wire("google-forms", entries="{email: emailAddress}")
    assert [code for code, level in codes(made) if level == "error"] == ["form-name-unmapped"] * 4
    wrong = wire("google-forms", entries="{email: '1045781291'}")
    assert ("form-setting", "error") in codes(wrong)
    assert script(made) == {"mode": "opaque", "as": "urlencoded"}


def test_apps_script_is_led_on_to_another_server() -> None:
    made = bare("apps-script")
    on = "https://script.googleusercontent.com"
    assert on in made.form_action_origins
    assert on in made.connect_origins


@pytest.mark.parametrize("name", ["apps-script", "mailerlite", "zapier", "make", "n8n"])
def test_a_raw_page_is_told_of_until_there_is_a_page_to_lead_to(name: str) -> None:
    made = bare(name)
    assert ("form-raw-reply", "info") in codes(made)
    assert (made.link, made.needs_js) == ("", False)
    led = bare(name, page="https://group.org/sign-up")
    assert (led.link, led.needs_js) == ("https://group.org/sign-up", True)
    assert led.action


def test_jotform_needs_its_id_twice_and_gets_no_trap_that_browsers_fill_in() -> None:
    made = bare("jotform")
    assert ("simple_spc", "241937465091827-241937465091827") in made.hidden
    assert made.honeypot == ""


def test_n8ns_test_address_is_refused() -> None:
    made = bare("n8n", url="https://n8n.group.org/webhook-test/join")
    assert ("form-setting", "error") in codes(made)


def test_supabase_treats_an_address_known_already_as_welcome() -> None:
    told = script(bare("supabase"))
    assert told["also"] == [["code", "23505"]]
    assert told["headers"] == {
        "apikey": "sb_publishable_Xw9kGzyxaQ2bLm0rTeYzKj",
        "Prefer": "return=minimal",
    }


def test_supabases_secret_keys_are_refused() -> None:
    # {"role":"service_role"} and {"role":"anon"} between two meaningless parts
    service = "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.c2ln"
    anon = "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2ln"
    for key in (service, "sb_secret_0123456789abc"):
        made = bare("supabase", key=key)
        assert codes(made) == [("form-secret", "error")]
    made = bare("supabase", key=anon)
    assert made.problems == ()
    assert script(made)["headers"]["Authorization"] == f"Bearer {anon}"


def test_a_token_among_the_settings_is_refused_even_where_it_would_not_be_used() -> None:
    node, _ = yamltext.read("page: https://actionnetwork.org/forms/x\napi_token: abc", "f.yaml")
    assert isinstance(node, schema.Map)
    form = replace(FORM, backend="action-network-page", settings=node)
    made = wiring.connect(form, None, THANKS)
    assert made is not None
    assert ("form-secret", "error") in codes(made)


@pytest.mark.parametrize(
    ("backend", "field"),
    [("formspree", "_subject"), ("web3forms", "subject"), ("formspark", "_email"),
     ("staticforms", "my_honeypot"), ("listmonk", "next"), ("netlify", "form-name")],
)  # fmt: skip
def test_a_name_that_the_service_reserves_is_an_error(backend: str, field: str) -> None:
    made = bare(backend)
    form = asking(FORM.fields[0], FormField(field, "text", "X"))
    found = backends.find(backend)
    assert found is not None
    made = wiring.wire(form, found, values(found), THANKS)
    assert ("form-name-taken", "error") in codes(made)


def test_a_field_cannot_have_the_name_of_a_hidden_value() -> None:
    form = asking(FORM.fields[0], FormField("form", "text", "Form"))
    assert ("form-field-twice", "error") in codes(wire("formspree", form))


def test_a_dictated_honeypot_wins_over_a_chosen_one_and_says_so() -> None:
    made = wire("formspree", replace(FORM, honeypot="mine"))
    assert made.honeypot == "_gotcha"
    assert codes(made) == [("form-honeypot", "warning")]


def test_campaign_tags_have_the_services_names() -> None:
    assert script(bare("formspree"))["tags"]["utm_source"] == "utm_source"
    assert script(bare("actionkit"))["tags"]["utm_source"] == "source"
    assert "tags" not in script(bare("supabase"))
    mapped = script(bare("supabase", names="{utm_source: came_from}"))
    assert mapped["tags"] == {"utm_source": "came_from"}


def test_a_way_back_needs_the_sites_address() -> None:
    for name in ("formspree", "web3forms", "listmonk", "mautic"):
        made = wire(name, thanks="/thanks/")
        assert ("form-thanks-address", "warning") in codes(made)
        assert "/thanks/" not in dict(made.hidden).values()


def test_where_a_page_is_given_and_no_script_may_send_there_is_a_link_alone() -> None:
    made = bare("mailerlite", fetch="never", page="https://group.org/sign-up")
    assert (made.link, made.action, made.needs_js) == ("https://group.org/sign-up", "", False)
