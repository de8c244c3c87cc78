"""Render the table of transitions as docs/transitions.md, for `manage.py draw_transitions`."""

from booking import transitions
from booking.models import OPEN_STATES, State
from booking.transitions import Transition

HEAD = """# How a request moves

Drawn from `booking/transitions.py` by `manage.py draw_transitions`; a test fails while the two
differ. Reception's buttons, the person's own link and the worker all go through this table.
"""
ACTORS = {
    transitions.TRIAGE: "reception",
    transitions.REOPEN: "lead",
    transitions.CLIENT: "the person, by their link",
}
REQUIREMENTS = {
    "_require_notified": "that they were told, where no mail is allowed",
    "_require_question": "what was asked, and how",
    "_require_appointment": "the agreed time",
    "_require_referral": "where else to turn; that they were told, where no mail is allowed",
    "_require_other_request": "the other request",
}


def render_page() -> str:
    """Return the page: a Mermaid diagram and a table."""
    return "\n".join([HEAD, *_diagram(), "", *_table(), ""])


def _diagram() -> list[str]:
    ends = [state for state in State if state not in OPEN_STATES]
    names = [
        f'    state "{state.label}" as {state.value}' for state in transitions.REACHABLE_STATES
    ]
    arrows = [
        f"    {source.value} --> {t.target.value}: {t.event}"
        for t in transitions.TABLE
        for source in t.sources
        if t.permission != transitions.REOPEN  # from every closed state: too many arrows to read
    ]
    last = [f"    {state.value} --> [*]" for state in ends]
    start = f"    [*] --> {State.NEW.value}"
    return ["```mermaid", "stateDiagram-v2", *names, start, *arrows, *last, "```"]


def _table() -> list[str]:
    head = "| event | from | to | who | asks for | mail to the person | first answer |"
    return [head, "|---|---|---|---|---|---|---|", *[_row(t) for t in transitions.TABLE]]


def _row(t: Transition) -> str:
    cells = [
        f"`{t.event}`",
        ", ".join(source.label.lower() for source in t.sources),
        t.target.label.lower(),
        ACTORS[t.permission],
        REQUIREMENTS.get(t.guard.__name__, ""),
        t.message,
        "yes" if t.answers else "",
    ]
    return f"| {' | '.join(cells)} |"
