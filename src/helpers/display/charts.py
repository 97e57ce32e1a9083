"""The charts of the notebooks: rows of dots, and values over years."""

from helpers.display.dot_chart import dots
from helpers.display.year_chart import by_year

__all__ = ["by_year", "dots"]
