"""Action Network, signing a petition directly: the form's rules at another address."""

from __future__ import annotations

from sitegen.forms.backends import action_network

_ID, _PAGE, *_OTHERS = action_network.BACKEND.settings

BACKEND = action_network.BACKEND._replace(
    name="action-network-petition",
    title="Action Network petition",
    settings=(
        _ID._replace(
            name="petition_id",
            pattern=r"(?:(?:https://)?actionnetwork\.org/api/v2/petitions/)?"
            rf"(?P<id>{action_network.UUID})(?:/signatures/?)?",
            expects="the UUID in https://actionnetwork.org/api/v2/petitions/..., not the words "
            "in the page's address",
        ),
        _PAGE._replace(
            example="https://actionnetwork.org/petitions/lower-the-rent",
            pattern=r"(?:(?:https://)?actionnetwork\.org/petitions/)?(?P<slug>[a-z0-9_-]+)"
            r"(?:[/?#].*)?",
            expects="the address of the petition's page",
        ),
        *_OTHERS,
    ),
    action="https://actionnetwork.org/api/v2/petitions/{id}/signatures",
    link="https://actionnetwork.org/petitions/{slug}",
    steps="Copy the UUID from the petition's API address, and the address of its page. No API "
    "key is needed; never put one here.",
)
