"""The preview: builds after every change, served from memory, and pages that follow.

From the bottom: `ports` (what it needs), `problems` (diagnostics for the overlay), `served`
(one state of the site), `inject` (the script on its way into a page), `guard` and `answers`
(HTTP), `hub` (event streams), `app`, `server`, `loop` (builds), `preview` (all joined),
`keys`, `serve` (the commands). What runs in the browser is in `assets/`.

Importing this package does not load the server: `briefgen.preview.serve` does.
"""
