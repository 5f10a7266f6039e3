"""The web's habits: what readers, calendars, search engines and programs expect of a site.

One file for one habit; `habits` lists them. This file stays empty, so that the
frame of a page can use `head`, `social` and `structured` alone.
"""
