from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from newsletter import addresses
from newsletter.list import erasing
from newsletter.models import ConsentEvent, Subscriber


class Command(BaseCommand):
    help = (
        "Erases one subscriber who asks for it: the address goes, the proof stays for a "
        "pseudonym, and a keyed hash keeps the address off the list. Try it with --dry-run."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        lookup = parser.add_mutually_exclusive_group(required=True)
        lookup.add_argument("--id", type=int, help="the number at the end of the desk's address")
        lookup.add_argument("--address", help="in any spelling")
        parser.add_argument("--by", required=True, help="user name of who asks for this")
        parser.add_argument("--dry-run", action="store_true", help="count, erase nothing")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        subscriber = _get_subscriber(options)
        events, mails = subscriber.events.count(), subscriber.deliveries.count()
        by = _get_user(options["by"])
        people = erasing.erase(subscriber, method=ConsentEvent.Method.STAFF, by=by)
        transaction.set_rollback(options["dry_run"])
        result = "would be erased (dry run)" if options["dry_run"] else "erased"
        self.stdout.write(f"{people} addresses {result}.")
        self.stdout.write(f"{events} lines of the ledger and {mails} sent mails stay, unnamed.")


def _get_subscriber(options: dict[str, Any]) -> Subscriber:
    try:
        lookup = (
            {"pk": options["id"]}
            if options["id"] is not None
            else {"email_normalised": addresses.normalise(options["address"])}
        )
        return Subscriber.objects.get(**lookup)
    except (Subscriber.DoesNotExist, ValidationError):
        raise CommandError("There is no such subscriber.") from None


def _get_user(name: str) -> Any:
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.filter(username=name).first()
    if user is None:
        raise CommandError("There is no member of staff of this name.")
    return user
