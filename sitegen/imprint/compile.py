"""The facts of an imprint and the rules of a place to the words that are shown.

Pure: values in, a statement out. What a pack asks for is checked here, by the few words that packs
use for it (``what``); no law is written into this module.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from sitegen.imprint.model import Imprint, Party, Statement
from sitegen.imprint.packs import Need, Pack, Version, When
from sitegen.later import later
from sitegen.problems import Level, Problem

ROLES = frozenset(
    "agent|election agent|official agent|promoter|treasurer|secretary|chair|chairperson|chairman|"
    "chairwoman|campaign|campaign team|campaign manager|team|committee|candidate|admin|"
    "administrator|webmaster|"
    "editor|organiser|organizer|volunteers|us|we|office|head office".split("|")
)
"""Words that say what somebody does and not who it is."""

EMPTY_WORDS = frozenset(
    "name|your name|full name|tbc|tbd|todo|xxx|n.n.|nn|n/a|none|unknown|anonymous|somebody|...".split(
        "|"
    )
)
"""What stands where a name is still to come."""

_BOX = later(r"\b(?:p\.? ?o\.? ?box|post office box|postfach|private bag|freepost|bo[iî]te postale|"
                  r"case postale|b\.? ?p\.? ?\d|apartado)\b", re.I)  # fmt: skip
_MAIL = later(r"[^\s,;]+@[^\s,;]+|(?:https?://|www\.)\S+")
_OPTIONAL = later(r"\[([^\[\]]*)\]")
_PLACE = later(r"\{([a-z_]+)\}")


def status(imprint: Imprint, stage: str) -> str:
    """What the publisher is in the eyes of the law in a stage: a site that has come to its
    candidate is a candidate's, whatever the group was before."""
    if stage in ("candidate", "polling-day") and imprint.who in (
        "", "unregistered-group", "future-candidate"
    ):  # fmt: skip
        return "candidate"
    return imprint.who or "unregistered-group"


def statement(
    imprint: Imprint, pack: Pack, version: Version, stage: str, medium: str
) -> Statement:
    """What one place wants to read. Without the facts for it, the lines are those that can be."""
    who = status(imprint, stage)
    facts = _facts(imprint, version)

    def holds(when: When) -> bool:
        return (
            (not when.who or who in when.who)
            and (not when.stages or stage in when.stages)
            and (not when.media or medium in when.media)
            and (when.paid is None or when.paid == imprint.paid_ads)
            and all(facts.get(name) for name in when.has)
            and not any(facts.get(name) for name in when.lacks)
        )

    law = next((rule.fact.law for rule in version.duties
                if rule.fact.binds and holds(rule.when)), "")  # fmt: skip
    required = bool(law)
    problems = []
    for need in version.needs:
        if holds(need.when):
            missing = _MISSING[need.what](imprint, need, facts)
            if missing is not None:
                problems.append(_problem(imprint, pack, need, missing, required))
    pattern = next((dict(texts) for when, texts in version.words if holds(when)), {})
    language = imprint.language.split("-")[0].lower()
    words = pattern.get(language) or pattern.get("en") or next(iter(pattern.values()), "")
    line = _filled(words, facts)
    least = max((rule.least for rule in version.sizes if holds(rule.when)), default=0.0)
    return Statement((line,) if line else (), required, least, tuple(problems), law)


def _problem(imprint: Imprint, pack: Pack, need: Need, key: str, required: bool) -> Problem:
    level: Level = "error" if required and need.fact.binds else "info"
    lead = f"In {pack.place}" if pack.name else "In many places"
    urge = "the imprint must say more" if level == "error" else "the imprint should say more"
    return Problem(f"imprint-{need.what}", f"{lead} {urge}: {need.fact.says} ({need.fact.cited}).",
                   imprint.at(key), need.write, level)  # fmt: skip


# Facts ----------------------------------------------------------------------------------------


def _facts(imprint: Imprint, version: Version) -> dict[str, str]:
    """What a pattern may name; "" where the site says nothing."""
    people = _listed([_titled(party) for party in imprint.people if is_name(party.name)], imprint)
    entity = imprint.entity if is_name(imprint.entity) else ""
    promoter = people or entity
    payer = imprint.paid_by or entity or people
    named = imprint.authorised_by
    own = payer if not named and imprint.authorised == "yes" else ""
    reach = ", ".join(found for name in version.contact
                      if name != "address" or not _only_electronic(imprint.address)
                      if (found := getattr(imprint, name)))  # fmt: skip
    principals = [", ".join(filter(None, (party.name, party.address)))
                  for party in imprint.on_behalf_of]  # fmt: skip
    printer, agent = imprint.printer, imprint.agent
    facts = dict(imprint.facts)
    facts.update(
        people=people, body=entity, entity=entity if people else "", promoter=promoter,
        address=imprint.address, town=imprint.town, email=imprint.email, phone=imprint.phone,
        web=imprint.web, reach=reach,
        principals=_listed(principals, imprint),
        principal=_listed([party.name for party in imprint.on_behalf_of], imprint) or entity,
        printer=", ".join(filter(None, (printer.name, printer.address))) if printer else "",
        agent=agent.name if agent and is_name(agent.name) else "",
        agent_title=agent.title if agent else "",
        payer=payer, authoriser=named or own,
        own=payer if own or (named and _same(named, payer)) else "",
        unauthorised="yes" if imprint.authorised == "no" and not named else "",
    )  # fmt: skip
    return facts


