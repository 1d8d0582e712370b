"""The scanning station of a sorting hub."""

__version__ = "0.1.0"
