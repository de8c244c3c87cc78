"""The form of Clinic details as an editor sends it."""

from typing import Any

from wagtail.test.utils.form_data import inline_formset, nested_form_data

from clinic.crisis import actions
from clinic.crisis.form import CONFIRMED
from clinic.models import ClinicDetails

#: What is sent as it stands.
FIELDS = (
    "name", "phone", "email", "address", "answer_days", "new_clients", "safety_script",
    "try_again_after", "acknowledge_within", "closing_round_before",
)  # fmt: skip
ADDRESS = "/cms/settings/clinic/clinicdetails/1/"


def form(lines: list[dict[str, Any]], **changes: Any) -> dict[str, str]:
    """All of it, with these crisis lines."""
    clinic = ClinicDetails.load()
    fields = {name: getattr(clinic, name) for name in FIELDS}
    rows = [row | {"on_every_page": "on" if row["on_every_page"] else ""} for row in lines]
    sent = fields | {
        "elsewhere": clinic.elsewhere,
        "crisis_review_by": "31/5/2027",
        "assessment_doors": inline_formset([]),
        "opening_hours": inline_formset([]),
        "holidays": inline_formset([]),
        "duty_turns": inline_formset([]),
        "crisis_lines": inline_formset(rows, initial=len([row for row in rows if row.get("id")])),
    }
    return {name: value for name, value in nested_form_data(sent | changes).items() if value != ""}


def lines(**changes: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines as they stand, some with changes: `Lifeline={"phone": "13 11 41"}`."""
    return [row | changes.get(row["name"], {}) for row in actions.rows()]


def save(client: Any, rows: list[dict[str, Any]], **more: Any) -> Any:
    return client.post(ADDRESS, form(rows, **more))


def tick(answer: Any) -> dict[str, str]:
    """The box that says “I have compared”, as the page shows it."""
    return {
        CONFIRMED: answer.content.decode().split(f'name="{CONFIRMED}" value="')[1].split('"')[0]
    }
