"""Small numbers: a count of one to four points at somebody."""

LEAST = 5
"""The smallest count that is shown by itself; nothing at all is shown as well."""


def small(count: int) -> bool:
    """Whether a count would point at somebody."""
    return 0 < count < LEAST
