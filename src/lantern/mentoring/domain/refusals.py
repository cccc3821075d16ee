"""A no that is about the moment and not about the person."""

from lantern.kit.states import IllegalMove


class NotYet(IllegalMove):
    """What was asked for is not possible as things stand. `code` and `subject` go to the audit, the sentence to her."""

    def __init__(self, sentence: str, code: str, subject: str) -> None:
        super().__init__(sentence)
        self.code, self.subject = code, subject
