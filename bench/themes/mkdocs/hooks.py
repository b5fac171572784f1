"""Lists, tag pages and a feed for MkDocs, which makes none of its own.

They go through the same theme once every page has been read. A dirty build reads only pages that
have changed, so it leaves them as they were.
"""

import json
from collections import defaultdict
from pathlib import Path


def on_config(config):
    config.extra["facts"] = json.loads(Path("site.json").read_text(encoding="utf-8"))
    config.extra["latest"] = []
    return config


def on_env(env, config, files):
    documents = files.documentation_pages()
    pages = [file.page for file in documents if file.page.meta.get("section")]
    if len(pages) < len(documents) - 1:  # all but the home page
        return env
    lists = defaultdict(list)
    tags = set()
    for page in pages:
        lists[page.meta["section"]].append(page)
        for tag in page.meta["tags"]:
            lists[f"tags/{tag}"].append(page)
            tags.add(tag)

    def write(path, template, **context):
        target = Path(config.site_dir, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        html = env.get_template(template).render(config=config, **context)
        target.write_text(html, encoding="utf-8")

    for name, members in lists.items():
        heading = name.removeprefix("tags/")
        write(f"{name}/index.html", "list.html", heading=heading, pages=members, here=f"/{name}/")
    counts = [(tag, len(lists[f"tags/{tag}"])) for tag in sorted(tags)]
    write("tags/index.html", "tags.html", counts=counts, here="/tags/")
    latest = sorted(pages, key=lambda page: page.meta["date"], reverse=True)[:20]
    write("feed.xml", "feed.html", pages=latest)
    config.extra["latest"] = latest
    return env
