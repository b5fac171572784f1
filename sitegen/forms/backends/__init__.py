"""Every form backend in one table; a new one is a file beside this one and a line below."""

from __future__ import annotations

from sitegen.forms.backend import Backend
from sitegen.forms.backends import (
    action_network,
    action_network_page,
    action_network_petition,
    actionkit,
    airtable,
    apps_script,
    basin,
    brevo,
    buttondown,
    civicrm,
    cloudflare_pages,
    custom,
    everyaction,
    fabform,
    formcarry,
    forminit,
    formspark,
    formspree,
    formsubmit,
    google_forms,
    hosted_page,
    hubspot,
    jotform,
    kit,
    listmonk,
    mailchimp,
    mailerlite,
    mailto,
    make,
    mautic,
    mobilize,
    n8n,
    nationbuilder,
    netlify,
    pageclip,
    solidarity_tech,
    staticforms,
    supabase,
    tally,
    typeform,
    un_static,
    unstatic_dev,
    web3forms,
    zapier,
)

TABLE: tuple[Backend, ...] = (
    custom.BACKEND,
    mailto.BACKEND,
    hosted_page.BACKEND,
    # Forms by email or in a dashboard
    formspree.BACKEND,
    web3forms.BACKEND,
    formsubmit.BACKEND,
    forminit.BACKEND,
    basin.BACKEND,
    formspark.BACKEND,
    staticforms.BACKEND,
    formcarry.BACKEND,
    pageclip.BACKEND,
    fabform.BACKEND,
    un_static.BACKEND,
    unstatic_dev.BACKEND,
    # The host of the site
    netlify.BACKEND,
    cloudflare_pages.BACKEND,
    # Newsletters
    mailchimp.BACKEND,
    buttondown.BACKEND,
    kit.BACKEND,
    mailerlite.BACKEND,
    brevo.BACKEND,
    listmonk.BACKEND,
    mautic.BACKEND,
    # Organising
    action_network.BACKEND,
    action_network_petition.BACKEND,
    action_network_page.BACKEND,
    actionkit.BACKEND,
    civicrm.BACKEND,
    nationbuilder.BACKEND,
    everyaction.BACKEND,
    solidarity_tech.BACKEND,
    mobilize.BACKEND,
    hubspot.BACKEND,
    # Forms and tables elsewhere
    google_forms.BACKEND,
    apps_script.BACKEND,
    jotform.BACKEND,
    airtable.BACKEND,
    tally.BACKEND,
    typeform.BACKEND,
    supabase.BACKEND,
    # Automations
    zapier.BACKEND,
    make.BACKEND,
    n8n.BACKEND,
)


def find(name: str, own: tuple[Backend, ...] = ()) -> Backend | None:
    """The backend of this name, or None. ``own`` are the site's, which come first."""
    return next((backend for backend in (*own, *TABLE) if backend.name == name), None)


def names(own: tuple[Backend, ...] = ()) -> tuple[str, ...]:
    """Every name that ``backend:`` may hold, the site's own first."""
    return tuple(backend.name for backend in (*own, *TABLE))
