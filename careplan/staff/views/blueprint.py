"""The staff room's blueprint."""

from typing import cast

from flask import Blueprint, Flask

from careplan.staff import drafts

bp = Blueprint("staff", __name__, template_folder="../templates")
bp.record_once(lambda state: drafts.init_app(cast(Flask, state.app)))
