# One image for the web process and the worker; compose.yaml says which is which.
FROM python:3.12-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1
RUN useradd --system --uid 10001 --home-dir /app clinic \
    && install -d -o clinic -g clinic /data
WORKDIR /app

COPY requirements.txt ./
RUN pip install --require-hashes --only-binary :all: -r requirements.txt

COPY manage.py ./
COPY clinic/ clinic/
COPY pages/ pages/
COPY booking/ booking/
COPY newsletter/ newsletter/
COPY templates/ templates/
COPY static/ static/

# The values only let settings load; nothing is signed or sealed while building.
RUN SECRET_KEY=for-building-only-for-building-only-for-building-only-1 \
    FIELD_KEYS=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
    SITE_URL=https://localhost \
    python manage.py collectstatic --noinput -v 0

USER clinic
ENV VAR_DIR=/data BIND=0.0.0.0 PORT=8000
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "--config", "python:clinic.server", "clinic.wsgi"]
