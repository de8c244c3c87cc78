"""The progress of a campaign in numbers, each with a link to its deliveries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from newsletter.models import Campaign, Delivery
from newsletter.sending import campaigns

State, Fate = Delivery.State, Delivery.Fate
STATES_WITH_REASON = (State.SKIPPED, State.REFUSED, State.FAILED, State.IN_DOUBT)


@dataclass(frozen=True)
class Number:
    label: str
    count: int
    address: str
    kind: str = ""
    reasons: tuple[tuple[str, int], ...] = ()


def counts_of(campaign_list: Iterable[Campaign]) -> dict[int, dict[str, int]]:
    """Return the deliveries by state of many campaigns, by one query."""
    counts: dict[int, dict[str, int]] = {campaign.pk: {} for campaign in campaign_list}
    rows = Delivery.objects.filter(campaign__in=counts).order_by().values_list("campaign", "state")
    for campaign, state, count in rows.annotate(Count("pk")):
        counts[campaign][state] = count
    return counts


def summary(campaign: Campaign, counts: dict[str, int]) -> str:
    """ "412 of 415; 2 left out, 1 refused"."""
    if campaign.is_unstarted:
        return "–"
    other = [
        f"{counts[state]} {state.label.lower().split(':')[0]}"
        for state in State
        if state != State.ACCEPTED and counts.get(state)
    ]
    text = f"{counts.get(State.ACCEPTED, 0)} of {campaign.planned}"
    return f"{text}; {', '.join(other)}" if other else text


def context(campaign: Campaign) -> dict[str, Any]:
    """Return what the progress page shows, by few queries whatever the size."""
    if campaign.is_unstarted:
        return {}
    by_state, by_fate = _grouped(campaign)
    reasons = _reasons(campaign)
    numbers = [
        Number(
            state.label,
            by_state.get(state, 0),
            deliveries_url(campaign, state__exact=state),
            state.value,
            reasons.get(state, ()),
        )
        for state in State
    ]
    reported = [
        Number(
            fate.label,
            by_fate[fate],
            deliveries_url(campaign, fate__exact=fate, fate__gt=""),
            fate.value,
        )
        for fate in Fate
        if fate and by_fate.get(fate)
    ]
    ended = sum(n.count for n in numbers if n.kind not in (State.QUEUED, State.SENDING))
    return {
        "numbers": numbers,
        "reported": reported,
        "summary": summary(campaign, by_state),
        "ended": ended,
        "adds_up": sum(n.count for n in numbers) == campaign.planned,
        "undecided": campaigns.in_doubt(campaign).count() if by_state.get(State.IN_DOUBT) else 0,
        "doubt_names": deliveries_url(campaign, state__exact=State.IN_DOUBT),
    }


def _grouped(campaign: Campaign) -> tuple[dict[str, int], dict[str, int]]:
    by_state: dict[str, int] = {}
    by_fate: dict[str, int] = {}
    rows = campaign.deliveries.order_by().values_list("state", "fate").annotate(Count("pk"))
    for state, fate, count in rows:
        by_state[state] = by_state.get(state, 0) + count
        by_fate[fate] = by_fate.get(fate, 0) + count
    return by_state, by_fate


def _reasons(campaign: Campaign) -> dict[str, tuple[tuple[str, int], ...]]:
    """Return the reasons with their counts, by state."""
    rows = campaign.deliveries.filter(state__in=STATES_WITH_REASON).order_by("state", "reason")
    reasons: dict[str, tuple[tuple[str, int], ...]] = {}
    for state, reason, count in rows.values_list("state", "reason").annotate(Count("pk")):
        reasons[state] = (*reasons.get(state, ()), (reason, count))
    return reasons


def deliveries_url(campaign: Campaign, **lookups: str) -> str:
    """Return the URL of the list of deliveries behind a number."""
    query = {"campaign__id__exact": campaign.pk}
    return f"{reverse('admin:newsletter_delivery_changelist')}?{urlencode(query | lookups)}"
