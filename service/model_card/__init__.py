"""The model card: measured figures put into words, as Markdown and as HTML."""
