"""A small site that shows all a theme has to dress: every block, field and view, in three languages."""

from __future__ import annotations

import io
from pathlib import Path

ROOT = Path(__file__).parents[2]
THEMES = tuple(sorted(path.parent.name for path in ROOT.glob("themes/*/theme.yaml")))

HOME, SECTION, TEXT, GERMAN, ARABIC, FORM, THANKS, LOST, LIST, TACTIC, EVENT = (
    "index.html", "blocks/index.html", "everything/index.html", "blocks/lang/index.html",
    "blocks/arabic/index.html", "come/index.html", "thanks/join/index.html", "404.html",
    "tactics/index.html", "tactics/stall/index.html", "events/soup/index.html",
)  # fmt: skip
PAGES = (
    HOME,
    SECTION,
    TEXT,
    GERMAN,
    ARABIC,
    FORM,
    THANKS,
    LOST,
    LIST,
    TACTIC,
    EVENT,
    "tags/index.html",
)

_SITE = """\
name: Nachbarschaftsinitiative Hafenstraße
tagline: Neighbours who get things done
description: A site for tests, with one of everything.
url: https://test.example
theme: {theme}
brand: {{colour: "{colour}"}}
language: {language}
timezone: Europe/Berlin
form: join
ask: join
backend: {{name: custom, settings: {{custom: {{url: "https://forms.test.example/in"}}}}}}
nav: [blocks/index.md, everything.md, come.md, {{to: join.md, title: Bürgerversammlungsvorbereitung}}, updates/index.md]
imprint: Published by Hafenstraße, 1 Harbour Street, Anytown.
"""

_FORM = """\
title: Come along once
intro: We keep a chair for you.
button: Count me in
fields:
  - {preset: first_name, required: true}
  - last_name
  - {preset: email, help: For the next date only.}
  - {preset: message}
  - {name: chairs, type: number, label: Chairs, min: 1, max: 60}
  - {name: day, type: date, label: From which day?}
  - {name: way, type: select, label: How do you come?, options: [On foot, By bus]}
  - {name: when, type: radio, label: When?, options: [Morning, Evening], required: true}
  - {name: help, type: checkboxes, label: Verantwortlichkeitsbereiche, options: [Talk, Cook and bake]}
  - {name: loud, type: range, label: How loud?}
  - {name: tint, type: color, label: Which colour?}
  - {name: leaflet, type: file, label: Your leaflet, accept: ".pdf"}
consent:
  - {name: updates, label: Write to me about the next meeting., required: true}
thanks: {title: We keep a chair for you, text: One of us writes to you within two days.}
"""

_MARKDOWN = """\
A first paragraph that sets the tone, with a [link](index.md), *stress*, **strength**, `code`, ==a mark== and ~~a
mistake~~. A note stands below.[^1]

## A heading of the second level

- A list without a blank line
  - with a list inside
- [x] a task that is done
- [ ] a task that waits

1. First
2. Second

### A heading of the third level

> What somebody said on the stairs, word for word.

| If you are | Read this first | Then do this within a week |
|---|---|---:|
| on your own | [Organising](index.md) | 30 minutes |
| three to ten people | The distributed organising model | two evenings |

---

```
a line that somebody copied from elsewhere, and that is much longer than any phone is wide
```

## Blocks

"""

_CALLOUTS = "\n".join(
    f"::: callout {kind} A word of {kind}\nWith a [link](index.md) inside.\n:::\n"
    for kind in ("note", "tip", "important", "warning", "idea")
)

_GERMAN = """\
Die Nachbarschaftshilfekoordinierungsstelle lädt zur Bürgerbeteiligungsauftaktveranstaltung.

## Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung

::: callout important Straßenverkehrsberuhigungsmaßnahmenkatalog
Rechtsschutzversicherungsgesellschaften und Kraftfahrzeughaftpflichtversicherungen.
:::

::: stat Donaudampfschifffahrt
source: https://example.org/zahlen
source_name: Nachbarschaftsbefragungsergebnisse

Wohnraumzweckentfremdungsverbotsverordnungen wurden gezählt.
:::

::: quote Bezirksschornsteinfegermeisterin
Aufmerksamkeitsdefizitausgleichsveranstaltungen!
:::

::: button ../come.md Mitgliedschaftsantragsformular öffnen
:::

| Rindfleischetikettierungsüberwachung | Betäubungsmittelverschreibung | Verantwortung |
|---|---|---|
| Unterhaltungselektronikgeschäft | Lebensmittelkennzeichnung | 1 |
"""

