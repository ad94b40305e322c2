"""Pages of headings, text, lists, tables and quotes, in every format from one set of blocks."""
