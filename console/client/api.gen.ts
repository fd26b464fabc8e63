// Made from the OpenAPI document by `npm run client`. Do not edit.

export interface Api {
paths: {
"/orders": {
get: {
parameters: {
query?: {
q?: string
status?: string
source?: string
partner?: string
customer?: string
correlationId?: string
from?: string
to?: string
stuck?: ("true" | "false")
atRisk?: ("true" | "false")
overdue?: ("true" | "false")
anomaly?: ("gap" | "illegal_transition" | "divergence" | "future_dated" | "past_dated" | "event_id_conflict" | "member_id_conflict" | "identity_conflict" | "true" | "false")
provisional?: ("true" | "false")
sort?: ("lastEvent" | "deadline" | "age")
count?: ("true" | "false")
cursor?: string
limit?: number
}
}
responses: {
200: {
content: {
"application/json": OrderPage
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/orders/{id}": {
get: {
parameters: {
path: {
id: string
}
}
responses: {
200: {
content: {
"application/json": Order
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/orders/{id}/timeline": {
get: {
parameters: {
path: {
id: string
}
query?: {
cursor?: string
limit?: number
}
}
responses: {
200: {
content: {
"application/json": TimelinePage
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/orders/{id}/diagnosis": {
get: {
parameters: {
path: {
id: string
}
}
responses: {
200: {
content: {
"application/json": Diagnosis
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/orders/{id}/freeze": {
post: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {
/**
 * For the timeline of the order.
 */
reason: string
/**
 * Who does it, where the key is not that of one person; left out: the name of the key.
 */
by?: string
}
}
}
responses: {
200: {
content: {
"application/json": Order
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
413: {
content: {
"application/problem+json": Problem
}
}
415: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/orders/{id}/unfreeze": {
post: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {
/**
 * For the timeline of the order.
 */
reason: string
/**
 * Who does it, where the key is not that of one person; left out: the name of the key.
 */
by?: string
}
}
}
responses: {
200: {
content: {
"application/json": Order
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
413: {
content: {
"application/problem+json": Problem
}
}
415: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/incidents": {
get: {
parameters: {
query?: {
state?: ("open" | "acknowledged" | "snoozed" | "resolved")
severity?: ("info" | "warning" | "critical")
rule?: string
order?: string
about?: string
acknowledgedBy?: string
sort?: ("opened" | "acknowledged" | "severity")
cursor?: string
limit?: number
}
}
responses: {
200: {
content: {
"application/json": IncidentPage
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/incidents/{id}": {
get: {
parameters: {
path: {
id: string
}
}
responses: {
200: {
content: {
"application/json": IncidentInFull
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/incidents/{id}/orders": {
get: {
parameters: {
path: {
id: string
}
query?: {
cursor?: string
limit?: number
}
}
responses: {
200: {
content: {
"application/json": IncidentOrderPage
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/incidents/{id}/acknowledge": {
post: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {
/**
 * Until then. Either this or `for`.
 */
until?: string
/**
 * For so long from now on.
 */
for?: string
/**
 * For whoever looks at it later.
 */
note?: string
/**
 * Whether it was real. our_data: something was wrong, but only with what we know.
 */
verdict?: ("real" | "not_real" | "our_data")
/**
 * Who does it, where the key is not that of one person; left out: the name of the key.
 */
by?: string
}
}
}
responses: {
200: {
content: {
"application/json": IncidentInFull
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
413: {
content: {
"application/problem+json": Problem
}
}
415: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/incidents/{id}/unacknowledge": {
post: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {
/**
 * Who does it, where the key is not that of one person; left out: the name of the key.
 */
by?: string
}
}
}
responses: {
200: {
content: {
"application/json": IncidentInFull
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
413: {
content: {
"application/problem+json": Problem
}
}
415: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/incidents/{id}/snooze": {
post: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {
/**
 * Until then. Either this or `for`.
 */
until?: string
/**
 * For so long from now on.
 */
for?: string
/**
 * For whoever looks at it later.
 */
reason?: string
/**
 * Who does it, where the key is not that of one person; left out: the name of the key.
 */
by?: string
}
}
}
responses: {
200: {
content: {
"application/json": IncidentInFull
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
413: {
content: {
"application/problem+json": Problem
}
}
415: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/incidents/{id}/resolve": {
post: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {
/**
 * For whoever looks at it later.
 */
reason?: string
/**
 * Whether it was real. our_data: something was wrong, but only with what we know.
 */
verdict?: ("real" | "not_real" | "our_data")
/**
 * Who does it, where the key is not that of one person; left out: the name of the key.
 */
by?: string
}
}
}
responses: {
200: {
content: {
"application/json": IncidentInFull
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
413: {
content: {
"application/problem+json": Problem
}
}
415: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/incidents/{id}/verdict": {
post: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {
/**
 * Whether it was real. our_data: something was wrong, but only with what we know.
 */
verdict: ("real" | "not_real" | "our_data")
/**
 * For whoever looks at it later.
 */
note?: string
/**
 * Who does it, where the key is not that of one person; left out: the name of the key.
 */
by?: string
}
}
}
responses: {
200: {
content: {
"application/json": IncidentInFull
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
413: {
content: {
"application/problem+json": Problem
}
}
415: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/incidents/{id}/customers": {
post: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {
/**
 * Whether they are told of delays of its orders.
 */
tell: boolean
/**
 * Who does it, where the key is not that of one person; left out: the name of the key.
 */
by?: string
}
}
}
responses: {
200: {
content: {
"application/json": IncidentInFull
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
413: {
content: {
"application/problem+json": Problem
}
}
415: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/incidents/{id}/notes": {
post: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {
text: string
/**
 * Who does it, where the key is not that of one person; left out: the name of the key.
 */
by?: string
}
}
}
responses: {
200: {
content: {
"application/json": IncidentInFull
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
413: {
content: {
"application/problem+json": Problem
}
}
415: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/rules": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": RulePage
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/rules/{name}/runs": {
get: {
parameters: {
path: {
name: string
}
query?: {
cursor?: string
limit?: number
}
}
responses: {
200: {
content: {
"application/json": RunPage
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/rules/backtest": {
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
/**
 * Its name.
 */
rule: string
/**
 * From when on: an instant, or how long ago.
 */
since?: string
/**
 * A whole configuration, YAML, that is compared with the running one.
 */
configuration?: string
/**
 * What is to be otherwise with the running configuration; what is not named stays.
 */
change?: {
/**
 * Keys of its condition; null takes one out.
 */
condition?: {
[k: string]: unknown
}
/**
 * The second limit; null: none.
 */
raise?: ({
over: (string | number)
severity: ("info" | "warning" | "critical")
} | null)
/**
 * The limits of a status.
 */
serviceLevel?: {
status: string
/**
 * Left out: all that have the status.
 */
lifecycle?: string
target?: string
breach?: string
time?: ("calendar" | "business")
}
}
}
}
}
responses: {
200: {
content: {
"application/json": Backtest
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
413: {
content: {
"application/problem+json": Problem
}
}
415: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/silences": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": SilencePage
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
/**
 * maintenance: planned work, which may be about everything.
 */
kind?: ("silence" | "maintenance")
/**
 * All that is named must be so, each by one of its values. Rule, severity and `about` are those of the incident; subject, order and partner must be so of everything in it.
 */
match?: {
rule?: (string | [string, ...(string)[]])
severity?: (("info" | "warning" | "critical") | [("info" | "warning" | "critical"), ...(("info" | "warning" | "critical"))[]])
about?: (string | [string, ...(string)[]])
subject?: (string | [string, ...(string)[]])
order?: (string | [string, ...(string)[]])
partner?: (string | [string, ...(string)[]])
}
/**
 * Left out: from now on.
 */
from?: string
/**
 * Until then. Either this or `for`.
 */
until?: string
/**
 * For so long from now on.
 */
for?: string
/**
 * Whoever comes next will ask.
 */
reason: string
/**
 * Who does it, where the key is not that of one person; left out: the name of the key.
 */
by?: string
}
}
}
responses: {
201: {
content: {
"application/json": Silence
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
413: {
content: {
"application/problem+json": Problem
}
}
415: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/silences/{id}": {
delete: {
parameters: {
path: {
id: string
}
}
responses: {
200: {
content: {
"application/json": Silence
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/on-call": {
get: {
parameters: {
query?: {
at?: string
}
}
responses: {
200: {
content: {
"application/json": OnCall
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/on-call/overrides": {
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
rotation: string
/**
 * As the configuration calls them under `people`.
 */
person: string
/**
 * Left out: from now on.
 */
from?: string
/**
 * Until then. Either this or `for`.
 */
until?: string
/**
 * For so long from now on.
 */
for?: string
/**
 * For whoever looks at it later.
 */
reason?: string
/**
 * Who does it, where the key is not that of one person; left out: the name of the key.
 */
by?: string
}
}
}
responses: {
201: {
content: {
"application/json": OnCallOverride
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
413: {
content: {
"application/problem+json": Problem
}
}
415: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/on-call/overrides/{id}": {
delete: {
parameters: {
path: {
id: string
}
}
responses: {
200: {
content: {
"application/json": OnCallOverride
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/on-call/away": {
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
/**
 * As the configuration calls them under `people`.
 */
person: string
/**
 * Left out: from now on.
 */
from?: string
/**
 * Until then. Either this or `for`.
 */
until?: string
/**
 * For so long from now on.
 */
for?: string
/**
 * For whoever looks at it later.
 */
reason?: string
/**
 * Who does it, where the key is not that of one person; left out: the name of the key.
 */
by?: string
}
}
}
responses: {
201: {
content: {
"application/json": OnCallOverride
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
413: {
content: {
"application/problem+json": Problem
}
}
415: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/on-call/away/{id}": {
delete: {
parameters: {
path: {
id: string
}
}
responses: {
200: {
content: {
"application/json": OnCallOverride
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/notifications": {
get: {
parameters: {
query?: {
order?: string
customer?: string
recipient?: string
kind?: ("customer" | "partner" | "staff")
channel?: ("email" | "sms" | "telegram" | "slack" | "webhook")
template?: string
state?: ("queued" | "sending" | "sent" | "delivered" | "failed" | "unknown" | "dead" | "dropped" | "dry_run")
troubled?: ("true" | "false")
from?: string
to?: string
cursor?: string
limit?: number
}
}
responses: {
200: {
content: {
"application/json": NotificationPage
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/notifications/{id}": {
get: {
parameters: {
path: {
id: string
}
}
responses: {
200: {
content: {
"application/json": NotificationInFull
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/notifications/{id}/resend": {
post: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {
/**
 * Also what was sent already, or may have been.
 */
again?: boolean
/**
 * For whoever looks at the message later.
 */
reason?: string
}
}
}
responses: {
200: {
content: {
"application/json": NotificationInFull
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
413: {
content: {
"application/problem+json": Problem
}
}
415: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/notifications/{id}/dismiss": {
post: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {
/**
 * For whoever looks at the message later.
 */
reason?: string
}
}
}
responses: {
200: {
content: {
"application/json": NotificationInFull
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
413: {
content: {
"application/problem+json": Problem
}
}
415: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/events": {
post: {
parameters: {

}
requestBody: {
content: {
"application/json": (Event | Event[])
}
}
responses: {
202: {
content: {
"application/json": (EventOutcome | EventOutcomes)
}
}
207: {
content: {
"application/json": EventOutcomes
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
413: {
content: {
"application/problem+json": Problem
}
}
415: {
content: {
"application/problem+json": Problem
}
}
422: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/events/validate": {
post: {
parameters: {

}
requestBody: {
content: {
"application/json": ({
/**
 * Where it was published; left out: posted over HTTP.
 */
exchange?: string
routingKey?: string
headers?: {
[k: string]: unknown
}
/**
 * AMQP properties.
 */
properties?: {
messageId?: string
correlationId?: string
timestamp?: string
appId?: string
type?: string
contentType?: string
contentEncoding?: string
}
/**
 * A body that is JSON.
 */
body?: {
[k: string]: unknown
}
/**
 * A body that is text: XML, a form, JSON as it stands.
 */
bodyText?: string
/**
 * A body in any bytes.
 */
bodyBase64?: string
} | Event)
}
}
responses: {
200: {
content: {
"application/json": Examination
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
413: {
content: {
"application/problem+json": Problem
}
}
415: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/customers/{id}/preferences": {
get: {
parameters: {
path: {
id: string
}
}
responses: {
200: {
content: {
"application/json": Preferences
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
put: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {
/**
 * By notice, `*` for those not named: the channels in the order of preference, an empty list for nothing of that. A channel that is named here is wanted: an opt-out of the customer on it ends.
 */
channels?: ({
[k: string]: ("email" | "sms" | "telegram")[]
} | null)
locale?: (string | null)
zone?: (string | null)
/**
 * When nothing goes out that is not urgent, in `zone`; `none`: never.
 */
quietHours?: (("none" | {
from: string
to: string
}) | null)
}
}
}
responses: {
200: {
content: {
"application/json": Preferences
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
413: {
content: {
"application/problem+json": Problem
}
}
415: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/quarantine": {
get: {
parameters: {
query?: {
state?: ("open" | "replayed" | "all")
reasonKind?: ("empty_body" | "too_large" | "invalid_utf8" | "not_json" | "not_xml" | "not_form" | "not_an_object" | "too_deep" | "bad_characters" | "bad_number" | "bad_time" | "bad_id" | "wrong_type" | "missing_field" | "unknown_status" | "expression_failed" | "reserved" | "unreadable_headers" | "decoder_failed" | "refused_by_ledger" | "ledger_failed")
exchange?: string
fingerprint?: string
from?: string
to?: string
cursor?: string
limit?: number
}
}
responses: {
200: {
content: {
"application/json": QuarantinePage
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/quarantine/{id}": {
get: {
parameters: {
path: {
id: string
}
}
responses: {
200: {
content: {
"application/json": QuarantinedMessageInFull
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/quarantine/replay": {
post: {
parameters: {

}
requestBody: {
content: {
"application/json": ({
/**
 * @minItems 1
 * @maxItems 1000
 */
ids: [string, ...(string)[]]
/**
 * Record the events, but tell no customer about them.
 */
historic?: boolean
/**
 * Only say what would happen.
 */
dryRun?: boolean
} | {
/**
 * Every open message that passes; {} means all.
 */
filter: {
/**
 * Only messages refused for this reason.
 */
reasonKind?: ("empty_body" | "too_large" | "invalid_utf8" | "not_json" | "not_xml" | "not_form" | "not_an_object" | "too_deep" | "bad_characters" | "bad_number" | "bad_time" | "bad_id" | "wrong_type" | "missing_field" | "unknown_status" | "expression_failed" | "reserved" | "unreadable_headers" | "decoder_failed" | "refused_by_ledger" | "ledger_failed")
exchange?: string
from?: string
to?: string
}
/**
 * Record the events, but tell no customer about them.
 */
historic?: boolean
/**
 * Only say what would happen.
 */
dryRun?: boolean
})
}
}
responses: {
200: {
content: {
"application/json": ReplayResult
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
413: {
content: {
"application/problem+json": Problem
}
}
415: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/deploys": {
get: {
parameters: {
query?: {
kind?: ("deploy" | "tests")
service?: string
from?: string
to?: string
cursor?: string
limit?: number
}
}
responses: {
200: {
content: {
"application/json": DeployPage
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
/**
 * The system, as events name it.
 */
service: string
version: string
environment?: string
/**
 * What failed may have changed something as well. Left out: `failed` where tests failed, else `succeeded`.
 */
result?: ("succeeded" | "failed")
/**
 * Left out: `tests` where there are `tests`, else `deploy`.
 */
kind?: ("deploy" | "tests")
/**
 * What became of tests.
 */
tests?: {
/**
 * Which ones.
 */
suite?: string
passed?: number
failed?: number
skipped?: number
durationMs?: number
}
/**
 * When it went live, or the tests ended; left out: now.
 */
at?: string
/**
 * Who did it; left out: the name of the key.
 */
by?: string
/**
 * Where to read more of it: the build, the release notes.
 */
url?: string
}
}
}
responses: {
201: {
content: {
"application/json": Deploy
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
413: {
content: {
"application/problem+json": Problem
}
}
415: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
"/lifecycles": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": LifecyclePage
}
}
400: {
content: {
"application/problem+json": Problem
}
}
401: {
content: {
"application/problem+json": Problem
}
}
503: {
content: {
"application/problem+json": Problem
}
}
}
}
}
}
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "OrderPage".
 */
export interface OrderPage {
items: Order[]
/**
 * Give it as `cursor` for the next page; null: last page.
 */
nextCursor: (string | null)
/**
 * How many orders pass the filters, up to 10,000; only with `count=true`.
 */
total?: {
count: number
/**
 * There are more than `count`, which were not counted.
 */
more: boolean
}
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Order".
 */
export interface Order {
orderId: string
/**
 * Name of the declared lifecycle that the order goes through.
 */
lifecycle: string
/**
 * System to the id under which it knows the order.
 */
ids: {
[k: string]: string
}
status: (string | null)
/**
 * The system that owns the status has said so itself.
 */
confirmed: boolean
statusSince: (string | null)
/**
 * When the order should have left its status.
 */
targetAt: (string | null)
/**
 * When the order must have left its status.
 */
dueAt: (string | null)
/**
 * What the customer was promised.
 */
promisedAt: (string | null)
/**
 * Now is past dueAt.
 */
stuck: boolean
/**
 * Now is past targetAt; or the order has been in its status for longer than 95 % of others were, or is likely to come to its end after promisedAt.
 */
atRisk: boolean
/**
 * Now is past promisedAt and the order has not come to its end.
 */
overdue: boolean
frozen: boolean
/**
 * No event has named the order id yet.
 */
provisional: boolean
customer: ({
id?: string
name?: string
email?: string
phone?: string
locale?: string
timezone?: string
} | null)
partner: (string | null)
correlationId: (string | null)
/**
 * Of the one trace of the order: SHA-256 of the correlation id, else of the order id.
 */
traceId: string
/**
 * Where that trace can be looked at; null: nothing of it has been sent yet, or nobody said where.
 */
traceUrl: (string | null)
/**
 * What each system said last.
 */
sources: {
[k: string]: {
status: string
/**
 * ISO 8601 in UTC.
 */
at: string
}
}
anomalies: {
kind: string
/**
 * ISO 8601 in UTC.
 */
at: string
detail: string
}[]
/**
 * When the order is expected to come to its end; null when it has, is frozen, or nobody knows.
 */
expected: {
/**
 * One of ten orders like it comes to its end before.
 */
from: (string | null)
/**
 * One of ten orders like it comes to its end after.
 */
to: (string | null)
/**
 * Half of the orders like it come to their end before.
 */
likely: (string | null)
/**
 * By what: what happened to orders of the partner, or of the lifecycle, or only what is declared.
 */
basis: (("partner" | "lifecycle" | "declared") | null)
/**
 * Of how many orders; 0: of none, it is what is declared.
 */
samples: number
}
eventCount: number
duplicateCount: number
lastEventAt: (string | null)
}
/**
 * RFC 9457 problem details.
 * 
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Problem".
 */
export interface Problem {
/**
 * What went wrong, for programs.
 */
type: string
/**
 * What went wrong, in short.
 */
title: string
status: number
/**
 * What went wrong this time and what to do.
 */
detail: string
/**
 * The parameter that was bad.
 */
parameter?: string
/**
 * The orders that bear an ambiguous name.
 */
candidates?: string[]
/**
 * Where the refused event is kept.
 */
quarantineId?: string
/**
 * Why the event was refused, in one word.
 */
reasonKind?: string
/**
 * Everything that is wrong with a configuration, and where.
 */
mistakes?: {
line: (number | null)
column: (number | null)
/**
 * From the root of the document.
 */
path: (string | number)[]
sentence: string
}[]
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "TimelinePage".
 */
export interface TimelinePage {
items: TimelineItem[]
/**
 * Give it as `cursor` for the next page; null: last page.
 */
nextCursor: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "TimelineItem".
 */
export interface TimelineItem {
/**
 * ISO 8601 in UTC.
 */
at: string
/**
 * ISO 8601 in UTC.
 */
recordedAt: string
kind: ("event" | "transition" | "anomaly" | "incident" | "message" | "note" | "correction" | "deadLetter")
by: string
title: string
detail: string
/**
 * The event that it tells of; a transition and its event share one. Of a message: its own id.
 */
eventId: string
data: ({
[k: string]: unknown
} | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Diagnosis".
 */
export interface Diagnosis {
orderId: string
status: (string | null)
/**
 * When it came into its status.
 */
since: (string | null)
/**
 * ISO 8601 in UTC.
 */
asOf: string
/**
 * What most likely is the matter; or that the order is in time, or that there is no evidence.
 */
verdict: {
en: string
ru: string
}
/**
 * That of the evidence which explains most; null: nothing explains it.
 */
cause: ({
/**
 * The same cause has the same key: `consumers:mes.inbox`, `lost:ORD-1042`.
 */
key: string
text: {
en: string
ru: string
}
/**
 * Others may be stuck behind it, too.
 */
shared: boolean
} | null)
/**
 * Why what is known of the order may be late or wrong; null: nothing speaks against it.
 */
suspect: ({
en: string
ru: string
} | null)
/**
 * How long orders usually stay in this status, as ISO 8601 durations; null: too few tell.
 */
usual: ({
p50: string
p90: string
/**
 * Of so many stays in the last 90 days.
 */
samples: number
/**
 * Whose stays: the partner’s own, or all.
 */
basis: ("partner" | "lifecycle")
inWords: {
en: string
ru: string
}
} | null)
/**
 * When the order is expected to come to its end; null when it has, is frozen, or nobody knows.
 */
expected: {
/**
 * One of ten orders like it comes to its end before.
 */
from: (string | null)
/**
 * One of ten orders like it comes to its end after.
 */
to: (string | null)
/**
 * Half of the orders like it come to their end before.
 */
likely: (string | null)
/**
 * By what: what happened to orders of the partner, or of the lifecycle, or only what is declared.
 */
basis: (("partner" | "lifecycle" | "declared") | null)
/**
 * Of how many orders; 0: of none, it is what is declared.
 */
samples: number
}
/**
 * Everything that was seen of it, what explains most first.
 */
evidence: {
/**
 * What it is, for programs: `consumers_gone`.
 */
kind: string
/**
 * What explains most comes first. From 50 on it explains; below, it only helps to understand.
 */
weight: number
/**
 * Since when it is so, or when it was.
 */
at: (string | null)
/**
 * One sentence with the numbers.
 */
text: {
en: string
ru: string
}
/**
 * Where to look: a path below `/api/v1`, or a whole address; null: nowhere.
 */
link: (string | null)
/**
 * Key of the cause that it speaks for; null: it speaks for none.
 */
cause: (string | null)
}[]
/**
 * Nothing that was seen speaks for any cause.
 */
noEvidence: boolean
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "IncidentPage".
 */
export interface IncidentPage {
items: Incident[]
/**
 * Give it as `cursor` for the next page; null: last page.
 */
nextCursor: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Incident".
 */
export interface Incident {
id: string
/**
 * What found it. `alertmanager:…`: an alert of Alertmanager’s.
 */
rule: string
/**
 * What is wrong, in one sentence.
 */
title: {
en: string
ru: string
}
/**
 * The system whose move is missing, else the queue, source, … that it is about.
 */
about: string
severity: ("info" | "warning" | "critical")
/**
 * open: people are told, step after step. acknowledged: somebody has taken it on, until `until`. snoozed: it waits until `until`. resolved: it is over.
 */
state: ("open" | "acknowledged" | "snoozed" | "resolved")
/**
 * Of a rule on trial: nobody is told.
 */
shadow: boolean
/**
 * That was passed, as an ISO 8601 duration.
 */
limit: (string | null)
/**
 * What most likely caused it; null where nothing points anywhere.
 */
cause: (string | null)
/**
 * The same in each language.
 */
causeText: ({
en: string
ru: string
} | null)
/**
 * The same cause has the same key, whichever rule found what it did.
 */
causeKey: (string | null)
/**
 * What we know of it may be late or wrong.
 */
suspect: boolean
/**
 * Why that may be; null where nothing is said of that.
 */
suspectBecause: ({
en: string
ru: string
} | null)
/**
 * So much at once that it is one matter, whatever caused it.
 */
storm: boolean
/**
 * Whether customers are told of delays of its orders. usual: as always. held: only when somebody says so. released, refused: somebody has said that they are, or are not.
 */
customers: ("usual" | "held" | "released" | "refused")
customersBy: (string | null)
customersAt: (string | null)
/**
 * Whether it was real, as whoever said so last has it; null: nobody has said.
 */
verdict: (("real" | "not_real" | "our_data") | null)
verdictBy: (string | null)
verdictAt: (string | null)
/**
 * The incident that it turned out to be the same matter as; it is resolved then.
 */
mergedInto: (string | null)
/**
 * ISO 8601 in UTC.
 */
openedAt: string
/**
 * ISO 8601 in UTC.
 */
lastSeenAt: string
/**
 * By how many runs of its rule.
 */
seen: number
/**
 * How often it came back.
 */
reopened: number
/**
 * It comes and goes: nobody is told again until it has been quiet.
 */
flapping: boolean
acknowledgedBy: (string | null)
acknowledgedAt: (string | null)
/**
 * When the acknowledgement or the snooze ends and it opens again.
 */
until: (string | null)
/**
 * Nobody is told before, since somebody wished it so.
 */
silencedUntil: (string | null)
resolvedAt: (string | null)
/**
 * Null: it was over by itself.
 */
resolvedBy: (string | null)
resolution: (string | null)
/**
 * The orders that it is or was about: what is still stuck first, longest first; up to 10,000, and in a list of over 50 incidents fewer of each.
 */
orders: string[]
orderCount: number
/**
 * For how many of them it still holds.
 */
openOrderCount: number
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "IncidentInFull".
 */
export interface IncidentInFull {
id: string
/**
 * What found it. `alertmanager:…`: an alert of Alertmanager’s.
 */
rule: string
/**
 * What is wrong, in one sentence.
 */
title: {
en: string
ru: string
}
/**
 * The system whose move is missing, else the queue, source, … that it is about.
 */
about: string
severity: ("info" | "warning" | "critical")
/**
 * open: people are told, step after step. acknowledged: somebody has taken it on, until `until`. snoozed: it waits until `until`. resolved: it is over.
 */
state: ("open" | "acknowledged" | "snoozed" | "resolved")
/**
 * Of a rule on trial: nobody is told.
 */
shadow: boolean
/**
 * That was passed, as an ISO 8601 duration.
 */
limit: (string | null)
/**
 * What most likely caused it; null where nothing points anywhere.
 */
cause: (string | null)
/**
 * The same in each language.
 */
causeText: ({
en: string
ru: string
} | null)
/**
 * The same cause has the same key, whichever rule found what it did.
 */
causeKey: (string | null)
/**
 * What we know of it may be late or wrong.
 */
suspect: boolean
/**
 * Why that may be; null where nothing is said of that.
 */
suspectBecause: ({
en: string
ru: string
} | null)
/**
 * So much at once that it is one matter, whatever caused it.
 */
storm: boolean
/**
 * Whether customers are told of delays of its orders. usual: as always. held: only when somebody says so. released, refused: somebody has said that they are, or are not.
 */
customers: ("usual" | "held" | "released" | "refused")
customersBy: (string | null)
customersAt: (string | null)
/**
 * Whether it was real, as whoever said so last has it; null: nobody has said.
 */
verdict: (("real" | "not_real" | "our_data") | null)
verdictBy: (string | null)
verdictAt: (string | null)
/**
 * The incident that it turned out to be the same matter as; it is resolved then.
 */
mergedInto: (string | null)
/**
 * ISO 8601 in UTC.
 */
openedAt: string
/**
 * ISO 8601 in UTC.
 */
lastSeenAt: string
/**
 * By how many runs of its rule.
 */
seen: number
/**
 * How often it came back.
 */
reopened: number
/**
 * It comes and goes: nobody is told again until it has been quiet.
 */
flapping: boolean
acknowledgedBy: (string | null)
acknowledgedAt: (string | null)
/**
 * When the acknowledgement or the snooze ends and it opens again.
 */
until: (string | null)
/**
 * Nobody is told before, since somebody wished it so.
 */
silencedUntil: (string | null)
resolvedAt: (string | null)
/**
 * Null: it was over by itself.
 */
resolvedBy: (string | null)
resolution: (string | null)
/**
 * The orders that it is or was about: what is still stuck first, longest first; up to 10,000, and in a list of over 50 incidents fewer of each.
 */
orders: string[]
orderCount: number
/**
 * For how many of them it still holds.
 */
openOrderCount: number
/**
 * Who is told next and when, or why nobody is, in a sentence.
 */
escalation: string
/**
 * What it is about that is no order; those that still hold first.
 */
findings: {
subject: string
severity: ("info" | "warning" | "critical")
since: (string | null)
/**
 * The numbers, in one sentence.
 */
detail: ({
en: string
ru: string
} | null)
/**
 * Why what we know of it may be late or wrong; null: nothing speaks against it.
 */
suspect: ({
en: string
ru: string
} | null)
/**
 * How long such stays usually are, as ISO 8601 durations; null: too few tell.
 */
usual: ({
p50: string
p90: string
/**
 * Of so many stays in the last 90 days.
 */
samples: number
/**
 * Whose stays: the partner’s own, or all.
 */
basis: ("partner" | "lifecycle")
inWords: {
en: string
ru: string
}
} | null)
/**
 * ISO 8601 in UTC.
 */
firstSeenAt: string
/**
 * Null: it is still so.
 */
resolvedAt: (string | null)
resolution: (string | null)
}[]
history: {
/**
 * ISO 8601 in UTC.
 */
at: string
kind: ("opened" | "joined" | "raised" | "reopened" | "flapping" | "acknowledged" | "acknowledgement_ended" | "snoozed" | "snooze_ended" | "told" | "nobody_to_tell" | "silenced" | "left" | "resolved" | "note" | "cause" | "cause_ended" | "parted" | "merged" | "storm" | "suspect" | "trusted" | "customers" | "verdict")
/**
 * A person or a key; null: Orderwatch.
 */
by: (string | null)
inWords: string
}[]
/**
 * Ids of the messages that told of it; see `/notifications/{id}`.
 */
messages: string[]
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "IncidentOrderPage".
 */
export interface IncidentOrderPage {
items: IncidentOrder[]
/**
 * Give it as `cursor` for the next page; null: last page.
 */
nextCursor: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "IncidentOrder".
 */
export interface IncidentOrder {
severity: ("info" | "warning" | "critical")
since: (string | null)
/**
 * The numbers, in one sentence.
 */
detail: ({
en: string
ru: string
} | null)
/**
 * Why what we know of it may be late or wrong; null: nothing speaks against it.
 */
suspect: ({
en: string
ru: string
} | null)
/**
 * How long such stays usually are, as ISO 8601 durations; null: too few tell.
 */
usual: ({
p50: string
p90: string
/**
 * Of so many stays in the last 90 days.
 */
samples: number
/**
 * Whose stays: the partner’s own, or all.
 */
basis: ("partner" | "lifecycle")
inWords: {
en: string
ru: string
}
} | null)
/**
 * ISO 8601 in UTC.
 */
firstSeenAt: string
/**
 * Null: it is still so.
 */
resolvedAt: (string | null)
resolution: (string | null)
orderId: string
status: (string | null)
limitAt: (string | null)
/**
 * The system whose move is missing.
 */
owner: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RulePage".
 */
export interface RulePage {
items: Rule[]
/**
 * Give it as `cursor` for the next page; null: last page.
 */
nextCursor: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Rule".
 */
export interface Rule {
name: string
title: {
en: string
ru: string
}
/**
 * What it looks for, in words.
 */
condition: string
/**
 * The worst that it may find.
 */
severity: ("info" | "warning" | "critical")
schedule: {
cron: string
zone: string
}
/**
 * Null: never again.
 */
nextRunAt: (string | null)
/**
 * The same in words.
 */
nextRun: (string | null)
/**
 * Null: nobody is told.
 */
route: (string | null)
/**
 * On trial: incidents, but nobody is told.
 */
shadow: boolean
/**
 * The last run failed or could not look.
 */
failing: boolean
lastRun: (Run | null)
lastSuccessAt: (string | null)
/**
 * How often its incidents were real, as people said.
 */
precision: {
/**
 * Of incidents that opened since then: those of the last 90 days.
 */
since: string
real: number
notReal: number
/**
 * Nothing was the matter but what we know.
 */
ourData: number
/**
 * Somebody was told and it is over, and nobody has said.
 */
unsaid: number
/**
 * Of the real ones among those of which somebody has said whether they were; null: of none.
 */
share: (number | null)
}
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Run".
 */
export interface Run {
/**
 * The instant of its schedule.
 */
dueAt: string
/**
 * ISO 8601 in UTC.
 */
startedAt: string
/**
 * Null: it is under way, or its process has ended.
 */
endedAt: (string | null)
/**
 * Instants before it at which nobody ran: it has caught up on them.
 */
missed: number
/**
 * blind: it could not look, and nothing was concluded.
 */
outcome: ("running" | "looked" | "blind" | "failed")
/**
 * Rows.
 */
lookedAt: (number | null)
/**
 * That were so, known ones included.
 */
found: (number | null)
/**
 * That were new.
 */
opened: (number | null)
/**
 * That were so no longer.
 */
resolved: (number | null)
/**
 * Why it could not look, or failed.
 */
why: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RunPage".
 */
export interface RunPage {
items: Run[]
/**
 * Give it as `cursor` for the next page; null: last page.
 */
nextCursor: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Backtest".
 */
export interface Backtest {
rule: string
/**
 * ISO 8601 in UTC.
 */
since: string
/**
 * ISO 8601 in UTC.
 */
until: string
/**
 * Null: there is no such rule yet, or it can not be run over the past.
 */
current: ({
/**
 * How often it would have found something.
 */
raised: number
/**
 * Into so many incidents these would have been gathered.
 */
incidents: number
/**
 * On so many orders.
 */
orders: number
/**
 * So many of what was raised were on orders that then outlasted the limit of the status, broke their promise, or never moved on. Null: it is about no orders.
 */
trulyLate: (number | null)
/**
 * trulyLate ÷ raised.
 */
share: (number | null)
perWeek: number
/**
 * If whoever is told first takes it on; if nobody ever answers.
 */
messages: {
atLeast: number
atMost: number
}
firstAt: (string | null)
samples: {
subject: string
orderId: (string | null)
status: (string | null)
severity: ("info" | "warning" | "critical")
/**
 * ISO 8601 in UTC.
 */
raisedAt: string
/**
 * Null: it is so still.
 */
endedAt: (string | null)
late: (boolean | null)
}[]
byDay: {
day: string
raised: number
}[]
} | null)
/**
 * Null: nothing was to be otherwise.
 */
changed: ({
/**
 * How often it would have found something.
 */
raised: number
/**
 * Into so many incidents these would have been gathered.
 */
incidents: number
/**
 * On so many orders.
 */
orders: number
/**
 * So many of what was raised were on orders that then outlasted the limit of the status, broke their promise, or never moved on. Null: it is about no orders.
 */
trulyLate: (number | null)
/**
 * trulyLate ÷ raised.
 */
share: (number | null)
perWeek: number
/**
 * If whoever is told first takes it on; if nobody ever answers.
 */
messages: {
atLeast: number
atMost: number
}
firstAt: (string | null)
samples: {
subject: string
orderId: (string | null)
status: (string | null)
severity: ("info" | "warning" | "critical")
/**
 * ISO 8601 in UTC.
 */
raisedAt: string
/**
 * Null: it is so still.
 */
endedAt: (string | null)
late: (boolean | null)
}[]
byDay: {
day: string
raised: number
}[]
} | null)
/**
 * changed − current.
 */
difference: ({
raised: number
incidents: number
orders: number
trulyLate: (number | null)
messages: {
atLeast: number
atMost: number
}
/**
 * Orders that were late, which are found now and would not be found.
 */
missed: {
orders: number
samples: string[]
}
} | null)
/**
 * Why it can not be run over the past; null: it was.
 */
refusedBecause: ({
en: string
ru: string
} | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SilencePage".
 */
export interface SilencePage {
items: Silence[]
/**
 * Give it as `cursor` for the next page; null: last page.
 */
nextCursor: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Silence".
 */
export interface Silence {
id: string
kind: ("silence" | "maintenance")
/**
 * All that is named must be so, each by one of its values.
 */
match: {
rule?: string[]
severity?: ("info" | "warning" | "critical")[]
about?: string[]
subject?: string[]
order?: string[]
partner?: string[]
}
/**
 * ISO 8601 in UTC.
 */
from: string
/**
 * ISO 8601 in UTC.
 */
until: string
author: string
reason: string
/**
 * ISO 8601 in UTC.
 */
createdAt: string
/**
 * Before its time.
 */
endedAt: (string | null)
endedBy: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "OnCall".
 */
export interface OnCall {
/**
 * ISO 8601 in UTC.
 */
at: string
rotations: {
rotation: string
zone: string
/**
 * Who is on call at `at`, and then those who follow.
 */
shifts: {
/**
 * Null: everybody is away.
 */
person: (string | null)
name: (string | null)
/**
 * ISO 8601 in UTC.
 */
from: string
/**
 * ISO 8601 in UTC.
 */
to: string
}[]
}[]
/**
 * That hold at `at` or will.
 */
overrides: OnCallOverride[]
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "OnCallOverride".
 */
export interface OnCallOverride {
id: string
/**
 * override: `person` stands in. away: `person` is told nothing.
 */
kind: ("override" | "away")
/**
 * Of an override.
 */
rotation: (string | null)
/**
 * As the configuration calls them under `people`.
 */
person: string
/**
 * ISO 8601 in UTC.
 */
from: string
/**
 * ISO 8601 in UTC.
 */
until: string
author: string
reason: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "NotificationPage".
 */
export interface NotificationPage {
items: Notification[]
/**
 * Give it as `cursor` for the next page; null: last page.
 */
nextCursor: (string | null)
/**
 * Of the order that was asked for, or of all.
 */
counts: {
/**
 * Unknown, dead or failed; up to 10,000.
 */
troubled: number
/**
 * Things that happened a moment ago, of which nobody was told yet; up to 10,000.
 */
undecided: number
}
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Notification".
 */
export interface Notification {
id: string
/**
 * The order; of a message to staff, what it is about.
 */
about: string
kind: ("customer" | "partner" | "staff")
template: string
/**
 * Told once for each: the status, or which delay, which reminder.
 */
occasion: string
channel: ("email" | "sms" | "telegram" | "slack" | "webhook")
recipient: string
/**
 * In lists so much of it as tells it from others.
 */
address: string
locale: string
/**
 * It goes out in quiet hours, too.
 */
urgent: boolean
/**
 * unknown: the provider may have it or not. dead: tried as often as makes sense. dropped: not sent, on purpose. dry_run: what would have been sent, had the channel been set up.
 */
state: ("queued" | "sending" | "sent" | "delivered" | "failed" | "unknown" | "dead" | "dropped" | "dry_run")
/**
 * Why it stands so, in one word.
 */
reason: (string | null)
/**
 * How it stands, in a sentence.
 */
inWords: string
attempts: number
provider: (string | null)
/**
 * When what it tells became known.
 */
factAt: string
/**
 * ISO 8601 in UTC.
 */
queuedAt: string
/**
 * ISO 8601 in UTC.
 */
notBefore: string
/**
 * Useless from then on.
 */
expiresAt: string
sentAt: (string | null)
/**
 * When it came into a state that ends it, or seems to.
 */
settledAt: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "NotificationInFull".
 */
export interface NotificationInFull {
id: string
/**
 * The order; of a message to staff, what it is about.
 */
about: string
kind: ("customer" | "partner" | "staff")
template: string
/**
 * Told once for each: the status, or which delay, which reminder.
 */
occasion: string
channel: ("email" | "sms" | "telegram" | "slack" | "webhook")
recipient: string
/**
 * In lists so much of it as tells it from others.
 */
address: string
locale: string
/**
 * It goes out in quiet hours, too.
 */
urgent: boolean
/**
 * unknown: the provider may have it or not. dead: tried as often as makes sense. dropped: not sent, on purpose. dry_run: what would have been sent, had the channel been set up.
 */
state: ("queued" | "sending" | "sent" | "delivered" | "failed" | "unknown" | "dead" | "dropped" | "dry_run")
/**
 * Why it stands so, in one word.
 */
reason: (string | null)
/**
 * How it stands, in a sentence.
 */
inWords: string
attempts: number
provider: (string | null)
/**
 * When what it tells became known.
 */
factAt: string
/**
 * ISO 8601 in UTC.
 */
queuedAt: string
/**
 * ISO 8601 in UTC.
 */
notBefore: string
/**
 * Useless from then on.
 */
expiresAt: string
sentAt: (string | null)
/**
 * When it came into a state that ends it, or seems to.
 */
settledAt: (string | null)
/**
 * IANA time zone of the recipient.
 */
zone: string
/**
 * In which the order must still be when it is sent; null: in any.
 */
status: (string | null)
/**
 * The event that caused it.
 */
eventId: (string | null)
providerId: (string | null)
/**
 * The words of the provider.
 */
detail: (string | null)
subject: (string | null)
/**
 * What went out; null before that, and when the time for which it is kept is over.
 */
body: (string | null)
history: {
/**
 * ISO 8601 in UTC.
 */
at: string
/**
 * ISO 8601 in UTC.
 */
notedAt: string
kind: ("attempt" | "receipt" | "lookup" | "resend" | "fallback")
state: (("queued" | "sending" | "sent" | "delivered" | "failed" | "unknown" | "dead" | "dropped" | "dry_run") | null)
reason: (string | null)
inWords: string
detail: (string | null)
}[]
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Event".
 */
export interface Event {
/**
 * The same id is the same event: sending it again is harmless.
 */
eventId?: string
/**
 * order.status_changed when left out.
 */
type?: string
/**
 * Or one of `ids`, or a `correlationId` that leads to an order.
 */
orderId?: string
/**
 * Needed for a change of status.
 */
status?: string
/**
 * The system that says so.
 */
source: string
/**
 * ISO 8601 in UTC.
 */
occurredAt?: string
/**
 * Counts the events of this source about this order.
 */
sequence?: number
correlationId?: string
causationId?: string
ids?: {
[k: string]: string
}
customer?: {
id?: string
name?: string
email?: string
phone?: string
locale?: string
timezone?: string
}
partner?: string
/**
 * ISO 8601 in UTC.
 */
promisedAt?: string
data?: {
[k: string]: unknown
}
[k: string]: unknown
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "EventOutcome".
 */
export interface EventOutcome {
/**
 * conflict: the ledger has another content under this event id, which stays; the order tells of both.
 */
outcome: ("recorded" | "duplicate" | "conflict")
/**
 * The name under which the order can be asked for.
 */
orderId: string
eventId: string
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "EventOutcomes".
 */
export interface EventOutcomes {
/**
 * What became of each event, in their order.
 */
items: (EventOutcome | {
outcome: "quarantined"
quarantineId: string
reasonKind: string
reason: string
})[]
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Examination".
 */
export interface Examination {
understood: boolean
/**
 * The declared source, or else the envelope (`plain`), that read the message; null: nothing could.
 */
readBy: (string | null)
/**
 * The declared sources that were asked, in order, and why they read the message or not.
 */
asked: {
source: string
reads: boolean
why: string
}[]
/**
 * What each expression of the source made of the message.
 */
fields: {
field: string
expression: string
/**
 * null: nothing.
 */
gave: {
[k: string]: unknown
}
/**
 * Why the expression gave nothing, where it failed.
 */
problem: (string | null)
}[]
/**
 * The order it would be recorded for; with ~ before it: known by another name only.
 */
orderId: (string | null)
/**
 * The event that it would be recorded as; null when it was not understood.
 */
event: ({
[k: string]: unknown
} | null)
reasonKind: (string | null)
/**
 * Why it would go into quarantine, and what would be right.
 */
reason: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Preferences".
 */
export interface Preferences {
/**
 * By notice, `*` for those not named; null: what the configuration says.
 */
channels: ({
[k: string]: string[]
} | null)
locale: (string | null)
zone: (string | null)
/**
 * In `zone`, over midnight where `from` is later.
 */
quietHours: (("none" | {
from: string
to: string
}) | null)
/**
 * Known addresses of the customer that nothing is sent to.
 */
optOuts: {
channel: string
/**
 * Masked.
 */
address: string
/**
 * opted_out: the customer said so, and can take it back; all else was found out.
 */
reason: ("opted_out" | "hard_bounce" | "complaint" | "invalid_address" | "blocked")
/**
 * ISO 8601 in UTC.
 */
since: string
}[]
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "QuarantinePage".
 */
export interface QuarantinePage {
items: QuarantinedMessage[]
/**
 * Give it as `cursor` for the next page; null: last page.
 */
nextCursor: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "QuarantinedMessage".
 */
export interface QuarantinedMessage {
id: string
origin: ("amqp" | "http")
exchange: (string | null)
routingKey: (string | null)
/**
 * The first time.
 */
receivedAt: string
/**
 * ISO 8601 in UTC.
 */
lastReceivedAt: string
/**
 * How often the same message came.
 */
times: number
/**
 * Why it is here, in one word.
 */
reasonKind: string
/**
 * Why it is here and what would be right.
 */
reason: string
/**
 * The same for all messages that are here for the same reason: `unknown_status:PRICED:mes`. null: from before.
 */
fingerprint: (string | null)
bodyPreview: string
bodyBytes: number
/**
 * When it was recorded after all; null while it is open.
 */
replayedAt: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "QuarantinedMessageInFull".
 */
export interface QuarantinedMessageInFull {
id: string
origin: ("amqp" | "http")
exchange: (string | null)
routingKey: (string | null)
/**
 * The first time.
 */
receivedAt: string
/**
 * ISO 8601 in UTC.
 */
lastReceivedAt: string
/**
 * How often the same message came.
 */
times: number
/**
 * Why it is here, in one word.
 */
reasonKind: string
/**
 * Why it is here and what would be right.
 */
reason: string
/**
 * The same for all messages that are here for the same reason: `unknown_status:PRICED:mes`. null: from before.
 */
fingerprint: (string | null)
bodyPreview: string
bodyBytes: number
/**
 * When it was recorded after all; null while it is open.
 */
replayedAt: (string | null)
properties: {
[k: string]: unknown
}
body: string
/**
 * base64 when the body is not valid UTF-8.
 */
bodyEncoding: ("utf8" | "base64")
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ReplayResult".
 */
export interface ReplayResult {
/**
 * Messages that left the quarantine, or would have in a dry run.
 */
replayed: number
stillQuarantined: number
/**
 * What became of each message, of the first 1,000.
 */
items: {
id: string
/**
 * not_open: there is no such message, or it was recorded before.
 */
outcome: ("recorded" | "duplicate" | "conflict" | "would_be_recorded" | "still_quarantined" | "not_open")
orderId: (string | null)
eventId: (string | null)
reasonKind: (string | null)
reason: (string | null)
}[]
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "DeployPage".
 */
export interface DeployPage {
items: Deploy[]
/**
 * Give it as `cursor` for the next page; null: last page.
 */
nextCursor: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Deploy".
 */
export interface Deploy {
id: string
/**
 * The system, as events name it.
 */
service: string
version: string
environment: (string | null)
result: ("succeeded" | "failed")
/**
 * ISO 8601 in UTC.
 */
at: string
by: (string | null)
/**
 * Where to read more of it.
 */
url: (string | null)
kind: ("deploy" | "tests")
/**
 * What became of tests, as far as somebody said; null of a deploy.
 */
tests: ({
/**
 * Which ones.
 */
suite: (string | null)
passed: (number | null)
failed: (number | null)
skipped: (number | null)
durationMs: (number | null)
} | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "LifecyclePage".
 */
export interface LifecyclePage {
items: Lifecycle[]
/**
 * Give it as `cursor` for the next page; null: last page.
 */
nextCursor: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Lifecycle".
 */
export interface Lifecycle {
name: string
/**
 * The orders that it is for; null: all that no other one is for.
 */
match: ({
partner?: string[]
productClass?: string[]
} | null)
/**
 * IANA time zone of days and weeks in calendar time.
 */
zone: string
/**
 * When business time runs.
 */
calendar: ({
zone: string
/**
 * By day of the week, mon to sun; closed on days that are not there.
 */
hours: {
[k: string]: string[]
}
holidays: string[]
/**
 * Closed from the first day to the last.
 */
closures: {
from: string
to: string
reason: (string | null)
}[]
} | null)
/**
 * In the order in which an order usually walks through them.
 */
statuses: {
status: string
/**
 * The system whose word makes the status confirmed.
 */
owner: string
/**
 * An order may begin here without anything missing before it.
 */
entry: boolean
/**
 * An order ends here.
 */
terminal: boolean
/**
 * The statuses that may follow, rework included.
 */
next: string[]
/**
 * What people of the company read; null: the status itself.
 */
label: ({
en: string
ru: string
} | null)
/**
 * What customers may read; null: they are shown nothing of this status.
 */
customerLabel: ({
en: string
ru: string
} | null)
/**
 * After how long in the status an order is at risk, and stuck.
 */
serviceLevel: ({
/**
 * ISO 8601.
 */
target: string
/**
 * ISO 8601.
 */
breach: string
/**
 * business: only while the calendar is open, and a day is a working day.
 */
time: ("calendar" | "business")
} | null)
/**
 * After how long in the status an order is frozen.
 */
freeze: ({
/**
 * ISO 8601.
 */
after: string
} | null)
/**
 * The notice that customers get when an order comes here.
 */
notice: (string | null)
}[]
}


export type paths = Api['paths']
