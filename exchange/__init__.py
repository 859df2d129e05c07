"""The exchange: composition root, and the packages that run on top of the catalogue."""

from exchange.celery import app as celery_app  # so that tasks sent by web and tests find the broker

__all__ = ["celery_app"]
