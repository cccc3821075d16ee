"""What can be wrong with an act at this moment, whoever tries it."""


class IllegalMove(Exception):
    """The record's state does not allow this; the message says so in words for the person who tried."""


class OutOfDate(Exception):
    """Someone else changed the record first. Nothing was written."""

    def __init__(self, what: str = "This") -> None:
        super().__init__(
            f"{what} was changed by someone else while you had it open. "
            "Nothing you entered has been saved over theirs. Look at it as it is now, then try again."
        )
