"""Entry point of worker and beat, and what runs by the clock."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.settings")
app = Celery("exchange")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "check the catalogue for drift": {
        "task": "streams.catalogue.tasks.check_drift",
        "schedule": crontab(hour=3, minute=15),
    },
    "delete listings whose time of grace is over": {
        "task": "streams.register.tasks.delete_listings",
        "schedule": crontab(hour=4, minute=15),
    },
    "forget where people were logged in": {
        "task": "accounts.tasks.forget_old_logins",
        "schedule": crontab(hour=3, minute=30),
    },
    "tell who waits to join a company": {
        "task": "companies.tasks.announce_requests",
        "schedule": 60.0,
    },
    "tell whose time as a stand-in has run out": {
        "task": "companies.tasks.announce_run_out",
        "schedule": 300.0,
    },
    "tell owners of unusual reading": {
        "task": "streams.owners.tasks.notice_unusual_reading",
        "schedule": 300.0,
    },
    "remind those who are waited for": {
        "task": "exchange.access.tasks.remind_of_contacts",
        "schedule": crontab(hour=8, minute=0),
    },
    "look after access under NDA": {
        "task": "exchange.access.tasks.look_after_access",
        "schedule": crontab(hour=6, minute=30),
    },
    "take up jobs that a worker left": {
        "task": "exchange.jobs.tasks.take_up_jobs",
        "schedule": 60.0,
    },
    "remove spreadsheets that nobody came back for": {
        "task": "streams.imports.tasks.remove_old_uploads",
        "schedule": crontab(hour=3, minute=45),
    },
    "remove jobs that ended long ago": {
        "task": "exchange.jobs.tasks.remove_finished_jobs",
        "schedule": crontab(hour=3, minute=50),
    },
    "write the daily letters": {
        "task": "exchange.notices.tasks.send_digests",
        "schedule": 600.0,
    },
    "forget old notices": {
        "task": "exchange.notices.tasks.forget_old_notices",
        "schedule": crontab(hour=3, minute=55),
    },
    "send the letters that wait": {
        "task": "exchange.notices.tasks.send_letters",
        "schedule": 60.0,
    },
}
