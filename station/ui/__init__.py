"""The screens: Textual, thin, over `station.service`."""
