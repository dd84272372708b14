"""Our macros write what nhsuk-frontend-jinja writes, tag by tag."""

from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup

from careplan.ui.fields import Document, Field, Form, Radios, Select, Text, Year
from careplan.ui.render import error_summary, errors_of, field, options, submit
from tests.ui.conftest import Everything
from tests.ui.package import Tags, render, settings

SENT: list[dict[str, Any]] = [
    {},
    {"first_name": "x" * 50, "gender": "robot", "keyworker": "w2", "words": 'a\n<b>"c"', "notes": "a\x00"},
    {
        "substances": ["heroin", "none"],
        "dose": "<5",
        "born_on-day": "40",
        "born_on-month": "2",
        "born_on-year": "x",
    },
    {"agreed": "perhaps", "nhs_number": "9", "gender": "male", "keyworker": "no", "substances": ["heroin"]},
]
EXTRA: list[dict[str, Any]] = [
    {},
    {"hint": "Say <why>", "size": "l"},
    {"hint": Markup("<em>why</em>"), "label": "Other & words"},
]
NAMES = ("first_name", "nhs_number", "gender", "substances", "keyworker", "dose", "words", "notes", "agreed")
ATTRIBUTES: list[dict[str, Any]] = [{"type": "email", "spellcheck": False}, {"autocomplete": "name"}]


class Rarer(Form):
    """Fields and states beside those of `Everything`."""

    born = Text("Place of birth", width=20, autocomplete="address-level2")
    document = Document("Document", hint="At most 5 MB")
    inline = Radios("Side by side", choices={"a": "A", "b": "B & C"}, inline=True)
    chosen = Select("Chosen", choices={"a": "A", "b": "B"}, blank=None)
    blank = Select("Blank", choices={"": "Nobody", "a": "A"}, blank="Select <one>")
    bare = Field("Bare")
    year = Year("Year of birth", width=4)


def package(one: Any, extra: dict[str, Any]) -> list[Any]:
    """What the package writes, tag by tag."""
    return Tags(render(*settings(one, **extra))).seen


@pytest.mark.parametrize("extra", EXTRA)
@pytest.mark.parametrize("sent", SENT)
def test_every_field_is_written_as_the_package_writes_it(
    small: Flask, sent: dict[str, Any], extra: dict[str, Any]
) -> None:
    with small.test_request_context("/", method="POST", data=sent):
        form = Everything()
        form.validate()
        for one in form.shown_fields:
            assert Tags(field(one, **extra)).seen == package(one, extra), one.name


@pytest.mark.parametrize("extra", ATTRIBUTES)
def test_attributes_of_an_input_are_written_as_the_package_writes_them(
    small: Flask, extra: dict[str, Any]
) -> None:
    with small.test_request_context("/"):
        one = Everything(first_name="Elin").first_name
        assert Tags(field(one, **extra)).seen == package(one, extra)


@pytest.mark.parametrize("error", ["", "Choose a file"])
def test_rarer_fields_are_written_as_the_package_writes_them(small: Flask, error: str) -> None:
    with small.test_request_context("/"):
        form = Rarer(born="Leeds", inline="b", chosen="b")
        for one in form.shown_fields:
            one.errors = [error] if error else []
            assert Tags(field(one)).seen == package(one, {}), one.name


@pytest.mark.parametrize("variant", ["", "secondary", "reverse", "warning"])
@pytest.mark.parametrize("sends", [{}, {"name": "step"}, {"name": "step", "value": '"sign"'}])
def test_a_button_is_written_as_the_package_writes_it(
    small: Flask, variant: str, sends: dict[str, str]
) -> None:
    own = {"text": "Save <b>", "variant": variant or None, "preventDoubleClick": True}
    sent = sends | ({"value": "1"} if sends.keys() == {"name"} else {})
    with small.test_request_context("/"):
        written = submit("Save <b>", variant=variant, **sends)
    assert Tags(written).seen == Tags(render("button", own | sent)).seen


def test_the_error_summary_is_written_as_the_package_writes_it(small: Flask) -> None:
    with small.test_request_context("/", method="POST", data={"first_name": "x" * 50}):
        form = Everything()
        form.validate()
        form.form_errors.append("Nothing <b> arrived")
        errors = [
            {"href": f"#{focus}" if focus else None, "text": sentence} for focus, sentence in errors_of(form)
        ]
        written = error_summary(form)
    assert {"href": None, "text": "Nothing <b> arrived"} in errors
    own = {"titleText": "There is a problem", "errorList": errors}
    assert Tags(written).seen == Tags(render("error_summary", own)).seen


def test_typed_words_are_never_markup(small: Flask) -> None:
    nasty = "<script>alert(1)</script>\"'"
    with small.test_request_context("/", method="POST", data=dict.fromkeys(NAMES, nasty)):
        form = Everything()
        form.validate()
        html = "".join(field(one) for one in form.shown_fields)
    assert "<script" not in html


def test_options_mark_the_chosen_one_and_keep_what_is_none_of_them() -> None:
    pairs = [("a", "Salt & <b>"), ("b", "Pepper")]
    plain = '<option value="a">Salt &amp; &lt;b&gt;</option>\n<option value="b">Pepper</option>'
    assert [options(pairs), options(iter(pairs), "")] == [plain, plain]
    assert options(pairs, "b") == plain.replace('"b"', '"b" selected')
    typed = options(pairs, '"><i>')
    assert typed == plain + '\n<option value="&#34;&gt;&lt;i&gt;" selected>&#34;&gt;&lt;i&gt;</option>'
    assert options([], "") == ""
