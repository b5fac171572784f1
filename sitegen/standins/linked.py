"""Services that take no form of ours: their own page is all there is to lead to."""

from __future__ import annotations

from sitegen.standins.contract import Hosted, Vendor

TABLE = (
    Vendor(
        "nationbuilder",
        "NationBuilder",
        pages=(Hosted(r"[\w-]+\.nationbuilder\.com", r"/[\w-]+", "NationBuilder"),),
        note="Its form carries a token that only its own page has.",
    ),
    Vendor(
        "everyaction",
        "EveryAction",
        pages=(
            Hosted(r"secure\.everyaction\.com", r"/[\w-]+", "EveryAction"),
            Hosted(r"static\.everyaction\.com", r"/ea-actiontag/.+", "EveryAction", "/* tag */",
                   "text/javascript"),
        ),
    ),
    Vendor(
        "solidarity-tech",
        "Solidarity Tech",
        pages=(Hosted(r".+", r"/.*", "Solidarity Tech"),),
        note="Its interface needs a secret key.",
    ),
    Vendor(
        "mobilize",
        "Mobilize",
        pages=(Hosted(r"(?:www|events)\.mobilize\.us", r"/.+", "Mobilize"),),
    ),
    Vendor(
        "airtable",
        "Airtable",
        pages=(Hosted(r"airtable\.com", r"/(?:embed/)?(?:app\w+/pag\w+/form|(?:app\w+/)?shr\w+)",
                      "Airtable"),),
    ),
    Vendor(
        "tally",
        "Tally",
        pages=(Hosted(r"tally\.so", r"/(?:r|embed)/\w+", "Tally"),),
    ),
    Vendor(
        "typeform",
        "Typeform",
        pages=(
            Hosted(r"form\.typeform\.com", r"/to/\w+", "Typeform"),
            Hosted(r"embed\.typeform\.com", r"/next/embed\.js", "Typeform", "/* embed */",
                   "text/javascript"),
        ),
    ),
    Vendor("hosted-page", "A page of a service", pages=(Hosted(r".+", r"/.*", "Sign up"),)),
    Vendor("mailto", "An email from the visitor", note="The visitor's own mail program sends it."),
)  # fmt: skip
