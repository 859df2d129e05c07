"""Entry point of worker and beat, and the timetable of regular tasks."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.settings")
app = Celery("exchange")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "catalogue drift": {
        "task": "streams.catalogue.tasks.check_drift",
        "schedule": crontab(hour=2, minute=30),
    },
}
