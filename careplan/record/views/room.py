"""The blueprint that all pages of this room hang on."""

from flask import Blueprint

from careplan.clients.doors import RecordPages

bp = Blueprint("record", __name__, template_folder="../templates")
record = RecordPages(bp)
