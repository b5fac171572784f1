"""Language tags: how they are formed, and which way their languages are written."""

from sitegen.later import later

RTL = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"))
"""Languages that are written from right to left."""

_TAG = later(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def is_tag(text: str) -> bool:
    """Whether the text is formed like a language tag (BCP 47, the parts that pages need)."""
    return _TAG.fullmatch(text) is not None


def direction(language: str) -> str:
    """``rtl`` for scripts written from right to left, else ``ltr``."""
    return "rtl" if language.split("-")[0].lower() in RTL else "ltr"
