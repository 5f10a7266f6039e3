"""The version of briefgen: one place, on the lowest floor, so that everybody may name it."""

__version__ = "0.1.0"
