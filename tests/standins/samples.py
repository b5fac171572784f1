"""For each door of each service, a post that is right."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from msgspec import Struct

from sitegen.model import Pairs
from sitegen.standins.contract import Account
from sitegen.standins.request import JSON, MULTIPART, URLENCODED, Request

SITE = "https://group.org"
THANKS = "https://group.org/thank-you/"
GUID = "d91b4b2e-ae0e-4cd3-9ed7-d0ec501b0bc3"
ACCOUNT = Account(
    thanks=THANKS,
    listed=(SITE, THANKS),
    registered=(("join", ("email", "first_name", "skills"), "_gotcha"),),
    words=(("redirect_field", "redirect"), ("honeypot", "_gotcha")),
)
PERSON = "person.email_addresses[0].address"


class Sample(Struct, frozen=True):
    """A right post: service, address, names and values; how an address is named there."""

    vendor: str
    url: str
    fields: Pairs
    email: str = ""
    kind: str = URLENCODED
    accept: str = "text/html"
    headers: Pairs = ()
    json: object = None

    @property
    def id(self) -> str:
        return f"{self.vendor} {self.url.split('/', 3)[3].split('?')[0][:24]} {self.kind[-10:]}"

    def request(self, fields: Pairs | None = None, method: str = "POST") -> Request:
        kind = self.kind
        given = self.fields if fields is None else fields
        if kind == JSON:
            body = json.dumps(self.json if fields is None else dict(fields)).encode()
        elif kind == MULTIPART:
            body = multipart(given)
            kind = f"{MULTIPART}; boundary=----x"
        else:
            body = urlencode(given).encode()
        return Request(method, self.url, (("content-type", kind), ("accept", self.accept),
            ("origin", SITE), ("referer", SITE + "/"), *self.headers), body)  # fmt: skip


def multipart(fields: Pairs, files: tuple[tuple[str, str, bytes], ...] = ()) -> bytes:
    parts = [f'------x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
             for name, value in fields]  # fmt: skip
    parts += [f'------x\r\nContent-Disposition: form-data; name="{name}"; filename="{label}"\r\n'
              "Content-Type: application/octet-stream\r\n\r\n".encode() + data + b"\r\n"
              for name, label, data in files]  # fmt: skip
    return b"".join(parts) + b"------x--\r\n"


def plain(
    vendor: str, url: str, *more: tuple[str, str], email: str = "email", **rest: str
) -> Sample:
    fields = (("email", "zoë@example.org"), ("message", "Grüße"), ("skills", "a"), ("skills", "b"))
    return Sample(vendor, url, (*fields, *more), email, **rest)  # type: ignore[arg-type]


SAMPLES = (
    plain("custom", "https://crm.group.org/join", ("redirect", THANKS), ("_gotcha", "")),
    Sample("netlify", "https://group.org/thank-you/", (("form-name", "join"), ("email", "a@b.co"),
           ("skills", "a"), ("_gotcha", ""))),
    plain("cloudflare-pages", "https://group.org/api/join", ("static-form-name", "join")),
    Sample("supabase", "https://abcdefgh.supabase.co/rest/v1/signups", (), "email", JSON,
           headers=(("apikey", "sb_publishable_abc"), ("prefer", "return=minimal")),
           json={"email": "a@b.co", "first_name": "Zoë"}),
    plain("zapier", "https://hooks.zapier.com/hooks/catch/123/abc/", email=""),
    plain("make", "https://hook.eu1.make.com/abcdef", email=""),
    plain("n8n", "https://n8n.group.org/webhook/join", email=""),
    plain("formspree", "https://formspree.io/f/xayzabcd", ("_gotcha", ""), ("_next", THANKS)),
    plain("formspree", "https://formspree.io/f/xayzabcd", kind=MULTIPART, accept=JSON),
    plain("web3forms", "https://api.web3forms.com/submit", ("access_key", GUID),
          ("redirect", THANKS)),
    plain("web3forms", "https://api.web3forms.com/submit", ("access_key", GUID), kind=MULTIPART),
    plain("formsubmit", "https://formsubmit.co/0123456789abcdef", ("_next", THANKS), ("_honey", "")),
    plain("formsubmit", "https://formsubmit.co/ajax/0123456789abcdef", kind=MULTIPART),
    Sample("forminit", "https://forminit.com/f/ab12cd34", (("fi-sender-email", "a@b.co"),
           ("fi-text-message", "Grüße"), ("fi-checkbox-skills", "a")), "fi-sender-email"),
    plain("basin", "https://usebasin.com/f/0123456789ab", ("_gotcha", "")),
    plain("formspark", "https://submit-form.com/aBcDeF12", ("_append", "false"),
          ("_redirect", THANKS), ("_gotcha", "")),
    plain("staticforms", "https://api.staticforms.dev/submit", ("apiKey", "sf_abc"),
          ("redirectTo", THANKS), ("honeypot", "")),
    plain("pageclip", "https://send.pageclip.co/aBcD1234/join"),
    plain("formcarry", "https://formcarry.com/s/aBcD1234", ("_gotcha", "")),
    plain("fabform", "https://fabform.io/f/aBcD1234"),
    plain("un-static", "https://forms.un-static.com/forms/" + "0a" * 20),
    Sample("un-static", "https://forms.un-static.com/forms/" + "0a" * 20 + "/ajax", (), "email",
           JSON, json={"email": "a@b.co"}),
    plain("unstatic-dev", "https://gateway.unstatic.dev/message/abc", ("_honeypot", ""), accept=JSON),
    Sample("mailchimp", "https://group.us1.list-manage.com/subscribe/post?u=0123456789abcdef0"
           "123456789&id=0123456789&f_id=00ab", (("EMAIL", "a@b.co"), ("FNAME", "Zoë"),
           ("b_0123456789abcdef0123456789_0123456789", "")), "EMAIL"),
    Sample("buttondown", "https://buttondown.com/api/emails/embed-subscribe/group",
           (("email", "a@b.co"), ("metadata__postcode", "1"), ("tag", "x"), ("embed", "1")), "email"),
    Sample("kit", "https://app.kit.com/forms/123/subscriptions", (("email_address", "a@b.co"),
           ("fields[first_name]", "Zoë")), "email_address", accept=JSON),
    Sample("mailerlite", "https://assets.mailerlite.com/jsonp/1/forms/2/subscribe",
           (("fields[email]", "a@b.co"), ("ml-submit", "1"), ("anticsrf", "true")),
           "fields[email]"),
    Sample("brevo", "https://0a1b.sibforms.com/serve/MUIE-x_y==", (("EMAIL", "a@b.co"),
           ("FIRSTNAME", "Zoë"), ("email_address_check", ""), ("locale", "en"),
           ("html_type", "simple")), "EMAIL"),
    Sample("brevo", "https://0a1b.sibforms.com/serve/MUIE-x_y==?isAjax=1", (("EMAIL", "a@b.co"),
           ("email_address_check", ""), ("locale", "en"), ("html_type", "simple")), "EMAIL"),
    Sample("listmonk", "https://lists.group.org/subscription/form", (("email", "a@b.co"),
           ("name", "Zoë"), ("l", GUID), ("nonce", ""), ("next", THANKS)), "email"),
    Sample("listmonk", "https://lists.group.org/api/public/subscription", (("email", "a@b.co"),
           ("l", GUID)), "email"),
    Sample("google-forms", "https://docs.google.com/forms/d/e/1FAIpQLabc/formResponse",
           (("emailAddress", "a@b.co"), ("entry.123", "x"), ("entry.9", "a"), ("entry.9", "b"),
            ("fvv", "1"))),
    plain("apps-script", "https://script.google.com/macros/s/AKfyc/exec", email=""),
    Sample("jotform", "https://submit.jotform.com/submit/123", (("formID", "123"),
           ("simple_spc", "123-123"), ("q3_email", "a@b.co"), ("q4_name[first]", "Zoë"),
           ("website", "")), "q3_email"),
    Sample("mautic", "https://m.group.org/form/submit?formId=3", (("mauticform[email]", "a@b.co"),
           ("mauticform[formId]", "3"), ("mauticform[formName]", "join"),
           ("mauticform[return]", THANKS)), "mauticform[email]"),
    Sample("mautic", "https://m.group.org/form/submit?formId=3&ajax=1",
           (("mauticform[email]", "a@b.co"), ("mauticform[formId]", "3"),
            ("mauticform[formName]", "join"), ("mauticform[return]", "")), "mauticform[email]"),
    Sample("civicrm", "https://crm.group.org/civicrm/profile/create?gid=3&reset=1",
           (("email-Primary", "a@b.co"), ("first_name", "Zoë"), ("_qf_default", "Edit:cancel"),
            ("_qf_Edit_next", "Save"), ("postURL", THANKS)), "email-Primary"),
    Sample("action-network", f"https://actionnetwork.org/api/v2/forms/{GUID}/submissions", (),
           PERSON, JSON, json={"person": {"given_name": "Zoë", "email_addresses":
           [{"address": "a@b.co"}]}, "add_tags": ["a", "b"]}),
    Sample("actionkit", "https://act.group.org/act/", (("page", "join"), ("email", "a@b.co"),
           ("required", "zip"), ("zip", "1"), ("action_skills", "a")), "email"),
    Sample("actionkit", "https://act.group.org/rest/v1/action/", (("page", "join"),
           ("email", "a@b.co")), "email"),
    Sample("hubspot", f"https://api.hsforms.com/submissions/v3/integration/submit/1/{GUID}", (),
           "email", JSON, json={"fields": [{"objectTypeId": "0-1", "name": "email",
           "value": "a@b.co"}], "context": {"pageUri": SITE}}),
    Sample("hubspot", f"https://forms.hubspot.com/uploads/form/v2/1/{GUID}",
           (("email", "a@b.co"), ("redirectUrl", THANKS)), "email"),
)  # fmt: skip
