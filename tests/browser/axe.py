"""axe-core, which looks for barriers in a page, as anyone installs it."""

import hashlib
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.sdk.conftest import installed

DECLARED = Path(__file__).parent / "clients" / "package.json"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GRAVE = ("serious", "critical")
PATIENCE_MS = 20_000
CALM = """
async patience => {
  const until = performance.now() + patience;
  const ends = one => one.playState === "running" && Number.isFinite(one.effect.getComputedTiming().endTime);
  const moves = () => document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling") !== null
    || document.getAnimations().some(ends);
  await new Promise(requestAnimationFrame);
  while (moves()) {
    if (performance.now() > until) throw new Error("the page does not come to rest");
    await new Promise(requestAnimationFrame);
  }
}
"""
"""Colours halfway through a transition, and what is about to be exchanged, are nobody's page."""


@cache
def source() -> str:
    """The program that runs in the page."""
    npm = shutil.which("npm") or pytest.skip("missing program: npm")

    def install(folder: Path) -> None:
        shutil.copy(DECLARED, folder)
        quiet = ["--no-package-lock", "--no-audit", "--no-fund", "--silent"]
        subprocess.run([npm, "install", *quiet], cwd=folder, check=True)

    digest = hashlib.sha256(DECLARED.read_bytes()).hexdigest()[:12]
    return (installed(f"axe-{digest}", install) / "node_modules" / "axe-core" / "axe.min.js").read_text()


def barriers(page: Page) -> list[str]:
    """What is serious or critical, each with the elements it is about."""
    page.evaluate(source())
    found: Any = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    grave = (one for one in found["violations"] if one["impact"] in GRAVE)
    return [f"{one['id']}: {one['help']}: {[node['html'][:200] for node in one['nodes'][:5]]}" for one in grave]


def check(page: Page) -> None:
    """Fails where somebody could not use the page, once it has come to rest."""
    page.evaluate(CALM, PATIENCE_MS)
    check_at_once(page)


def check_at_once(page: Page) -> None:
    """Fails where somebody could not use the page in the state that it is in."""
    found = barriers(page)
    assert not found, f"{page.url}: {found}"
