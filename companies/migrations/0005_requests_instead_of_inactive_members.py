"""Whoever waited as an inactive member waits with a request now."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def ask_instead(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    requests = apps.get_model("companies", "MembershipRequest").objects
    waiting = apps.get_model("accounts", "Membership").objects.filter(is_active=False)
    for membership in waiting.select_related("company"):
        request = requests.create(
            user_id=membership.user_id,
            country=membership.company.country,
            organisation_number=membership.company.organisation_number,
            company_name=membership.company.name,
            industry_id=membership.company.industry_id,
        )
        requests.filter(pk=request.pk).update(asked_at=membership.asked_at)
        membership.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_public_ids_and_languages"),
        ("companies", "0004_membership_requests"),
    ]

    operations = [migrations.RunPython(ask_instead, migrations.RunPython.noop, elidable=True)]
