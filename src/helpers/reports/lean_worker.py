"""The worker, imported without what takes longest and nobody needs."""

import sys

# jsonschema would compile a grammar of international addresses: 2.5 s, for a format that no notebook's schema has. It
# does without where the module is missing.
sys.modules.setdefault("rfc3987_syntax", None)

from helpers.reports.worker import render_one  # noqa: E402

__all__ = ["render_one"]
