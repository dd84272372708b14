"""The ten checks are counted in the database, so two processes with four threads each share them."""

import subprocess
import sys
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from careplan.ground.db import db
from careplan.staff.models import SignInFailure

NAME = "guessed.from.two.processes"
GUESSER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from flask import Flask
from careplan.ground.clock import now
from careplan.ground.db import db, promise
from careplan.staff import passwords
from careplan.staff.actions.sign_in import sign_in
checked = []
passwords.matches = lambda kept, typed: bool(checked.append(typed))
app = Flask("guesser")
app.config["SQLALCHEMY_DATABASE_URI"] = sys.argv[1]
db.init_app(app)
with app.app_context():
    promise(db.engine)
print("ready", flush=True)
sys.stdin.readline()
def guess(number):
    with app.app_context():
        sign_in(sys.argv[2], f"guess {number}", at=now())
with ThreadPoolExecutor(4) as threads:
    list(threads.map(guess, range(16)))
print(len(checked))
"""


@pytest.fixture
def counted(application: Flask) -> Any:
    """How many checks the database holds for the name; they are removed afterwards."""

    def count() -> int:
        with application.app_context():
            rows = select(func.count()).where(SignInFailure.username == NAME)
            return db.session.scalar(rows) or 0

    yield count
    with application.app_context():
        db.session.execute(delete(SignInFailure).where(SignInFailure.username == NAME))
        db.session.commit()


def test_two_processes_make_ten_checks_together(database_url: str, counted: Any) -> None:
    command = [sys.executable, "-c", GUESSER, database_url, NAME]
    guessers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    for guesser in guessers:
        assert guesser.stdout.readline() == "ready\n"
    for guesser in guessers:
        guesser.stdin.write("\n")
        guesser.stdin.flush()
    made = [int(guesser.communicate(timeout=60)[0]) for guesser in guessers]
    assert [guesser.returncode for guesser in guessers] == [0, 0]
    assert sum(made) == 10
    assert counted() == 10
