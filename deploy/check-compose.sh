#!/usr/bin/env bash
#
# Brings the whole of docker-compose.yml up and looks from outside whether it works. For people with Docker:
#
#     deploy/check-compose.sh            # leaves it running
#     deploy/check-compose.sh --down     # and takes it down afterwards, with its data
#
# It needs docker with Compose 2.24 or newer, and curl. Settings of your own: COMPOSE_ENV_FILES=.env.local.
set -uo pipefail
cd "$(dirname "$0")/.."

failed=0
ok() { printf '  ok    %s\n' "$1"; }
bad() { printf '  FAIL  %s\n' "$1"; failed=$((failed + 1)); }
check() { # what, command…
  local what=$1 said
  shift
  if said=$("$@" 2>&1); then ok "$what"; else bad "$what"; printf '%s\n' "$said" | tail -5 | sed 's/^/          /'; fi
}

# Asks again for up to $1 seconds: what was started a moment ago may still have to collect something.
within() { # seconds, command…
  local until=$((SECONDS + $1))
  shift
  while ! "$@"; do
    [ "$SECONDS" -lt "$until" ] || return 1
    sleep 3
  done
}

# Whether the JavaScript expression about `it`, the JSON that a URL answers with, is true. Node is Orderwatch's own.
answers() { # URL, expression, arguments of curl…
  local url=$1 expression=$2 body
  shift 2
  body=$(curl --silent --show-error --fail --max-time 10 "$@" "$url") || return 1
  printf '%s' "$body" | docker compose exec -T orderwatch node -e "
    const it = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
    if (!($expression)) { console.error(JSON.stringify(it).slice(0, 400)); process.exit(1); }"
}

port() { docker compose port "$1" "$2" | sed 's/.*://'; }
setting() { docker compose exec -T "$1" printenv "$2"; }

echo "Each part's own check of its configuration"
check 'docker-compose.yml' docker compose config --quiet
services=$(docker compose config --services)
docker compose build --quiet || exit 1
# Of what the chosen profiles start; nothing else is fetched for it.
own_check() { # service, arguments of docker compose run…
  local service=$1
  shift
  grep -qx "$service" <<<"$services" || return 0
  check "$service" docker compose run --rm --no-deps --quiet-pull -T "$@"
}
own_check orderwatch orderwatch check
own_check prometheus --entrypoint promtool prometheus check config /etc/prometheus/prometheus.yml
own_check alertmanager --entrypoint amtool alertmanager check-config /etc/alertmanager/alertmanager.yml
own_check blackbox-exporter blackbox-exporter --config.check --config.file=/etc/blackbox_exporter/config.yml
own_check otel-collector otel-collector validate --config=/etc/otelcol-contrib/config.yaml
own_check jaeger --entrypoint /cmd/jaeger/jaeger-linux jaeger validate --config /etc/jaeger/config.yaml
own_check loki loki -verify-config -config.file=/etc/loki/config.yaml

echo 'Start'
docker compose up --detach --quiet-pull || exit 1

one_is() { [ "$(docker inspect --format "$2" "$1")" = "$3" ]; }
for id in $(docker compose ps --all --quiet); do
  name=$(docker inspect --format '{{index .Config.Labels "com.docker.compose.service"}}' "$id")
  case $name in
    rabbitmq-definitions | postgres-readers) check "$name has done its work" within 120 one_is "$id" '{{.State.Status}} {{.State.ExitCode}}' 'exited 0' ;;
    otel-collector | simulator) check "$name runs" within 60 one_is "$id" '{{.State.Status}}' running ;;
    *) check "$name is healthy" within 180 one_is "$id" '{{.State.Health.Status}}' healthy ;;
  esac
  case $name in
    otel-collector) ;;
    *) check "$name is not root" one_is "$id" '{{if or (eq .Config.User "") (eq .Config.User "0") (eq .Config.User "0:0") (eq .Config.User "root")}}root{{else}}other{{end}}' other ;;
  esac
  check "$name can't write to its image" one_is "$id" '{{.HostConfig.ReadonlyRootfs}}' true
  check "$name offers its ports to this machine alone" one_is "$id" \
    '{{range .HostConfig.PortBindings}}{{range .}}{{if ne .HostIp "127.0.0.1"}}{{.HostIp}} {{end}}{{end}}{{end}}' ''
done

