"""Commands that are too long for ``cli``: their arguments and what they print, one file each."""
