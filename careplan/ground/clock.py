"""The only place that reads the time. Dates are civil dates of Europe/London, moments are UTC."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
LAST_HOUR = 23
"""The hour of UTC in which the next day has begun in London, in summer."""


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's civil date in London."""
    return now().astimezone(LONDON).date()


def london(moment: datetime) -> datetime:
    """The same moment as a London clock shows it; one without an offset, as SQLite writes it in JSON, is in UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(LONDON)


def london_day(moment: datetime) -> date:
    """The civil date of a moment in London, which is never behind UTC and at most an hour ahead."""
    if moment.tzinfo is UTC and moment.hour < LAST_HOUR:
        return moment.date()
    return london(moment).date()


def moment_of(on: date, at: str = "00:00") -> datetime:
    """The moment of a day and a time, HH:MM, of the London clock, in UTC."""
    return datetime.combine(on, time.fromisoformat(at), LONDON).astimezone(UTC)
