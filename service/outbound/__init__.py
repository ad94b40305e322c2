"""Requests that the service sends out: to the open internet only, unless an operator allows more."""
