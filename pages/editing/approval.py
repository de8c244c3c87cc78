"""The last step of the second pair of eyes."""

from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.models import WorkflowState
from wagtail.workflows import publish_workflow_state

from pages.editing import lint


def publish(workflow_state: WorkflowState, user: Any = None) -> None:
    """Publish what was approved, also from a list, where no form has asked.

    Raises PermissionDenied if words have come in since that must not go out.
    """
    page = workflow_state.content_object.get_latest_revision_as_object()
    if any(finding.stops for finding in lint.check(page)):
        raise PermissionDenied("Open the page and read the notes above its title.")
    publish_workflow_state(workflow_state, user=user)
