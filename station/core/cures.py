"""Who can mend each trouble, and what is to be done: one table, which the reference page of the troubles is made of."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Mender(StrEnum):
    """Who can mend a trouble."""

    WORKER = "worker"
    SUPERVISOR = "supervisor"
    TECHNICIAN = "technician"
    NOBODY = "nobody"
    """It mends itself."""


class Do(StrEnum):
    """What to do about a trouble; `station.language` has the sentence of each."""

    RECONNECT = "reconnect"
    MEND_DEVICE = "mend_device"
    WAIT = "wait"
    MEND_ACCESS = "mend_access"
    MEND_LINE = "mend_line"
    CORRECT_LIST = "correct_list"
    RENEW_LIST = "renew_list"
    IMPORT_PLAN = "import_plan"
    IMPORT_MANIFEST = "import_manifest"
    DELETE_FILE = "delete_file"
    SET_CLOCK = "set_clock"
    FREE_SPACE = "free_space"
    MEND_RECORD = "mend_record"
    KEEP_EVIDENCE = "keep_evidence"
    SEPARATE_COPIES = "separate_copies"
    RESTORE_CENTRE = "restore_centre"
    MEND_BACKUP = "mend_backup"
    MEND_PEERS = "mend_peers"
    INSTALL_ENGINE = "install_engine"
    CLEAR_SOCKET = "clear_socket"
    RESTART = "restart"
    REPEAT_CHECK = "repeat_check"
    ADJUST_SCALE = "adjust_scale"
    LOG_IN = "log_in"
    ANSWER_CHECK = "answer_check"
    LOOK_AT_LABELS = "look_at_labels"
    SHOW_NEW_LABEL = "show_new_label"
    MEND_QUEUE = "mend_queue"
    MEND_WEBHOOK = "mend_webhook"
    MEND_NOTIFIER = "mend_notifier"
    LOOK_AT_FIGURES = "look_at_figures"
    CLOSE_BAG = "close_bag"
    HURRY = "hurry"
    ASK_DOCTOR = "ask_doctor"


class Cure(NamedTuple):
    """Who mends it, and what he does."""

    who: Mender
    do: Do


UNKNOWN = Cure(Mender.TECHNICIAN, Do.ASK_DOCTOR)
"""Of a trouble that is not in the table, such as one of a newer version."""
_DEFECT = Cure(Mender.TECHNICIAN, Do.MEND_DEVICE)
_LIST_OLD = Cure(Mender.SUPERVISOR, Do.RENEW_LIST)
_DISK = Cure(Mender.TECHNICIAN, Do.FREE_SPACE)
_CLOCK = Cure(Mender.TECHNICIAN, Do.SET_CLOCK)
_BACKUP = Cure(Mender.TECHNICIAN, Do.MEND_BACKUP)
_PEERS = Cure(Mender.TECHNICIAN, Do.MEND_PEERS)
_RECORD = Cure(Mender.TECHNICIAN, Do.MEND_RECORD)
_EVIDENCE = Cure(Mender.SUPERVISOR, Do.KEEP_EVIDENCE)
_FIGURES = Cure(Mender.SUPERVISOR, Do.LOOK_AT_FIGURES)
_RESTART = Cure(Mender.WORKER, Do.RESTART)
CURES: Mapping[str, Cure] = {
    "camera_down": Cure(Mender.TECHNICIAN, Do.RECONNECT),
    "scale_down": Cure(Mender.TECHNICIAN, Do.RECONNECT),
    "scanner_down": Cure(Mender.TECHNICIAN, Do.RECONNECT),
    "speaker_down": Cure(Mender.TECHNICIAN, Do.RECONNECT),
    "light_down": Cure(Mender.TECHNICIAN, Do.RECONNECT),
    "display_down": Cure(Mender.TECHNICIAN, Do.RESTART),
    "print_unread": Cure(Mender.TECHNICIAN, Do.INSTALL_ENGINE),
    "webhook_away": Cure(Mender.TECHNICIAN, Do.MEND_WEBHOOK),
    "notify_away": Cure(Mender.TECHNICIAN, Do.MEND_NOTIFIER),
    "printer_down": Cure(Mender.WORKER, Do.MEND_DEVICE),
    "labels_unsure": Cure(Mender.WORKER, Do.LOOK_AT_LABELS),
    "labels_unread": Cure(Mender.WORKER, Do.SHOW_NEW_LABEL),
    "labels_stopped": Cure(Mender.TECHNICIAN, Do.MEND_QUEUE),
    "scanner_locked": Cure(Mender.WORKER, Do.MEND_DEVICE),
    "centre_refuses": Cure(Mender.TECHNICIAN, Do.MEND_ACCESS),
    "centre_useless": Cure(Mender.TECHNICIAN, Do.MEND_LINE),
    "centre_offline": Cure(Mender.NOBODY, Do.WAIT),
    "list_refused": Cure(Mender.SUPERVISOR, Do.CORRECT_LIST),
    "list_away": Cure(Mender.TECHNICIAN, Do.MEND_LINE),
    "list_old": _LIST_OLD,
    "list_by_hand_old": _LIST_OLD,
    "list_of_unknown_age": _CLOCK,
    "no_plan": Cure(Mender.SUPERVISOR, Do.IMPORT_PLAN),
    "manifest_unusable": Cure(Mender.TECHNICIAN, Do.IMPORT_MANIFEST),
    "manifest_of_centre_unusable": Cure(Mender.TECHNICIAN, Do.DELETE_FILE),
    "clock_stepped": _CLOCK,
    "clock_unsynced": _CLOCK,
    "clock_not_believed": _CLOCK,
    "disk_filling": _DISK,
    "disk_full": _DISK,
    "record_unreadable": _RECORD,
    "not_written": _RECORD,
    "record_opened": _EVIDENCE,
    "record_behind": _RECORD,
    "record_copied": Cure(Mender.TECHNICIAN, Do.SEPARATE_COPIES),
    "record_salvaged": _EVIDENCE,
    "record_taken": _EVIDENCE,
    "record_lost": _EVIDENCE,
    "record_gone": Cure(Mender.SUPERVISOR, Do.RESTORE_CENTRE),
    "no_backup": _BACKUP,
    "backup_refused": _BACKUP,
    "backup_in_the_way": _BACKUP,
    "backup_lacks_room": _BACKUP,
    "peers_unheard": _PEERS,
    "peers_port_taken": _PEERS,
    "reader_reduced": Cure(Mender.TECHNICIAN, Do.INSTALL_ENGINE),
    "status_unanswered": Cure(Mender.TECHNICIAN, Do.CLEAR_SOCKET),
    "log_in_first": Cure(Mender.WORKER, Do.LOG_IN),
    "check_waits": Cure(Mender.WORKER, Do.ANSWER_CHECK),
    "check_failed": Cure(Mender.SUPERVISOR, Do.REPEAT_CHECK),
    "weight_drifts": Cure(Mender.TECHNICIAN, Do.ADJUST_SCALE),
    "read_rate_low": _FIGURES,
    "no_reads_many": _FIGURES,
    "mismatches_many": _FIGURES,
    "backlog_old": Cure(Mender.TECHNICIAN, Do.MEND_LINE),
    "bag_open_long": Cure(Mender.WORKER, Do.CLOSE_BAG),
    "departure_late": Cure(Mender.SUPERVISOR, Do.HURRY),
    "departures_bad": Cure(Mender.SUPERVISOR, Do.CORRECT_LIST),
    "part_ended": _RESTART,
    "no_keys": _RESTART,
}


def cure_of(code: str) -> Cure:
    """Of a trouble by its code; what a camera or scale sends wrong is mended at the device."""
    return CURES.get(code) or (_DEFECT if code.startswith(("camera_", "scale_", "scanner_")) else UNKNOWN)