echo 'Orderwatch'
api=http://127.0.0.1:$(port orderwatch 8080)
ops=http://127.0.0.1:$(port orderwatch 9464)
key=$(setting orderwatch ORDERWATCH_ADMIN_KEY)
as_admin=(--header "Authorization: Bearer $key")
order=ORD-CHECK-$(date +%s)
trace=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
publish() {
  curl --silent --fail --max-time 10 --output /dev/null "${as_admin[@]}" --header 'Content-Type: application/json' \
    --header "traceparent: 00-$trace-00f067aa0ba902b7-01" \
    --data "{\"orderId\":\"$order\",\"status\":\"SUBMITTED\",\"source\":\"shop\"}" "$api/api/v1/events"
}
check 'is ready, and nothing is degraded' within 60 answers "$ops/readyz" "it.status === 'ready' && it.degraded.length === 0"
check 'takes an event' publish
check 'knows the order' within 30 answers "$api/api/v1/orders/$order" "it.status === 'SUBMITTED'" "${as_admin[@]}"
if [ -n "$(docker compose ps --quiet simulator)" ]; then
  check 'has orders of the demo' within 120 answers "$api/api/v1/orders?limit=10" 'it.items.length === 10' "${as_admin[@]}"
  check 'has incidents of the demo' within 300 answers "$api/api/v1/incidents" 'it.items.length > 0' "${as_admin[@]}"
  check 'hears of deploys' within 120 answers "$api/api/v1/deploys" 'it.items.length > 0' "${as_admin[@]}"
  check 'has told people by mail' within 300 answers "http://127.0.0.1:$(port mailpit 8025)/api/v1/messages" 'it.total > 0'
  goes_on() { docker compose logs --no-log-prefix --since 10m simulator | grep -q 'goes on with the story'; }
  docker compose restart --timeout 30 simulator > /dev/null 2>&1
  check 'the story of the simulator goes on after a restart' within 120 goes_on
fi

if [ -n "$(docker compose ps --quiet prometheus)" ]; then
  echo 'Prometheus and Alertmanager'
  prometheus=http://127.0.0.1:$(port prometheus 9090)
  check 'reaches everything that it asks' within 120 answers "$prometheus/api/v1/targets?state=active" \
    "it.data.activeTargets.length > 10 && it.data.activeTargets.every(target => target.health === 'up')"
  check 'every probe succeeds' within 120 answers "$prometheus/api/v1/query?query=probe_success==0" 'it.data.result.length === 0'
  check 'every rule can be evaluated' within 60 answers "$prometheus/api/v1/rules" \
    "it.data.groups.every(group => group.rules.every(rule => rule.health !== 'err'))"
  check 'knows an Alertmanager' answers "$prometheus/api/v1/alertmanagers" 'it.data.activeAlertmanagers.length === 1'
  alert() {
    curl --silent --fail --max-time 10 --output /dev/null --header 'Content-Type: application/json' \
      --data '[{"labels":{"alertname":"CheckCompose","severity":"warning"},"annotations":{"summary":"deploy/check-compose.sh"}}]' \
      "http://127.0.0.1:$(port alertmanager 9093)/api/v2/alerts"
  }
  check 'Alertmanager takes an alert' alert
  check 'and it becomes an incident' within 120 answers "$api/api/v1/incidents?rule=alertmanager:CheckCompose" \
    'it.items.length > 0' "${as_admin[@]}"

  echo 'Jaeger'
  jaeger=http://127.0.0.1:$(port jaeger 16686)
  check 'has the trace of the event' within 60 answers "$jaeger/api/traces/$trace" 'it.data[0].spans.length > 0'
  check 'has rates of requests (Monitor)' within 120 answers "$prometheus/api/v1/query?query=traces_span_metrics_calls_total" \
    'it.data.result.length > 0'

  echo 'Grafana and Loki'
  grafana=http://127.0.0.1:$(port grafana 3000)
  as_grafana=(--user "admin:$(setting grafana GF_SECURITY_ADMIN_PASSWORD)")
  boards=$(find dashboards/grafana -name '*.json' | wc -l)
  check "has all $boards boards" within 60 answers "$grafana/api/search?type=dash-db&limit=100" "it.length >= $boards" "${as_grafana[@]}"
  for source in prometheus loki jaeger postgres; do
    check "reaches $source" within 60 answers "$grafana/api/datasources/uid/$source/health" "it.status === 'OK'" "${as_grafana[@]}"
  done
  check 'has log lines of every container that writes any' within 120 answers \
    "$grafana/api/datasources/proxy/uid/loki/loki/api/v1/label/service_name/values" \
    "['orderwatch', 'postgres', 'rabbitmq'].every(name => it.data.includes(name))" "${as_grafana[@]}"
fi

if [ "${1:-}" = --down ]; then docker compose down --volumes --timeout 60; fi
if [ "$failed" -eq 0 ]; then echo 'All of it works.'; else echo "$failed checks failed."; fi
[ "$failed" -eq 0 ]
