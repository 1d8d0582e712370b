"""Manifest, sort plan and hold list, of a person and of the centre."""

from __future__ import annotations

from station.record.lists.centre_lists import CentreLists, Page
from station.record.lists.import_marks import HOLDS, MANIFEST, PLAN, forget, mark
from station.record.lists.manifest import Manifest
from station.record.lists.manifest_import import SHOWN, import_manifest

__all__ = ["HOLDS", "MANIFEST", "PLAN", "SHOWN", "CentreLists", "Manifest", "Page", "forget", "import_manifest", "mark"]
