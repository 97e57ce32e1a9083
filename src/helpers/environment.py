"""What a batch run tells its kernels, by environment variables."""

# `svg`: figures are shown as SVG instead of PNG.
FIGURES = "ECOPLAN_FIGURES"
# The database to ask: the run has checked it, and it stays as it is until the run ends.
DATABASE = "ECOPLAN_DATABASE"
# The file that takes a line of JSON for each query that is asked.
LEDGER = "ECOPLAN_LEDGER"
