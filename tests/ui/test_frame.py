"""The page around every page: title, summary, headers, files, refusals."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template, render_template_string, url_for
from jinja2 import UndefinedError
from werkzeug.datastructures import MultiDict

from careplan.ui import files, frame
from careplan.ui.plots.series import Series, Value
from careplan.ui.render import errors_of
from tests.ui.conftest import Everything

UI = Path(files.__file__).parent


def test_a_faulty_form_says_so_in_title_summary_and_field_in_the_same_words(small: Flask) -> None:
    answer = small.test_client().post("/", data={"nhs_number": "12", "born_on-day": "31"})
    assert answer.status_code == 422
    assert "<title>Error: Register a client – EM – Careplan</title>" in answer.text
    links = dict(re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', answer.text))
    assert links == {
        "first_name": "Enter the first name",
        "born_on-month": "Date of birth must include a month and year",
        "nhs_number": "NHS number must have 10 digits. You entered 2",
        "gender": "Select a gender",
    }
    for target, sentence in links.items():
        assert f'id="{target}"' in answer.text
        assert f"</span>{sentence}</span>" in answer.text


def test_a_sound_form_has_no_summary_and_a_plain_title(small: Flask) -> None:
    page = small.test_client().get("/").text
    assert "<title>Register a client – EM – Careplan</title>" in page
    assert "There is a problem" not in page


def test_each_showing_of_a_form_has_a_submission_key_of_its_own(small: Flask) -> None:
    client = small.test_client()
    keys = [re.findall(r'name="submission" value="([^"]{20,64})"', client.get("/").text) for _ in range(2)]
    assert len(keys[0]) == len(keys[1]) == 1
    assert keys[0] != keys[1]


def test_what_was_saved_is_said_once_and_escaped(small: Flask) -> None:
    client = small.test_client()
    sent = {"first_name": "Ellen", "gender": "female"}
    page = client.post("/", data=sent, follow_redirects=True).text
    assert "Client &lt;b&gt;saved&lt;/b&gt;." in page
    assert "saved" not in client.get("/").text


def test_the_header_names_the_worker_and_marks_the_page(small: Flask) -> None:
    page = small.test_client().get("/").text
    assert "Amira Shah, keyworker" in page
    assert "Northgate Test Service" in page
    assert re.search(r'href="/" aria-current="true"><strong[^>]*>Today', page)
    assert "nhsuk-header__logo" not in page


def test_nobody_signed_in_sees_no_menu_and_no_idle_warning(small: Flask) -> None:
    small.jinja_env.globals["actor"] = lambda: None
    page = small.test_client().get("/").text
    assert 'id="idle"' not in page
    assert "Caseload" not in page


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/careplan.css"])
def test_every_answer_carries_the_security_headers(small: Flask, path: str) -> None:
    headers = small.test_client().get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def test_pages_are_never_kept_and_https_is_demanded_in_production(small: Flask) -> None:
    small.config["SESSION_COOKIE_SECURE"] = True
    headers = small.test_client().get("/").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_files_are_kept_for_a_year_under_the_hash_of_their_content(small: Flask) -> None:
    with small.test_request_context("/"):
        address = files.asset("careplan.css")
    client = small.test_client()
    assert "immutable" in client.get(address).headers["Cache-Control"]
    assert client.get("/static/careplan.css?v=0000000000").headers["Cache-Control"] == "no-cache"
    assert client.get("/static/careplan.css").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/static/../frame.py", "/static/%2e%2e/frame.py", "/static/nowhere.js", "/static/"]
)
def test_nothing_outside_the_folder_is_served(small: Flask, path: str) -> None:
    assert small.test_client().get(path).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "code", "words"),
    [
        ("get", "/nowhere", 404, "Page not found"),
        ("delete", "/", 405, "Page not found"),
        ("get", "/broken", 500, "Sorry, there is a problem with the service"),
    ],
)
def test_refusals_and_faults_are_pages_in_plain_words(
    small: Flask, method: str, path: str, code: int, words: str
) -> None:
    small.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    answer = getattr(small.test_client(), method)(path)
    assert answer.status_code == code
    assert f'<h1 class="nhsuk-heading-l">{words}</h1>' in answer.text
    assert "a secret cause" not in answer.text


def test_a_fault_page_asks_nobody_who_is_signed_in(small: Flask) -> None:
    small.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)

    def broken() -> object:
        raise RuntimeError("the database is gone")

    small.jinja_env.globals["actor"] = broken
    answer = small.test_client().get("/broken")
    assert (answer.status_code, "there is a problem with the service" in answer.text) == (500, True)


def test_a_method_that_is_not_allowed_is_told_which_are(small: Flask) -> None:
    assert "POST" in small.test_client().delete("/").headers["Allow"]


def stale(small: Flask, **named: Any) -> str:
    sent = MultiDict([("words", "Mine <b>"), ("substances", "heroin"), ("substances", "none"), ("seen", "4")])
    with small.test_request_context("/", method="POST", data=sent):
        form = Everything()
        page, code = frame.stale(
            form, [("Own words", "Theirs\nhere", "Mine <b>"), ("Same", "a", "a ")], "/", **named
        )
    assert code == 409
    return page


def test_a_stale_form_shows_both_texts_and_can_be_sent_again_over_the_new_version(small: Flask) -> None:
    page = stale(small, seen=5)
    assert "Theirs<br>here" in page
    assert "Mine &lt;b&gt;" in page
    assert "Same" not in page
    assert '<input type="hidden" name="seen" value="5">' in page
    assert page.count('name="substances"') == 2
    assert 'name="words" value="Mine &lt;b&gt;"' in page
    assert page.count('name="submission"') == 1


def test_a_stale_form_that_does_not_know_the_new_version_is_not_sent_in_circles(small: Flask) -> None:
    page = stale(small)
    assert "Save mine" not in page
    assert "Theirs<br>here" in page


def test_a_misspelt_name_in_a_template_is_an_error(small: Flask) -> None:
    with small.test_request_context("/"), pytest.raises(UndefinedError):
        render_template_string("{{ clint }}")


@pytest.mark.parametrize("name", sorted(path.name for path in (UI / "templates" / "ui").glob("*.html")))
def test_every_template_compiles(small: Flask, name: str) -> None:
    assert small.jinja_env.get_template(f"ui/{name}")


CHART = """{% import "ui/charts.html" as charts %}{{ charts.picture(series.bars()) }}
{{ charts.picture(series.line(), id="b", more=nasty) }}
{{ charts.band_strip("fair", others={"good": nasty}) }}{{ charts.share_bar("d", nasty, nasty, 65.6, cut=70) }}
{{ charts.picture(empty.bars()) }}"""


def test_charts_print_every_value_and_escape_every_word(small: Flask) -> None:
    nasty = '<i>"'
    values = [Value("<i>1</i>", 30, words=nasty), Value("2", None), Value("3", 65, "over", short=nasty)]
    series = Series("a", nasty, nasty, values, nasty, 60, nasty, ("When", nasty, nasty))
    empty = Series("e", "Empty", "", [])
    with small.test_request_context("/"):
        html = render_template_string(CHART, nasty=nasty, series=series, empty=empty)
    assert "<i>" not in html
    assert "style=" not in html
    assert html.count(">30</text>") == 2
    assert html.count(">over</text>") == 1


def test_lists_of_pages_name_the_present_one_and_its_neighbours(small: Flask) -> None:
    calls = "{{ ui.pagination(4, 12, address) }}|{{ ui.pagination(1, 1, address) }}"
    template = '{% import "ui/plain.html" as ui %}' + calls
    with small.test_request_context("/"):
        html, one = render_template_string(template, address=lambda number: f"?page={number}").split("|")
    assert re.findall(r'aria-label="Page (\d+)"', html) == ["1", "3", "4", "5", "12"]
    assert 'aria-label="Page 4" aria-current="page"' in html
    assert one.strip() == ""


def test_a_hidden_field_at_fault_is_named_without_a_link(filled: Any) -> None:
    form = filled(first_name="E", gender="male", seen="\x00")
    assert errors_of(form) == [("", "Part of this page was changed on its way here. Load it again")]


def test_the_problem_pages_cover_every_refusal_the_app_gives(small: Flask) -> None:
    with small.test_request_context("/"):
        for code in (400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503):
            problem = frame.problems.PROBLEMS[code]
            assert problem.title in render_template("ui/problem.html", problem=problem, bare=problem.bare)


def test_an_address_is_that_which_flask_makes_under_whatever_root() -> None:
    app = Flask(__name__)
    app.add_url_rule("/record/<episode_id>", "record")
    app.add_url_rule("/record/<episode_id>/tasks/<task_id>", "task")
    app.view_functions |= dict.fromkeys(("record", "task"), str)
    for root in ("", "/within"):
        for id_ in ("01a2-b", "é/2"):
            with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
                made = frame.address("record", episode_id=id_)
                assert made.replace("%2F", "/") == url_for("record", episode_id=id_)
                assert made.startswith(f"{root}/record/")
                task = {"episode_id": id_, "task_id": "t", "then": None}
                assert frame.address("task", **task) == url_for("task", **task)
                assert frame.address("nowhere", episode_id=id_) == ""


def test_the_addresses_of_a_list_are_those_that_flask_makes() -> None:
    app = Flask(__name__)
    app.add_url_rule("/list/<kind>/<row>", "row")
    with app.test_request_context():
        made = frame.addresses("row", "kind", "row", on="1&2")
        for name in ("E013", "A B", "{0}", "ü%", "-row-"):
            assert made(name, "x") == url_for("row", kind=name, row="x", on="1&2")
