"""Devices that need no hardware: a camera that renders true parcel labels, and what passes under it."""