def _listed(names: list[str], imprint: Imprint) -> str:
    words = {"en": " and ", "de": " und ", "fr": " et ", "es": " y ", "ar": " و"}
    last = words.get(imprint.language.split("-")[0].lower(), ", ")
    return last.join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _titled(party: Party) -> str:
    return f"{party.name} ({party.title})" if party.title else party.name


def _same(one: str, two: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(two.casefold().split())


def is_name(text: str) -> bool:
    """Whether a text is the name of somebody, not of a role and not a gap left open."""
    plain = " ".join(text.casefold().split()).strip(" .")
    plain = plain.removeprefix("the ").removeprefix("our ")
    return (
        bool(plain)
        and plain not in ROLES
        and plain not in EMPTY_WORDS
        and not _only_electronic(plain)
    )


def _only_electronic(address: str) -> bool:
    return bool(_MAIL.search(address)) and not _MAIL.sub("", address).strip(" ,;")


def is_postal(address: str) -> bool:
    """Whether post would arrive there: a PO box, or at least two parts that are no e-mail or web
    address."""
    rest = _MAIL.sub("", address)
    parts = [part for part in re.split(r"[,;\n]", rest) if part.strip()]
    return bool(_BOX.search(rest)) or len(parts) >= 2


def is_box(address: str) -> bool:
    """Whether it is a PO box, and no street."""
    return bool(_BOX.search(address))


def _filled(pattern: str, facts: dict[str, str]) -> str:
    """The pattern with the facts in it; "" where one that may not be missing is.

    What stands in square brackets is left out as a whole where a fact of it is missing.
    """

    def known(text: str) -> bool:
        return all(facts.get(name) for name in _PLACE.findall(text))

    text = _OPTIONAL.sub(lambda part: part[1] if known(part[1]) else "", pattern)
    if not known(text):
        return ""
    filled = _PLACE.sub(lambda place: " ".join(facts[place[1]].split()), text)
    return re.sub(r"\.\.(?=\s|$)", ".", filled)


# What packs ask for ---------------------------------------------------------------------------

# Each gives None where it is there, else the key of the imprint at which it is missing.


def _name(imprint: Imprint, need: Need, facts: dict[str, str]) -> str | None:
    if facts["promoter"] or (need.when.paid and facts["payer"]):
        return None
    return "people" if imprint.people else "entity"


def _person(imprint: Imprint, need: Need, facts: dict[str, str]) -> str | None:
    return None if facts["people"] else "people"


def _postal(imprint: Imprint, need: Need, facts: dict[str, str]) -> str | None:
    return None if is_postal(imprint.address) else "address"


def _street(imprint: Imprint, need: Need, facts: dict[str, str]) -> str | None:
    good = is_postal(imprint.address) and not is_box(imprint.address)
    return None if good else "address"


def _contact(imprint: Imprint, need: Need, facts: dict[str, str]) -> str | None:
    return None if any(facts[name] for name in need.of) else "address"


def _principals(imprint: Imprint, need: Need, facts: dict[str, str]) -> str | None:
    wants_address = "address" in need.of
    for party in imprint.on_behalf_of:
        if not is_name(party.name) or (wants_address and not is_postal(party.address)):
            return "on_behalf_of"
    return None


def _printer(imprint: Imprint, need: Need, facts: dict[str, str]) -> str | None:
    printer = imprint.printer
    good = printer is not None and is_name(printer.name) and is_postal(printer.address)
    return None if good else "printer"


def _agent(imprint: Imprint, need: Need, facts: dict[str, str]) -> str | None:
    titled = "title" not in need.of or facts["agent_title"]
    return None if facts["agent"] and titled else "agent"


def _payer(imprint: Imprint, need: Need, facts: dict[str, str]) -> str | None:
    return None if is_name(facts["payer"]) else "paid_by"


def _authorisation(imprint: Imprint, need: Need, facts: dict[str, str]) -> str | None:
    return None if facts["authoriser"] or facts["unauthorised"] else "authorised_by"


def _fact(imprint: Imprint, need: Need, facts: dict[str, str]) -> str | None:
    return None if facts.get(need.what) else need.what


_MISSING: Mapping[str, Callable[[Imprint, Need, dict[str, str]], str | None]] = {
    "name": _name, "person": _person, "postal": _postal, "street": _street, "contact": _contact,
    "principals": _principals, "printer": _printer, "agent": _agent, "payer": _payer,
    "authorisation": _authorisation, "town": _fact, "phone": _fact, "process": _fact,
    "notice": _fact,
}  # fmt: skip


# Contradictions -------------------------------------------------------------------------------


def contradictions(imprint: Imprint) -> Iterator[Problem]:
    """What cannot both be true of one imprint, wherever it is published."""
    if imprint.authorised == "no" and imprint.authorised_by:
        yield Problem("imprint-contradiction", "The imprint says that nobody authorised the site, "
            f'and that "{imprint.authorised_by}" did.', imprint.at("authorised"),
            "Remove one of the two lines: authorised: no, or authorised_by.")  # fmt: skip
