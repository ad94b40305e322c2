"""`python -m service` is the same as `speerwijzer`."""

import sys

from service.cli import main

if __name__ == "__main__":
    sys.exit(main())
