# Debian's slim Node without what only builds need. Node 24 strips the types itself, so nothing is compiled but the console.

FROM node:24.19.0-trixie-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without the PostgreSQL that a try-out brings along: a container is given its database.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24.19.0-trixie-slim AS console
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY console console
RUN node console/build.mjs

FROM node:24.19.0-trixie-slim AS ground
RUN apt-get update \
  && apt-get install --no-install-recommends -y 'tini=0.19.*' \
  && rm -rf /var/lib/apt/lists/* /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx \
    /usr/local/bin/corepack /usr/local/bin/yarn* /opt/yarn* \
  && install -d -o node -g node /data

# From scratch, because what is removed above would still weigh in the layers below it.
FROM scratch
COPY --from=ground / /
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY package.json orderwatch.schema.json ./
COPY platform platform
COPY simulator simulator
COPY tracker tracker
COPY collector collector
COPY notifier notifier
COPY alerts alerts
COPY api api
COPY app app
COPY docs/runbooks docs/runbooks
COPY --from=console /app/console/dist console/dist

ENV NODE_ENV=production ORDERWATCH_HOME=/data
# The user `node`, by number so that Kubernetes can see that it is not root.
USER 1000:1000
VOLUME /data
EXPOSE 8080 9464
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.OPS_PORT || 9464) + '/healthz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# tini reaps and passes signals on. The flags are those of `npm start`.
ENTRYPOINT ["/usr/bin/tini", "--", "node", "--max-old-space-size=1536", "--max-semi-space-size=16", "app/orderwatch.cjs"]
CMD ["up"]
