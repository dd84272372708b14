"""The blueprint that all pages of this room hang on."""

from flask import Blueprint

bp = Blueprint("clients", __name__, template_folder="../templates")
