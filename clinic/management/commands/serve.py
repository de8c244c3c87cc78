import socket
import sys
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from clinic import launch
from clinic.deployment import private_files, supervise
from clinic.models import Mark
from clinic.privacy import field_keys
from clinic.staff.demo import demo_passwords, demo_staff, ensure_demo_apps
from clinic.staff.roles import ROLES

FIRST_RUN = "first-run"


class Command(BaseCommand):
    help = "Prepares the database, then serves: gunicorn and the worker, ended by one signal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--collect-static",
            action="store_true",
            help="Collect static files that have changed, while the database is prepared.",
        )

    def handle(self, *args: Any, collect_static: bool, **options: Any) -> None:
        self._refuse_taken_port()
        private_files.restrict_permissions(settings.VAR_DIR)
        with launch.static_collected() if collect_static else nullcontext():
            self._prepare()
        # Django read the list of static files when it was loaded, before they were collected.
        storage: Any = staticfiles_storage
        storage.hashed_files, _ = storage.load_manifest()
        self._print_addresses()
        connections.close_all()
        supervise.run({"web": self._web, "worker": self._worker})

    def _refuse_taken_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", settings.PORT))
            except OSError as error:
                raise CommandError(
                    f"Port {settings.PORT} is taken. Try: PORT={settings.PORT + 123} make run"
                ) from error

    def _prepare(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Setting up the database …")
            call_command("migrate", verbosity=0, interactive=False)
            call_command("roles", verbosity=0)
        field_keys.refuse_wrong_keys()
        if Mark.age(FIRST_RUN) is None:
            if settings.DEMO:
                self.stdout.write("Loading the sample site …")
                call_command("sample")
            # From now on the data is the practice's: samples are never loaded again.
            Mark.set(FIRST_RUN)
        ensure_demo_apps()

    def _print_addresses(self) -> None:
        say = self.stdout.write
        say(f"\n  Site       {settings.SITE_URL}/")
        say(f"  Reception  {settings.SITE_URL}/admin/")
        say(f"  Editors    {settings.SITE_URL}/cms/")
        if settings.EMAIL_PROVIDER == "files":
            say(f"  Mails      {settings.MAIL_FILES_DIR}")
        if settings.DEMO and (staff := [user.get_username() for user in demo_staff()]):
            passwords, notes = demo_passwords(), {r.name.lower(): r.note for r in ROLES}
            say("\n  Demo log-ins (this copy only)")
            for name in staff:
                say(f"    {name:<10} {passwords[name]}   {notes[name]}")
            say("  Their second step, in place of a phone:")
            elsewhere = settings.VAR_DIR != settings.BASE_DIR / "var"
            place = f"VAR_DIR={settings.VAR_DIR} " if elsewhere else ""
            say(f"    {place}.venv/bin/python manage.py demo_code {staff[0]}")
        say("\n  Ctrl-C ends it.\n")
        self.stdout.flush()

    def _web(self) -> None:
        from gunicorn.app.wsgiapp import run

        sys.argv = ["gunicorn", "--config", "python:clinic.server", "clinic.wsgi"]
        run()

    def _worker(self) -> None:
        call_command("worker", skip_checks=True)
