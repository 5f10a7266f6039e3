"""The GitHub Actions workflow that builds a site and publishes it to GitHub Pages.

Every action is pinned by the commit of its release: a tag can be moved, a commit cannot.
Each job has the least permissions it works with, and no text from outside reaches a shell
but through the environment.
"""

from __future__ import annotations

import json

PATH = ".github/workflows/publish.yml"
"""Where GitHub looks for it."""

REQUIREMENTS = "requirements.txt"
"""What the workflow installs, in the site's own hands."""

ACTIONS = {
    "actions/checkout": ("3d3c42e5aac5ba805825da76410c181273ba90b1", "v7.0.1"),
    "actions/setup-python": ("5fda3b95a4ea91299a34e894583c3862153e4b97", "v7.0.0"),
    "actions/cache": ("27d5ce7f107fe9357f9df03efb73ab90386fccae", "v5.0.5"),
    "actions/configure-pages": ("45bfe0192ca1faeb007ade9deae92b16b8254a0d", "v6.0.0"),
    "actions/upload-pages-artifact": ("fc324d3547104276b827a68afc52ff2a11cc49c9", "v5.0.0"),
    "actions/deploy-pages": ("cd2ce8fcbc39b97be8ca5fce6e763baed58fa128", "v5.0.0"),
}
"""The official actions: commit and release of each."""

_WORKFLOW = """\
# Builds the site and publishes it to GitHub Pages: after every push to {branch}, by hand,
# and once a day, so that what is due appears, what has expired goes, and "upcoming" is true.
# Written by briefgen. In the repository's settings choose Pages → Source → GitHub Actions.
name: Publish

on:
  push:
    branches: [{branch_yaml}]
  schedule:
    - cron: "17 3 * * *" # UTC, every day
  workflow_dispatch:

permissions: {{}}

# One publication at a time; one that has begun is not cut short.
concurrency:
  group: pages
  cancel-in-progress: false

jobs:
  build:
    name: Build
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    permissions:
      contents: read # the content
      pages: read # the address of the site
    steps:
      - name: Fetch the content
        uses: {checkout}
        with:
          fetch-depth: 0 # the whole history: dates may come from it
          persist-credentials: false
      - name: Set up Python
        uses: {setup_python}
        with:
          python-version: "3.13"
      - name: Install briefgen
        run: python -m pip install --disable-pip-version-check --requirement requirements.txt
      - name: Restore what the last build computed
        uses: {cache}
        with:
          path: .briefgen
          key: briefgen-${{{{ runner.os }}}}-${{{{ github.sha }}}}
          restore-keys: |
            briefgen-${{{{ runner.os }}}}-
      - name: Ask for the address of the site
        id: pages
        uses: {configure_pages}
      - name: Build
        env:
          BASE_URL: ${{{{ steps.pages.outputs.base_url }}}}
        run: briefgen build --strict --format github --base-url "$BASE_URL" --output _site
      - name: Keep the site for the next job
        uses: {upload_pages_artifact}
        with:
          path: _site

  publish:
    name: Publish
    needs: build
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      pages: write # put the site there
      id-token: write # prove that it comes from this workflow
    environment:
      name: github-pages
      url: ${{{{ steps.deployment.outputs.page_url }}}}
    steps:
      - name: Publish
        id: deployment
        uses: {deploy_pages}
"""


def workflow(branch: str = "main") -> str:
    """The text of the workflow that publishes what is pushed to a branch."""
    used = {
        name.partition("/")[2].replace("-", "_"): f"{name}@{commit} # {release}"
        for name, (commit, release) in ACTIONS.items()
    }
    return _WORKFLOW.format(branch=branch, branch_yaml=json.dumps(branch), **used)


def requirements(version: str) -> str:
    """The requirements file that goes with the workflow: the briefgen that made the site."""
    return (
        "# What the workflow installs. To follow a repository instead of a release, write\n"
        "# briefgen @ git+https://github.com/OWNER/REPOSITORY@COMMIT\n"
        f"briefgen=={version}\n"
    )
