"""A time of day, as people write it."""

import re

from careplan.ui.fields.texts import Text

_TIME = re.compile(r"([0-9]{1,2})(?:[.:]?([0-9]{2}))?\s*(am|pm)?", re.ASCII | re.IGNORECASE)
_NAMED = {"midday": "12:00", "noon": "12:00", "midnight": "00:00"}


def read_time(text: str) -> str | None:
    """HH:MM of 2.30pm, 14:30, 1430, 2pm or midday; None for anything else."""
    if text.lower() in _NAMED:
        return _NAMED[text.lower()]
    parts = _TIME.fullmatch(text)
    if parts is None:
        return None
    hour, minute, half = int(parts[1]), parts[2], (parts[3] or "").lower()
    if (minute is None and not half) or (half and not 1 <= hour <= 12):
        return None
    hour = hour % 12 + 12 * (half == "pm") if half else hour
    return f"{hour:02}:{minute or '00'}" if hour < 24 and int(minute or 0) < 60 else None


class TimeOfDay(Text):
    """A time of day as HH:MM text, or None."""

    width = 5

    def read(self, text: str) -> str:
        """The time; ValueError with a sentence where it is none."""
        time = read_time(text)
        if time is None:
            raise ValueError(f"{self.called} must be a time, like 2.30pm or 14:30")
        return time
