"""What Wagtail would open by itself: accounts in lists, and addresses with odd ids."""

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.http import HttpResponse
from wagtail.models import Page

from clinic.web import errors
from pages import views
from tests.clients import StaffClient
from tests.clinic import access
from tests.pages.staff import logged_in

pytestmark = pytest.mark.django_db
BULK = [
    f"/{access.BULK}{app}/{model}/{action.action_type}/"
    for app, model, action in access.bulk_actions()
]
ACCOUNTS = [address for address in BULK if "/auth/" in address]
ODD = (
    "id=abc",
    "id=",
    "id=-1",
    "id=1.5",
    "id=%EF%BC%91",
    "id=1&id=abc",
    "id=1%20or%201",
    "id=" + "9" * 40,
    "id=all&childOf=abc",
    "id=all&childOf=",
    "id=all&childOf=" + "9" * 18,
)


@pytest.fixture
def owner():
    return logged_in("Owner")


@pytest.fixture
def superuser_client(django_user_model):
    client = StaffClient()
    client.force_login(django_user_model.objects.create_superuser("root", password="tests only"))
    return client


@pytest.fixture
def boss(django_user_model):
    return django_user_model.objects.create_superuser("boss", "boss@example.org")


def test_wagtail_has_bulk_actions_for_accounts():
    assert len(ACCOUNTS) == 3, "Wagtail has other actions now: are all of them closed?"


@pytest.mark.parametrize("address", ACCOUNTS)
@pytest.mark.parametrize("who", ["owner", "superuser_client"])
def test_fault_9_accounts_are_not_changed_from_wagtails_lists(request, who, boss, address):
    client = request.getfixturevalue(who)
    role = Group.objects.get(name="Owner")
    data = {"mark_as_active": "False", "role": role.pk}
    for ids in (f"id={boss.pk}", "id=all"):
        assert client.get(f"{address}?{ids}").status_code == 404
        assert client.post(f"{address}?{ids}", data).status_code == 404
    boss.refresh_from_db()
    assert boss.is_active
    assert not boss.groups.exists()


@pytest.fixture
def plain_404(monkeypatch):
    """What the page says that is not found is not read here, and is most of the time."""
    monkeypatch.setattr(views, "suggestions", lambda path: [])
    monkeypatch.setattr(
        errors, "page", lambda request, status, name, **_: HttpResponse(status=status)
    )


def test_fault_9_only_pages_pictures_and_documents_are_changed_in_lists(owner, plain_404):
    open_to_some = {"wagtailcore/page", "wagtailimages/image", "wagtaildocs/document"}
    actions = {action.action_type for _, _, action in access.bulk_actions()}
    for model in apps.get_models():
        name = f"{model._meta.app_label}/{model._meta.model_name}"
        for action in actions if name not in open_to_some else ():
            assert owner.get(f"/cms/bulk/{name}/{action}/?id=1").status_code == 404


@pytest.mark.parametrize("address", BULK)
@pytest.mark.parametrize("method", ["get", "post"])
def test_fault_9_odd_id_in_a_list_is_not_found(superuser_client, address, method):
    for query in ODD:
        assert getattr(superuser_client, method)(f"{address}?{query}").status_code == 404, query


@pytest.mark.parametrize(
    "address",
    [
        "/cms/choose-page/chosen-multiple/?id=abc",
        "/cms/images/chooser/chosen-multiple/?id=abc",
        "/cms/documents/chooser/chosen-multiple/?id=abc",
        "/cms/images/chooser/chosen/abc/",
        "/cms/documents/chooser/chosen/abc/",
        "/cms/choose-external-link/?parent_page_id=abc",
        "/cms/choose-email-link/?parent_page_id=abc",
        "/cms/choose-phone-link/?parent_page_id=abc",
        "/cms/choose-anchor-link/?parent_page_id=abc",
        "/cms/api/main/pages/find/?id=abc",
        "/cms/api/main/images/find/?id=abc",
        "/cms/api/main/documents/find/?id=abc",
        "/cms/bulk/no_such/thing/delete/?id=1",
        "/cms/bulk/wagtailcore/page/no-such-action/?id=1",
    ],
)
def test_fault_9_odd_address_of_an_editor_is_not_found(superuser_client, address):
    assert superuser_client.get(address).status_code == 404


def test_fault_9_lists_of_pages_go_on_working(owner):
    home = Page.objects.get(depth=2)
    chosen = f"/cms/bulk/wagtailcore/page/publish/?childOf={home.pk}"
    assert owner.get(f"{chosen}&id={home.pk}").status_code == 200
    assert owner.get(f"/cms/pages/{home.pk}/?p=1").status_code == 200


def test_fault_9_desks_lists_have_no_action_on_accounts(rf, owner):
    request = rf.get("/admin/auth/user/")
    request.user = get_user_model().objects.get(username="owner")
    for model in (get_user_model(), Group):
        assert not site._registry[model].get_actions(request)
