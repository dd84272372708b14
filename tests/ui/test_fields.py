"""What the fields accept, refuse and keep."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask, g
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice
from wtforms.validators import Length, ValidationError

from careplan.ui.fields import Decimal2, Form, Radios, Reason, Text, Whole
from careplan.ui.render import error_summary, errors_of, field
from tests.ui.conftest import Everything

NASTY = st.one_of(
    st.text(max_size=30),
    st.text(alphabet=st.characters(categories=["Cc", "Cs", "Cf", "Nd", "Zs"]), max_size=10),
    st.sampled_from(
        [
            "NaN",
            "1e309",
            "-1",
            "Infinity",
            "٣",
            "x" * 30_000,
            "\x00",
            "\ud800",
            "\u202e",
            "31",
            "feb",
            "2026",
            "y",
            "w1",
        ]
    ),
)
KEYS = st.sampled_from(
    [f"born_on-{part}" for part in ("day", "month", "year")]
    + ["first_name", "nhs_number", "gender", "substances", "keyworker", "dose", "children", "words", "notes"]
    + ["agreed", "password", "submission", "seen", "born_on"]
)


@given(pairs=st.lists(st.tuples(KEYS, NASTY), max_size=25))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_input_makes_a_form_fail_or_print_what_cannot_be_sent(
    small: Flask, pairs: list[tuple[str, str]]
) -> None:
    with small.test_request_context("/"):
        form = Everything(formdata=MultiDict(pairs))
        form.validate()
        html = "".join(field(one) for one in form.shown_fields) + error_summary(form)
    html.encode("utf-8")
    assert not any(mark in html for mark in ("\x00", "\u202e", "\ud800"))
    assert all(len(one.errors) <= 1 for one in form)


@pytest.mark.parametrize(
    "typed", ["a\x00b", "a\x07", "a\u202eb", "\u200fa", "a\ufffdb", "a\u2028b", "x" * 41, "a\U000e0041"]
)
def test_text_that_cannot_be_kept_is_refused_in_a_sentence_that_names_the_field(
    filled: Any, typed: str
) -> None:
    form = filled(first_name=typed)
    assert form.first_name.errors[0].startswith("First name ")
    assert form.first_name.data is None


def test_the_part_of_a_date_that_cannot_be_kept_is_named_after_the_date(filled: Any) -> None:
    assert filled(born_on__day="3\u202e").born_on.errors[0].startswith("Date of birth: the day contains")


def test_what_was_typed_stays_in_a_refused_field(small: Flask, filled: Any) -> None:
    form = filled(dose="fifty", born_on__day="31", born_on__month="Feb", born_on__year="1980")
    with small.test_request_context("/"):
        assert 'value="fifty"' in field(form.dose)
        assert all(f'value="{part}"' in field(form.born_on) for part in ("31", "Feb", "1980"))


def test_an_over_long_text_is_counted_after_line_ends_are_made_one(filled: Any) -> None:
    assert filled(words="a\r\n" * 250).words.errors == []
    assert filled(words="a" * 501).words.errors == ["Own words must be 500 characters or fewer"]
    assert filled(notes="a" * 20_001).notes.errors == ["Notes must be 20,000 characters or fewer"]


def test_a_single_value_sent_twice_is_refused(filled: Any) -> None:
    form = filled(first_name=["Ellen", "Elen"], gender=["female", "male"], born_on__day=["1", "2"])
    for name in ("first_name", "gender", "born_on"):
        assert "was sent more than once" in form[name].errors[0]


def test_text_of_invisible_characters_counts_as_nothing_entered(filled: Any) -> None:
    assert filled(first_name=" \u200b\u2060 ").first_name.errors == ["Enter the first name"]


def test_emoji_accents_and_other_scripts_are_kept(filled: Any) -> None:
    form = filled(first_name="Zoe\u0308 👩‍👧 عمر")
    assert form.first_name.errors == []
    assert form.first_name.data == "Zo\u00eb 👩‍👧 عمر"


def test_a_line_break_in_one_line_of_text_becomes_a_space(filled: Any) -> None:
    assert filled(first_name="Ellen\nMoss").first_name.data == "Ellen Moss"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("60", "60"),
        ("7.5", "7.5"),
        ("007.50", "7.5"),
        ("0", "0"),
        (" 60 ", "60"),
        ("100", "100"),
        ("200.00", "200"),
    ],
)
def test_amounts_are_read_exactly(filled: Any, typed: str, amount: str) -> None:
    read = filled(dose=typed).dose.data
    assert (read, str(read)) == (Decimal(amount), amount)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-5", "Daily dose must be a number, like 40 or 7.5"),
        ("+5", "Daily dose must be a number, like 40 or 7.5"),
        ("1e3", "Daily dose must be a number, like 40 or 7.5"),
        ("NaN", "Daily dose must be a number, like 40 or 7.5"),
        ("٣", "Daily dose must be a number, like 40 or 7.5"),
        (".5", "Daily dose must be a number, like 40 or 7.5"),
        ("1,000", "Daily dose must be a number, like 40 or 7.5"),
        ("1.005", "Daily dose must have no more than 2 decimal places"),
        ("201", "Daily dose must be 200 mg or less"),
        ("9" * 50, "Daily dose must be 200 mg or less"),
    ],
)
def test_amounts_that_are_not_plain_numbers_are_refused(filled: Any, typed: str, sentence: str) -> None:
    assert filled(dose=typed).dose.errors == [sentence]


def test_an_amount_has_at_most_nine_digits(small: Flask) -> None:
    class Amounts(Form):
        free = Decimal2("Amount")

    with small.test_request_context("/"):
        assert Amounts(formdata=MultiDict({"free": "9999999.99"})).free.data == Decimal("9999999.99")
        form = Amounts(formdata=MultiDict({"free": "10000000"}))
        assert not form.validate()
        assert form.free.errors == ["Amount must be 9,999,999.99 or less"]


@pytest.mark.parametrize(("typed", "number"), [("0", 0), ("3", 3), ("007", 7), ("999999999", 999_999_999)])
def test_whole_numbers_are_read(filled: Any, typed: str, number: int) -> None:
    assert filled(children=typed).children.data == number


@pytest.mark.parametrize("typed", ["3.0", "-1", "1e3", "³", "1000000000", "9" * 30])
def test_what_is_not_a_whole_number_is_refused(filled: Any, typed: str) -> None:
    assert filled(children=typed).children.errors


def test_limits_of_a_number_are_said_with_the_unit(small: Flask) -> None:
    class Limits(Form):
        days = Whole("Days", least=1, most=7, unit="days")

    with small.test_request_context("/"):
        for typed, sentence in (("0", "Days must be 1 days or more"), ("8", "Days must be 7 days or less")):
            form = Limits(formdata=MultiDict({"days": typed}))
            assert not form.validate()
            assert form.days.errors == [sentence]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("QQ 12 34 56 C", "This looks like a National Insurance number. Enter the NHS number, 10 digits"),
        ("999 000 001X", "NHS number must only include numbers, like 999 123 4567"),
        ("999 000 001", "NHS number must have 10 digits. You entered 9"),
        ("999 000 0019", "NHS number is not a real NHS number. Check each digit"),
        ("000 000 0000", "NHS number is not a real NHS number. Check each digit"),
        ("111 111 1111", "NHS number is not a real NHS number. Check each digit"),
    ],
)
def test_each_fault_of_an_nhs_number_has_its_own_sentence(filled: Any, typed: str, sentence: str) -> None:
    assert filled(nhs_number=typed).nhs_number.errors == [sentence]


@pytest.mark.parametrize("typed", ["9990000018", "999 000 0018", "999-000-0018", "999\u00a0000\u20130018"])
def test_an_nhs_number_may_be_typed_with_spaces_and_dashes(filled: Any, typed: str) -> None:
    assert filled(nhs_number=typed).nhs_number.data == "9990000018"


def test_an_answer_that_is_not_on_the_list_is_refused_and_not_kept_as_an_answer(filled: Any) -> None:
    form = filled(gender="robot", substances=["heroin", "tea"], keyworker="w9")
    assert form.gender.errors == ["Select from the list: Gender"]
    assert form.substances.errors == ["Select from the list: Substances"]
    assert form.keyworker.errors == ["Select from the list: Keyworker"]


def test_checkboxes_come_back_in_the_order_of_the_list_each_once(filled: Any) -> None:
    assert filled(substances=["none", "heroin", "heroin"]).substances.data == ["heroin", "none"]


def test_none_of_these_stands_alone(filled: Any) -> None:
    assert filled(substances=["none"]).substances.errors == []
    assert filled(substances=["heroin", "none"]).substances.errors == [
        "Select “None” or other answers, not both"
    ]


def test_a_tick_box_is_true_or_false(filled: Any) -> None:
    assert filled(agreed="y").agreed.data is True
    assert filled().agreed.data is False
    assert filled(agreed="perhaps").agreed.errors


def test_a_password_keeps_its_spaces_and_is_never_printed(small: Flask, filled: Any) -> None:
    form = filled(password=" horse battery ")
    assert form.password.data == " horse battery "
    with small.test_request_context("/"):
        assert "horse" not in field(form.password)


def test_validators_of_a_room_run_only_on_what_could_be_read(small: Flask) -> None:
    class Own(Form):
        code = Text("Code", [Length(min=3, message="Code must have 3 letters")])
        other = Radios("Other", choices=[SelectChoice("a", "A")])

        def validate_other(self, one: Any) -> None:
            if one.data is None and self.code.data:
                raise ValidationError("Select the other answer")

    with small.test_request_context("/"):
        form = Own(formdata=MultiDict({"code": "ab"}))
        assert not form.validate()
        assert errors_of(form) == [("code", "Code must have 3 letters"), ("other", "Select the other answer")]
        assert Own(formdata=MultiDict({"other": "a"})).validate()


def test_a_form_of_json_or_of_nothing_is_an_empty_form(small: Flask) -> None:
    for sent in ({"json": ["no", "form"]}, {"data": "{", "content_type": "application/json"}, {}):
        with small.test_request_context("/", method="POST", **sent):
            form = Everything(first_name="From the record")
            assert not form.validate()
            assert form.first_name.errors == ["Enter the first name"]


def test_a_form_on_get_fills_itself_from_the_draft_and_keeps_what_the_draft_had_seen(small: Flask) -> None:
    with small.test_request_context("/"):
        g.draft_payload = MultiDict([("words", "half a thought"), ("seen", "4"), ("born_on-day", "x")])
        form = Everything(words="saved", first_name="Ellen")
        form.seen.data = "5"
        assert (form.words.data, form.first_name.data, form.seen.data) == ("half a thought", None, "4")
        assert 'value="x"' in field(form.born_on)
        assert not any(one.errors for one in form)


def test_a_draft_of_another_form_on_the_page_changes_nothing(small: Flask) -> None:
    with small.test_request_context("/"):
        g.draft_payload = MultiDict([("other", "words"), ("seen", "4")])
        form = Everything(words="saved")
        assert (form.words.data, form.from_draft) == ("saved", False)


def test_values_of_the_record_are_printed_as_a_worker_types_them(small: Flask) -> None:
    with small.test_request_context("/"):
        form = Everything(
            dose=Decimal("60.00"), nhs_number="9990000018", born_on=date(1985, 7, 14), agreed=True
        )
        assert 'value="60"' in field(form.dose)
        assert 'value="999 000 0018"' in field(form.nhs_number)
        assert all(f'value="{part}"' in field(form.born_on) for part in ("14", "7", "1985"))
        assert " checked" in field(form.agreed)


def test_a_form_knows_when_the_record_has_moved_on(small: Flask) -> None:
    with small.test_request_context("/"):
        form = Everything(formdata=MultiDict({"seen": "4"}))
        assert form.differs(5)
        assert not form.differs(4)
        assert not Everything(formdata=MultiDict({"seen": ""})).differs(None)


def test_a_reason_is_words_and_not_its_hint(small: Flask) -> None:
    class Why(Form):
        reason = Reason("Why?", hint="For example: work, no pharmacy open on Sunday")

    for text, fine in (
        ("The pharmacy is shut", True),
        ("", True),
        ("xxxxxxxxxxxx", False),
        ("For example: work, no pharmacy open on Sunday", False),
        ("Why?", False),
    ):
        with small.test_request_context(method="POST", data={"reason": text}):
            form = Why()
            assert form.validate() is fine, text
            assert form.reason.typed == text
