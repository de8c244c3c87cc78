"""The last step of the second pair of eyes. Imports wait: Wagtail's models load this file."""

from typing import Any

from django.core.exceptions import PermissionDenied


def publish(workflow_state: Any, user: Any = None) -> None:
    """Publish what was approved, also from a list, where no form has asked.

    Raises PermissionDenied if words have come in since that must not go out.
    """
    from wagtail.workflows import publish_workflow_state

    from clinic.cms.editing import lint

    page = workflow_state.content_object.get_latest_revision_as_object()
    if any(finding.stops for finding in lint.check(page)):
        raise PermissionDenied("Open the page and read the notes above its title.")
    publish_workflow_state(workflow_state, user=user)
