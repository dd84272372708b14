"""The blueprint that all pages of this room hang on."""

from flask import Blueprint

bp = Blueprint("record", __name__, template_folder="../templates")
