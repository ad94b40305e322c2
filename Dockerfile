# Builds a wheel in one stage and installs it in the next, so that no source checkout is in the image.
#
#   docker build -t speerwijzer .
#   docker run --rm -v "$PWD:/work:ro" speerwijzer check /work/voorstel.pdf
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
    SPEERWIJZER_CACHE_FOLDER=/opt/speerwijzer
RUN --mount=from=build,source=/wheels,target=/wheels \
    --mount=from=build,source=/source/constraints.txt,target=/constraints.txt \
    pip install --no-cache-dir --constraint /constraints.txt /wheels/*.whl
# One small assessment unpacks the sentence encoder into the image: no container pays for it again.
RUN printf 'We richten in elke gemeente een digibank op en geven er lessen digitale basisvaardigheden.\n' \
      > /tmp/warm-up.txt \
    && speerwijzer check /tmp/warm-up.txt > /dev/null \
    && rm /tmp/warm-up.txt \
    && useradd --system --uid 10001 --home-dir /nonexistent speerwijzer
USER speerwijzer
WORKDIR /work
HEALTHCHECK --interval=60s --timeout=10s CMD ["speerwijzer", "--version"]
ENTRYPOINT ["speerwijzer"]
CMD ["--help"]
