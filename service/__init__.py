"""Edge: command line, settings and reports. Thin over the use cases of the layers below."""
