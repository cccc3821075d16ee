"""What happens when a second editor has approved a page in Wagtail's own workflow."""

from typing import Any

from wagtail.workflows import publish_workflow_state


def approved(workflow_state: Any, user: Any = None) -> None:
    """Publishes the page; guidance and contributions stay drafts that were read twice, for the desk to publish."""
    # Asked of the page, since Wagtail imports this module before any model can be.
    if not getattr(workflow_state.content_object, "from_the_desk", False):
        publish_workflow_state(workflow_state, user=user)
