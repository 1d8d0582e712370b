"""What is wrong with the station: a headline, a sentence for everybody, and the one for the technician."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hardware.contract import Notice
from station.language.alarms import TROUBLES_OF_FIGURES
from station.language.checks import TROUBLES_OF_CHECKS
from station.language.defects import DEFECTS, defect_text
from station.language.errors import error_text
from station.language.language import named
from station.language.messages import Message, message, plural
from station.language.outputs import TROUBLES_OF_OUTPUTS
from station.language.printers import TROUBLES_OF_PRINTERS
from station.language.scanners import LOOK_AT_STOP, SCANNER_BLOCKED, SCANNER_DOWN, SCANNER_LOCKED
from station.language.screens import CAMERA_BLOCKED, LISTS, SCALE_BLOCKED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.language.language import Language


class TroubleText(NamedTuple):
    """Without a sentence for everybody it is the technician's alone; what devices and drivers say is always his."""

    headline: Message
    everybody: tuple[Message, ...] = ()
    technician: tuple[Message, ...] = ()


class TroubleWords(NamedTuple):
    """As they are shown. `everybody` is empty when only a technician can use it."""

    headline: str
    everybody: str
    technician: str


_NO_CENTRE = (message("No connection to the centre. Go on working."),)
_RECORD = message("RECORD: CALL THE TECHNICIAN")
_LIST_OLD = message("{list} OLD")
_NO_MANIFEST = (message("The manifest cannot be used. Tell the technician"),)
_BACKUP, _NO_BACKUP = message("BACKUP"), (message("No backup was made. Tell the technician"),)
_PEERS, _NO_PEERS = message("PEERS"), (message("The other stations of the hub are not heard. Tell the technician"),)
_DISK, _PLAN, _CLOCK, _MANIFEST = message("DISK"), message("PLAN"), message("CLOCK"), message("MANIFEST")
RECORD_ALARM = message("RECORD: CALL THE SUPERVISOR")
TROUBLES: Mapping[str, TroubleText] = {
    "scale_down": TroubleText(message("SCALE DOWN"), (SCALE_BLOCKED,)),
    "camera_down": TroubleText(message("CAMERA DOWN"), (CAMERA_BLOCKED,)),
    "scanner_down": TroubleText(SCANNER_DOWN, SCANNER_BLOCKED),
    **{code: TroubleText(*words) for code, words in (TROUBLES_OF_PRINTERS | TROUBLES_OF_OUTPUTS).items()},
    "scanner_locked": TroubleText(SCANNER_LOCKED, LOOK_AT_STOP),
    "centre_refuses": TroubleText(
        message("CENTRE: CALL THE TECHNICIAN"),
        (message("The centre does not take the scans of this station. Go on working: they are kept here."),),
    ),
    "centre_useless": TroubleText(message("CENTRE: NOTHING GETS THROUGH"), _NO_CENTRE),
    "centre_offline": TroubleText(message("CENTRE OFFLINE"), _NO_CENTRE),
    "list_refused": TroubleText(
        message("{list}: the centre's new one is NOT USED"),
        (message("The older one stays in force"),),
    ),
    "list_away": TroubleText(message("{list} NOT FETCHED"), (), (message("the centre gives no newer one"),)),
    "list_old": TroubleText(
        _LIST_OLD,
        (
            message("not confirmed by the centre for {age_s:age}; check the connection and its list"),
            message("not confirmed by the centre for long; check the connection and its list"),
        ),
    ),
    "list_by_hand_old": TroubleText(
        _LIST_OLD,
        (
            message("imported by hand {age_s:age} ago; the centre keeps another"),
            message("imported by hand long ago; the centre keeps another"),
        ),
    ),
    "list_of_unknown_age": TroubleText(_LIST_OLD, (message("age unknown: check the clock"),)),
    "record_unreadable": TroubleText(_RECORD, (message("The record cannot be read, or is not in its place"),)),
    "clock_stepped": TroubleText(_CLOCK, (message("the clock was set while running"),)),
    "clock_unsynced": TroubleText(
        _CLOCK, (), (message("the clock is not synchronised by NTP; run: sudo timedatectl set-ntp true"),)
    ),
    "log_in_first": TroubleText(
        message("LOG IN"), (), (message("no parcel is saved before somebody has logged in (shift.required)"),)
    ),
    "check_waits": TroubleText(
        message("CHECK"), (), (message("the lane waits for the check {check}"), message("the lane waits for a check"))
    ),
    "check_failed": TroubleText(
        message("CHECK FAILED"),
        (
            message("The check {check} of this shift failed: {value}, it passes with {limit}. Call the supervisor"),
            message("A check of this shift failed. Call the supervisor"),
        ),
    ),
    **{code: TroubleText(*words) for code, words in TROUBLES_OF_FIGURES.items()},
    **{code: TroubleText(*words) for code, words in TROUBLES_OF_CHECKS.items()},
    "no_plan": TroubleText(_PLAN, (message("no sort plan: station import plan FILE"),)),
    "manifest_unusable": TroubleText(
        _MANIFEST,
        _NO_MANIFEST,
        (
            message("{file}: the manifest cannot be used ({why:os}). Import it again: station import manifest FILE"),
            message("the manifest cannot be used. Import it again: station import manifest FILE"),
        ),
    ),
    "manifest_of_centre_unusable": TroubleText(
        _MANIFEST,
        _NO_MANIFEST,
        (
            message("{file}: the centre's manifest cannot be used ({why}). Delete the file"),
            message("the centre's manifest cannot be used. Delete its file in the data folder"),
        ),
    ),
    "disk_filling": TroubleText(
        _DISK,
        (
            message("disk filling up: {free:bytes} ({share:percent}) left where {folder} lies; free some space"),
            message("disk filling up; free some space"),
        ),
    ),
    "disk_full": TroubleText(
        _DISK,
        (
            message(
                "DISK ALMOST FULL: {free:bytes} ({share:percent}) left where {folder} lies; no scan is stored until "
                "there is space. Delete or move other files"
            ),
            message("DISK ALMOST FULL: no scan is stored until there is space. Delete or move other files"),
        ),
    ),
    "no_backup": TroubleText(
        _BACKUP,
        _NO_BACKUP,
        (
            message("no backup was made: {why}; tried again in an hour"),
            message("no backup was made; tried again in an hour; station backup FILE tells why"),
        ),
    ),
    "backup_refused": TroubleText(
        _BACKUP,
        _NO_BACKUP,
        (
            message(
                "no backup was made: {file}: {why:os}; free space there, or let station.backup_dir name a folder that "
                "the station may write; tried again in an hour"
            ),
            message("no backup was made; look at the folder station.backup_dir; tried again in an hour"),
        ),
    ),
    "backup_in_the_way": TroubleText(
        _BACKUP,
        _NO_BACKUP,
        (
            message(
                "no backup was made: {folder}: a file is in the way; move it, or name another folder in "
                "station.backup_dir; tried again in an hour"
            ),
            message(
                "no backup was made: a file is in the way; move it, or name another folder in station.backup_dir; "
                "tried again in an hour"
            ),
        ),
    ),
    "backup_lacks_room": TroubleText(
        _BACKUP,
        _NO_BACKUP,
        (
            message(
                "no backup was made: it takes {size:bytes}, and where {folder} lies {free:bytes} are free, of which "
                "{kept:bytes} must stay so. Free some space, or name another disk as station.backup_dir"
            ),
            message("no backup was made: free some space, or name another disk as station.backup_dir"),
        ),
    ),
    "peers_unheard": TroubleText(
        _PEERS,
        _NO_PEERS,
        (
            message("{group} cannot be used ({why:os}); check peers.interface"),
            message("the group of the stations cannot be used; check peers.interface"),
        ),
    ),
    "peers_port_taken": TroubleText(
        _PEERS,
        _NO_PEERS,
        (
            message("{group} cannot be used ({why:os}); end the program that has it, or change peers.port"),
            message("another program has the port of the stations; end it, or change peers.port"),
        ),
    ),
    "reader_reduced": TroubleText(
        message("READER"),
        (message("The reader does not use all its engines. Tell the technician"),),
        (
            message("{library} is missing, labels are read with zxing alone: apt-get install {package}"),
            message("the reader does not use all its engines; station doctor names what is missing"),
        ),
    ),
    "print_unread": TroubleText(
        message("READER"),
        (message("Printed numbers are not read. Tell the technician"),),
        (message("reader.text is on, and what reads printed numbers is not installed: make extras"),),
    ),
    "status_unanswered": TroubleText(
        message("STATUS"),
        (),
        (
            message("{path}: {why:os}; station status gets no answer. Remove {folder}"),
            message("station status gets no answer"),
        ),
    ),
    # what stops a scan, or the station
    "not_written": TroubleText(_RECORD, (message("The record cannot be written; F3 says why"),)),
    "record_opened": TroubleText(_RECORD, (message("Something happened to the record; F3 says what"),)),
    "record_behind": TroubleText(_RECORD, (message("The centre and the record do not agree; F3 says how"),)),
    "clock_not_believed": TroubleText(_CLOCK, (message("The clock is not believed; F3 says why"),)),
    "part_ended": TroubleText(
        message("THE STATION FAILED"),
        (
            message("Its part {part} has ended; the terminal says why once the station is closed"),
            message("A part of it has ended; the terminal says why once the station is closed"),
        ),
    ),
    "no_keys": TroubleText(message("THE STATION FAILED"), (message("the screen takes no keys any more"),)),
}
ALARMS: Mapping[str, Message] = {
    "record_copied": message("this record is a copy, or its disk was moved. Only one station may work under its name"),
    "record_salvaged": message("the record was damaged and set aside. Keep the old file"),
    "record_taken": message(
        "a file of the record was deleted or emptied. Find out by whom and keep what was set aside; station restore "
        "FILE brings a backup back"
    ),
    "record_lost": message("scans that the centre holds are missing here. Keep the disk; see station verify --centre"),
    "record_gone": message(
        "the centre lost scans that are no longer kept here. Restore them there from its backup or an export"
    ),
}
"""What happened to the record, until somebody has seen it."""
WHAT_HAPPENED: Mapping[str, Message] = {
    "log_deleted": message("its log was deleted while it was written; no scan is lost"),
    "file_taken": message("its file was moved, deleted or replaced while it was written; {scans} scans saved"),
    "scans_saved": message("{scans} scans saved, {lost} could not be read"),
    "some_scans_saved": message("{scans} scans saved, nobody knows how many could not be read"),
    "centre_ahead": message("the centre holds scan {held}, here the last one was {last}"),
    "other_scans": message("the centre holds other scans under numbers that were given out here"),
    "centre_lost": message("{scans} scans, told {told:moment}"),
}
"""What an alarm tells beside its kind, by the value `what`."""
_ALARM_WITH = (
    message("{sentence} ({detail}; {at:moment})"),
    message("{sentence} ({detail})"),
    message("{sentence} ({at:moment})"),
    message("{sentence}"),
)
_SEVERAL = plural("alarms", "{alarms} alarm, the newest: {sentence}", "{alarms} alarms, the newest: {sentence}")
_SENTENCES = {code: text.everybody for code, text in TROUBLES.items()}


