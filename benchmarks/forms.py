"""The order form written by our macros and by the plain-string writer that they replaced, in turn in one process.

`quick.py` beside this file is that writer as it was. Every field of the form is written both ways, whichever of them
a page would show; CPU time of this process, medians over 400 of each. `make bench` prints the ratio; exit 1 over 1.15.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import quick  # noqa: E402
from careplan.prescribing.codes import Drug  # noqa: E402
from careplan.prescribing.forms.orders import OrderForm, WeekForm  # noqa: E402
from careplan.ui import frame, render  # noqa: E402
from tests.ui.package import settings  # noqa: E402

TIMES, REACH = 400, 1.15


def by_quick(one: Any) -> Markup:
    """A field as it was written before."""
    component, params = settings(one)
    assert quick.can(component, params), component
    return quick.write(component, params)


def forms() -> list[Any]:
    """The order form empty and refused, and the form of a week."""
    return [OrderForm.of(Drug.METHADONE), WeekForm(), _refused()]


def _refused() -> Any:
    form = OrderForm.of(Drug.METHADONE)
    form.process(MultiDict({"daily_mg": "<5", "reason": "work & home", "effective_on-day": "40"}))
    form.validate()
    return form


def took(write: Callable[[Any], Markup], pages: list[list[Any]]) -> float:
    """CPU seconds for all fields of the forms."""
    start = time.process_time()
    for fields in pages:
        Markup("").join(write(one) for one in fields)
    return time.process_time() - start


def main() -> int:
    """Print the ratio of the medians; 1 when it is over its reach."""
    app = Flask("forms", static_folder=None, template_folder=None)
    app.config.update(SECRET_KEY="only for the benchmark", WTF_CSRF_ENABLED=False)
    frame.init_app(app)
    with app.test_request_context("/"):
        pages = [form.shown_fields for form in forms()]
        ways: dict[str, Callable[[Any], Markup]] = {"macros": render.field, "quick.py": by_quick}
        times: dict[str, list[float]] = {name: [] for name in ways}
        for number in range(TIMES + 20):
            for name in (*ways,) if number % 2 else (*reversed(ways),):
                seconds = took(ways[name], pages)
                if number >= 20:
                    times[name].append(seconds)
    middle = {name: statistics.median(all_of) for name, all_of in times.items()}
    ratio = middle["macros"] / middle["quick.py"]
    shown = ", ".join(f"{name} {1000 * seconds:.2f} ms" for name, seconds in middle.items())
    print(
        f"order and week forms      {ratio:.2f} x  ({shown}; reach {REACH} x)  {'within' if ratio <= REACH else 'OVER'}"
    )
    return 0 if ratio <= REACH else 1


if __name__ == "__main__":
    sys.exit(main())
