"""User admin: permissions come from roles only, and only a superuser changes a superuser."""

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
    """Name, address and roles. The address becomes the user name; the user sets the password."""

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
        """Use this site's fields for addresses and names."""
        if db_field.name == "email":
            kwargs["form_class"] = AddressField
        elif db_field.name in ("first_name", "last_name"):
            kwargs["form_class"] = LineField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Offer the roles as checkboxes, without the groups that Wagtail creates."""
        roles = Group.objects.filter(name__in=[role.name for role in ROLES]).order_by("name")
        kwargs |= {"queryset": roles, "widget": forms.CheckboxSelectMultiple}
        kwargs |= {"label": "Roles", "help_text": ""}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """Leave out Django's page that sets another user's password."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/link/", view(self.link), name="auth_user_link"),
            path("<int:pk>/second-step/", view(self.second_step), name="auth_user_second_step"),
            *super(UserAdmin, self).get_urls(),
        ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only a superuser may change a superuser."""
        user: Any = request.user
        if obj is not None and obj.is_superuser and not user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Users are deactivated instead, because records refer to them."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Set `is_staff` by the roles; send an invitation to a new user."""
        super().save_related(request, form, formsets, change)
        person = form.instance
        if not person.is_superuser:
            person.is_staff = person.groups.filter(name__in=DESK).exists()
            person.save(update_fields=["is_staff"])
        if not change:
            passwords.invite(person)
            messages.info(request, "A mail with a link to choose a password is on its way.")

    def link(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: send a mail with a link to choose a password."""
        person = self._person(request, pk)
        passwords.invite(person)
        return self._done(request, person, "A link to choose a password was sent.")

    def second_step(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: remove the second step of a user who lost it; they set up a new one."""
        person = self._person(request, pk)
        if person == request.user:
            raise PermissionDenied  # users change their own at `entry:account`
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
