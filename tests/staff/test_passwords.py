"""Which passwords are refused, and how the rest are kept."""

import pytest
from argon2 import PasswordHasher

from careplan.staff import passwords
from careplan.staff.passwords import PasswordFault

STRONG = passwords.HASHER


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("elevenchars", PasswordFault.TOO_SHORT),
        ("twelve chars", None),
        ("x" * 129 + "abcd", PasswordFault.TOO_LONG),
        ("otter plum kite " * 8, None),
        ("PasswordPassword", PasswordFault.COMMON),
        ("qwerty123456", PasswordFault.COMMON),
        ("aaaaaaaaaaaaaa", PasswordFault.COMMON),
        ("abababababab", PasswordFault.COMMON),
        ("kay.keyworker", PasswordFault.LIKE_USERNAME),
        ("Kay.Keyworker2026!", PasswordFault.LIKE_USERNAME),
        ("my kay.keyworker pass", None),
        ("all small letters no digits", None),
    ],
)
def test_length_counts_and_common_passwords_and_the_username_are_refused(
    password: str, found: PasswordFault | None
) -> None:
    assert passwords.fault(password, "kay.keyworker") is found


def test_exactly_128_characters_are_allowed() -> None:
    assert passwords.fault("abcd" * 32, "kay") is None
    assert passwords.fault("abcd" * 32 + "e", "kay") is PasswordFault.TOO_LONG


def test_every_common_password_is_long_enough_to_need_the_list() -> None:
    standard = passwords.PASSWORDS.latest
    short = [word for word in standard.common.words if len(word) < standard.least]
    assert [word for word in standard.common.words if word != word.casefold()] == []
    assert short == []


def test_production_hashes_follow_rfc_9106() -> None:
    # RFC 9106 §4, second recommended option: argon2id, 3 passes, 4 lanes, 64 MiB
    kept = STRONG.hash("correct horse battery")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_hash_is_argon2id_and_matches_only_its_password() -> None:
    kept = passwords.hashed("correct horse battery")
    assert kept.startswith("$argon2id$")
    assert passwords.matches(kept, "correct horse battery")
    assert not passwords.matches(kept, "correct horse batterx")


def test_nobody_has_a_password() -> None:
    assert not passwords.matches(None, "")
    assert not passwords.matches(None, "correct horse battery")
    assert not passwords.matches("not a hash", "correct horse battery")


def test_a_hash_with_weaker_parameters_is_outdated() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash("correct horse battery")
    assert passwords.outdated(weak)
    assert not passwords.outdated(passwords.hashed("correct horse battery"))


def test_random_passwords_differ_and_pass_the_rule() -> None:
    made = {passwords.random_password() for _ in range(50)}
    assert len(made) == 50
    assert all(passwords.fault(password, "kay") is None for password in made)
