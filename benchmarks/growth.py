"""Growth: what more reports cost, and what more statements cost.

    python benchmarks/growth.py [--reports 16 64 256 1024] [--statements 10 100 1000] [--prefectures 333 --plans 3]

Reports: those of a tiny notebook, all rendered cold; then one more of them, and then nothing, for each number in turn.

Statements: the project's own collection, then made-up ones (benchmarks/synthetic.py) of so many prefectures, with so
many plans each, and --statements in each plan: check, build, the report --report alone, its queries asked again on the
database in one thread, and all reports. Where all would take longer than --limit, some are rendered and the rest is
extrapolated: the table marks it with ≈.

`--reports` or `--statements` without numbers leaves that part out. The full sizes take some hours, and 10 GB of disk.
"""

from __future__ import annotations

from argparse import Namespace

from common import at_least_one, measure, parser
from growth_reports import grow_reports
from growth_statements import grow_statements
from table import machine


def main() -> None:
    wanted = _wanted()
    if wanted.reports:
        print(grow_reports(wanted.reports, wanted.runs))
    if wanted.statements:
        print(grow_statements(wanted))
    print(machine(("duckdb", "papermill")))
    print(f"medians of {wanted.runs} runs (lowest–highest) where there is a range; others ran once")


def _wanted() -> Namespace:
    options = parser(__doc__)
    options.add_argument("--reports", type=at_least_one, nargs="*", default=[16, 64, 256, 1024], metavar="N",
                         help="how many reports there are (default: 16 64 256 1024)")  # fmt: skip
    options.add_argument("--statements", type=at_least_one, nargs="*", default=[10, 100, 1000], metavar="N",
                         help="how many statements a made-up plan has (default: 10 100 1000)")  # fmt: skip
    options.add_argument("--prefectures", type=at_least_one, default=333, metavar="N",
                         help="made-up prefectures (default: %(default)s)")  # fmt: skip
    options.add_argument("--plans", type=at_least_one, default=3, metavar="N",
                         help="plans of each of them (default: %(default)s)")  # fmt: skip
    options.add_argument("--report", default="baseline_vs_goal/quzhou-14fyp-2021.zh", metavar="REPORT",
                         help="the one report; a plan's own, so that it says the same in all collections "
                         "(default: %(default)s)")  # fmt: skip
    options.add_argument("--runs", type=at_least_one, default=5,
                         help="runs of what is short: one more report, nothing, the one report, its queries "
                         "(default: %(default)s)")  # fmt: skip
    options.add_argument("--limit", type=float, default=600, metavar="S",
                         help="extrapolate all reports where they would take longer (default: 600 s)")  # fmt: skip
    options.add_argument("--sample", type=at_least_one, default=12, metavar="N",
                         help="how many reports of a notebook to extrapolate from (default: %(default)s)")  # fmt: skip
    return options.parse_args()


if __name__ == "__main__":
    measure(main)
