"""A small app with nothing but the frame, and a form with one field of each kind."""

from datetime import date
from typing import Any

import pytest
from flask import Flask, flash, redirect, render_template_string
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect

from careplan.ui import frame
from careplan.ui.fields import (
    Checkboxes,
    Choice,
    Day,
    Decimal2,
    Form,
    LongText,
    NhsNumber,
    Password,
    Radios,
    Select,
    Text,
    TickBox,
    Whole,
)
from tests.journeys.conftest import browser_type_launch_args

__all__ = ["Everything", "browser_type_launch_args"]
PAGE = """{% extends "ui/page.html" %}{% block h1 %}Register a client{% endblock %}
{% block initials %}EM{% endblock %}
{% block content %}{{ form_start(form) }}{% for one in form.shown_fields %}{{ field(one) }}{% endfor %}
{{ submit("Save") }}{{ form_end() }}{% endblock %}"""


class Everything(Form):
    """One field of each kind."""

    first_name = Text("First name", required="Enter the first name", max=40)
    born_on = Day("What is the date of birth?", called="Date of birth", latest=lambda: date(2026, 3, 2))
    nhs_number = NhsNumber("NHS number", hint="10 digits, like 999 123 4567")
    gender = Radios("Gender", choices={"female": "Female", "male": "Male"}, required="Select a gender")
    substances = Checkboxes(
        "Substances", choices=[Choice("heroin", "Heroin", "Any form"), Choice("none", "None", alone=True)]
    )
    keyworker = Select("Keyworker", choices={"w1": "Amira Shah", "w2": "Tom Okafor"})
    dose = Decimal2("Daily dose", unit="mg", most=200)
    children = Whole("Children at home")
    words = LongText("Own words", max=500)
    notes = LongText("Notes")
    agreed = TickBox("The client agreed", about="In their own words")
    password = Password("Password")


class Worker:
    """Somebody signed in."""

    name = "Amira Shah"
    roles = ("keyworker",)
    place = "Northgate Test Service"


@pytest.fixture
def small() -> Flask:
    """The frame alone; CSRF is off so that forms can be posted by hand."""
    made = Flask("small", static_folder=None, template_folder=None)
    made.config.update(SECRET_KEY="not a secret, only a test", TESTING=True, WTF_CSRF_ENABLED=False)
    CSRFProtect(made)
    frame.init_app(made)
    made.jinja_env.globals.update(
        actor=lambda: Worker, nav=lambda: [("Today", "/"), ("Caseload", "/caseload")]
    )

    def today() -> ResponseReturnValue:
        form = Everything()
        if form.validate_on_submit():
            flash("Client <b>saved</b>.", "success")
            return redirect("/", 303)
        return render_template_string(PAGE, form=form), 422 if form.errors else 200

    def broken() -> ResponseReturnValue:
        raise RuntimeError("a secret cause")

    made.add_url_rule("/", "today.today", today, methods=["GET", "POST"])
    made.add_url_rule("/broken", "broken", broken)
    return made


@pytest.fixture
def filled(small: Flask) -> Any:
    """A function: the form as it is after a POST of these values."""

    def fill(**values: Any) -> Everything:
        data = {name.replace("__", "-"): value for name, value in values.items()}
        with small.test_request_context("/", method="POST", data=data):
            form = Everything()
            form.validate()
            return form

    return fill
