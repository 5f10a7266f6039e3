"""`briefgen.yaml`: from its text to `Settings`, with places and "did you mean"."""

from briefgen.config.reading import FIELDS, Configured, configure, read_config

__all__ = ["FIELDS", "Configured", "configure", "read_config"]
