"""What a web server imports: `app`."""

import sys

from careplan import config, create_app

try:
    app = create_app()
except config.Refused as refusal:
    sys.exit(f"careplan: {refusal}")
