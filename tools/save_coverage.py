"""A start-up file of IPython, for `make coverage`: after each cell a kernel writes down which lines have run.

At the end it could not: a kernel whose notebook is done is killed, for nobody waits for it to say goodbye.
"""

from coverage import Coverage
from IPython import get_ipython


def _save(_result):
    if running := Coverage.current():
        running.save()


get_ipython().events.register("post_run_cell", _save)
