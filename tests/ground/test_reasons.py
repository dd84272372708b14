"""What is a reason and what is not."""

import pytest

from careplan.ground.reasons import is_reason

HINT = "For example: work, no pharmacy open on Sunday"


@pytest.mark.parametrize(
    "text",
    [
        "xxxxxxxxxxxx",
        "aaaa aaaa aaaa",
        "abababababab",
        "test test test",
        "xxxx yyyy zzzz",
        "..........",
        "1234567890",
        "",
        HINT,
        "work, no pharmacy open on SUNDAY.",
        "Reason",
    ],
)
def test_one_letter_or_word_repeated_or_the_hint_itself_is_no_reason(text):
    assert not is_reason(text, HINT, "Reason")


@pytest.mark.parametrize(
    "text", ["Relapse", "No pharmacy open on Sunday", "Titrated in the clinic", "Болезнь клиента", "GP away"]
)
def test_words_are_a_reason(text):
    assert is_reason(text, HINT, "Reason")
