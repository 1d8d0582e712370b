"""Manifest, sort plan and hold list, of a person and of the centre."""
