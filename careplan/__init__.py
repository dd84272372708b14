"""careplan: care planning and case records for drug and alcohol treatment.

`create_app` registers the rooms, sets the guard and returns; nothing else happens here.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from careplan import config
from careplan.clients import doors as record_doors
from careplan.ground import addresses, gathering, limits, requests
from careplan.ground.db import db, promise
from careplan.staff import doors, submissions
from careplan.ui import frame, problems


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """The application; `overrides` replace settings in tests. Raises config.Refused on unsafe settings."""
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.config.update(overrides if overrides and "SECRET_KEY" in overrides else config.settings())
    app.config.update(overrides or {})
    db.init_app(app)
    with app.app_context():
        promise(db.engine)
        _limit(app)
    addresses.init_app(app)
    requests.init_app(app)
    doors.init_app(app)
    CSRFProtect(app)
    submissions.init_app(app)
    frame.init_app(app)
    app.extensions["careplan_problem"] = problems.page
    _register(app)
    doors.refuse_unmarked(app)
    return app


def _limit(app: Flask) -> None:
    """How long the database may take; production refuses a role above its promises. Raises config.Refused."""
    limits_set = app.config.get("DATABASE_LIMITS", config.LIMITS)
    limits.limit(db.engine, **limits_set)
    if limits_set["refuse_superuser"] and limits.unsafe(db.engine):
        raise config.Refused(
            "DATABASE_URL names a role that is a superuser or goes round row security: give careplan one of its own"
        )


def _register(app: Flask) -> None:
    gathering.gather(app, import_module("careplan.rooms").ROOMS)
    app.jinja_env.globals.update(
        actor=doors.signed_in,
        worker_may=doors.worker_may,
        opened_episode=record_doors.opened_episode,
        banner=import_module("careplan.record.pages.banner").banner,
        nav=import_module("careplan.today.pages.navigation").nav,
        around="clients/record.html",
    )
