"""Recording and correcting policies, posts, clinical audits and incidents: forms, and what only the database knows."""

from datetime import date
from typing import Any

from careplan.clients.queries import Wanted, find
from careplan.clients.rules.names import name_parts
from careplan.governance.codes import Kept
from careplan.governance.forms.kept import CORRECTIONS, FORMS, IncidentForm, PolicyForm, PostForm
from careplan.governance.queries import kept as queries
from careplan.governance.queries.units import Unit


def new_form(kind: Kept, unit: Unit, policy: str, on: date) -> Any:
    """The form for a new row."""
    form = _with_staff(FORMS[kind](), unit, on)
    if isinstance(form, PolicyForm) and policy and not form.is_submitted() and not form.from_draft:
        form.policy.process_data(policy)
    return form


def correction(kind: Kept, unit: Unit, row: Any, on: date, *, filled: bool) -> Any:
    """The form for a row in the place of this one; `filled` with what the row holds."""
    form = _with_staff(CORRECTIONS[kind](), unit, on, row)
    if filled:
        form.show(row)
    if filled and isinstance(form, IncidentForm) and row.client_id and not form.from_draft:
        form.client.process_data(row.client_id)
    return form


def _with_staff(form: Any, unit: Unit, on: date, row: Any = None) -> Any:
    if isinstance(form, PostForm):
        names = queries.staff(frozenset({unit.id}), on)
        gone = {row.worker_id: "Somebody who left"} if row is not None and row.worker_id else {}
        form.worker_id.choices = gone | names
    return form


def fits(form: Any, services: frozenset[str], unit: Unit, row: Any = None) -> bool:
    """Whether what the database knows lets the row in; the sentences stand at their fields."""
    if isinstance(form, PolicyForm) and form.approved_on.data and form.policy.data:
        there = queries.approved_on(services, unit.id, form.policy.data, form.approved_on.data)
        if there is not None and (row is None or there.id != row.id):
            form.approved_on.errors = ["An approval of that day is recorded already. Correct that one"]
    return not any(field.errors for field in form)


def values(form: Any, unit: Unit) -> dict[str, Any] | None:
    """The columns of the row; none where no client is found, with a sentence at the field."""
    found: dict[str, Any] = form.values()
    if not isinstance(form, IncidentForm):
        return found
    client, fault = _client_named(unit.id, form.client.data, form.happened_on.data)
    if fault:
        form.client.errors = [fault]
        return None
    return found | {"client_id": client}


def _client_named(service_id: str, text: str | None, on: date) -> tuple[str | None, str]:
    """The one client of the service that the words mean, or the sentence that says why none is."""
    if not text:
        return None, ""
    digits = "".join(text.split())
    by_id = queries.clients(frozenset({service_id}), [text])
    if by_id:
        person = by_id[text][0]
        return person.id, _on_a_day_of(person, on)
    wanted = Wanted(nhs_number=digits) if digits.isdigit() else Wanted(name=name_parts(text))
    ids = {one.client_id: one for one in find(frozenset({service_id}), wanted)}
    if len(ids) > 1:
        return None, "Several clients of this service have that name. Enter the NHS number"
    if not ids:
        return None, "No client of this service is found by that name or number"
    one = next(iter(ids.values()))
    return one.client_id, _on_a_day_of(one, on)


def _on_a_day_of(person: Any, on: date) -> str:
    born = person.birth.earliest
    if born is not None and on < born:
        return "The day it happened is before this client’s birth"
    if person.deceased_on is not None and on > person.deceased_on:
        return "The day it happened is after this client’s death"
    return ""


def differences(form: Any, row: Any) -> list[tuple[str, str, str]]:
    """What stands now and what was typed, for a row that was corrected meanwhile."""
    return [
        (field.words, "" if row is None else str(getattr(row, field.name, None) or ""), str(field.data or ""))
        for field in form.shown_fields
    ]
