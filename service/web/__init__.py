"""The pages: server-rendered, over the same use cases as the API, and complete without a script."""
