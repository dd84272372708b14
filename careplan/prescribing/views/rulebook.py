"""The rules by their ids: the list, and the card that each finding leads to."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from careplan.ground.clock import today
from careplan.prescribing.codes import READ_RULES
from careplan.prescribing.pages import rulebook as pages
from careplan.prescribing.rules.book import BOOK
from careplan.prescribing.rules.standard import standard
from careplan.prescribing.views.room import bp
from careplan.staff.doors import needs


@bp.get("/prescribing/rules")
@needs(READ_RULES)
def rules() -> ResponseReturnValue:
    """Every rule, built or not."""
    book = BOOK.on(today())
    return render_template("prescribing/rules.html", counts=pages.counts(book), rules=pages.listed(book))


@bp.get("/prescribing/rules/<rule>")
@needs(READ_RULES)
def rule(rule: str) -> ResponseReturnValue:
    """One rule: words, numbers as they hold today, source, and what of it is not judged; 404 for another id."""
    one = BOOK.on(today()).rules.get(rule) or abort(404)
    values = {"card": pages.card(one), "numbers": pages.numbers(one, standard(today()))}
    return render_template("prescribing/rule.html", id=rule, rule=one, **values)
