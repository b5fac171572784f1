"""Services that keep a mailing list, and those that keep the answers of a questionnaire."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.standins.contract import HTML, Door, Hosted, Reply, Vendor
from sitegen.standins.request import JSON, MULTIPART, URLENCODED

_BOTH = (URLENCODED, MULTIPART)
_CONFIRM = "Almost finished. Confirm your address with the link in the email we have sent."

MAILCHIMP = Vendor(
    "mailchimp",
    "Mailchimp",
    (
        Door(
            r"[\w-]+\.us\d{1,2}\.list-manage\.com",
            "/subscribe/post",
            (URLENCODED,),
            query=(("u", "[0-9a-f]{10,32}"), ("id", "[0-9a-f]{10}")),
            empty=("b_${u}_${id}",),
            names=r"[A-Z][A-Z0-9]{0,9}|group\[\d+\](?:\[\d+\])?|gdpr\[\d+\]"
                  r"|ADDRESS\[(?:addr1|addr2|city|state|zip|country)\]"
                  r"|BIRTHDAY\[(?:month|day)\]|PHONE\[(?:area|detail1|detail2)\]",
            control="subscribe|tags|EMAILTYPE",
            email="EMAIL|MERGE0",
            email_required=True,
            honeypot="b_${u}_${id}",
            rule="account",
            script=False,
            json="never",
            page=Reply(200, type=HTML),
        ),
    ),
)  # fmt: skip

BUTTONDOWN = Vendor(
    "buttondown",
    "Buttondown",
    (
        Door(
            r"buttondown\.(?:com|email)",
            r"/api/emails/embed-subscribe/[\w-]+",
            (URLENCODED,),
            wanted=(("embed", "1", 'Without embed=1 the sign-up does not count as one from a site.'),),
            names=r"email|tag|metadata__\w+",
            email="email",
            email_required=True,
            rule="account",
            script=False,
            json="never",
        ),
    ),
    (Hosted(r"buttondown\.(?:com|email)", r"/[\w-]+", "Subscribe"),),
)  # fmt: skip

KIT = Vendor(
    "kit",
    "Kit",
    (
        Door(
            r"app\.(?:kit|convertkit)\.com",
            r"/forms/\d+/subscriptions",
            _BOTH,
            names=r"email_address|fields\[\w+\](?:\[\])?|tags\[\]",
            email="email_address",
            email_required=True,
            rule="account",
            cors="any",
            success=Reply(200, '{"status":"success","consent":{"enabled":false},'
                               '"redirect_url":null}'),
            failure=Reply(200, '{"status":"failed","errors":{"fields":[],"messages":["$message"]}}'),
        ),
    ),
)  # fmt: skip

MAILERLITE = Vendor(
    "mailerlite",
    "MailerLite",
    (
        Door(
            r"assets\.mailerlite\.com",
            r"/jsonp/\d+/forms/\d+/subscribe",
            _BOTH,
            required=(("ml-submit", "1"), ("anticsrf", "true")),
            names=r"fields\[\w+\](?:\[\])?|groups\[\]|gdpr\[\]",
            email=r"fields\[email\]",
            email_required=True,
            json="always",
            success=Reply(200, '{"success":true}'),
            failure=Reply(422, '{"success":false,"errors":{"fields":{"$inner":["$message"]}}}'),
        ),
    ),
)

_BREVO = Door(
    r"[0-9a-z-]+\.sibforms\.com",
    r"/serve/[\w=%-]+",
    _BOTH,
    required=(("locale", "[a-z]{2}"), ("html_type", "simple")),
    empty=("email_address_check",),
    names=r"[A-Z][A-Z0-9_]*(?:\[\])?",
    email="EMAIL",
    email_required=True,
    honeypot="email_address_check",
    rule="account",
    json="never",
)
BREVO = Vendor(
    "brevo",
    "Brevo",
    (
        replace(_BREVO,
            query=(("isAjax", "1"),),
            rule="",
            cors="any",
            json="always",
            success=Reply(200, '{"success":true,"message":"$message","redirect":""}'),
            failure=Reply(400, '{"success":false,"message":"$message","errors":{"$field":"$message"}}'),
        ),
        _BREVO,
    ),
)  # fmt: skip

_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_LISTMONK = Door(
    r".+",
    r"(?:/.*)?/subscription/form",
    (URLENCODED,),
    required=(("l", _UUID),),
    empty=("nonce",),
    names="email|name|l",
    email="email",
    email_required=True,
    honeypot="nonce",
    caught="refuse",
    redirect="next",
    rule="listed",
    json="never",
    page=Reply(200, "<!doctype html><title>$title</title><h1>Subscribe</h1><p>"
               f"{_CONFIRM}</p>", HTML),
)  # fmt: skip
_LISTMONK_API = replace(
    _LISTMONK,
    path=r"(?:/.*)?/api/public/subscription",
    control="nonce|next",
    empty=(),
    honeypot="",
    caught="accept",
    redirect="",
    rule="",
    cors="listed",
    preflight=True,
    allowed_headers="origin, content-type, accept",
    json="always",
    success=Reply(200, '{"data":{"has_optin":true}}'),
    failure=Reply(400, '{"message":"$message"}'),
)
LISTMONK = Vendor(
    "listmonk",
    "Listmonk",
    (
        _LISTMONK,
        _LISTMONK_API,
        replace(
            _LISTMONK_API,
            encodings=(JSON,),
            required=(("list_uuids", _UUID),),
            names="email|name|list_uuids",
        ),
    ),
)

GOOGLE_FORMS = Vendor(
    "google-forms",
    "Google Forms",
    (
        Door(
            r"docs\.google\.com",
            r"/forms/d/e/1FAIpQL[\w-]+/formResponse",
            _BOTH,
            names=r"entry\.\d+(?:\.other_option_response|_year|_month|_day)?|emailAddress",
            control="fvv|pageHistory|submit|draftResponse|fbzx|dlut",
            email="emailAddress",
            json="never",
            page=Reply(200, "<!doctype html><title>$title</title>"
                       "<h1>Your response has been recorded.</h1>", HTML),
        ),
    ),
    (Hosted(r"docs\.google\.com", r"/forms/d/e/1FAIpQL[\w-]+/viewform", "Google Forms"),),
)  # fmt: skip

APPS_SCRIPT = Vendor(
    "apps-script",
    "Google Apps Script",
    (
        Door(
            r"script\.google\.com",
            r"/macros/s/[\w-]+/exec",
            (URLENCODED,),
            control="formDataNameOrder|formGoogleSheetName",
            never=(("formGoogleSendEmail", ".*", "Anybody could send mail through the script: never "
                    "send formGoogleSendEmail."),),
            cors="any",
            json="always",
            success=Reply(302, location="https://script.googleusercontent.com/macros/echo?"
                          "result=success"),
            failure=Reply(302, location="https://script.googleusercontent.com/macros/echo?"
                          "result=error"),
        ),
    ),
    (
        Hosted(r"script\.googleusercontent\.com", "/macros/echo", "Apps Script",
               '{"result":"$result","data":"{}"}', JSON, cors=True),
    ),
)  # fmt: skip

JOTFORM = Vendor(
    "jotform",
    "Jotform",
    (
        Door(
            r"submit\.jotform\.com",
            r"/submit/(?P<id>\d+)",
            _BOTH,
            required=(("formID", "$id"),),
            names=r"q\d+_\w+(?:\[\w*\])*",
            control="simple_spc",
            email=r"q\d+_email\w*",
            honeypot="website",
            keeps_nothing_without="simple_spc",
            keeps_value="$id-$id",
            rule="account",
            json="never",
        ),
    ),
    (Hosted(r"form\.jotform\.com", r"/(?:jsform/)?\d+", "Jotform"),),
)

TABLE = (MAILCHIMP, BUTTONDOWN, KIT, MAILERLITE, BREVO, LISTMONK, GOOGLE_FORMS, APPS_SCRIPT,
         JOTFORM)  # fmt: skip
