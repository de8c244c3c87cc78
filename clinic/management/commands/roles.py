from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Site

from clinic.staff.publishing_workflow import ensure_workflow
from clinic.staff.roles import ROLES, Role


class Command(BaseCommand):
    help = "Makes the groups say what clinic/staff/roles.py says. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, change nothing")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        before = self._rights()
        known = self._permissions()
        for role in ROLES:
            group, _ = Group.objects.get_or_create(name=role.name)
            group.permissions.set([self._permission(known, name) for name in role.permissions])
            self._set_pages(group, role)
            self._set_images(group, role)
        ensure_workflow(Site.objects.get(is_default_site=True).root_page)
        after = self._rights()
        if options["dry_run"]:
            transaction.set_rollback(True)
        if options["verbosity"]:
            self.stdout.write(
                f"{len(ROLES)} roles: {len(after - before)} rights given, "
                f"{len(before - after)} taken back"
                + (" (dry run: nothing changed)." if options["dry_run"] else ".")
            )

    def _rights(self) -> set[tuple[Any, ...]]:
        """Return all permissions of all groups, for counting."""
        return {
            *Group.permissions.through.objects.values_list("group", "permission"),
            *GroupPagePermission.objects.values_list("group", "page", "permission"),
            *GroupCollectionPermission.objects.values_list("group", "collection", "permission"),
        }

    def _permissions(self) -> dict[str, Permission]:
        """Return all permissions by the names that clinic/staff/roles.py uses."""
        permissions = Permission.objects.select_related("content_type")
        return {f"{p.content_type.app_label}.{p.codename}": p for p in permissions}

    def _permission(self, known: dict[str, Permission], dotted: str) -> Permission:
        try:
            return known[dotted]
        except KeyError:
            raise CommandError(
                f"clinic/staff/roles.py names an unknown permission: {dotted}"
            ) from None

    def _set_pages(self, group: Group, role: Role) -> None:
        GroupPagePermission.objects.filter(group=group).delete()
        home = Site.objects.get(is_default_site=True).root_page
        for path, rights in role.pages:
            pages = home.get_descendants(inclusive=True).filter(
                url_path=home.url_path.rstrip("/") + path
            )
            for right in Permission.objects.filter(
                content_type__app_label="wagtailcore", codename__in=rights
            ):
                for page in pages:
                    GroupPagePermission.objects.create(group=group, page=page, permission=right)

    def _set_images(self, group: Group, role: Role) -> None:
        GroupCollectionPermission.objects.filter(group=group).delete()
        if not role.images:
            return
        root = Collection.get_first_root_node()
        for right in Permission.objects.filter(
            content_type__app_label="wagtailimages",
            codename__in=["add_image", "change_image", "choose_image"],
        ):
            GroupCollectionPermission.objects.create(group=group, collection=root, permission=right)
