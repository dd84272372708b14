"""A new task, and what was done about one."""

from careplan.ground.clock import today
from careplan.ui.fields import Day, Form, Radios, Reason, Select, WhatWasDone


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


class NewTaskForm(Form):
    """Something that somebody has to do by a day."""

    words = Reason(
        "What has to be done?", called="What has to be done", required="Enter what has to be done", max=500
    )
    worker_id = Select("Who does it?", required="Select who does it", blank=None)
    due_on = Day(
        "By when?",
        called="The day by which it is done",
        required="Enter the day by which it is done",
        earliest=today,
        too_early="The day by which it is done must be today or later",
    )
