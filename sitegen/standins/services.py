"""Services that receive any form, and what each says of itself."""

from __future__ import annotations

from sitegen.standins.contract import HTML, Door, Hosted, Reply, Vendor
from sitegen.standins.request import JSON, MULTIPART, URLENCODED

_BOTH = (URLENCODED, MULTIPART)
_ALL = (URLENCODED, MULTIPART, JSON)

FORMSPREE = Vendor(
    "formspree",
    "Formspree",
    (
        Door(
            r"formspree\.io",
            r"/(?:f/[a-z0-9]+|p/\d+/f/\w+)",
            _ALL,
            control=r"_replyto|_subject|_cc|_next|_format|_language",
            email=r"email|Email|_replyto",
            honeypot=r"_gotcha",
            redirect="_next",
            rule="absolute",
            cors="any",
            preflight=True,
            referer=True,
            repeated="join",
            files=True,
            success=Reply(200, '{"ok":true,"next":"https://formspree.io/thanks"}'),
            failure=Reply(422, '{"error":"$message","errors":[{"code":"$code","field":"$field",'
                               '"message":"$message"}]}'),
        ),
    ),
    (Hosted(r"formspree\.io", "/thanks", "Thanks! The form was submitted successfully."),),
)  # fmt: skip

WEB3FORMS = Vendor(
    "web3forms",
    "Web3Forms",
    (
        Door(
            r"api\.web3forms\.com",
            "/submit",
            _ALL,
            required=(("access_key", r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),),
            control="subject|from_name|replyto|ccemail|redirect|webhook",
            email="email|replyto",
            honeypot="botcheck",
            redirect="redirect",
            rule="same-host",
            redirect_first=True,
            cors="any",
            preflight=True,
            json="unless-urlencoded",
            repeated="join",
            success=Reply(200, '{"success":true,"body":{"message":"$message"},"message":"$message"}'),
            failure=Reply(400, '{"success":false,"body":{"message":"$message"},"message":"$message"}'),
            page=Reply(303, type=HTML, location="https://web3forms.com/success"),
        ),
    ),
    (Hosted(r"web3forms\.com", "/success", "Form submitted successfully"),),
)  # fmt: skip

_FORMSUBMIT = (
    r"_subject|_cc|_replyto|_captcha|_template|_autoresponse|_blacklist|_webhook|_url|_next"
)
FORMSUBMIT = Vendor(
    "formsubmit",
    "FormSubmit",
    (
        Door(
            r"formsubmit\.co",
            r"/ajax/[^/]+",
            (MULTIPART, JSON),
            control=_FORMSUBMIT,
            email="email|_replyto",
            honeypot="_honey",
            cors="any",
            preflight=True,
            json="always",
            referer=True,
            files=True,
            most_bytes=10 * 1024 * 1024,
            success=Reply(200, '{"success":"true","message":"$message"}'),
            failure=Reply(200, '{"success":"false","message":"$message"}'),
        ),
        Door(
            r"formsubmit\.co",
            r"/(?!ajax/)[^/]+",
            _BOTH,
            control=_FORMSUBMIT,
            email="email|_replyto",
            honeypot="_honey",
            redirect="_next",
            rule="absolute",
            json="never",
            referer=True,
            files=True,
            most_bytes=10 * 1024 * 1024,
        ),
    ),
)

_BLOCKS = "text|number|email|phone|url|date|rating|select|radio|checkbox|file|country"
FORMINIT = Vendor(
    "forminit",
    "Forminit",
    (
        Door(
            r"forminit\.com",
            r"/f/[\w-]+",
            _BOTH,
            names=r"fi-sender-(?:email|firstName|lastName|fullName|phone|company|position|address"
                  rf"|city|country|title|userId)|fi-(?:{_BLOCKS})-[A-Za-z0-9_-]+(?:\[\])?"
                  r"|fi-tracking-\w+",
            unknown="refuse",
            email=r"fi-sender-email|fi-email-.+",
            e164=r"fi-phone-.+|fi-sender-phone",
            rule="account",
            cors="any",
            files=True,
            most_fields=50,
            success=Reply(200, '{"success":true,"data":{"hashId":"7LMIBoYY74JOCp1k"},'
                               '"redirectUrl":"$next"}'),
            failure=Reply(400, '{"success":false,"error":"$code","code":400,"message":"$message"}'),
        ),
    ),
)  # fmt: skip

