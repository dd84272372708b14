"""What pages show beside forms is written as nhsuk-frontend-jinja writes it, tag by tag."""

from typing import Any

import pytest
from flask import Flask

from tests.ui.package import Params, Tags, render

IMPORT = (
    '{% from "ui/plain.html" import back_link, button_link, card, details, inset, pagination, summary_list, tag,'
    " task_list, warning %}"
)
INNER = {"html": "<p>x &amp; y</p>"}


def change(key: str, words: str = "Change") -> dict[str, Any]:
    return {"items": [{"href": "/a", "text": words, "visuallyHiddenText": key}]}


def page(number: int, **more: Any) -> dict[str, Any]:
    return {"number": number, "href": f"/{number}", **more}


CASES: list[tuple[str, str, Params]] = [
    ('{{ tag("Due <b>") }}', "tag", {"text": "Due <b>"}),
    ('{{ tag("Late", "red") }}', "tag", {"text": "Late", "colour": "red"}),
    ('{{ back_link("/x") }}', "back_link", {"href": "/x"}),
    ('{{ back_link("/x", "Caseload") }}', "back_link", {"href": "/x", "text": "Caseload"}),
    ('{{ button_link("Go", "/x") }}', "button", {"text": "Go", "href": "/x"}),
    (
        '{{ button_link("Go", "/x", "secondary") }}',
        "button",
        {"text": "Go", "href": "/x", "variant": "secondary"},
    ),
    ("{% call inset() %}<p>x &amp; y</p>{% endcall %}", "inset_text", {"classes": "app-inset", **INNER}),
    ('{% call details("More") %}<p>x &amp; y</p>{% endcall %}', "details", {"summaryText": "More", **INNER}),
    (
        '{% call details("More", true) %}<p>x &amp; y</p>{% endcall %}',
        "details",
        {"summaryText": "More", "open": True, **INNER},
    ),
    *(
        (
            f"{{% call warning('{heading}') %}}<p>x &amp; y</p>{{% endcall %}}",
            "warning_callout",
            {"heading": heading, "headingLevel": 2, "classes": "app-warning", **INNER},
        )
        for heading in ("Important", "Important: stop", "Stop")
    ),
    *(
        (
            f'{{% call card("Needs", {level}, "{size}", feature={feature}) %}}<p>x &amp; y</p>{{% endcall %}}',
            "card",
            {
                "heading": {"text": "Needs", "level": level, "size": size},
                "feature": feature == "true",
                "classes": "app-card",
                "description": INNER,
            },
        )
        for level, size, feature in ((2, "m", "false"), (3, "s", "true"))
    ),
    (
        '{{ summary_list([("Name", "Elin", "/a"), ("Sex", "F", "/a", "See"), ("Age", "40")]) }}',
        "summary_list",
        {
            "classes": "app-summary",
            "rows": [
                {"key": {"text": "Name"}, "value": {"text": "Elin"}, "actions": change("Name")},
                {"key": {"text": "Sex"}, "value": {"text": "F"}, "actions": change("Sex", "See")},
                {"key": {"text": "Age"}, "value": {"text": "40"}},
            ],
        },
    ),
    (
        '{{ summary_list([("Age", none, "/a")], false) }}',
        "summary_list",
        {
            "border": False,
            "classes": "app-summary",
            "rows": [{"key": {"text": "Age"}, "value": {"text": "Not recorded"}, "actions": change("Age")}],
        },
    ),
    (
        '{{ summary_list([("Age", "40"), ("Sex", "F", none)]) }}',
        "summary_list",
        {
            "classes": "app-summary",
            "rows": [
                {"key": {"text": "Age"}, "value": {"text": "40"}},
                {"key": {"text": "Sex"}, "value": {"text": "F"}},
            ],
        },
    ),
    (
        '{{ task_list([{"text": "Drink", "href": "/d", "hint": "0 of 3", "status": "To do", "colour": "blue"},'
        ' {"text": "Pain", "status": "Completed"}, {"text": "Sleep", "href": "/s", "status": "Completed"}]) }}',
        "task_list",
        {
            "idPrefix": "tasks",
            "items": [
                {
                    "heading": "Drink",
                    "href": "/d",
                    "hint": "0 of 3",
                    "status": {"tag": {"text": "To do", "colour": "blue"}},
                },
                {"heading": "Pain", "status": "Completed"},
                {"heading": "Sleep", "href": "/s", "status": "Completed"},
            ],
        },
    ),
    (
        "{{ pagination(1, 2, url) }}",
        "pagination",
        {"next": {"href": "/2"}, "items": [page(1, current=True), page(2)]},
    ),
    (
        "{{ pagination(5, 9, url) }}",
        "pagination",
        {
            "previous": {"href": "/4"},
            "next": {"href": "/6"},
            "items": [
                page(1),
                {"ellipsis": True},
                page(4),
                page(5, current=True),
                page(6),
                {"ellipsis": True},
                page(9),
            ],
        },
    ),
]


@pytest.mark.parametrize(("source", "component", "params"), CASES)
def test_every_component_is_written_as_the_package_writes_it(
    small: Flask, source: str, component: str, params: Params
) -> None:
    with small.test_request_context("/"):
        written = small.jinja_env.from_string(IMPORT + source).render(url=lambda number: f"/{number}")
    assert Tags(written).seen == Tags(render(component, params)).seen
