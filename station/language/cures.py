"""Who can mend a trouble, and what he does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.language.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.language.language import Language
    from station.language.messages import Message

MENDERS: Mapping[str, Message] = {
    "worker": message("the worker"),
    "supervisor": message("the supervisor"),
    "technician": message("the technician"),
    "nobody": message("nobody: it mends itself"),
}
WHAT_TO_DO: Mapping[str, Message] = {
    "reconnect": message("Plug it in and switch it on; look at its cable and its port. It comes back by itself"),
    "mend_device": message("Do at the device what the sentence says. The warning ends by itself"),
    "wait": message("Go on working. What is kept here is sent when the connection is back"),
    "mend_access": message("Run station doctor: it names the address, the token or the certificate to correct"),
    "mend_line": message("Run station doctor: it tells whether the network or the centre is to blame"),
    "correct_list": message("Correct the list at the centre. The next one that can be used ends the warning"),
    "renew_list": message("Have the centre publish the list anew, or import the right one"),
    "import_plan": message("Run station import plan FILE"),
    "import_manifest": message("Run station import manifest FILE"),
    "delete_file": message("Delete the file that the sentence names. The centre sends it anew"),
    "set_clock": message("Run sudo timedatectl set-ntp true, and look whether the time server is reached"),
    "free_space": message("Delete or move files that are not of the station"),
    "mend_record": message("Keep the disk as it is; run station doctor and station verify"),
    "keep_evidence": message("Keep the disk and every file that was set aside; then confirm the alarm on F2"),
    "separate_copies": message("Let one station alone work under this name; then confirm the alarm on F2"),
    "restore_centre": message("Have the centre restored from its backup or an export; then confirm the alarm on F2"),
    "mend_backup": message("Make what the sentence says right, then run station backup FILE to try it"),
    "mend_peers": message("Correct peers.interface or peers.port, then run station doctor"),
    "install_engine": message("Install the package that the sentence names, then start the station again"),
    "clear_socket": message("Remove the folder that the sentence names. It is made anew by itself"),
    "restart": message("Close the station and start it again. If it fails again, call the technician"),
    "look_at_figures": message("Look on F2, with F12, where it is: quarter hour, worker, bin; confirm it with F7"),
    "close_bag": message("Close the bag that the sentence names, or confirm the alarm on F2"),
    "hurry": message("Bring people to the bins of this departure, or tell the office that parcels will be late"),
    "repeat_check": message("Mend what the sentence says, then run station shift check"),
    "adjust_scale": message("Level and adjust the scale with its test weight, then run station shift check"),
    "log_in": message("Scan a badge, or run station shift open NAME"),
    "answer_check": message("Do at the lane what the screen says, or run station shift check"),
    "mend_webhook": message("Look at the program that is told the verdicts, and at verdicts.webhook"),
    "show_new_label": message("Show the new label to the camera or the scanner; ask for it again where it is lost"),
    "look_at_labels": message("Look which label is missing: station printer queue; then reprint or drop it"),
    "mend_notifier": message("Look at the receiver's address in alarm.notify_file, and at the network"),
    "mend_queue": message("Do with the file what the sentence says. No parcel is stopped by it"),
    "ask_doctor": message("Run station doctor"),
}


def mender_text(who: str, language: Language) -> str:
    """Who can mend it; one that a newer version names, by its code."""
    return language.text(MENDERS[who]) if who in MENDERS else who


def cure_text(do: str, language: Language) -> str:
    """What to do; a code of a newer version sends to the doctor."""
    return language.text(WHAT_TO_DO.get(do, WHAT_TO_DO["ask_doctor"]))
