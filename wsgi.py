"""What a web server imports: `app`."""

import os
import sys

from careplan import config, create_app
from careplan.ground.standards import StandardError

os.umask(0o077)

try:
    app = create_app()
except (config.Refused, StandardError) as refusal:
    sys.exit(f"careplan: {refusal}")
