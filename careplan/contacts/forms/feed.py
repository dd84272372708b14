"""The form that switches the calendar feed on or off."""

from careplan.ui.fields import Form, Radios


class FeedForm(Form):
    """On with a new address, or off."""

    drafted = False
    act = Radios(
        "What do you want to do?",
        choices={"on": "Switch the feed on, with a new address", "off": "Switch it off"},
        required="Select whether to switch the feed on or off",
    )
