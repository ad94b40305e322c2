"""The REST API, version 1: one router a subject, over the same use cases as the command line."""
