"""Tables in step with the code, in the embedded database.

A server of one's own is migrated by its keeper: `python3 manage.py migrate`.
"""

import sys

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.bootstrap.locks import alone
from config.bootstrap.places import VAR
from config.bootstrap.speech import say


def bring_up_to_date() -> None:
    """Apply the migrations that are missing; one process at a time. Django must be set up."""
    with alone(
        VAR / "migrate.lock",
        "migrating",
        lambda who: say(f"{who} is preparing the tables; waiting"),
    ):
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            say("preparing the tables")
            call_command("migrate", verbosity=0, interactive=False, stdout=sys.stderr)
