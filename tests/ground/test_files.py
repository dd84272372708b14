"""What careplan writes is its owner's alone, from its first second on."""

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from careplan import create_app
from careplan.audit.commands.figures import put
from careplan.config import private_text
from careplan.ground.db import db
from careplan.package.actions.export import export
from careplan.package.queries.scope import Scope
from careplan.package.rules.profile import profile_1

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def as_on_a_shared_machine() -> Any:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> str:
    return f"{stat.S_IMODE(path.stat().st_mode):04o}"


def loose(folder: Path) -> dict[str, str]:
    """Everything below a folder, and itself, that is not 0700 or 0600."""
    found = {path: mode(path) for path in (folder, *folder.rglob("*"))}
    return {str(path): at for path, at in found.items() if at != ("0700" if path.is_dir() else "0600")}


def test_an_export_is_for_its_owner_alone(session: Session, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()  # with the mode of everybody's folders
    export(session, out, Scope(profile_1()), lambda _: None)
    assert loose(out) == {}


def test_a_file_that_was_open_to_others_is_shut_before_it_is_written_again(tmp_path: Path) -> None:
    target = tmp_path / "audit.csv"
    target.write_text("old")
    put(b"new", target, schema=b"{}")
    assert (mode(target), mode(tmp_path / "audit.schema.json")) == ("0600", "0600")


def test_a_device_keeps_its_mode() -> None:
    before = mode(Path("/dev/null"))
    put(b"nothing", Path("/dev/null"))
    assert mode(Path("/dev/null")) == before


def test_the_folder_of_the_secret_is_private_when_the_secret_comes_first(tmp_path: Path) -> None:
    private_text(tmp_path / "instance" / "secret-key")
    assert loose(tmp_path / "instance") == {}


def test_the_database_file_is_private_when_the_app_opens_it_before_the_migration(
    settings: dict[str, Any], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir(0o700)
    app = create_app(settings | {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{home / 'careplan.sqlite'}"})
    assert app.test_client().get("/readyz").status_code == 503
    with app.app_context():
        db.session.execute(text("CREATE TABLE one (id INTEGER)"))
        assert sorted(path.name for path in home.iterdir()) == [
            "careplan.sqlite",
            "careplan.sqlite-shm",
            "careplan.sqlite-wal",
        ]
        assert loose(home) == {}
        db.session.rollback()
        db.engine.dispose()


@pytest.mark.parametrize("code", ["import wsgi; wsgi.app.test_client().get('/readyz')", "MIGRATE"])
def test_whoever_starts_first_makes_instance_private(tmp_path: Path, code: str) -> None:
    instance = tmp_path / "instance"
    environment = {
        "PATH": os.environ["PATH"],
        "CAREPLAN_INSTANCE": str(instance),
        "CAREPLAN_ENV": "development",
    }
    migrate = "import sys; sys.argv = ['careplan', 'migrate']; from careplan.cli import main; main()"
    run = subprocess.run(
        [sys.executable, "-c", migrate if code == "MIGRATE" else code], cwd=ROOT, env=environment, check=False
    )
    assert run.returncode == 0
    assert (instance / "careplan.sqlite").exists()
    assert loose(instance) == {}
