"""What the program says when it cannot go on: one base, one subclass per kind of cause."""


class EcoplanError(Exception):
    """A fault that a person can mend; its text says what, where, and what to do. Never shown with a traceback."""


class ProjectNotFound(EcoplanError):
    """No collection (a folder with data/curated and notebooks) here or above."""


class BadCollection(EcoplanError):
    """Curated data break the rules; `problems` lists every one of them, sorted by file and line."""

    def __init__(self, problems):
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class BadQuery(EcoplanError):
    """A notebook asked the store for something that it cannot give."""


class BadParameters(EcoplanError):
    """A report asks for a parameter or a value that does not exist; all such faults at once."""


class NotComparable(EcoplanError):
    """Two statements must not be put side by side; the text says why."""


class ReportFailed(EcoplanError):
    """One notebook did not run to its end, or could not be made into a page."""
