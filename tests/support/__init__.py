"""Tools of the tests: a site inside a test, a browser, and three independent judges of output."""
