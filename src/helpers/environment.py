"""What a batch run tells its kernels, by environment variables."""

import os

# `svg`: what is shown becomes a page of the site. Figures are shown as SVG, and links lead to other pages.
FIGURES = "ECOPLAN_FIGURES"
# The database to ask: the run has checked it, and it stays as it is until the run ends.
DATABASE = "ECOPLAN_DATABASE"
# The file that takes a line of JSON for each query that is asked.
LEDGER = "ECOPLAN_LEDGER"


def in_report() -> bool:
    """Whether what is shown becomes a page of the site: not in JupyterLab and not in a committed notebook."""
    return os.environ.get(FIGURES) == "svg"
