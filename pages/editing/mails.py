"""Mails of the approval workflow, sent through the outbox.

Wagtail would send them during the editor's request, which would then fail with the mail server.
Its notifiers still select the recipients: the groups of the task or the requester, according
to each user's settings.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse
from wagtail.admin import mail
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from clinic.mail import outbox


class _OutboxMixin:
    happened: str

    def send_emails(
        self, template_set: Any, context: dict[str, Any], recipients: Any, **kwargs: Any
    ) -> bool:
        page = context["page"]
        context = {
            "happened": self.happened,
            "title": page.get_admin_display_title(),
            "comment": context.get("comment", ""),
            "link": settings.SITE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
        }
        for person in recipients:
            outbox.queue("pages/approval", person.email, context, about=f"page {page.pk}")
        return True


class Submitted(_OutboxMixin, mail.GroupApprovalTaskStateSubmissionEmailNotifier):
    happened = "A page waits for your eyes"


class Approved(_OutboxMixin, mail.WorkflowStateApprovalEmailNotifier):
    happened = "Your page has been approved"


class Rejected(_OutboxMixin, mail.WorkflowStateRejectionEmailNotifier):
    happened = "Your page needs changes"


submitted, approved, rejected = Submitted(), Approved(), Rejected()

# With the dispatch_uid of Wagtail's own receivers: the first one connected is kept.
task_submitted.connect(
    submitted, sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification"
)
workflow_approved.connect(
    approved, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification"
)
workflow_rejected.connect(
    rejected, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification"
)
