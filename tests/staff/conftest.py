"""A worker with a password, and hashes that cost little."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask

from careplan.ground.clock import now
from careplan.ground.db import db
from careplan.staff import passwords
from careplan.staff.models import Worker

PASSWORD = "otter plum kite lamp"


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[None]:
    """Hundreds of hashes in a second; what production uses has a test of its own."""
    strong, passwords.HASHER = passwords.HASHER, PasswordHasher(time_cost=2, memory_cost=512, parallelism=1)
    passwords._nobody.cache_clear()
    yield
    passwords.HASHER = strong
    passwords._nobody.cache_clear()


@pytest.fixture(scope="session")
def password_hash() -> str:
    return passwords.hashed(PASSWORD)


@pytest.fixture
def kay(app: Flask, house: SimpleNamespace, password_hash: str) -> SimpleNamespace:
    """Kay Keyworker, who can sign in: username, password, id."""
    with app.app_context():
        worker = db.session.get_one(Worker, house.keyworker)
        worker.password_hash, worker.password_set_at = password_hash, now()
        db.session.commit()
        return SimpleNamespace(id=worker.id, username=worker.username, password=PASSWORD)


def sign_in(browser: Any, username: str, password: str = PASSWORD, target: str = "/sign-in") -> Any:
    return browser.post(target, data={"username": username, "password": password})
