import re

import pytest

from clinic.models import OutgoingEmail
from tests.booking.factories import make_staff

pytestmark = pytest.mark.django_db

LIST = "/admin/clinic/outgoingemail/"


@pytest.fixture
def email():
    return OutgoingEmail.objects.create(
        kind="booking/receipt", to="a@example.org", subject="Subject", text="body-canary",
        html="body-canary", state="failed", last_error="Refused 550",
    )  # fmt: skip


def test_lead_sees_what_failed_and_never_what_it_said(client, email):
    client.force_login(make_staff("Lead"))
    for address in (LIST, f"{LIST}?state__exact=failed", f"{LIST}{email.pk}/change/"):
        response = client.get(address)
        assert response.status_code == 200
        assert b"Refused 550" in response.content
        assert b"body-canary" not in response.content


def test_nobody_adds_changes_or_deletes_mails(client, email):
    client.force_login(make_staff("Owner"))
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{email.pk}/change/", {"state": "sent"}).status_code == 403
    assert client.post(f"{LIST}{email.pk}/delete/", {"post": "yes"}).status_code == 403
    email.refresh_from_db()
    assert email.state == "failed"


@pytest.mark.parametrize("query", ["to=a@example.org", "text__contains=canary", "state__exact=%00"])
def test_address_is_no_search(client, query):
    client.force_login(make_staff("Owner"))
    assert client.get(f"{LIST}?{query}").status_code in (302, 400)


def test_reception_does_not_see_the_outbox(client, email):
    client.force_login(make_staff("Reception"))
    assert client.get(LIST).status_code == 403


def test_lead_has_a_failed_mail_tried_again(client, email):
    client.force_login(make_staff("Lead"))
    data = {"action": "try_again", "_selected_action": [str(email.pk)]}
    assert client.post(LIST, data).status_code == 302
    email.refresh_from_db()
    assert (email.state, email.attempts) == ("queued", 0)


def test_who_may_not_try_again_changes_nothing(client, email, django_user_model):
    viewer = make_staff("Clinician")
    client.force_login(viewer)
    client.post(LIST, {"action": "try_again", "_selected_action": [str(email.pk)]})
    email.refresh_from_db()
    assert email.state == "failed"


def test_owner_cannot_lift_anybody_above_the_roles(client):
    owner = make_staff("Owner")
    client.force_login(owner)
    address = f"/admin/auth/user/{owner.pk}/change/"
    page = client.get(address).content.decode()
    assert "is_superuser" not in page
    assert "user_permissions" not in page
    groups = [str(pk) for pk in owner.groups.values_list("pk", flat=True)]
    client.post(
        address,
        {"first_name": "Olga", "is_active": "on", "username": "x", "groups": groups,
         "is_superuser": "on", "user_permissions": ["1"]},
    )  # fmt: skip
    before = owner.username
    owner.refresh_from_db()
    assert (owner.first_name, owner.username) == ("Olga", before)
    assert not owner.is_superuser
    assert not owner.user_permissions.exists()


def test_owner_cannot_change_a_superuser(client, admin_user):
    client.force_login(make_staff("Owner"))
    address = f"/admin/auth/user/{admin_user.pk}/"
    client.post(f"{address}change/", {"username": "taken"})
    assert client.post(f"{address}link/").status_code == 403
    assert client.post(f"{address}second-step/").status_code == 403
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    admin_user.refresh_from_db()
    assert admin_user.username == "admin"


@pytest.mark.parametrize("query", ["date_joined__year=0", "username__regex=(", "e=%00"])
def test_odd_filters_of_staff_lists_are_refused(client, admin_client, query):
    assert admin_client.get(f"/admin/auth/user/?{query}").status_code in (302, 400)


def test_headings_of_lists_say_what_they_head(admin_client, django_user_model):
    """A name that looks like one stays text."""
    django_user_model.objects.create_user("<th>odd")
    page = admin_client.get("/admin/auth/user/").content.decode()
    headings = re.findall(r"<th\b[^>]*>", page)
    assert all("scope=" in heading for heading in headings)
    assert {re.search(r'scope="(\w+)"', heading)[1] for heading in headings} == {"col", "row"}
    assert "&lt;th&gt;odd" in page
