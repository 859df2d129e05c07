# The front end, the Python packages, and then an image that holds only their results.
FROM node:24-slim AS frontend
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY build.mjs ./
COPY static static
RUN node build.mjs

FROM python:3.11-slim AS packages
RUN python -m venv /opt/exchange
COPY requirements/base.txt /tmp/base.txt
RUN /opt/exchange/bin/pip install --no-cache-dir --require-hashes -r /tmp/base.txt

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home exchange
ENV PATH=/opt/exchange/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=exchange.settings MEDIA_ROOT=/srv/documents
WORKDIR /app
COPY --from=packages /opt/exchange /opt/exchange
COPY . .
COPY --from=frontend /app/static/built static/built
# TESTING is set for these steps only: making and collecting files needs no secret key, no servers.
RUN python -m exchange.launcher.messages \
    && TESTING=1 python manage.py build_outlines \
    && TESTING=1 python manage.py collectstatic --noinput \
    && mkdir -p /srv/documents /srv/beat && chown exchange: /srv/documents /srv/beat
USER exchange
EXPOSE 8000
CMD ["gunicorn", "exchange.wsgi", "--bind", "0.0.0.0:8000", "--threads", "4", \
     "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
