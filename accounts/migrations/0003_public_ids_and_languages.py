"""Memberships get a random name in addresses; a language that nobody chose becomes empty."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import accounts.models


def name_memberships(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for membership in apps.get_model("accounts", "Membership").objects.all():
        membership.public_id = accounts.models.new_public_id()
        membership.save(update_fields=["public_id"])


def forget_defaults(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Until now nobody could choose: every row holds the default."""
    apps.get_model("accounts", "User").objects.update(language="")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_initial")]

    operations = [
        migrations.AddField("membership", "public_id", models.CharField(max_length=16, null=True)),
        migrations.RunPython(name_memberships, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            "membership",
            "public_id",
            models.CharField(default=accounts.models.new_public_id, max_length=16, unique=True),
        ),
        migrations.AlterField(
            "user",
            "language",
            models.CharField(
                blank=True,
                default="",
                help_text="Empty until somebody has chosen one.",
                max_length=2,
            ),
        ),
        migrations.RunPython(forget_defaults, migrations.RunPython.noop, elidable=True),
    ]
