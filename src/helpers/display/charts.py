"""The charts of the notebooks: rows of dots, values over years, slopes from plan to plan, and grids of tiles."""

from helpers.display.dot_chart import dots
from helpers.display.grid_chart import grid
from helpers.display.slope_chart import slopes
from helpers.display.year_chart import by_year

__all__ = ["by_year", "dots", "grid", "slopes"]
