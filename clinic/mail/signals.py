"""Signals of the outbox. It knows the mail; the app that queued it knows the person.

Both are sent with the mail as `email`, in the transaction that records it.
"""

from django.dispatch import Signal

mail_sent = Signal()
#: The mail could not be sent, or came back.
mail_failed = Signal()
