"""The screens: Textual, thin, over `station.service`."""

import os

# Keys as plain characters: under kitty's protocol the keys of a scanner would each be a sequence.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
