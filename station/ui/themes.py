"""The two high-contrast themes. Every text colour stands at 7:1 or more on the backgrounds it is used on.

Green is kept for an accepted parcel alone; a device that is well is blue, so that nothing else looks like a verdict.
"""

from __future__ import annotations

from textual.theme import Theme


def _variables(own: dict[str, str], foreground: str, panel: str, key: str, muted: str) -> dict[str, str]:
    """The station's own variables and those of Textual's widgets that the screens show."""
    return own | {
        "text-quiet": muted,
        "text-disabled": muted,
        "text-muted": muted,
        "footer-background": panel,
        "footer-foreground": foreground,
        "footer-item-background": panel,
        "footer-key-background": panel,
        "footer-description-background": panel,
        "footer-description-foreground": foreground,
        "footer-key-foreground": key,
        "block-hover-background": panel,
        "input-cursor-background": foreground,
        "input-cursor-foreground": panel,
        "input-cursor-text-style": "none",
        "input-selection-background": key,
        "input-selection-foreground": panel,
        "scrollbar": muted,
        "scrollbar-hover": foreground,
        "scrollbar-active": foreground,
        "scrollbar-background": panel,
        "scrollbar-background-hover": panel,
        "scrollbar-background-active": panel,
        "scrollbar-corner-color": panel,
    }


_DARK = {
    "accept-background": "#19D36B",
    "accept-foreground": "#000000",
    "exception-background": "#A80000",
    "exception-foreground": "#FFFFFF",
    "review-background": "#FFD000",
    "review-foreground": "#000000",
    "ready-background": "#1C2630",
    "ready-foreground": "#FFFFFF",
    "prompt-background": "#9AD8FF",
    "prompt-foreground": "#000000",
    "state-up": "#8FD3FF",
    "state-wait": "#FFD84D",
    "state-down": "#FFB3B3",
}
_LIGHT = {
    "accept-background": "#12B85A",
    "accept-foreground": "#000000",
    "exception-background": "#A00000",
    "exception-foreground": "#FFFFFF",
    "review-background": "#FFC400",
    "review-foreground": "#000000",
    "ready-background": "#E3E8ED",
    "ready-foreground": "#000000",
    "prompt-background": "#003A6B",
    "prompt-foreground": "#FFFFFF",
    "state-up": "#003A6B",
    "state-wait": "#5A3A00",
    "state-down": "#8A0000",
}

HUB_DARK = Theme(
    name="hub-dark",
    primary="#8FD3FF",
    secondary="#8FD3FF",
    warning="#FFD84D",
    error="#FFB3B3",
    success="#19D36B",
    accent="#9AD8FF",
    foreground="#FFFFFF",
    background="#000000",
    surface="#000000",
    panel="#1C2630",
    dark=True,
    variables=_variables(_DARK, "#FFFFFF", "#1C2630", "#FFD84D", "#C9D3DC"),
)
HUB_LIGHT = Theme(
    name="hub-light",
    primary="#003A6B",
    secondary="#003A6B",
    warning="#5A3A00",
    error="#8A0000",
    success="#12B85A",
    accent="#003A6B",
    foreground="#000000",
    background="#FFFFFF",
    surface="#FFFFFF",
    panel="#E3E8ED",
    dark=False,
    variables=_variables(_LIGHT, "#000000", "#E3E8ED", "#003A6B", "#333C44"),
)
THEMES = (HUB_DARK, HUB_LIGHT)


def theme_after(name: str) -> str:
    """The name of the next one."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)]
