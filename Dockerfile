# Builds a wheel in one stage and installs it in the next, so that no source checkout is in the image.
#
#   docker build -t speerwijzer .
#   docker run --rm -v "$PWD:/work:ro" speerwijzer check /work/voorstel.pdf
#   docker compose up        (the service: see compose.yaml and docs/operations.md)
#
# pip takes its usual settings from build arguments, e.g. --build-arg PIP_EXTRA_INDEX_URL=... for a
# mirror or for the CPU build of torch (see README.md).
FROM python:3.12-slim AS build
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL
WORKDIR /source
COPY . .
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM python:3.12-slim
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    SPEERWIJZER_CACHE_FOLDER=/opt/speerwijzer \
    SPEERWIJZER_DATA_FOLDER=/data
RUN --mount=from=build,source=/wheels,target=/wheels \
    --mount=from=build,source=/source/constraints.txt,target=/constraints.txt \
    pip install --no-cache-dir --constraint /constraints.txt /wheels/*.whl
# One small assessment unpacks the sentence encoder into the image: no container pays for it again, and
# the root file system can be read-only. /data is made here so that a new volume gets its owner.
RUN printf 'We richten in elke gemeente een digibank op en geven er lessen digitale basisvaardigheden.\n' \
      > /tmp/warm-up.txt \
    && speerwijzer check /tmp/warm-up.txt > /dev/null \
    && rm /tmp/warm-up.txt \
    && useradd --system --uid 10001 --home-dir /nonexistent speerwijzer \
    && install --directory --owner=10001 --group=10001 --mode=0700 /data
USER 10001:10001
WORKDIR /work
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/livez', timeout=4)"]
ENTRYPOINT ["speerwijzer"]
CMD ["serve", "--host", "0.0.0.0"]
