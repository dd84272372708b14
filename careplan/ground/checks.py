"""CHECK constraints that the tables of all rooms share."""

from collections.abc import Iterable

from sqlalchemy import CheckConstraint


def one_of(column: str, codes: Iterable[str]) -> CheckConstraint:
    """The column holds one of the codes, or nothing where it may be empty."""
    listed = ", ".join(f"'{code}'" for code in codes)
    return CheckConstraint(f'"{column}" IN ({listed})', name=f"{column}_code")


def both_or_neither(first: str, second: str) -> CheckConstraint:
    """Two columns that are only true together: a day and its reason, a moment and its author."""
    return CheckConstraint(f'("{first}" IS NULL) = ("{second}" IS NULL)', name=f"{first}_with_{second}")


def not_before(later: str, earlier: str) -> CheckConstraint:
    """`later` is on or after `earlier`, where both are recorded."""
    return CheckConstraint(f'"{later}" >= "{earlier}"', name=f"{later}_not_before_{earlier}")
