"""Emoji written as words between colons, as chat programs and GitHub let people write them.

Most of these words are Unicode's own names; the table holds those that are not. Names of icons out
of icon fonts are pictures without a picture here, so they are left out. A word that is neither
stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from sitegen.later import later
from sitegen.markdown.draft import Draft

_NAMED = later(r":(?<![\w:/]:)([a-z0-9+-][a-z0-9_+-]{1,60}):(?![\w/])(\{[^{}\n]*\})?([ ]?)")
_ICON = later(
    r"(?:material|fontawesome|octicons|simple|fa|fas|fab|far|fa-solid|fa-brands|mdi|bi|custom)-[\w-]+$"
)
NAMES: Mapping[str, str] = {
    "+1": "👍", "-1": "👎", "100": "💯", "1st_place_medal": "🥇", "alien": "👽", "apple": "🍎",
    "arrow_down": "⬇️", "arrow_left": "⬅️", "arrow_right": "➡️", "arrow_up": "⬆️",
    "ballot_box": "🗳️", "ballot_box_with_ballot": "🗳️", "bangbang": "‼️", "bee": "🐝",
    "beer": "🍺", "beers": "🍻", "bike": "🚲", "birthday": "🎂", "blue_circle": "🔵", "blush": "😊",
    "book": "📖", "books": "📚", "boom": "💥", "bulb": "💡", "cake": "🍰", "calendar": "📆",
    "camera": "📷", "car": "🚗", "cat": "🐱", "checkered_flag": "🏁", "clap": "👏", "cn": "🇨🇳",
    "coffee": "☕", "computer": "💻", "crossed_fingers": "🤞", "cry": "😢", "date": "📅", "de": "🇩🇪",
    "detective": "🕵️", "disappointed": "😞", "dizzy": "💫", "dog": "🐶", "dollar": "💵", "ear": "👂",
    "earth_africa": "🌍", "earth_americas": "🌎", "earth_asia": "🌏", "email": "✉️",
    "envelope": "✉️", "es": "🇪🇸", "eu": "🇪🇺", "exclamation": "❗", "exploding_head": "🤯",
    "eyes": "👀", "facepalm": "🤦", "facepunch": "👊", "fist": "✊", "flushed": "😳", "fr": "🇫🇷",
    "gb": "🇬🇧", "gift": "🎁", "green_circle": "🟢", "grin": "😁", "grinning": "😀",
    "hammer_and_wrench": "🛠️", "hand": "✋", "handshake": "🤝", "hankey": "💩", "raising_hand_man": "🙋‍♂️", "raising_hand_woman": "🙋‍♀️", "heart": "❤️", "heart_eyes": "😍",
    "heavy_check_mark": "✔️", "heavy_multiplication_x": "✖️", "house": "🏠", "hugs": "🤗",
    "information_source": "ℹ️", "innocent": "😇", "interrobang": "⁉️", "iphone": "📱", "it": "🇮🇹",
    "joy": "😂", "jp": "🇯🇵", "kissing": "😗", "kissing_heart": "😘", "kr": "🇰🇷", "laughing": "😆",
    "link": "🔗", "lock": "🔒", "loudspeaker": "📢", "mag": "🔍", "mailbox": "📫",
    "man_shrugging": "🤷‍♂️", "mega": "📣", "megaphone": "📣", "metal": "🤘", "moneybag": "💰",
    "muscle": "💪", "no_bell": "🔕", "ocean": "🌊", "ok_hand": "👌", "orange_circle": "🟠",
    "partying_face": "🥳", "pencil": "📝", "pencil2": "✏️", "phone": "☎️", "pirate_flag": "🏴‍☠️",
    "pizza": "🍕", "point_down": "👇", "point_left": "👈", "point_right": "👉", "point_up": "☝️",
    "polar_bear": "🐻‍❄️", "potato": "🥔", "pray": "🙏", "punch": "👊", "purple_circle": "🟣",
    "question": "❓", "rage": "😡", "rainbow": "🌈", "rainbow_flag": "🏳️‍🌈", "raised_fist": "✊",
    "raised_hand": "✋", "raised_hands": "🙌", "raising_hand": "🙋", "recycle": "♻️",
    "red_circle": "🔴", "relaxed": "☺️", "relieved": "😌", "robot": "🤖", "rofl": "🤣",
    "rotating_light": "🚨", "ru": "🇷🇺", "running": "🏃", "scream": "😱", "shrug": "🤷",
    "shushing_face": "🤫", "simple_smile": "🙂", "sleepy": "😪", "slight_smile": "🙂", "smile": "😄",
    "smiley": "😃", "smiling_face_with_three_hearts": "🥰", "smirk": "😏", "sob": "😭", "star": "⭐",
    "star2": "🌟", "star_struck": "🤩", "stop_sign": "🛑", "stuck_out_tongue": "😛",
    "sun_with_face": "🌞", "sunglasses": "😎", "sunny": "☀️", "sweat_smile": "😅", "tada": "🎉",
    "tent": "⛺", "thinking": "🤔", "thinking_face": "🤔", "thumbsdown": "👎", "thumbsup": "👍",
    "train": "🚋", "transgender_flag": "🏳️‍⚧️", "triumph": "😤", "uk": "🇬🇧", "unlock": "🔓",
    "us": "🇺🇸", "v": "✌️", "vote": "🗳️", "walking": "🚶", "warning": "⚠️", "wave": "👋",
    "white_check_mark": "✅", "wink": "😉", "woman_shrugging": "🤷‍♀️", "world_map": "🗺️", "x": "❌",
    "yellow_circle": "🟡", "yum": "😋", "zany_face": "🤪", "zap": "⚡",
    # numbers in boxes, and arrows with two ends
    "arrow_right_hook": "↪️", "arrow_up_down": "↕️", "eight": "8️⃣", "five": "5️⃣", "four": "4️⃣",
    "keycap_ten": "🔟", "left_right_arrow": "↔️", "leftwards_arrow_with_hook": "↩️", "nine": "9️⃣",
    "one": "1️⃣", "seven": "7️⃣", "six": "6️⃣", "smiling_imp": "😈", "three": "3️⃣", "two": "2️⃣",
    "zero": "0️⃣",
}  # fmt: skip


def named(draft: Draft) -> None:
    """Put the sign where its name stands."""
    text = draft.text
    if ":" in text and _NAMED.search(text):
        draft.text = _NAMED.sub(_sign, text)


def _sign(match: re.Match[str]) -> str:
    name = match[1]
    if _ICON.match(name):
        return ""
    sign = NAMES.get(name) or _flag(name) or _unicode(name.replace("_", " ").replace("-", " "))
    return f"{sign}{match[2] or ''}{match[3]}" if sign else match[0]


def _flag(name: str) -> str:
    """``flag_de`` as two regional letters."""
    country = name[5:]
    if name[:5] not in ("flag_", "flag-") or len(country) != 2 or not country.isalpha():
        return ""
    return "".join(chr(ord("🇦") + ord(letter) - ord("a")) for letter in country)


def _unicode(name: str) -> str:
    for ending in ("", " FACE", " SYMBOL", " SIGN"):
        try:
            sign = unicodedata.lookup(name.upper() + ending)
        except KeyError:
            continue
        if unicodedata.category(sign) == "So":
            return sign
    return ""
