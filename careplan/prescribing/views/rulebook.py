"""The rules by their ids: the list, and the card that each finding leads to."""

import re

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from careplan.ground.clock import today
from careplan.prescribing.codes import READ_RULES
from careplan.prescribing.pages import rulebook as pages
from careplan.prescribing.pages.own_limits import on_card
from careplan.prescribing.queries.own_limits import own_of
from careplan.prescribing.rules.book import BOOK
from careplan.prescribing.rules.standard import standard
from careplan.prescribing.views.room import bp
from careplan.staff.doors import needs, services

ID = "[A-Za-z]{1,3}[0-9]{1,3}[a-z]?"


@bp.get("/prescribing/rules")
@needs(READ_RULES)
def rules() -> ResponseReturnValue:
    """Every rule, built or not."""
    book = BOOK.on(today())
    return render_template("prescribing/rules.html", counts=pages.counts(book), rules=pages.listed(book))


@bp.get("/prescribing/rules/<rule>")
@needs(READ_RULES)
def rule(rule: str) -> ResponseReturnValue:
    """One rule: words, numbers as they hold today, source, and what of it is not judged.

    An id that this table does not have came with an import: the page says so. 404 for what is no id.
    """
    if not re.fullmatch(ID, rule):
        abort(404)
    on, uk = today(), standard(today())
    one = BOOK.on(on).rules.get(rule)
    if one is None:
        return render_template("prescribing/rule.html", id=rule, rule=None)
    mine = [(led, of) for led, of in own_of(services())]
    values = {"card": pages.card(one), "numbers": pages.numbers(one, uk), "own": on_card(one, mine, uk, on)}
    return render_template("prescribing/rule.html", id=rule, rule=one, **values)
