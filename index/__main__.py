"""`python -m index` is `izla-reindex`."""

import sys

from index.cli import main

sys.exit(main())
