"""Every route x role x method against one table (access_matrix.txt).

A new route fails here by name until a line says who may use it. The table's letters are
roles: R Reception, L Lead, C Clinician, W Writer, E Editor, S Sender, O Owner.
"""

import re

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from django.template.response import SimpleTemplateResponse

from clinic.staff import middleware
from clinic.staff.roles import ROLES
from tests.clients import StaffClient
from tests.clinic import access
from tests.clinic.staff.people import make_person

ALL = list(access.routes())
STAFF = [row for row in ALL if row[0].startswith(access.STAFF)]
#: Open to whoever has no log-in, or a password only, because of what they are for.
OPEN_BEFORE_BOTH_STEPS = {
    name
    for name, requirement in middleware.REQUIREMENTS.items()
    if requirement is not middleware.Requirement.BOTH
}
#: Everything that is not for staff. A new one is a decision, so it is named here.
PUBLIC = re.compile(
    r"healthz|readyz|robots\.txt|\.well-known/security\.txt|sitemap\.xml|search/|media/images/"
    r"|documents/|appointments/|newsletter/|share/|_util/|\^?\(\(\?:\[\\w\\-\]\+/\)\*\)|anymail/"
)


def test_every_route_is_for_staff_or_known_to_be_public():
    unknown = [r for r, _, _ in ALL if not r.startswith(access.STAFF) and not PUBLIC.match(r)]
    assert unknown == []


def test_every_staff_route_is_in_the_table_and_nothing_else_is():
    found, listed = {route for route, _, _ in STAFF}, set(access.table())
    assert sorted(found - listed) == [], "say in access_matrix.txt who may use these"
    assert sorted(listed - found) == [], "these are gone: take them out of access_matrix.txt"


def test_table_is_written_in_order():
    """One place for each line, so that two people's changes meet."""
    assert list(access.table()) == sorted(access.table())


