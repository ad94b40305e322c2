"""One command of `speerwijzer` a file: options in, one use case, results out."""
