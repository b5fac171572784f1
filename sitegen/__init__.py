"""Build branded static campaign sites, with sign-up forms for any backend, from Markdown."""

__version__ = "0.1.0"
