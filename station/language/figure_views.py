"""What is said of figures of another time, of one worker or one operation."""

from __future__ import annotations

from station.language.messages import message

HOURS, DAYS = message("presented by hour"), message("presented by day")
HOUR_SINCE, DAY_SINCE = message("last hour, since {time}:"), message("today, since {time}:")
WEEK_SINCE = message("7 days, since {time}:")
ONLY, OTHER_TIME = message("only {names}"), message("Time", about="key")
BY_OPERATION = message("by operation")
