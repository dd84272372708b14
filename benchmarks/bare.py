"""The page that careplan is measured against: sign-in check, one indexed select, one insert where asked, 20 KB of HTML.

The same Flask, the same database, the same server; nothing of careplan but its settings' names.
"""

import os
from collections.abc import Iterator
from uuid import uuid4

from flask import Flask, redirect, render_template_string, session
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, create_engine, text

FILLER = "<p>" + "A line of plain words, as a page of a record has them. " * 18 + "</p>\n"
TEMPLATE = (
    "<!DOCTYPE html><html lang=en><head><title>{{ name }}</title></head><body><h1>{{ name }}</h1>"
    + FILLER * 20
)
engine = create_engine(os.environ["DATABASE_URL"], pool_pre_ping=True)
app = Flask(__name__)
app.secret_key = os.environ["SECRET_KEY"]
app.config["SESSION_COOKIE_NAME"] = "careplan"


def checked(connection: Connection) -> str:
    """The sign-in check: the worker whom the session names."""
    worker_id = str(session["_user_id"]).partition("|")[0]
    return str(
        connection.execute(text("SELECT name FROM workers WHERE id = :id"), {"id": worker_id}).scalar_one()
    )


def page(connection: Connection) -> str:
    """One indexed select and the template."""
    checked(connection)
    row = connection.execute(text("SELECT id, name FROM bench_rows WHERE id = 1")).one()
    return render_template_string(TEMPLATE, name=row.name)


@app.get("/read")
def read() -> ResponseReturnValue:
    """The page alone: what the caseload is compared with."""
    with engine.connect() as connection:
        return page(connection)


@app.get("/open")
def opened() -> ResponseReturnValue:
    """The page with one insert, as opening a record writes its trail entry."""
    with engine.begin() as connection:
        insert(connection)
        return page(connection)


@app.post("/save")
def save() -> ResponseReturnValue:
    """One insert, then off to the page."""
    with engine.begin() as connection:
        checked(connection)
        insert(connection)
    return redirect("/open", 303)


def insert(connection: Connection) -> None:
    """One row."""
    connection.execute(text("INSERT INTO bench_log (id, note) VALUES (:id, 'x')"), {"id": uuid4().hex})


def tables() -> Iterator[str]:
    """What the bare page needs of the database."""
    yield "CREATE TABLE bench_rows (id integer PRIMARY KEY, name text)"
    yield "CREATE TABLE bench_log (id text PRIMARY KEY, note text)"
    yield "INSERT INTO bench_rows SELECT n, 'row ' || n FROM generate_series(1, 10000) AS n"
