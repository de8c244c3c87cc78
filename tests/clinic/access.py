"""What the access matrix is made of: every route of the project, and one URL of each."""

import re
from pathlib import Path

from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from clinic.staff.roles import ROLES

TABLE = Path(__file__).with_name("access_matrix.txt")
METHODS = ("get", "post")
#: One letter a role, in the order of clinic/staff/roles.py: reCeption … Owner.
LETTERS = dict(zip((role.name for role in ROLES), "RLCWESO", strict=True))
STAFF = ("admin/", "cms/")
#: Wagtail's one route for changing many things, and where it begins.
BULK_ROUTE, BULK = "wagtail_bulk_action", "cms/bulk/"
REGEX_NOISE = re.compile(r"^\^|\\Z$|\$$")


def routes(patterns=None, prefix="", spaces=()):
    """(route, its name, its converters) of every pattern of the resolver, in order."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + REGEX_NOISE.sub("", str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from routes(pattern.url_patterns, route, inner)
        elif pattern.name == BULK_ROUTE:
            yield from bulk_routes()
        else:
            name = ":".join((*spaces, pattern.name)) if pattern.name else ""
            yield route, name, pattern.pattern


def bulk_actions():
    """(app label, model, its class) of everything that registered a bulk action, by any app."""
    bulk_action_registry._scan_for_bulk_actions()
    for app, models in bulk_action_registry.actions.items():
        for model, actions in models.items():
            for action in actions.values():
                yield app, model, action


def bulk_routes():
    """One route for each bulk action, as one URL pattern serves many."""
    for app, model, action in bulk_actions():
        route = f"{BULK}{app}/{model}/{action.action_type}/"
        yield route, "", RoutePattern(route, is_endpoint=True)


def table():
    """Route to what stands behind it in the file: letters for GET, letters for POST."""
    lines = TABLE.read_text().splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    return {row[0]: dict(zip(METHODS, row[1:], strict=True)) for row in rows}


def address(route, name, pattern, values):
    """An address of this route; `values(route, argument)` says of what."""
    keywords = {key: values(route, key) for key in pattern.regex.groupindex}
    keywords |= pattern.converters and {key: values(route, key) for key in pattern.converters}
    unnamed = pattern.regex.groups - len(pattern.regex.groupindex)
    try:
        if keywords or not unnamed:
            return reverse(name, kwargs=keywords) if name else _plain(route, values)
        return reverse(name, args=[values(route, str(n)) for n in range(unnamed)])
    except NoReverseMatch:
        return _plain(route, values)


def _plain(route, values):
    """Routes without a name: put the values where the converters stand."""
    filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values(route, found[1])), route)
    return "/" + re.sub(r"\(.*?\)", "x", filled)


#: Where people are led who may not go on.
AWAY = {
    "/admin/login/",
    "/cms/login/",
    "/admin/second-step/",
    "/admin/your-log-in/",
    "/admin/",
    "/cms/",
}


def is_open(response):
    """Whether the page answered: not refused, not missing, and nobody was led away.

    A GET that leads elsewhere shows nothing; a POST that does so has acted.
    """
    if response.status_code in (301, 302):
        return response.request["REQUEST_METHOD"] == "POST" and (
            response.url.split("?")[0] not in AWAY
        )
    return response.status_code not in (401, 403, 404, 405)