_ARABIC = """\
نحن جيران نصغي أولاً، ثم نعمل معاً. اقرأ [الصفحة الأولى](index.md) ثم تعال.

## كيف نبدأ

::: steps كيف نعقد لقاء
1. ادعُ ستة من جيرانك بأسمائهم.
2. اتفقوا على موعد واحد.
:::

::: callout important تنبيه
لا ترسل عنوانك بعد.
:::

::: callout
الحشد يعود إلى بيته، أما الجماعة فتعود معاً.
:::

::: quote آنا رويز
طرقت أحد عشر باباً، ففُتحت تسعة.
:::

::: stat 9 من 11
باباً فُتحت حين طرقها جار.
:::

::: button ../come.md تعال معنا
:::

::: faq أسئلة
### هل عليّ أن أتكلم؟
لا.
:::
"""


def _page(title: str, body: str = "", **settings: object) -> str:
    lines = "".join(f"{name}: {value}\n" for name, value in settings.items())
    return f"---\ntitle: {title}\ndescription: What this page says in one sentence.\n{lines}---\n{body}"


def _photo(light: int) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.linear_gradient("L").point(lambda v: v // 2 + light).resize((900, 600)).save(out, "JPEG")
    return out.getvalue()


def write(root: Path, theme: str, language: str = "en", colour: str = "#7b1e4b") -> None:
    """Write the site's sources to ``root``. The blocks are those of the theme and of base."""
    examples = {path.parent.name: path.read_text(encoding="utf-8") for name in ("base", theme)
                for path in sorted(ROOT.glob(f"themes/{name}/blocks/*/example.md"))}  # fmt: skip
    blocks = "\n".join(examples.values())
    picture = "assets/kitchen-table.jpg"
    files: dict[str, str | bytes] = {
        "site.yaml": _SITE.format(theme=theme, language=language, colour=colour),
        "forms/join.yaml": _FORM,
        "index.md": _page("Turn a big moment into lasting power", _CALLOUTS,
                          layout="home", image=picture, image_alt="A grey picture"),
        "blocks/index.md": _page("All blocks", "One of each.\n", image=f"../{picture}",
                                 image_alt="A grey picture"),
        "everything.md": _page("Everything at once", _MARKDOWN + _CALLOUTS + blocks
                                      + "\n[^1]: Which is here.\n", tags="[street, doors]"),
        "blocks/lang.md": _page("Bürgerbeteiligungsverfahrensbeschleunigungsgesetz", _GERMAN,
                                language="de", tags="Straßenverkehrsordnungswidrigkeit"),
        "blocks/arabic.md": _page("قوة الجيران", _ARABIC, language="ar"),
        "come.md": _page("Come along", "::: signup join\n:::\n", ask="none"),
        "join.md": _page("Join", "Text.\n"),
        "updates/index.md": _page("News", ""),
        "tactics/index.md": _page("What you can do", ""),
        "tactics/stall.md": _page("A stall", "How to do it.\n", effort="medium", cost="little",
                                  people="Two or three", phase="early", evidence="practice",
                                  safety="Never alone; somebody knows where you are."),
        "tactics/doors.md": _page("Ten doors", "Knock.\n", start="yes", rung="join", effort="low", cost="none",
                                  evidence="study", sources='["A study | https://example.org/doors"]'),
        "events/index.md": _page("Come along", ""),
        "events/soup.md": _page("Soup and plans", "Bring a bowl.\n", starts="2026-12-03 18:30",
                                place="Nachbarschaftshaus", address="1 Harbour Street"),
        "updates/one.md": _page("The evening four people came", "Text.\n", date="2026-10-01",
                                image=f"../{picture}", image_alt="A grey picture"),
        "updates/two.md": _page("One bench", "Text.\n", date="2026-10-02"),
        "ladder.yaml": "- {name: join, title: Join, ask: Come along, form: join, people: 43}\n",
        "progress.yaml": "members: {count: 43, goal: 100, date: 2026-11-01}\n",
        picture: _photo(90),
    }  # fmt: skip
    for name, content in files.items():
        place = root / "content" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
