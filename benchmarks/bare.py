"""What careplan is measured against: sign-in check, one indexed select, 20 KB of HTML; only /save writes, one row.

The same stack, put together as its documentation does: Flask, Flask-Login, Flask-SQLAlchemy, one Jinja template that is
compiled once. The same database and the same server; nothing of careplan but the shape of its session cookie.
"""

import os
from collections.abc import Iterator
from uuid import uuid4

from flask import Flask, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, login_required
from flask_sqlalchemy import SQLAlchemy
from jinja2 import DictLoader
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>{{ row.name }}</title></head><body><h1>{{ row.name }}</h1>
<table><tbody>{% for line in lines %}
<tr><th scope="row">{{ line.label }}</th><td>{{ line.text }}</td><td><a href="/read">{{ row.name }}</a></td></tr>
{%- endfor %}</tbody></table></body></html>"""
LINES = [
    {"label": f"Line {n}", "text": "Plain words, as many as a page of a record has in a line. " * 2}
    for n in range(100)
]


class Base(DeclarativeBase):
    """The bare app's tables."""


db = SQLAlchemy(model_class=Base)
login = LoginManager()
app = Flask(__name__)
app.config.update(
    SECRET_KEY=os.environ["SECRET_KEY"],
    SQLALCHEMY_DATABASE_URI=os.environ["DATABASE_URL"],
    SQLALCHEMY_ENGINE_OPTIONS={"pool_pre_ping": True},
    SESSION_COOKIE_NAME="careplan",
)
app.jinja_loader = DictLoader({"page.html": PAGE})
db.init_app(app)
login.init_app(app)


class Worker(UserMixin, Base):  # type: ignore[misc]
    """Whom the session names."""

    __tablename__ = "workers"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class Row(Base):
    """What the page shows."""

    __tablename__ = "bench_rows"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Entry(Base):
    """What saving writes."""

    __tablename__ = "bench_log"
    id: Mapped[str] = mapped_column(primary_key=True)
    note: Mapped[str]


@login.user_loader  # type: ignore[untyped-decorator]
def load(key: str) -> Worker | None:
    """The sign-in check."""
    return db.session.get(Worker, key.partition("|")[0])


@app.get("/read")
@login_required
def read() -> ResponseReturnValue:
    """The page: one indexed select and the template. It writes nothing."""
    row = db.session.scalars(db.select(Row).where(Row.id == 1)).one()
    return render_template("page.html", row=row, lines=LINES)


@app.post("/save")
@login_required
def save() -> ResponseReturnValue:
    """One insert, then off to the page."""
    db.session.add(Entry(id=uuid4().hex, note="x"))
    db.session.commit()
    return redirect("/read", 303)


def tables() -> Iterator[str]:
    """What the bare page needs of the database."""
    yield "CREATE TABLE bench_rows (id integer PRIMARY KEY, name text)"
    yield "CREATE TABLE bench_log (id text PRIMARY KEY, note text)"
    yield "INSERT INTO bench_rows SELECT n, 'row ' || n FROM generate_series(1, 10000) AS n"
