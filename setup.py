"""Beside pyproject.toml only for this: a wheel also carries what `ecoplan init` starts a collection with."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
STARTER = ("notebooks/*.ipynb", "params/**/*", "data/curated/*.csv", "CITATION.cff", "LICENSES.md")


class WithStarter(build_py):
    def run(self):
        super().run()
        if self.editable_mode:
            return  # there `ecoplan init` takes them from the checkout
        for pattern in STARTER:
            for path in ROOT.glob(pattern):
                if path.is_file():
                    copy = Path(self.build_lib) / "helpers" / "starter" / path.relative_to(ROOT)
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(path, copy)


setup(cmdclass={"build_py": WithStarter})