@pytest.fixture(autouse=True)
def unread(monkeypatch):
    """Views decide who may come in; nobody here reads what templates make of it."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")


@pytest.fixture
def values(db, shared_sample):
    """Something real of each kind, for the arguments of routes."""
    from tests.booking.factories import make_clinician, make_request
    from tests.newsletter.factories import make_issue, make_subscriber, start_campaign

    call_command("roles", verbosity=0)
    colleague = make_person(username="a colleague")
    asked, clinician = make_request(), make_clinician()
    reply = apps.get_model("booking.Reply").objects.create(
        appointment_request=asked, by=colleague, text=b""
    )
    known = {"admin/booking/appointmentrequest/": asked, "admin/booking/clinician/": clinician}
    template = apps.get_model("booking.ReplyTemplate").objects.create(title="Hello", text="Hello")
    version = apps.get_model("clinic.CrisisLinesVersion").objects.create(lines=[])
    known["cms/crisis-lines/"] = version
    known["admin/booking/replytemplate/"] = template
    known["admin/newsletter/subscriber/"] = make_subscriber()
    campaign = start_campaign()
    known["admin/newsletter/delivery/"] = campaign.deliveries.first()
    known["admin/newsletter/campaign/send/"] = make_issue()
    known["admin/newsletter/campaign/"] = campaign
    known["admin/newsletter/consentwording/"] = apps.get_model(
        "newsletter.ConsentWording"
    ).objects.first()
    kinds = {
        "cms/pages/": "pages.StandardPage",
        "cms/images/": "wagtailimages.Image",
        "cms/api/main/images/": "wagtailimages.Image",
        "cms/workflows/": "wagtailcore.Workflow",
        "cms/collections/": "wagtailcore.Collection",
        "cms/sites/": "wagtailcore.Site",
        "admin/auth/group/": "auth.Group",
        "admin/auth/user/": "auth.User",
        f"{access.BULK}auth/user/": "auth.User",
        f"{access.BULK}wagtailcore/page/": "pages.StandardPage",
        f"{access.BULK}wagtailimages/image/": "wagtailimages.Image",
        f"{access.BULK}wagtaildocs/document/": "wagtaildocs.Document",
    }
    apps.get_model("wagtaildocs.Document").objects.create(title="Fees", file="fees.pdf")
    known |= {prefix: apps.get_model(label).objects.first() for prefix, label in kinds.items()}
    page = known["cms/pages/"]
    words = {
        "app_name": "clinic",
        "model_name": "clinicdetails",
        "event": "take",
        "kind": "new_client",
    }
    words |= {"content_type_app_name": "pages", "content_type_model_name": "standardpage"}
    words |= {
        "reply": reply.pk,
        "app_label": "clinic",
        "filter_spec": "width-100",
        "parent_page_id": page.get_parent().pk,
        "revision_id": page.latest_revision_id,
    }

    def value(route, argument):
        if "/compare/" in route:
            return {"0": page.pk, "1": "live", "2": "latest"}[argument]
        thing = next((t for prefix, t in known.items() if route.startswith(prefix)), None)
        return words.get(argument) or (thing.pk if thing else 1)

    return value


@pytest.fixture
def visitor(django_user_model):
    """Somebody of a role, with both steps or with the password only."""

    def make(role, *, both=True):
        user = django_user_model.objects.create_user(f"the-{role.name}", is_staff=role.desk)
        user.groups.add(Group.objects.get(name=role.name))
        client = StaffClient(raise_request_exception=False)
        (client.force_login if both else client.password_only)(user)
        return client

    return make


@pytest.fixture(autouse=True)
def acted_on(monkeypatch):
    """What bulk actions would have changed: they answer alike whether they may or not."""
    acted = []
    for _, _, action in access.bulk_actions():

        def record(cls, objects, **kwargs):
            acted.extend(objects)
            return len(objects), 0

        monkeypatch.setattr(action, "execute_action", classmethod(record))
    return acted


def opens_for(client, route, name, pattern, values, method):
    response = getattr(client, method)(access.address(route, name, pattern, values))
    return access.is_open(response)


def opens_in_bulk(client, route, values, method, acted):
    """Whether this action takes the one thing it is given."""
    acted.clear()
    address = f"/{route}?id={values(route, 'id')}"
    if method == "get":
        response = client.get(address)
        return access.is_open(response) and bool(response.context_data["items"])
    root = apps.get_model("wagtailcore.Page").objects.get(depth=1)
    home = root.get_children().get()
    role = Group.objects.get(name="Owner")
    collection = apps.get_model("wagtailcore.Collection").objects.first()
    data = {"chooser": home.pk, "role": role.pk, "mark_as_active": "False"}
    client.post(address, data | {"tags": "new", "collection": collection.pk})
    return bool(acted)


def opened(client, values, method, acted):
    """Routes that answer this visitor; whatever a request changed is taken back."""
    found, cookies = set(), {key: morsel.value for key, morsel in client.cookies.items()}
    for route, name, pattern in STAFF:
        client.cookies.clear()  # some of them log out
        client.cookies.load(cookies)
        with transaction.atomic():
            if (
                opens_in_bulk(client, route, values, method, acted)
                if route.startswith(access.BULK)
                else opens_for(client, route, name, pattern, values, method)
            ):
                found.add(route)
            transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("method", access.METHODS)
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_fault_9_each_role_opens_what_the_table_says(values, visitor, acted_on, role, method):
    letter = access.LETTERS[role.name]
    listed = {route for route, may in access.table().items() if letter in may[method]}
    found = opened(visitor(role), values, method, acted_on)
    assert sorted(found - listed) == [], f"{role.name} opens what the table does not give"
    assert sorted(listed - found) == [], f"{role.name} is refused what the table gives"


def before_the_gate():
    return {route for route, name, _ in STAFF if name in OPEN_BEFORE_BOTH_STEPS}


@pytest.mark.parametrize("method", access.METHODS)
def test_password_alone_opens_nothing(values, visitor, acted_on, method):
    owner = next(role for role in ROLES if role.name == "Owner")
    found = opened(visitor(owner, both=False), values, method, acted_on)
    assert found <= before_the_gate()


@pytest.mark.parametrize("method", access.METHODS)
def test_visitor_opens_nothing(values, acted_on, method):
    assert opened(StaffClient(), values, method, acted_on) <= before_the_gate()
