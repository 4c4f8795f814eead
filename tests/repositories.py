"""Real git repositories for tests, untouched by what the machine or the user has configured."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_CLEAN = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C"}


def git(root: Path, *arguments: str) -> str:
    """What one git command says."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment = inherited | _CLEAN | {"HOME": str(root)}
    done = subprocess.run(["git", *arguments], cwd=root, env=environment, capture_output=True, check=True)
    return done.stdout.decode("utf-8").strip()


def repository(root: Path) -> Path:
    """An empty repository on the branch ``main``."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "-q", "-b", "main")
    for key, value in (("user.name", "a"), ("user.email", "a@example.org"), ("commit.gpgsign", "false")):
        git(root, "config", key, value)
    return root


def commit(root: Path, message: str) -> str:
    """Everything that is there as one commit, and its id."""
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", message)
    return git(root, "rev-parse", "HEAD")
