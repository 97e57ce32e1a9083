"""What runs for others: workflows, hooks before a commit, and Binder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def test_workflows_keep_the_published_schema():
    assert WORKFLOWS
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    result = subprocess.run([*command, *map(str, WORKFLOWS)], capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_what_workflows_and_hooks_call_exists():
    """Each `make` target, and each verb of ecoplan."""
    text = "\n".join(path.read_text("utf-8") for path in [*WORKFLOWS, ROOT / ".pre-commit-config.yaml"])
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)", text)) <= targets
    verbs = set(re.findall(r"helpers\.cli ([a-z]+)", text))
    listed = subprocess.run([sys.executable, "-m", "helpers.cli", "--help"], capture_output=True, text=True).stdout
    assert verbs and all(re.search(rf"\b{verb}\b", listed) for verb in verbs)


def test_a_change_of_data_parameters_notebooks_or_code_starts_the_check():
    triggers = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))[True]  # `on`, says YAML
    for event in ("push", "pull_request"):
        assert {"data/**", "params/**", "notebooks/**", "src/**"} <= set(triggers[event]["paths"])


def test_hooks_run_from_the_environment_that_make_makes():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
    assert all(hook["entry"].startswith(".venv/bin/python -m ") for hook in hooks)


def test_binder_prepares_the_database():
    script = ROOT / "postBuild"
    assert os.access(script, os.X_OK)
    assert "helpers.cli build" in script.read_text("utf-8")
    assert subprocess.run(["bash", "-n", script]).returncode == 0
