"""Mails of the approval, through the one outbox.

Wagtail would send them itself, inside the editor's request: a mail server that is away
would cost the editor a page. Its notifiers still choose who is told (people in the
task's groups, whoever asked; each as their own settings say).
"""

from typing import Any

from django.conf import settings
from django.urls import reverse
from wagtail.admin import mail
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from clinic.mail import outbox


class _ToOutbox:
    happened: str

    def send_emails(
        self, template_set: Any, context: dict[str, Any], recipients: Any, **kwargs: Any
    ) -> bool:
        page = context["page"]
        words = {
            "happened": self.happened,
            "title": page.get_admin_display_title(),
            "comment": context.get("comment", ""),
            "link": settings.SITE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
        }
        for person in recipients:
            outbox.queue("pages/approval", person.email, words, about=f"page {page.pk}")
        return True


class Submitted(_ToOutbox, mail.GroupApprovalTaskStateSubmissionEmailNotifier):
    happened = "A page waits for your eyes"


class Approved(_ToOutbox, mail.WorkflowStateApprovalEmailNotifier):
    happened = "Your page has been approved"


class Rejected(_ToOutbox, mail.WorkflowStateRejectionEmailNotifier):
    happened = "Your page needs changes"


submitted, approved, rejected = Submitted(), Approved(), Rejected()

# Under the names that Wagtail connects its own by: who comes first stays.
task_submitted.connect(
    submitted, sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification"
)
workflow_approved.connect(
    approved, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification"
)
workflow_rejected.connect(
    rejected, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification"
)
