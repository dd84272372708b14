"""Handing clients over."""

from typing import Any

from wtforms.validators import ValidationError

from careplan.ui.fields import Checkboxes, Form, Hidden, Select, TickBox


class HandOverForm(Form):
    """Which of the clients that were shown, and to whom. The view sets the choices; `shown` says whose list it was."""

    drafted = False

    shown = Hidden()
    clients = Checkboxes("Clients", called="Clients")
    everyone = TickBox("All clients of this list")
    keyworker = Select(
        "To whom?", required="Select who keeps these clients now", called="To whom", blank="Select a worker"
    )

    def validate_clients(self, field: Any) -> None:
        """At least one, or all."""
        if not field.data and not self.everyone.data:
            raise ValidationError("Select at least one client, or all of the list")
