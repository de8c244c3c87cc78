"""The approval workflow before a page is published (docs/adr/0010-who-publishes.md)."""

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

NAME = "Second pair of eyes"
#: The roles that may approve.
APPROVERS = ("Editor", "Owner")
#: Wagtail's own, created by its migrations: its approvers are a group without members.
WAGTAILS_OWN = "Moderators approval"


def ensure_workflow(home: Page) -> None:
    """Create the workflow of a new site; an existing one, renamed or disabled, is not changed."""
    if Workflow.objects.exclude(name=WAGTAILS_OWN).exists():
        return
    for old in Workflow.objects.filter(name=WAGTAILS_OWN, active=True):
        old.deactivate()
    task = GroupApprovalTask.objects.create(name="Read the page")
    task.groups.set(Group.objects.filter(name__in=APPROVERS))
    workflow = Workflow.objects.create(name=NAME)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=home)
