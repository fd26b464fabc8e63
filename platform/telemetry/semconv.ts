// Names of open-telemetry/semantic-conventions v1.44.0, copied as its own documentation advises libraries to do: the
// package would bring thousands of them, and those that are still "Development" change under the same version.

// docs/registry/attributes/error.md, Stable.
export const ERROR_TYPE = 'error.type';

// docs/messaging/messaging-spans.md and docs/messaging/rabbitmq.md, Development.
export const MESSAGING_SYSTEM = 'messaging.system';
export const MESSAGING_DESTINATION_NAME = 'messaging.destination.name';
export const MESSAGING_OPERATION_NAME = 'messaging.operation.name';
export const MESSAGING_OPERATION_TYPE = 'messaging.operation.type';
export const MESSAGING_DESTINATION_TEMPLATE = 'messaging.destination.template';
export const MESSAGING_MESSAGE_ID = 'messaging.message.id';
export const MESSAGING_RABBITMQ_ROUTING_KEY = 'messaging.rabbitmq.destination.routing_key';
export const MESSAGING_BATCH_MESSAGE_COUNT = 'messaging.batch.message_count';

// docs/registry/attributes/exception.md, Stable.
export const EXCEPTION_TYPE = 'exception.type';
export const EXCEPTION_MESSAGE = 'exception.message';
export const EXCEPTION_STACKTRACE = 'exception.stacktrace';

// docs/database/database-spans.md and docs/database/postgresql.md, Stable.
export const DB_SYSTEM_NAME = 'db.system.name';
export const DB_NAMESPACE = 'db.namespace';
export const DB_QUERY_SUMMARY = 'db.query.summary';
export const DB_RESPONSE_STATUS_CODE = 'db.response.status_code';

// docs/http/http-spans.md, Stable.
export const HTTP_REQUEST_METHOD = 'http.request.method';
export const HTTP_RESPONSE_STATUS_CODE = 'http.response.status_code';
export const HTTP_ROUTE = 'http.route';
export const URL_SCHEME = 'url.scheme';

// docs/registry/attributes/server.md and docs/registry/attributes/network.md, Stable.
export const SERVER_ADDRESS = 'server.address';
export const SERVER_PORT = 'server.port';
export const NETWORK_PROTOCOL_NAME = 'network.protocol.name';

// docs/resource/service.md and docs/resource/host.md.
export const SERVICE_NAME = 'service.name';
export const SERVICE_VERSION = 'service.version';
export const SERVICE_INSTANCE_ID = 'service.instance.id';
export const HOST_NAME = 'host.name';

// Ours: what became of the messages of a batch.
export const BATCH_RECORDED = 'orderwatch.batch.recorded';
export const BATCH_DUPLICATES = 'orderwatch.batch.duplicates';
export const BATCH_CONFLICTS = 'orderwatch.batch.conflicts';
export const BATCH_QUARANTINED = 'orderwatch.batch.quarantined';
export const BATCH_REDELIVERED = 'orderwatch.batch.redelivered';
export const BATCH_ATTEMPTS = 'orderwatch.batch.attempts';
