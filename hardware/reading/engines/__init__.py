"""Barcode libraries, and what they agree on."""
