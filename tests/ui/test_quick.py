"""The quick writer says what nhsuk-frontend-jinja says, tag by tag."""

import re
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup

from careplan.ui import nhs, quick
from careplan.ui.render import field
from tests.ui.conftest import Everything

NAMES = [
    "first_name",
    "born_on",
    "nhs_number",
    "gender",
    "substances",
    "keyworker",
    "dose",
    "words",
    "notes",
    "agreed",
]
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
    {"hint": "Say <why>", "size": "l", "heading": True},
    {"hint": Markup("<em>why</em>"), "label": "Other & words", "label_hidden": True},
]


class Tags(HTMLParser):
    """Tags with sorted attributes, and words without the blank space around them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[Any] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, sorted((name, value or "") for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if words := re.sub(r"\s+", " ", data).strip():
            self.seen.append(words)


def both(
    monkeypatch: pytest.MonkeyPatch, form: Everything, name: str, extra: dict[str, Any]
) -> tuple[str, str]:
    fast = field(form[name], **extra)
    with monkeypatch.context() as patch:
        patch.setattr(quick, "can", lambda *_: False)
        return fast, field(form[name], **extra)


@pytest.mark.parametrize("extra", EXTRA)
@pytest.mark.parametrize("sent", SENT)
def test_every_field_is_written_as_the_package_writes_it(
    small: Flask, monkeypatch: pytest.MonkeyPatch, sent: dict[str, Any], extra: dict[str, Any]
) -> None:
    with small.test_request_context("/", method="POST", data=sent):
        form = Everything()
        form.validate()
        for name in NAMES:
            if name == "agreed" and len(extra) == 3:
                continue
            fast, slow = both(monkeypatch, form, name, extra)
            assert Tags(fast).seen == Tags(slow).seen, name


def test_what_a_radio_reveals_is_written_as_the_package_writes_it(
    small: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small.test_request_context("/", method="POST", data={"gender": "male"}):
        form = Everything()
        extra = {"reveals": {"female": field(form.words), "male": field(form.dose)}, "inline": True}
        fast, slow = both(monkeypatch, form, "gender", extra)
        assert Tags(fast).seen == Tags(slow).seen
        assert fast.count("conditional-gender") == 4


def test_an_unknown_parameter_is_left_to_the_package(small: Flask) -> None:
    with small.test_request_context("/"):
        html = field(Everything(dose=Decimal(5)).dose, prefix="about", attributes={"data-x": "1"})
    assert "nhsuk-input-wrapper__prefix" in html
    assert 'data-x="1"' in html


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
    assert [quick.options(pairs), quick.options(iter(pairs), "")] == [plain, plain]
    assert quick.options(pairs, "b") == plain.replace('"b"', '"b" selected')
    typed = quick.options(pairs, '"><i>')
    assert typed == plain + '\n<option value="&#34;&gt;&lt;i&gt;" selected>&#34;&gt;&lt;i&gt;</option>'
    assert quick.options([], "") == ""


def test_components_forward_the_caller_and_drop_none(small: Flask) -> None:
    with small.test_request_context("/"):
        card = small.jinja_env.from_string(
            '{% call nhs.card({"heading": "Needs", "href": none}) %}<p>{{ words }}</p>{% endcall %}'
        ).render(words="<i>")
    assert "&lt;i&gt;" in card
    assert "href" not in card
    assert nhs.without_none({"a": None, "b": [{"c": None}]}) == {"b": [{}]}
