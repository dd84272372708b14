"""The staff room's blueprint."""

from typing import Any, cast

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue

from careplan.staff import drafts
from careplan.ui.fields import Form

bp = Blueprint("staff", __name__, template_folder="../templates")
bp.record_once(lambda state: drafts.init_app(cast(Flask, state.app)))


def page(name: str, form: Form, **values: Any) -> ResponseReturnValue:
    """The page of a form: 422 where what was sent could not be taken."""
    status = 422 if form.is_submitted() else 200
    return render_template(f"staff/{name}.html", form=form, **values), status
