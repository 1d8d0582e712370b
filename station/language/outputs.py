"""What the screens say of what is told beside them: loudspeaker, light, second display, webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.language.messages import message, plural

if TYPE_CHECKING:
    from station.language.messages import Message

_LIGHT = (message("The light tells nothing: look at the screen"),)
_DISPLAY = (message("The second display is dark: look at this screen. Tell the technician"),)
_WEBHOOK = (
    plural(
        "waiting",
        "Another program is not told of the verdicts: {waiting} waits, {lost} are lost. Go on working",
        "Another program is not told of the verdicts: {waiting} wait, {lost} are lost. Go on working",
    ),
    message("Another program is not told of the verdicts. Go on working"),
)
_NOTIFY = (
    message("{name} does not take the alarms: {waiting} wait, {lost} are lost. Go on working"),
    message("Alarms are not sent to others. Go on working"),
)
TROUBLES_OF_OUTPUTS: dict[str, tuple[Message, tuple[Message, ...]]] = {
    "speaker_down": (message("NO TONES"), (message("The loudspeaker is away: the terminal's bell rings"),)),
    "light_down": (message("LIGHT DOWN"), _LIGHT),
    "display_down": (message("SECOND DISPLAY DOWN"), _DISPLAY),
    "webhook_away": (message("WEBHOOK AWAY"), _WEBHOOK),
    "notify_away": (message("ALARMS NOT SENT"), _NOTIFY),
}
"""Headline, and what everybody reads."""
