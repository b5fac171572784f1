"""The content that every generator of the benchmark builds: the same words for all of them.

Page N is the same whatever the number of pages, but for the pages that its links lead to. Nothing
here reads a clock, the disk or the machine, so two runs a year apart measure the same site.
"""

from __future__ import annotations

import random
import struct
import zlib
from dataclasses import dataclass
from datetime import date, timedelta

NAME = "Riverside Neighbours"
URL = "https://riverside.example"
COLOUR, ACCENT = "#8a1f4b", "#f2b632"
FORM = "https://forms.example/join"
PER_SECTION = 50
PICTURES = 8
TAGS = tuple(
    (
        "allotments buses canvassing care clinics cycling flooding fundraising housing libraries "
        "meetings parks press rents schools seniors skills training wages youth"
    ).split()
)
STREETS = tuple(
    (
        "Canal Row|Mill Lane|Chapel Hill|Station Road|Orchard Close|Bridge Street|the Old Brewery|"
        "Weavers Yard|Kiln Terrace|Lockside|the Parade|Saltmarsh Avenue"
    ).split("|")
)
DEEDS = tuple(
    (
        "ring every doorbell|sit in on the budget meeting|set out a tea table|"
        "chart the empty shops|text last year's helpers|read the draft plan aloud|"
        "carry the petition round|tape short interviews|write postcards together|"
        "welcome three newcomers"
    ).split("|")
)
GOALS = tuple(
    (
        "a ceiling on rents|a night bus|a clinic within walking distance|twenty-mile streets|"
        "a library open on Sundays|flood walls before winter|wages that cover the week|"
        "a safe way to school"
    ).split("|")
)
SENTENCES = (
    "We began in {street} with a flask and a list; by dusk we could {deed} in *{count} homes*.",
    "The committee answered that {goal} must wait, although {street} has waited {count} months.",
    "**What we want is {goal}.** It was promised to {street}, and promises can be counted.",
    "Nobody has to {deed} alone: a neighbour from {street} comes along the first time.",
    "There is a [one-page plan]({link}) for anyone who would like to {deed} by Thursday.",
    "In {street} we heard {count} stories about the same landlord & kept a note of each one.",
    "Don't wait for permission; {goal} started as \"a daft idea\" at somebody's kitchen table.",
    "See [how {street} did it]({link}), copy what works, and tell us what did not.",
    "After {count} conversations it gets easy to {deed} -- most people want to be asked.",
    "Reporters may quote `figures-{count}.csv`; it lists every reply from {street} about {goal}.",
)


@dataclass(frozen=True, slots=True)
class Page:
    """One generated page; ``section`` and ``slug`` make its address."""

    section: str
    slug: str
    title: str
    description: str
    day: date
    tags: tuple[str, ...]
    order: int
    body: str

    @property
    def address(self) -> str:
        return f"/{self.section}/{self.slug}/"


def address(number: int) -> str:
    """Where page ``number`` (from 1) stands; generators must serve it there."""
    return f"/section-{(number - 1) // PER_SECTION + 1:03d}/page-{number:05d}/"


def _body(rng: random.Random, number: int, total: int) -> str:
    """About 600 words with what campaign pages hold: lists in lists, a table, a picture, links."""

    def say(sentences: int) -> str:
        return " ".join(
            rng.choice(SENTENCES).format(
                street=rng.choice(STREETS),
                deed=rng.choice(DEEDS),
                goal=rng.choice(GOALS),
                count=rng.randint(11, 980),
                link=address(rng.randint(1, total)),
            )
            for _ in range(sentences)
        )

    steps = "\n".join(
        f"{n}. In [{rng.choice(STREETS)}]({address(rng.randint(1, total))}) {rng.choice(DEEDS)}\n"
        f"    - take *one* friend along\n    - fill in `sheet {rng.randint(1, 60)}`"
        for n in (1, 2, 3)
    )
    rows = "\n".join(
        f"| {street} | {rng.randint(5, 600)} | {rng.randint(600, 1500)} |"
        for street in rng.sample(STREETS, 5)
    )
    parts = [
        say(4),
        f"## Why {rng.choice(STREETS)} needs {rng.choice(GOALS)}",
        say(4),
        say(4),
        f"![Neighbours in {rng.choice(STREETS)}](/images/photo-{number % PICTURES}.png)",
        "## This week",
        "\n".join(f"- In **{rng.choice(STREETS)}**: {rng.choice(DEEDS)}" for _ in range(4)),
        "### In order",
        steps,
        say(4),
        "## How far we are",
        f"| Street | So far | Goal |\n| --- | ---: | ---: |\n{rows}",
        f"> {say(1)}\n> {say(1)}",
        "### After that",
        say(4),
    ]
    if number % 10 == 0:
        parts.append('```html\n<p class="offer">\n  <a href="/join">Join us</a>\n</p>\n```')
    return "\n\n".join([*parts, say(3)]) + "\n"


def pages(total: int) -> tuple[Page, ...]:
    """Pages 1 to ``total``, a day apart and all in the past, fifty to a section."""
    made = []
    for number in range(1, total + 1):
        rng = random.Random(number * 104_729)
        _, section, slug, _ = address(number).split("/")
        title = f"{rng.choice(STREETS)} wants {rng.choice(GOALS)} ({number})"
        description = f"Who will {rng.choice(DEEDS)} in {rng.choice(STREETS)}, and when."
        day = date(2010, 1, 1) + timedelta(days=number)
        tags = tuple(sorted(rng.sample(TAGS, 3)))
        order = (number - 1) % PER_SECTION + 1
        body = _body(rng, number, total)
        made.append(Page(section, slug, title, description, day, tags, order, body))
    return tuple(made)


def sections(made: tuple[Page, ...]) -> tuple[str, ...]:
    return tuple(sorted({page.section for page in made}))


def picture(seed: int) -> bytes:
    """A PNG of 96 x 96 random pixels, about 27 kB, which no encoder can make much smaller."""
    rng = random.Random(seed)
    rows = b"".join(b"\0" + rng.randbytes(96 * 3) for _ in range(96))
    header = struct.pack(">IIBBBBB", 96, 96, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
