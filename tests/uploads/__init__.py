"""Files to upload, made by the tests: honest ones, and such as try to break what reads them."""
