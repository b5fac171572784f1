"""Pelican's settings for the benchmark."""

import json
import os
from pathlib import Path

FACTS = json.loads(Path("site.json").read_text(encoding="utf-8"))
AUTHOR = SITENAME = FACTS["name"]
SITEURL = FACTS["url"]
PATH = "content"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "theme"
PLUGINS = ["pelican.plugins.neighbors"]
ARTICLE_PATHS = [""]
STATIC_PATHS = ["images", "style.css"]
USE_FOLDER_AS_CATEGORY = True
SLUGIFY_SOURCE = "basename"
ARTICLE_ORDER_BY = "reversed-date"
ARTICLE_URL = "{category}/{slug}/"
ARTICLE_SAVE_AS = "{category}/{slug}/index.html"
CATEGORY_URL = "{slug}/"
CATEGORY_SAVE_AS = "{slug}/index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
TAGS_SAVE_AS = "tags/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = CATEGORIES_SAVE_AS = ARCHIVES_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "tags", "sitemap"]
FEED_ALL_RSS = "feed.xml"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = True
DEFAULT_PAGINATION = False
MARKDOWN = {"extensions": ["extra", "meta", "toc"], "output_format": "html5"}
CACHE_CONTENT = LOAD_CONTENT_CACHE = bool(os.environ.get("BENCH_WARM"))
CONTENT_CACHING_LAYER = "generator"
