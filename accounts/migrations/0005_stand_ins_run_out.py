"""A mark that people were told; what ran out before there were letters about it is no news."""

from typing import Any

from django.db import migrations, models
from django.db.models.functions import Now


def mark_old_ones(apps: Any, schema_editor: Any) -> None:
    past = apps.get_model("accounts", "StandIn").objects.filter(ended_at=None, until__lte=Now())
    past.update(told_at=Now())


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_stand_ins")]

    operations = [
        migrations.AddField(
            model_name="standin", name="told_at", field=models.DateTimeField(null=True)
        ),
        migrations.RunPython(mark_old_ones, migrations.RunPython.noop),
    ]
