"""Reading objects by tables of keys: typed values, references and problems from a YAML tree."""
