"""Passwords: what is refused, how they are hashed, and a check that costs the same for nobody as for somebody."""

import secrets
from enum import StrEnum
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from careplan.ground.standards import Edition, Positive, Series, Sourced

HASHER = PasswordHasher()
"""argon2id with the library's present parameters (RFC 9106, second recommended option)."""


class PasswordFault(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    LIKE_USERNAME = "like_username"


class Common(Sourced, frozen=True, kw_only=True):
    """Passwords that are guessed first, in small letters."""

    words: frozenset[str]


class Passwords(Edition, frozen=True, kw_only=True):
    """How long a password and the link to a first one may be, and common passwords."""

    least: Positive
    most: Positive
    link_hours: Positive
    common: Common


PASSWORDS = Series(Path(__file__).parent / "standards", "passwords", Passwords)


def fault(password: str, username: str) -> PasswordFault | None:
    """What is wrong with a new password, if anything. No composition rule: length is what counts."""
    standard = PASSWORDS.latest
    low, name = password.strip().casefold(), username.strip().casefold()
    if len(password) < standard.least:
        return PasswordFault.TOO_SHORT
    if len(password) > standard.most:
        return PasswordFault.TOO_LONG
    if name and low.replace(name, "").strip("0123456789 .,!?-_") == "":
        return PasswordFault.LIKE_USERNAME
    if low in standard.common.words or len(set(low)) < 4:
        return PasswordFault.COMMON
    return None


def hashed(password: str) -> str:
    """The argon2id hash to store."""
    return HASHER.hash(password)


@cache
def _nobody() -> str:
    return HASHER.hash(secrets.token_urlsafe(16))


def matches(password_hash: str | None, typed: str) -> bool:
    """Whether what was typed is the password. An unknown worker's None takes as long as a wrong password."""
    nobody = _nobody()
    try:
        return HASHER.verify(password_hash or nobody, typed) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(password_hash: str) -> bool:
    """Whether the hash was made with older parameters and should be made anew while the password is at hand."""
    return HASHER.check_needs_rehash(password_hash)


def random_password() -> str:
    """A password for one first sign-in: four groups of four letters and digits, about 80 bits, no look-alikes."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))
