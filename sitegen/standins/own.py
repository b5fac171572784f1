"""What a group runs itself: a server, an automation, a database, or the host of its site."""

from __future__ import annotations

from sitegen.standins.contract import HTML, Door, Reply, Vendor
from sitegen.standins.request import JSON, MULTIPART, URLENCODED

_BOTH = (URLENCODED, MULTIPART)
_ALL = (URLENCODED, MULTIPART, JSON)

CUSTOM = Vendor(
    "custom",
    "Your own address",
    (
        Door(
            r".+",
            r"/.*",
            _ALL,
            email="email|EMAIL|e-mail|mail",
            honeypot="$honeypot",
            redirect="$redirect_field",
            rule="absolute",
            cors="any",
            files=True,
            success=Reply(200, '{"success":true,"result":"success"}'),
            failure=Reply(422, '{"success":false,"message":"$message"}'),
            failure_page=Reply(422, "", HTML),
        ),
    ),
    note="Nothing is known of your own receiver but that it takes forms.",
)

NETLIFY = Vendor(
    "netlify",
    "Netlify Forms",
    (
        Door(
            "",
            r"/.*",
            _BOTH,
            required=(("form-name", ""),),
            control="subject",
            rule="posted",
            json="never",
            repeated="last",
            files=True,
            most_bytes=8 * 1024 * 1024,
        ),
    ),
)

CLOUDFLARE = Vendor(
    "cloudflare-pages",
    "Cloudflare Pages",
    (
        Door(
            "",
            r"/.*",
            _BOTH,
            control="static-form-name",
            email="email",
            honeypot="$honeypot",
            rule="account",
            failure=Reply(422, '{"success":false,"message":"$message"}'),
            failure_page=Reply(422, "", HTML),
        ),
    ),
)

SUPABASE = Vendor(
    "supabase",
    "Supabase",
    (
        Door(
            r"[a-z0-9]+\.supabase\.co",
            r"/rest/v1/[a-z_][a-z0-9_]*",
            (JSON, URLENCODED),
            headers=(("apikey", r"eyJ[\w.-]+|sb_publishable_\w+"), ("prefer", "return=minimal")),
            names=r"[a-z_][a-z0-9_]*",
            unknown="refuse",
            email="email",
            cors="any",
            preflight=True,
            allowed_headers="content-type, accept, apikey, authorization, prefer",
            json="always",
            repeated="refuse",
            success=Reply(201, ""),
            failure=Reply(400, '{"code":"PGRST204","message":"$message","details":null,"hint":null}'),
        ),
    ),
)  # fmt: skip

ZAPIER = Vendor(
    "zapier",
    "Zapier",
    (
        Door(
            r"hooks\.zapier\.com",
            r"/hooks/catch/\d+/\w+/?(?:silent/)?",
            _ALL,
            email="",
            cors="any",
            json="always",
            files=True,
            success=Reply(200, '{"status":"success","id":"0190","request_id":"0190"}'),
            failure=Reply(400, '{"status":"error"}'),
        ),
    ),
)

MAKE = Vendor(
    "make",
    "Make",
    (
        Door(
            r"hook\.(?:eu1|eu2|us1|us2)\.make\.com",
            r"/\w+",
            _ALL,
            cors="any",
            json="always",
            files=True,
            success=Reply(200, "Accepted", "text/plain"),
            failure=Reply(400, "Bad request", "text/plain"),
        ),
    ),
)

N8N = Vendor(
    "n8n",
    "n8n",
    (
        Door(
            r".+",
            r"(?:/.*)?/webhook(?:-test)?/.+",
            _ALL,
            cors="any",
            preflight=True,
            json="always",
            files=True,
            success=Reply(200, '{"message":"Workflow was started"}'),
            failure=Reply(500, '{"message":"$message"}'),
        ),
    ),
)

TABLE = (CUSTOM, NETLIFY, CLOUDFLARE, SUPABASE, ZAPIER, MAKE, N8N)
