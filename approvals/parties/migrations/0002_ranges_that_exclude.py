"""Ranges of days that must not overlap are kept apart by the database itself."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]
    operations = [BtreeGistExtension()]