BASIN = Vendor(
    "basin",
    "Basin",
    (
        Door(
            r"(?:www\.)?usebasin\.com",
            r"/f/[0-9a-f]{12}(?:\.json)?",
            _ALL,
            control="_subject",
            email="email",
            honeypot="_gotcha",
            rule="account",
            cors="any",
            preflight=True,
            files=True,
            success=Reply(200, '{"success":true,"id":1}'),
            failure=Reply(422, '{"success":false,"error":"$message"}'),
        ),
    ),
)

FORMSPARK = Vendor(
    "formspark",
    "Formspark",
    (
        Door(
            r"submit-form\.com",
            r"/\w+",
            _ALL,
            wanted=(("_append", "false", "Everything that was written is put into the address of "
                     "the next page, because _append is not false."),),
            names=r"[^_].*",
            control=r"_(?:redirect|error|append|replyto|email\..+|feedback\..+|botpoison)",
            email="email|_replyto",
            honeypot="_honeypot|_gotcha",
            redirect="_redirect",
            rule="absolute",
            cors="any",
            preflight=True,
            json_needs_accept=True,
            success=Reply(200, '{"email":"kept"}'),
            failure=Reply(400, '{"message":"$message"}'),
        ),
    ),
)  # fmt: skip

STATICFORMS = Vendor(
    "staticforms",
    "StaticForms",
    (
        Door(
            r"api\.staticforms\.(?:dev|xyz)",
            "/submit",
            _ALL,
            required=(("apiKey", r"sf_\w+"),),
            control="replyTo|redirectTo|subject",
            email="email|replyTo",
            honeypot=".*honeypot.*",
            redirect="redirectTo",
            rule="absolute",
            cors="any",
            preflight=True,
            files=True,
        ),
    ),
)

PAGECLIP = Vendor(
    "pageclip",
    "Pageclip",
    (
        Door(
            r"send\.pageclip\.co",
            r"/\w+(?:/[\w-]+)?",
            (URLENCODED,),
            email="email",
            cors="any",
            success=Reply(200, '{"data":"ok"}'),
            failure=Reply(400, '{"errors":[{"message":"$message"}]}'),
        ),
    ),
)

FORMCARRY = Vendor(
    "formcarry",
    "Formcarry",
    (
        Door(
            r"formcarry\.com",
            r"/s/[\w-]+",
            _ALL,
            email="email",
            honeypot="_gotcha",
            rule="account",
            cors="any",
            preflight=True,
            files=True,
            success=Reply(200, '{"code":200,"status":"success","title":"Thank You!",'
                               '"message":"$message"}'),
            failure=Reply(422, '{"code":422,"status":"error","title":"Error",'
                               '"message":"$message"}'),
        ),
    ),
)  # fmt: skip

FABFORM = Vendor(
    "fabform",
    "FabForm",
    (
        Door(
            r"fabform\.io",
            r"/f/[\w-]+",
            (URLENCODED, JSON),
            control="subject",
            email="email",
            rule="account",
            cors="any",
            preflight=True,
        ),
    ),
)

UNSTATIC = Vendor(
    "un-static",
    "Un-static",
    (
        Door(
            r"forms\.un-static\.com",
            r"/forms/[0-9a-f]{40}/ajax",
            (JSON,),
            email="email",
            cors="any",
            preflight=True,
            json="always",
        ),
        Door(
            r"forms\.un-static\.com",
            r"/forms/[0-9a-f]{40}",
            (URLENCODED,),
            email="email",
            rule="account",
            json="never",
        ),
    ),
)

UNSTATIC_DEV = Vendor(
    "unstatic-dev",
    "UnStatic",
    (
        Door(
            r"gateway\.unstatic\.dev",
            r"/message/[\w-]+",
            _ALL,
            email="email",
            honeypot="_honeypot",
            cors="any",
            preflight=True,
            success=Reply(200, '{"success":true,"request_id":"0190"}'),
            failure=Reply(403, '{"message":"$message"}'),
        ),
    ),
)

TABLE = (FORMSPREE, WEB3FORMS, FORMSUBMIT, FORMINIT, BASIN, FORMSPARK, STATICFORMS, PAGECLIP,
         FORMCARRY, FABFORM, UNSTATIC, UNSTATIC_DEV)  # fmt: skip
