"""The last step of the approval workflow.

It imports Wagtail lazily, because Wagtail's models load this module.
"""

from typing import Any

from django.core.exceptions import PermissionDenied


def publish(workflow_state: Any, user: Any = None) -> None:
    """Publish an approved page, also from a list, where no form shows the notes.

    Raise PermissionDenied if the page has text that must not be published.
    """
    from wagtail.workflows import publish_workflow_state

    from clinic.cms.editing import lint

    page = workflow_state.content_object.get_latest_revision_as_object()
    if any(finding.stops for finding in lint.check(page)):
        raise PermissionDenied("Open the page and read the notes above its title.")
    publish_workflow_state(workflow_state, user=user)
