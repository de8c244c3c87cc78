"""A second pair of eyes before a page goes out (docs/adr/0010-who-publishes.md)."""

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

NAME = "Second pair of eyes"
#: The roles whose people may say yes.
APPROVERS = ("Editor", "Owner")
#: Wagtail's own, made by its migrations: it asks a group in which nobody is.
WAGTAILS_OWN = "Moderators approval"


def ensure_workflow(home: Page) -> None:
    """Give a new site its workflow; one that exists, renamed or disabled, is left alone."""
    if Workflow.objects.exclude(name=WAGTAILS_OWN).exists():
        return
    for old in Workflow.objects.filter(name=WAGTAILS_OWN, active=True):
        old.deactivate()
    task = GroupApprovalTask.objects.create(name="Read the page")
    task.groups.set(Group.objects.filter(name__in=APPROVERS))
    workflow = Workflow.objects.create(name=NAME)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=home)
