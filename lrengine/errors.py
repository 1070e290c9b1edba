"""The one exception a user can cause."""


class LabError(Exception):
    """Something the user can mend.

    Its text is a single sentence in plain words that says what is wrong and what to do;
    the window and the command line show it as it stands.
    """


class Cancelled(Exception):  # noqa: N818 - being asked to stop is no error
    """The user asked a long piece of work to stop; nothing it had produced before is lost."""
