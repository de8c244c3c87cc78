"""Who works here. Rights come from the roles; nobody lifts themselves above them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path

from clinic.form_fields.addresses import AddressField
from clinic.form_fields.typed import LineField
from clinic.staff import factors, passwords
from clinic.staff.admin_site import FiltersOnly
from clinic.staff.roles import ROLES

User = get_user_model()
#: Roles that may open /admin/.
DESK = {role.name for role in ROLES if role.desk}


class NewPersonForm(forms.ModelForm):
    """Name, address and roles. The address is the username; the password they choose."""

    class Meta:
        model = User
        fields = ("first_name", "last_name", "email", "groups")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("email", "groups"):
            self.fields[name].required = True

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(username__iexact=email).exists():
            raise forms.ValidationError("Somebody with this address is here already.")
        self.instance.username = email
        return email


@admin.register(User)
class StaffAdmin(FiltersOnly, UserAdmin):
    list_display = ("username", "email", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    filter_horizontal = ()
    form, add_form = forms.ModelForm, NewPersonForm
    add_form_template = None
    add_fieldsets = ((None, {"fields": ("first_name", "last_name", "email", "groups")}),)
    fieldsets = (
        ("Person", {"fields": ("username", "first_name", "last_name", "email")}),
        ("Work", {"fields": ("is_active", "groups")}),
        ("Moments", {"fields": ("last_login", "date_joined")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("username", "last_login", "date_joined") if obj else ()

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """An account is found and warned by its address, shown by its name."""
        if db_field.name == "email":
            kwargs["form_class"] = AddressField
        elif db_field.name in ("first_name", "last_name"):
            kwargs["form_class"] = LineField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A box for each role of ours; groups that came with Wagtail are nobody's."""
        roles = Group.objects.filter(name__in=[role.name for role in ROLES]).order_by("name")
        kwargs |= {"queryset": roles, "widget": forms.CheckboxSelectMultiple}
        kwargs |= {"label": "Roles", "help_text": ""}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """Without Django's page on which one person types another's password."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/link/", view(self.link), name="auth_user_link"),
            path("<int:pk>/second-step/", view(self.second_step), name="auth_user_second_step"),
            *super(UserAdmin, self).get_urls(),
        ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A superuser is changed by a superuser only."""
        me: Any = request.user
        if obj is not None and obj.is_superuser and not me.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What a person did stays theirs: untick "active" instead."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The desk opens to whoever has a role there; a new person gets their invitation."""
        super().save_related(request, form, formsets, change)
        person = form.instance
        if not person.is_superuser:
            person.is_staff = person.groups.filter(name__in=DESK).exists()
            person.save(update_fields=["is_staff"])
        if not change:
            passwords.invite(person)
            messages.info(request, "A mail with a link to choose a password is on its way.")

    def link(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: a mail with a link to choose a password."""
        person = self._person(request, pk)
        passwords.invite(person)
        return self._done(request, person, "A link to choose a password was sent.")

    def second_step(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: they lost their phone, and set up a new one at the next log-in."""
        person = self._person(request, pk)
        if person == request.user:
            raise PermissionDenied  # one's own is changed with one's own second step
        factors.remove_all(person, by=request.user)
        return self._done(request, person, "The second step was removed.")

    def _person(self, request: HttpRequest, pk: int) -> Any:
        person = get_object_or_404(User, pk=pk)
        if request.method != "POST" or not self.has_change_permission(request, person):
            raise PermissionDenied
        return person

    def _done(self, request: HttpRequest, person: Any, what: str) -> HttpResponse:
        self.log_change(request, person, what)
        messages.success(request, what)
        return redirect("admin:auth_user_change", person.pk)
