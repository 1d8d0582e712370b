"""What the record says in English when it cannot be read or written, by code; `station.language` has it in others.

Of several sentences of a code the first stands whose values are all known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hardware.error_texts import Sentences

_SET_BACK = "Put the file back, or start the station again"
_REPLACED = "{path}: was moved, deleted or replaced while the station runs; nothing was stored."
_ONE_WRITER = "one process writes a database. Stop that one, or work through it"
_TAKEN = "{path}: the file or its log was deleted or emptied while the station runs; nothing more is stored in it"
_AGAIN = "Start the station again; it says what was saved until somebody has seen it"
RECORD_TEXTS: Sentences = {
    "record_disk_full": ("{path}: the disk is full, nothing was stored. Free space where {folder} lies",),
    "record_damaged": (
        "{path}: the database is damaged ({finding}). The next start of the station sets it aside, saves what can be "
        "read and goes on in a new file; start it again",
    ),
    "record_locked": ("{path}: another program holds the database locked ({name}). Close it, then try again",),
    "record_shut": (
        "{path}: cannot be opened for this ({name}: {finding}). Check owner, rights and mount of {folder}",
    ),
    "record_disk_error": (
        "{path}: the disk reports an error ({name}), nothing was confirmed. Check that it is not full, then the disk "
        "and its cable; copy the folder away before anything else",
    ),
    "label_queue_fails": ("{path}: {what}. Move the file away: a new one is begun, and its labels are lost",),
    "record_error": ("{path}: {name}: {finding}",),
    "record_no_space": ("{path}: {reason:os}. Free space where {folder} lies",),
    "record_no_rights": ("{path}: {reason:os}. Check owner, rights and mount of {folder} and what lies in it",),
    "record_no_folder": ("{path}: {reason:os}. Name a folder on a local disk that this user may write",),
    "record_replaced": (
        f"{_REPLACED} Its {{scans}} scans were saved for the next start. {_SET_BACK}",
        f"{_REPLACED} {_SET_BACK}",
    ),
    "record_replaced_unsaved": (
        f"{_REPLACED} Nothing could be saved of it ({{why}}). {_SET_BACK}",
        f"{_REPLACED} Nothing could be saved of it. {_SET_BACK}",
    ),
    "record_log_taken": (
        f"{_TAKEN}. {{scans}} scans were saved, {{lost}} could not be read. {_AGAIN}",
        f"{_TAKEN}. {{scans}} scans were saved. {_AGAIN}",
    ),
    "record_log_taken_all_saved": (f"{_TAKEN}. Every confirmed scan was saved. {_AGAIN}",),
    "record_log_taken_unsaved": (f"{_TAKEN}. What it held could not be saved ({{why}}). {_AGAIN}",),
    "record_in_use": (
        f"{{path}}: in use by process {{pid}} ({{command}}); {_ONE_WRITER}",
        f"{{path}}: in use by another process; {_ONE_WRITER}",
    ),
    "record_setting_refused": (
        "{path}: SQLite did not take {name}={wanted} (it is {found}). Keep the database on a local disk, never on a "
        "network share",
    ),
    "record_of_other_program": ("{path}: this is a database of another program. Name another file or folder",),
    "record_newer": (
        "{path}: written by a newer station (database version {version}, this program knows {known}). Install that "
        "version again; nothing was changed",
    ),
    "record_absent": ("{path}: no database there. Start the station once, or name another file",),
    "record_empty": ("{path}: the database is empty. Start the station once",),
    "record_older": ("{path}: made by an older station (database version {version}). Start the station once",),
    "record_busy": ("the record was busy for {seconds} s, which is longer than a write waits",),
    "record_closed": ("the core has ended; this was not written",),
    "lists_no_folder": ("{path}: {reason:os}. Check owner, rights and space of {folder}",),
    "lists_change_first": ("{path}: a change came before the manifest that it changes",),
    "lists_too_many": ("{path}: the centre sends more than {most} parcels",),
    "file_refused": ("{path}: {reason:os}",),
}
