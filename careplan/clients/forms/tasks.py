"""What was done about a task."""

from careplan.ui.fields import Form, Radios, WhatWasDone


class TaskForm(Form):
    """One action; it may close the task."""

    words = WhatWasDone(
        "What did you do, and what came of it?",
        required="Enter what you did and what came of it",
        called="What you did",
        max=4000,
    )
    closes = Radios(
        "Does this need anything more?",
        required="Select whether this needs anything more",
        called="Whether this needs anything more",
        choices={"yes": "No, it is dealt with", "no": "Yes, keep it on the list"},
    )