def trouble_texts(about: Notice, language: Language) -> TroubleWords:
    """What is said of a trouble. For the technician goes first what the part itself says: by its code in `error`, else
    its English in `detail`.
    """
    values = named(about.values)
    detail = error_text(Notice(str(values.pop("error", "")), about.values), str(values.pop("detail", "")), language)
    if about.code in DEFECTS or (
        about.code.startswith(("camera_", "scale_", "scanner_")) and about.code not in TROUBLES
    ):
        return TroubleWords(about.code.replace("_", " ").upper(), "", defect_text(about, language))
    if about.code in ALARMS:
        text = alarm_text(about, language)
        return TroubleWords(language.text(RECORD_ALARM), text, text)
    known = TROUBLES.get(about.code)
    if known is None:
        text = language.of_notice({}, about.code, named(about.values))
        return TroubleWords(about.code.replace("_", " ").upper(), text, text)
    if (name := values.get("list")) is not None:
        values["list"] = (language.text(LISTS[str(name)]) if str(name) in LISTS else str(name)).upper()
    else:
        values["list"] = language.text(_A_LIST)
    everybody = language.first(known.everybody, values) if known.everybody else ""
    technician = detail or (language.first(known.technician, values) if known.technician else everybody)
    return TroubleWords(language.text(known.headline, values), everybody, technician)


_A_LIST = message("A LIST")


def alarm_text(about: Notice, language: Language) -> str:
    """What happened to the record; of several alarms the newest, and how many there are."""
    values = named(about.values)
    sentence = language.text(ALARMS[about.code]) if about.code in ALARMS else language.of_notice({}, about.code, {})
    if (what := WHAT_HAPPENED.get(str(values.get("what")))) is not None:
        values["detail"] = language.text(what, values)
    text = language.first(_ALARM_WITH, {**values, "sentence": sentence})
    return language.text(_SEVERAL, {**values, "sentence": text}) if "alarms" in values else text
