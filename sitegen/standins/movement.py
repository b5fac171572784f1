"""What movements keep their supporters in: most of it takes no form but its own."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.standins.contract import HTML, Door, Hosted, Reply, Vendor
from sitegen.standins.request import JSON, MULTIPART, URLENCODED

_GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

_MAUTIC = Door(
    r".+",
    r"(?:/.*)?/form/submit",
    (MULTIPART, URLENCODED),
    query=(("formId", r"\d+"),),
    required=(
        ("mauticform[formId]", "$formId"),
        ("mauticform[formName]", r"\w+"),
        ("mauticform[return]", ""),
    ),
    names=r"mauticform\[\w+\](?:\[\])?",
    control=r"mauticform\[(?:submit|messenger)\]",
    email=r"mauticform\[email\]",
    honeypot="$honeypot",
    caught="refuse",
    redirect="mauticform[return]",
    rule="absolute",
    json="never",
    files=True,
    failure_page=Reply(302, type=HTML, location="$next?mauticError=$message"),
)
MAUTIC = Vendor(
    "mautic",
    "Mautic",
    (
        replace(
            _MAUTIC,
            query=(("formId", r"\d+"), ("ajax", "1")),
            rule="",
            cors="listed",
            json="always",
            success=Reply(200, '{"success":1,"results":{},"successMessage":"$message"}'),
            failure=Reply(200, '{"success":0,"validationErrors":{"$inner":"$message"}}'),
        ),
        _MAUTIC,
    ),
)

CIVICRM = Vendor(
    "civicrm",
    "CiviCRM",
    (
        Door(
            r".+",
            r"(?:/.*)?(?:/civicrm/profile/create/?|/index\.php|/)",
            (URLENCODED,),
            query=(("gid", r"\d+"),),
            required=(("_qf_default", r"\w+:cancel"), ("_qf_Edit_next", "")),
            names=r"email-(?:Primary|\d+)|first_name|last_name|phone-[\w-]+|custom_\d+(?:\[[^\]]+\])?"
                  r"|(?:postal_code|city|street_address|country|state_province)-(?:Primary|\d+)"
                  r"|group\[\d+\]|note|do_not_\w+|nick_name|job_title|birth_date",
            control="postURL|cancelURL|add_to_group",
            email=r"email-(?:Primary|\d+)",
            email_required=True,
            redirect="postURL",
            rule="absolute",
            script=False,
            json="never",
        ),
    ),
)  # fmt: skip

_PERSON = (
    r"person\.(?:given_name|family_name|languages_spoken|email_addresses\[0\]\.(?:address|status)"
    r"|phone_numbers\[0\]\.(?:number|number_type|status)"
    r"|postal_addresses\[0\]\.(?:postal_code|country|locality|region|address_lines)"
    r"|custom_fields\..+)|add_tags|action_network:referrer_data\.\w+|triggers\.autoresponse\.enabled"
)
ACTION_NETWORK = Vendor(
    "action-network",
    "Action Network",
    (
        Door(
            r"actionnetwork\.org",
            rf"/api/v2/(?:forms/{_GUID}/submissions|petitions/{_GUID}/signatures)",
            (JSON,),
            never=((r"person\.email_addresses\[0\]\.status", "subscribed", "People who had left "
                    "the list would be put on it again: leave the status out."),),
            names=_PERSON,
            email=r"person\.email_addresses\[0\]\.address",
            email_required=True,
            contact=r"person\.phone_numbers\[0\]\.number",
            cors="any",
            preflight=True,
            json="always",
            success=Reply(200, '{"identifiers":["action_network:d91b4b2e-ae0e-4cd3-9ed7-d0ec501b0bc3"],'
                               '"person":{}}'),
            failure=Reply(400, '{"error":"$message"}'),
        ),
    ),
    (
        Hosted(r"actionnetwork\.org", r"/(?:forms|petitions|events|letters|fundraising)/[\w-]+",
               "Action Network"),
        Hosted(r"actionnetwork\.org", r"/widgets/v\d/\w+/[\w-]+", "Action Network", "/* widget */",
               "text/javascript"),
    ),
    also=("action-network-petition", "action-network-page"),
)  # fmt: skip

_AK_NAMES = (
    r"email|akid|name|first_name|last_name|middle_name|prefix|suffix|zip|postal|plus4|country"
    r"|address1|address2|city|state|region|phone|home_phone|work_phone|mobile_phone|source|lists"
    r"|opt_in|referring_akid|user_\w+|action_\w+"
)
_ACTIONKIT = Door(
    r".+",
    r"/act/",
    (URLENCODED,),
    required=(("page", r"[\w-]+"),),
    names=_AK_NAMES,
    control="page|auto_country|required|lang|redirect|js|callback",
    email="email",
    email_required=True,
    contact="akid",
    rule="account",
    json="never",
)
ACTIONKIT = Vendor(
    "actionkit",
    "ActionKit",
    (
        _ACTIONKIT,
        replace(_ACTIONKIT,
            path="/rest/v1/action/",
            encodings=(URLENCODED, JSON),
            rule="",
            cors="listed",
            preflight=True,
            json="always",
            success=Reply(201, '{"action_id":21,"akid":".3.x","rd":1,"redirect_url":'
                               '"/cms/thanks/page"}'),
            failure=Reply(400, '{"errors":{"$field":["$message"]}}'),
        ),
    ),
)  # fmt: skip

_HUBSPOT = Door(
    r"forms(?:-eu1)?\.hubspot\.com|forms(?:-eu1)?\.hsforms\.com",
    rf"/(?:uploads/form/v2|submissions/v3/public/submit/formsnext/multipart)/\d+/{_GUID}",
    (URLENCODED, MULTIPART),
    names=r"[a-z][a-z0-9_]*",
    control="hs_context|redirectUrl",
    email="email",
    email_required=True,
    redirect="redirectUrl",
    rule="absolute",
    json="never",
)
HUBSPOT = Vendor(
    "hubspot",
    "HubSpot",
    (
        Door(
            r"api(?:-eu1)?\.hsforms\.com",
            rf"/submissions/v3/integration/submit/\d+/{_GUID}",
            (JSON,),
            never=((r"context\.hutk", ".*", "The cookie's value was sent without the visitor's "
                    "leave."),),
            names=r"[a-z][a-z0-9_]*",
            control=r"context\..+|legalConsentOptions\..+|submittedAt",
            email="email",
            email_required=True,
            pairs="fields",
            cors="any",
            preflight=True,
            json="always",
            repeated="refuse",
            success=Reply(200, '{"inlineMessage":"$message"}'),
            failure=Reply(400, '{"status":"error","message":"$message","errors":[{"message":'
                               '"$message","errorType":"INVALID_EMAIL"}]}'),
        ),
        _HUBSPOT,
    ),
    (Hosted(r"share(?:-eu1)?\.hsforms\.com", r"/[\w-]+", "HubSpot"),),
)  # fmt: skip

TABLE = (MAUTIC, CIVICRM, ACTION_NETWORK, ACTIONKIT, HUBSPOT)
