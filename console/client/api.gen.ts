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
assignedTo?: string
olderThan?: string
youngerThan?: string
stuckFor?: string
incident?: string
sort?: ("lastEvent" | "deadline" | "age")
count?: ("true" | "false")
include?: string
format?: ("json" | "csv")
contacts?: ("true" | "false")
cursor?: string
limit?: number
}
}
responses: {
200: {
content: {
"application/json": OrderPage
"text/csv": string
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
403: {
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
429: {
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
kind?: string
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
403: {
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
429: {
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
403: {
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
429: {
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
403: {
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
412: {
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
429: {
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
403: {
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
412: {
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
429: {
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
"/orders/{id}/path": {
get: {
parameters: {
path: {
id: string
}
}
responses: {
200: {
content: {
"application/json": OrderPath
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
403: {
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
429: {
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
"/orders/{id}/related": {
get: {
parameters: {
path: {
id: string
}
}
responses: {
200: {
content: {
"application/json": RelatedOrders
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
403: {
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
429: {
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
"/orders/{id}/events/{eventId}/raw": {
get: {
parameters: {
path: {
id: string
eventId: string
}
}
responses: {
200: {
content: {
"application/json": RawEvent
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
403: {
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
429: {
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
"/orders/{id}/reveal": {
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
 * `customer`: name and contacts. `raw:<eventId>`: the message as it came.
 */
what: string
/**
 * For the audit log.
 */
reason?: string
}
}
}
responses: {
200: {
content: {
"application/json": Revealed
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
403: {
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
429: {
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
"/orders/{id}/tracking-link": {
post: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {

}
}
}
responses: {
201: {
content: {
"application/json": TrackingLink
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
403: {
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
429: {
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
"/orders/{id}/tracking-link/revoke": {
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
 * Why they are taken back, for the audit log.
 */
reason: string
}
}
}
responses: {
200: {
content: {
"application/json": TrackingRevoked
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
403: {
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
429: {
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
"/customer-tokens": {
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
/**
 * The id of the customer, as events name it.
 */
customer: string
/**
 * Seconds that it is taken for.
 */
expiresIn?: number
}
}
}
responses: {
201: {
content: {
"application/json": CustomerToken
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
403: {
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
429: {
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
state?: ("open" | "acknowledged" | "snoozed" | "resolved" | "unresolved")
severity?: ("info" | "warning" | "critical")
rule?: string
order?: string
about?: string
acknowledgedBy?: string
mine?: ("true" | "false")
since?: string
team?: string
q?: string
orders?: number
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
403: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
429: {
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
403: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
429: {
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
403: {
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
429: {
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
403: {
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
429: {
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
403: {
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
429: {
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
403: {
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
429: {
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
403: {
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
429: {
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
403: {
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
429: {
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
403: {
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
429: {
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
403: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
429: {
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
 * YAML: rules under `rules:`, as the configuration has them. They stand in for those of the same name.
 */
rules?: string
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
403: {
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
429: {
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
403: {
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
429: {
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
403: {
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
429: {
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
403: {
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
429: {
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
403: {
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
429: {
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
403: {
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
429: {
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
403: {
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
429: {
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
"/insights": {
get: {
parameters: {
query?: {
from?: string
to?: string
lifecycle?: string
partner?: string
productClass?: string
}
}
responses: {
200: {
content: {
"application/json": Insights
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/insights/orders": {
get: {
parameters: {
query?: {
from?: string
to?: string
lifecycle?: string
partner?: string
productClass?: string
status?: string
next?: string
week?: string
variant?: string
late?: ("true" | "false")
promise?: ("kept" | "missed")
noPartner?: ("true" | "false")
noProductClass?: ("true" | "false")
rule?: string
cursor?: string
limit?: number
}
}
responses: {
200: {
content: {
"application/json": InsightsOrderPage
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/metrics/summary": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": Summary
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/stream": {
get: {
parameters: {
query?: {
topics?: string
order?: string
partner?: string
lastEventId?: string
}
header?: {
"Last-Event-ID"?: string
}
}
responses: {
200: {
content: {
"text/event-stream": string
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/incidents/bulk": {
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
/**
 * These incidents. Either this or `filter`.
 * 
 * @minItems 1
 * @maxItems 500
 */
ids?: [string, ...(string)[]]
/**
 * All that pass, as in the list; at most 500 of them.
 */
filter?: {
/**
 * unresolved: in any state but resolved.
 */
state?: ("open" | "acknowledged" | "snoozed" | "resolved" | "unresolved")
severity?: ("info" | "warning" | "critical")
rule?: string
/**
 * That are or were about this order, by its order id.
 */
order?: string
/**
 * The system whose move is missing; else `queue:…`, `source:…`.
 */
about?: string
acknowledgedBy?: string
/**
 * That whoever asks has taken on.
 */
mine?: ("true" | "false")
/**
 * Opened at or after this time.
 */
since?: string
/**
 * Of which somebody of this team may be told, as the configuration has it.
 */
team?: string
/**
 * Its id, a part of its title, its cause, its rule or what it is about; or an order.
 */
q?: string
}
action: ("acknowledge" | "snooze" | "resolve")
/**
 * Until then. Either this or `for`.
 */
until?: string
/**
 * For so long from now on.
 */
for?: string
/**
 * For whoever looks at them later; why, when they are resolved.
 */
note?: string
/**
 * As the dry run showed them. Nothing is done, and 412 says why, when one is another by now.
 * 
 * @maxItems 500
 */
expected?: {
id: string
version: string
}[]
/**
 * Only says what would happen; nothing is done.
 */
dryRun?: boolean
}
}
}
responses: {
200: {
content: {
"application/json": BulkOutcome
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
403: {
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
429: {
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
"/incidents/{id}/context": {
get: {
parameters: {
path: {
id: string
}
}
responses: {
200: {
content: {
"application/json": IncidentContext
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
403: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/on-call/calendar": {
get: {
parameters: {
query?: {
from?: string
days?: number
}
}
responses: {
200: {
content: {
"application/json": OnCallCalendar
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/on-call/away/me": {
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
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
reason?: string
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
403: {
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
429: {
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
delete: {
parameters: {

}
responses: {
200: {
content: {
"application/json": OnCallOverridePage
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
403: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/silences/preview": {
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
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
}
}
}
responses: {
200: {
content: {
"application/json": SilencePreview
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
403: {
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
429: {
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
"/silences/{id}/end": {
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
}
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
403: {
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
429: {
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
"/handover": {
get: {
parameters: {
query?: {
from?: string
to?: string
rotation?: string
}
}
responses: {
200: {
content: {
"application/json": Handover
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/session": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": SessionState
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
name: string
password: string
}
}
}
responses: {
200: {
content: {
"application/json": SessionState
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
403: {
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
429: {
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
delete: {
parameters: {

}
responses: {
204: {
content: {

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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/session/first-admin": {
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
token: string
name: string
password: string
displayName?: string
}
}
}
responses: {
200: {
content: {
"application/json": SessionState
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
403: {
content: {
"application/problem+json": Problem
}
}
409: {
content: {
"application/problem+json": Problem
}
}
410: {
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
429: {
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
"/session/password": {
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
token: string
password: string
}
}
}
responses: {
200: {
content: {
"application/json": SessionState
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
403: {
content: {
"application/problem+json": Problem
}
}
410: {
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
429: {
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
"/session/profile": {
patch: {
parameters: {

}
requestBody: {
content: {
"application/json": {
displayName?: string
locale?: (string | null)
/**
 * Ends all other sessions.
 */
password?: {
current: string
new: string
}
}
}
}
responses: {
200: {
content: {
"application/json": SessionState
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
403: {
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
429: {
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
"/session/sessions": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": UserSessionPage
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/session/sessions/{id}": {
delete: {
parameters: {
path: {
id: string
}
}
responses: {
204: {
content: {

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
403: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/users": {
get: {
parameters: {
query?: {
cursor?: string
limit?: number
}
}
responses: {
200: {
content: {
"application/json": UserPage
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
name: string
displayName: string
email?: (string | null)
role: ("viewer" | "support" | "operator" | "manager" | "admin" | "partner")
/**
 * Of the role partner, and of no other.
 */
partner?: (string | null)
locale?: (string | null)
}
}
}
responses: {
201: {
content: {
"application/json": CreatedUser
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
403: {
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
429: {
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
"/users/{id}": {
get: {
parameters: {
path: {
id: string
}
}
responses: {
200: {
content: {
"application/json": User
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
403: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
429: {
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
patch: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {
displayName?: string
email?: (string | null)
role?: ("viewer" | "support" | "operator" | "manager" | "admin" | "partner")
/**
 * Of the role partner, and of no other.
 */
partner?: (string | null)
locale?: (string | null)
disabled?: boolean
}
}
}
responses: {
200: {
content: {
"application/json": User
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
403: {
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
412: {
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
429: {
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
"/users/{id}/password-link": {
post: {
parameters: {
path: {
id: string
}
}
responses: {
201: {
content: {
"application/json": PasswordLink
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
403: {
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
429: {
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
"/keys": {
get: {
parameters: {
query?: {
revoked?: ("true" | "false")
cursor?: string
limit?: number
}
}
responses: {
200: {
content: {
"application/json": KeyPage
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
 * Whose it is, as it stands beside what is done with it. One valid key bears it at a time.
 */
name: string
role: ("viewer" | "support" | "operator" | "manager" | "admin" | "partner" | "customer")
/**
 * Of the role partner.
 */
partner?: string
/**
 * Of the role customer: the id of the customer.
 */
customer?: string
/**
 * read: what changes nothing. events: to post events and have them examined. deploys: to tell of deploys. customer-tokens: to ask for tokens of customers. write: everything. Left out: all that the role permits.
 */
scopes?: ([("read" | "write" | "events" | "deploys" | "customer-tokens"), ...(("read" | "write" | "events" | "deploys" | "customer-tokens"))[]] | null)
/**
 * Requests a minute; left out: as many as the configuration gives the role.
 */
limit?: (number | null)
/**
 * It is not taken from then on; left out: until it is revoked.
 */
expiresAt?: string
}
}
}
responses: {
201: {
content: {
"application/json": CreatedKey
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
403: {
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
429: {
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
"/keys/{id}": {
get: {
parameters: {
path: {
id: string
}
}
responses: {
200: {
content: {
"application/json": Key
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
403: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
429: {
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
patch: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {
/**
 * read: what changes nothing. events: to post events and have them examined. deploys: to tell of deploys. customer-tokens: to ask for tokens of customers. write: everything. Left out: all that the role permits.
 */
scopes?: ([("read" | "write" | "events" | "deploys" | "customer-tokens"), ...(("read" | "write" | "events" | "deploys" | "customer-tokens"))[]] | null)
/**
 * Requests a minute; left out: as many as the configuration gives the role.
 */
limit?: (number | null)
expiresAt?: (string | null)
}
}
}
responses: {
200: {
content: {
"application/json": Key
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
403: {
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
412: {
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
429: {
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
delete: {
parameters: {
path: {
id: string
}
}
responses: {
200: {
content: {
"application/json": Key
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
403: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
412: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/usage": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": Usage
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/usage/keys": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": PartnerKeys
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/audit": {
get: {
parameters: {
query?: {
who?: string
action?: string
subjectKind?: string
subjectId?: string
from?: string
to?: string
q?: string
format?: ("json" | "csv")
cursor?: string
limit?: number
}
}
responses: {
200: {
content: {
"application/json": AuditPage
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/audit/chain": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": AuditChain
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/orders/{id}/corrections": {
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
 * The status that the order is in.
 */
to: string
/**
 * When it was so. Left out: now, after everything that is known.
 */
occurredAt?: string
/**
 * usual: whoever is told of this status always is. none: nobody is; partners’ webhooks go out all the same. own: the customer reads `text` instead.
 */
notify?: ("none" | "usual" | "own")
/**
 * In your own words, to the customer; with notify: own.
 */
text?: string
/**
 * Whether CRM and MES are told. Left out: as the configuration says (`decisions.publish`).
 */
publish?: boolean
/**
 * Why. It stands in the timeline and in the audit log.
 */
reason: string
/**
 * The version of the order as you saw it; also as If-Match. 412 when it has changed.
 */
expected?: string
/**
 * As `preview` answers.
 */
dryRun?: boolean
}
}
}
responses: {
200: {
content: {
"application/json": CorrectionPreview
}
}
201: {
content: {
"application/json": Correction
}
}
202: {
content: {
"application/json": Correction
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
403: {
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
412: {
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
429: {
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
"/orders/{id}/corrections/preview": {
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
 * The status that the order is in.
 */
to: string
/**
 * When it was so. Left out: now, after everything that is known.
 */
occurredAt?: string
/**
 * usual: whoever is told of this status always is. none: nobody is; partners’ webhooks go out all the same. own: the customer reads `text` instead.
 */
notify?: ("none" | "usual" | "own")
/**
 * In your own words, to the customer; with notify: own.
 */
text?: string
/**
 * Whether CRM and MES are told. Left out: as the configuration says (`decisions.publish`).
 */
publish?: boolean
reason?: string
}
}
}
responses: {
200: {
content: {
"application/json": CorrectionPreview
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
403: {
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
429: {
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
"/corrections": {
get: {
parameters: {
query?: {
state?: ("proposed" | "done" | "rejected" | "withdrawn" | "expired" | "overtaken")
order?: string
cursor?: string
limit?: number
}
}
responses: {
200: {
content: {
"application/json": CorrectionPage
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/corrections/{id}/approve": {
post: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {
reason?: string
}
}
}
responses: {
200: {
content: {
"application/json": Correction
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
403: {
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
412: {
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
429: {
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
"/corrections/{id}/reject": {
post: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {
reason?: string
}
}
}
responses: {
200: {
content: {
"application/json": Correction
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
403: {
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
412: {
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
429: {
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
"/corrections/{id}/withdraw": {
post: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {
reason?: string
}
}
}
responses: {
200: {
content: {
"application/json": Correction
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
403: {
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
412: {
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
429: {
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
"/work-queue": {
get: {
parameters: {
query?: {
status?: string
cursor?: string
limit?: number
}
}
responses: {
200: {
content: {
"application/json": WorkQueue
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/orders/{id}/hands": {
get: {
parameters: {
path: {
id: string
}
}
responses: {
200: {
content: {
"application/json": OrderHands
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
403: {
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
429: {
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
"/orders/{id}/take": {
post: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {

}
}
}
responses: {
200: {
content: {
"application/json": OrderHands
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
403: {
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
412: {
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
429: {
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
"/orders/{id}/release": {
post: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {
reason?: string
}
}
}
responses: {
200: {
content: {
"application/json": OrderHands
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
403: {
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
412: {
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
429: {
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
"/orders/{id}/assign": {
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
 * Whose it is to be; null: nobody’s. It keeps nobody from taking it.
 */
to: (string | null)
}
}
}
responses: {
200: {
content: {
"application/json": OrderHands
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
403: {
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
412: {
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
429: {
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
"/orders/{id}/notes": {
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
 * For those who come after. It is in the timeline.
 */
text: string
}
}
}
responses: {
200: {
content: {
"application/json": OrderHands
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
403: {
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
412: {
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
429: {
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
"/orders/{id}/advance/preview": {
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
 * One of `next`.
 */
to: string
}
}
}
responses: {
200: {
content: {
"application/json": CorrectionPreview
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
403: {
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
429: {
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
"/orders/{id}/advance": {
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
 * One of `next`.
 */
to: string
note?: string
/**
 * The version of the order as you saw it; also as If-Match.
 */
expected?: string
}
}
}
responses: {
200: {
content: {
"application/json": OrderHands
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
403: {
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
412: {
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
429: {
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
reason?: string
incident?: string
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
403: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
429: {
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
 * Also what was sent already, or may have been; and what is not true any more, or nobody is sure of.
 */
again?: boolean
/**
 * In place of its own. It becomes another message, and this one is replaced by it.
 */
channel?: ("email" | "sms" | "telegram" | "slack" | "webhook")
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
403: {
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
429: {
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
403: {
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
429: {
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
"/notifications/summary": {
get: {
parameters: {
query?: {
from?: string
}
}
responses: {
200: {
content: {
"application/json": NotificationSummary
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/notifications/channels": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": ChannelHealth
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/notifications/held": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": HeldCustomers
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/notifications/{id}/resend/preview": {
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
 * Also what was sent already, or may have been; and what is not true any more, or nobody is sure of.
 */
again?: boolean
/**
 * In place of its own. It becomes another message, and this one is replaced by it.
 */
channel?: ("email" | "sms" | "telegram" | "slack" | "webhook")
}
}
}
responses: {
200: {
content: {
"application/json": ResendPreview
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
403: {
content: {
"application/problem+json": Problem
}
}
404: {
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
429: {
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
"/notifications/{id}/reveal": {
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
 * Why somebody has to see it, for the audit log.
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
403: {
content: {
"application/problem+json": Problem
}
}
404: {
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
429: {
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
"/notifications/{id}/restore": {
post: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {

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
403: {
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
429: {
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
"/templates": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": TemplateList
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/templates/preview": {
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
template: string
/**
 * Left out: that of the configuration.
 */
language?: string
/**
 * An order to fill it with; left out: a sample.
 */
orderId?: string
/**
 * Only this one; left out: all that it has words for.
 */
channel?: ("email" | "sms" | "telegram" | "slack" | "webhook")
}
}
}
responses: {
200: {
content: {
"application/json": TemplatePreview
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
403: {
content: {
"application/problem+json": Problem
}
}
404: {
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
429: {
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
"/templates/{name}/frame": {
get: {
parameters: {
path: {
name: string
}
query?: {
language?: string
orderId?: string
}
}
responses: {
200: {
content: {
"text/html": string
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
403: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/rules/{name}/text": {
get: {
parameters: {
path: {
name: string
}
}
responses: {
200: {
content: {
"application/json": RuleText
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
403: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/rules/check": {
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
/**
 * YAML: rules under `rules:`, as the configuration has them. They stand in for those of the same name.
 */
rules: string
}
}
}
responses: {
200: {
content: {
"application/json": RuleCheck
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
403: {
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
429: {
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
"/configuration": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": Configuration
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/configuration/check": {
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
/**
 * A whole configuration, YAML.
 */
configuration: string
}
}
}
responses: {
200: {
content: {
"application/json": ConfigurationCheck
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
403: {
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
429: {
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
"/health": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": Health
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/orders/summary": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": OrderSummary
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/views": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": SavedViewPage
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
name: string
query: string
/**
 * Everybody who works here sees it.
 */
shared?: boolean
}
}
}
responses: {
201: {
content: {
"application/json": SavedView
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
403: {
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
429: {
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
"/views/{id}": {
put: {
parameters: {
path: {
id: string
}
}
requestBody: {
content: {
"application/json": {
name: string
query: string
/**
 * Everybody who works here sees it.
 */
shared?: boolean
}
}
}
responses: {
200: {
content: {
"application/json": SavedView
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
403: {
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
429: {
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
delete: {
parameters: {
path: {
id: string
}
}
responses: {
204: {
content: {

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
403: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
429: {
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
403: {
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
429: {
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
403: {
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
429: {
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
403: {
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
429: {
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
state?: ("open" | "replayed" | "dismissed" | "all")
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/quarantine/groups": {
get: {
parameters: {
query?: {
state?: ("open" | "dismissed")
}
}
responses: {
200: {
content: {
"application/json": QuarantineGroups
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"application/json": QuarantinedMessage
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
403: {
content: {
"application/problem+json": Problem
}
}
404: {
content: {
"application/problem+json": Problem
}
}
429: {
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
"/quarantine/{id}/reveal": {
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
 * Why somebody has to see it, for the audit log.
 */
reason?: string
}
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
403: {
content: {
"application/problem+json": Problem
}
}
404: {
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
429: {
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
"/quarantine/try": {
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
/**
 * @minItems 1
 * @maxItems 50
 */
ids?: [string, ...(string)[]]
/**
 * The newest of this group.
 */
fingerprint?: string
limit?: number
/**
 * YAML or JSON: an entry of `sources` of the configuration, a list of them, or a document with `sources`. It is asked before the declared sources, in place of those of the same name.
 */
mapping: string
}
}
}
responses: {
200: {
content: {
"application/json": TryResult
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
403: {
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
429: {
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
/**
 * At most so many messages, the oldest; left out: all.
 */
limit?: number
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
/**
 * Only messages that are here for the same reason.
 */
fingerprint?: string
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
/**
 * At most so many messages, the oldest; left out: all.
 */
limit?: number
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
403: {
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
429: {
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
"/quarantine/dismiss": {
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
reason: string
} | {
/**
 * Only messages that are here for the same reason.
 */
fingerprint: string
reason: string
})
}
}
responses: {
200: {
content: {
"application/json": DismissResult
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
403: {
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
429: {
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
"/quarantine/restore": {
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
} | {
dismissal: string
})
}
}
responses: {
200: {
content: {
"application/json": RestoreResult
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
403: {
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
429: {
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
403: {
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
429: {
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
403: {
content: {
"application/problem+json": Problem
}
}
429: {
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
items: {
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
/**
 * How long orders usually stay in this status, as ISO 8601 durations; null: too few tell.
 */
usual: ({
p50: string
p95: string
} | null)
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
/**
 * Name and contacts are shown in part; `POST /orders/{id}/reveal` tells them whole.
 */
customerMasked: boolean
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
/**
 * What `detail` says, for whoever says it in another language; empty: only it knows.
 */
facts: {
says: ("cannotFollow" | "unknownStatus" | "noWayTo" | "neverCame" | "again" | "neitherFollows" | "inFuture" | "longAgo" | "sameId" | "differs" | "anyOfMany" | "anyOf")
values: {
[k: string]: string
}
}[]
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
/**
 * Those that the order is in and that are not over, worst first; with `include=incidents`.
 */
incidents?: {
id: string
title: {
en: string
ru: string
}
severity: ("info" | "warning" | "critical")
state: string
cause: ({
en: string
ru: string
} | null)
}[]
/**
 * Who has taken it; null: nobody. With `include=assignment`.
 */
assignedTo?: (string | null)
}[]
/**
 * Give it as `cursor` for the next page; null: last page.
 */
nextCursor: (string | null)
/**
 * How `q` was understood; only with it.
 */
understood?: {
/**
 * What is left of `q` to be looked for; null: nothing.
 */
text: (string | null)
/**
 * What that looks like.
 */
as: (("traceId" | "email" | "phone" | "text") | null)
/**
 * Words such as `status:SUBMITTED` and `age:>24h`, which are filters.
 */
words: {
/**
 * As it was typed.
 */
word: string
/**
 * The filter that it is.
 */
parameter: string
value: string
}[]
}
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
 * Who has the order in hand.
 */
holder?: {
by: string
/**
 * ISO 8601 in UTC.
 */
since: string
}
/**
 * What was done to the order last, while you decided.
 */
happened?: {
by: string
/**
 * ISO 8601 in UTC.
 */
at: string
what: string
}
/**
 * The ETag of what is there now, where If-Match named another one.
 */
version?: string
/**
 * Which of several things are another by now than they were shown.
 */
changed?: {
id: string
why: string
}[]
/**
 * In so many seconds it may be tried again.
 */
retryAfter?: number
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
/**
 * How long orders usually stay in this status, as ISO 8601 durations; null: too few tell.
 */
usual: ({
p50: string
p95: string
} | null)
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
/**
 * Name and contacts are shown in part; `POST /orders/{id}/reveal` tells them whole.
 */
customerMasked: boolean
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
/**
 * What `detail` says, for whoever says it in another language; empty: only it knows.
 */
facts: {
says: ("cannotFollow" | "unknownStatus" | "noWayTo" | "neverCame" | "again" | "neitherFollows" | "inFuture" | "longAgo" | "sameId" | "differs" | "anyOfMany" | "anyOf")
values: {
[k: string]: string
}
}[]
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
 * When it happened.
 */
at: string
/**
 * When it became known here.
 */
recordedAt: string
/**
 * From the one to the other, as an ISO 8601 duration; `PT0S` of what was known at once.
 */
lateness: string
kind: ("event" | "transition" | "anomaly" | "incident" | "message" | "note" | "correction" | "assignment" | "deadLetter")
/**
 * The system or person that it came from.
 */
by: string
/**
 * A person did it here.
 */
manual: boolean
title: string
detail: string
/**
 * The event that it tells of; a transition and its event share one. Of a message: its own id.
 */
eventId: string
/**
 * Of an event.
 */
type: (string | null)
/**
 * What the event says, or into which the order came.
 */
status: (string | null)
data: ({
[k: string]: unknown
} | null)
/**
 * The bytes of the event are kept: `GET /orders/{id}/events/{eventId}/raw`.
 */
raw: boolean
/**
 * Where the trace in which its producer published it can be looked at.
 */
traceUrl: (string | null)
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
 * via the `definition` "OrderPath".
 */
export interface OrderPath {
orderId: string
status: (string | null)
/**
 * ISO 8601 in UTC.
 */
asOf: string
/**
 * When anything was heard of it first.
 */
begunAt: (string | null)
/**
 * All stays in their order, what was skipped between them, and the way usually taken on.
 */
steps: {
status: string
/**
 * What people of the company read; null: the status itself.
 */
label: ({
en: string
ru: string
} | null)
/**
 * The system whose word makes the status confirmed.
 */
owner: (string | null)
/**
 * skipped: by the declared way it should have been there, and nobody ever said so. A status that the order came to more than once (rework) stands here for each time.
 */
place: ("passed" | "skipped" | "present" | "ahead")
entered: (string | null)
/**
 * null: it is there still, never was, or nothing follows.
 */
left: (string | null)
/**
 * From coming there to leaving, or until now, frozen or not.
 */
dwell: (string | null)
/**
 * As declared: in it the order should leave the status.
 */
target: (string | null)
/**
 * As declared: in it the order must leave the status.
 */
limit: (string | null)
/**
 * Target and limit count working time only.
 */
business: boolean
targetAt: (string | null)
/**
 * What the limit comes to for this stay; null: none runs.
 */
dueAt: (string | null)
/**
 * It left after its limit, or is there after it.
 */
late: boolean
/**
 * How long orders like it stay there; null: too few tell.
 */
usual: ({
/**
 * ISO 8601.
 */
p50: string
/**
 * ISO 8601.
 */
p90: string
/**
 * Of so many stays in the last 90 days.
 */
samples: number
/**
 * Whose stays: the partner’s own, or all.
 */
basis: ("partner" | "lifecycle")
} | null)
/**
 * When it is likely to come there; null: it has been, or nobody knows.
 */
expected: ({
/**
 * ISO 8601 in UTC.
 */
from: string
/**
 * ISO 8601 in UTC.
 */
to: string
} | null)
}[]
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RelatedOrders".
 */
export interface RelatedOrders {
/**
 * Other orders of the same customer, newest news first; null: nobody said whose it is.
 */
ofCustomer: ({
customerId: string
orders: {
orderId: string
status: (string | null)
statusSince: (string | null)
dueAt: (string | null)
stuck: boolean
atRisk: boolean
overdue: boolean
frozen: boolean
lastEventAt: (string | null)
}[]
more: boolean
} | null)
/**
 * What it is in now, and who is in it, too.
 */
incidents: {
id: string
title: {
en: string
ru: string
}
severity: string
state: string
/**
 * ISO 8601 in UTC.
 */
openedAt: string
/**
 * For so many orders it is still so.
 */
orderCount: number
/**
 * Some of the others, longest first.
 */
orders: string[]
}[]
/**
 * Where its log can be read; null: nobody said where, or no correlation id leads there.
 */
logsUrl: (string | null)
traceUrl: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RawEvent".
 */
export interface RawEvent {
orderId: string
eventId: string
/**
 * What may tell who somebody is has been left out.
 */
masked: boolean
/**
 * Usually one; a second where the same event id came with another content.
 */
messages: {
/**
 * ISO 8601 in UTC.
 */
receivedAt: string
origin: ("amqp" | "http")
exchange: (string | null)
routingKey: (string | null)
properties: {
messageId: (string | null)
correlationId: (string | null)
timestamp: (string | null)
appId: (string | null)
type: (string | null)
contentType: (string | null)
contentEncoding: (string | null)
}
/**
 * null while masked: headers may hold anything.
 */
headers: ({
[k: string]: unknown
} | null)
/**
 * Length of the body.
 */
bytes: number
/**
 * null while masked.
 */
body: (string | null)
/**
 * base64 when the body is not valid UTF-8; null while masked.
 */
bodyEncoding: (("utf8" | "base64") | null)
}[]
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Revealed".
 */
export interface Revealed {
what: string
/**
 * null: it was asked for something else, or nobody said.
 */
customer: ({
id?: string
name?: string
email?: string
phone?: string
locale?: string
timezone?: string
} | null)
raw: (RawEvent | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "TrackingLink".
 */
export interface TrackingLink {
/**
 * Whoever has it sees the customer’s page of the order, and needs nothing else.
 */
url: string
/**
 * From then on it opens nothing.
 */
expiresAt: string
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "TrackingRevoked".
 */
export interface TrackingRevoked {
/**
 * Links that were made before open nothing any more.
 */
revokedBefore: string
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "CustomerToken".
 */
export interface CustomerToken {
/**
 * Sent as `Authorization: Bearer <token>`, also by a page in a browser.
 */
token: string
customer: string
/**
 * It is not taken from then on. ISO 8601 in UTC.
 */
expiresAt: string
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
/**
 * Of all that are not resolved, whatever is listed.
 */
counts: {
open: number
acknowledged: number
snoozed: number
/**
 * Of those that are not resolved.
 */
critical: number
/**
 * That whoever asks has taken on.
 */
mine: number
/**
 * Of those that nobody has taken on; null: there is none.
 */
oldestOpenAt: (string | null)
/**
 * That they are about, each once.
 */
orders: number
/**
 * Whose customers are told of delays only when somebody says so, and nobody has.
 */
customersHeld: number
}
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
/**
 * The same person by the name that others read, where the configuration knows them.
 */
acknowledgedByName: (string | null)
/**
 * It is whoever asks, by whichever of their names.
 */
acknowledgedByYou: boolean
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
/**
 * The same person by the name that others read, where the configuration knows them.
 */
acknowledgedByName: (string | null)
/**
 * It is whoever asks, by whichever of their names.
 */
acknowledgedByYou: boolean
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
/**
 * What the words are made of, for whoever says it in another language.
 */
detail: {
[k: string]: unknown
}
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
 * The next five runs; fewer where there are no more.
 * 
 * Items: ISO 8601 in UTC.
 */
nextRunsAt: string[]
/**
 * The same in words.
 */
nextRun: (string | null)
/**
 * Null: nobody is told.
 */
route: (string | null)
/**
 * Step after step until somebody acts, by severity; empty: nobody is told.
 */
told: {
severity: ("info" | "warning" | "critical")
chain: string
steps: {
/**
 * ISO 8601 duration: after the step before it, counted from now.
 */
after: string
who: {
kind: ("person" | "team" | "onCall" | "slack")
/**
 * Of the person, the team or the rotation.
 */
name: string
}[]
}[]
}[]
/**
 * So much of what it has found is so still.
 */
open: number
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
/**
 * As the ETag has it: for If-Match, when it is ended or moved.
 */
version: string
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
 * via the `definition` "Insights".
 */
export interface Insights {
/**
 * ISO 8601 in UTC.
 */
from: string
/**
 * ISO 8601 in UTC.
 */
to: string
/**
 * false: there are more orders than were read; these are the newest.
 */
whole: boolean
orders: {
orders: number
/**
 * That passed a limit anywhere on their way.
 */
late: number
ended: number
/**
 * From the first status to the end, of half of those that ended.
 */
median: (string | null)
/**
 * Of which it is known whether what was promised was kept.
 */
promised: number
kept: number
}
dwell: {
lifecycle: string
status: string
/**
 * That must be kept, as it is declared now; null: none is.
 */
limit: (string | null)
stays: number
/**
 * ISO 8601.
 */
p50: string
/**
 * ISO 8601.
 */
p90: string
/**
 * ISO 8601.
 */
p95: string
/**
 * Of them those that had a limit.
 */
limited: number
/**
 * Of those, that kept it.
 */
kept: number
/**
 * In which the status was left; those in which nobody left it are missing.
 */
weeks: {
/**
 * Its Monday.
 */
week: string
stays: number
/**
 * ISO 8601.
 */
p50: string
/**
 * ISO 8601.
 */
p90: string
/**
 * ISO 8601.
 */
p95: string
/**
 * Of them those that had a limit.
 */
limited: number
/**
 * Of those, that kept it.
 */
kept: number
}[]
}[]
variants: {
/**
 * Orders that came to an end: of these the ways are told.
 */
ended: number
/**
 * How many different ones there are.
 */
ways: number
items: {
id: string
lifecycle: string
way: string[]
orders: number
late: number
/**
 * ISO 8601.
 */
median: string
/**
 * The declared way, step by step.
 */
expected: boolean
repeated: string[]
skipped: string[]
undeclared: {
from: string
to: string
}[]
}[]
}
transitions: {
lifecycle: string
from: string
to: string
declared: boolean
/**
 * 0: it is declared, and nobody took it.
 */
orders: number
/**
 * Half of them had been in `from` for longer.
 */
median: (string | null)
}[]
partners: {
/**
 * null: of those that name none.
 */
name: (string | null)
orders: number
/**
 * That passed a limit anywhere on their way.
 */
late: number
ended: number
/**
 * From the first status to the end, of half of those that ended.
 */
median: (string | null)
/**
 * Of which it is known whether what was promised was kept.
 */
promised: number
kept: number
}[]
productClasses: {
/**
 * null: of those that name none.
 */
name: (string | null)
orders: number
/**
 * That passed a limit anywhere on their way.
 */
late: number
ended: number
/**
 * From the first status to the end, of half of those that ended.
 */
median: (string | null)
/**
 * Of which it is known whether what was promised was kept.
 */
promised: number
kept: number
}[]
rules: {
rule: string
incidents: number
orders: number
acknowledged: number
resolved: number
resolvedByPeople: number
real: number
notReal: number
/**
 * Nothing was the matter but what we knew.
 */
ourData: number
}[]
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "InsightsOrderPage".
 */
export interface InsightsOrderPage {
items: InsightsOrder[]
/**
 * Give it as `cursor` for the next page; null: last page.
 */
nextCursor: (string | null)
total: number
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "InsightsOrder".
 */
export interface InsightsOrder {
orderId: string
lifecycle: string
/**
 * Where it is now, or ended.
 */
status: string
partner: (string | null)
productClass: (string | null)
late: boolean
/**
 * In the status that was asked for; else from its beginning to its end; null: it is under way.
 */
took: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Summary".
 */
export interface Summary {
asOf: AsOf
/**
 * Of orders that are not at their end.
 */
totals: {
open: number
stuck: number
atRisk: number
overdue: number
frozen: number
provisional: number
}
/**
 * Of every lifecycle, in the order in which they are declared.
 */
statuses: {
lifecycle: string
status: string
orders: number
/**
 * Past the limit that must be kept.
 */
stuck: number
/**
 * Likely to pass it, and not past it.
 */
atRisk: number
/**
 * Past what was promised, and not at their end.
 */
overdue: number
frozen: number
/**
 * When the longest stay began whose limits run.
 */
oldestSince: (string | null)
/**
 * Half of those that are here now have been for longer.
 */
dwell: (string | null)
/**
 * Half of the stays of the last 90 days were longer; null: too few.
 */
usually: (string | null)
/**
 * That must be kept, as it is declared; null: none is.
 */
limit: (string | null)
/**
 * Orders end here.
 */
terminal: boolean
}[]
/**
 * How many orders went from where to where in the last hour.
 */
flows: {
lifecycle: string
/**
 * null: the orders began with `to`.
 */
from: (string | null)
to: string
orders: number
}[]
/**
 * That are not resolved, those of rules on trial left out.
 */
incidents: {
open: number
acknowledged: number
snoozed: number
}
quarantine: {
open: number
}
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "AsOf".
 */
export interface AsOf {
/**
 * When this was read.
 */
at: string
/**
 * When the newest event was recorded; null: none ever was.
 */
newestAt: (string | null)
/**
 * How far the intake is behind: for how long the oldest message that is not recorded yet has waited in the queue, however old what it tells of is; null: nobody watches the queue.
 */
lag: (string | null)
/**
 * What is shown may be out of date, for the reasons given.
 */
late: boolean
reasons: {
/**
 * We are behind ourselves; RabbitMQ does not answer; a system is silent though it usually is not.
 */
kind: ("behind" | "broker" | "silent")
/**
 * The silent one; null: it is about all of them.
 */
system: (string | null)
since: (string | null)
text: {
en: string
ru: string
}
}[]
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "BulkOutcome".
 */
export interface BulkOutcome {
/**
 * Nothing was done: this is what would be.
 */
dryRun: boolean
action: ("acknowledge" | "snooze" | "resolve")
/**
 * When they open again if nobody acts; null of resolved ones.
 */
until: (string | null)
/**
 * Under which the audit log has all of it; null: nothing was done.
 */
group: (string | null)
counts: {
done: number
unchanged: number
refused: number
/**
 * For which those that are acted on hold, each once an incident.
 */
orders: number
/**
 * Of escalations that do not go out.
 */
steps: number
/**
 * Orders past what was promised, whose customers have been kept waiting for somebody’s word.
 */
waitingCustomers: number
}
/**
 * Who is not told, whoever would have been told first first.
 */
people: {
name: string
messages: number
/**
 * When the first one would have gone out.
 */
first: string
}[]
items: {
id: string
/**
 * Of the incident as it is here, for `expected`; null: there is none.
 */
version: (string | null)
/**
 * Null: there is no such incident.
 */
title: ({
en: string
ru: string
} | null)
severity: (("info" | "warning" | "critical") | null)
/**
 * Afterwards; in a dry run as it is now.
 */
state: (("open" | "acknowledged" | "snoozed" | "resolved") | null)
outcome: ("done" | "unchanged" | "refused")
/**
 * Why nothing is done with it, in a sentence.
 */
why: (string | null)
acknowledgedBy: (string | null)
/**
 * The same person by the name that others read, where the configuration knows them.
 */
acknowledgedByName: (string | null)
/**
 * It is whoever asks, by whichever of their names.
 */
acknowledgedByYou: boolean
acknowledgedAt: (string | null)
orders: number
/**
 * Steps of its escalation that do not go out; up to 12.
 */
stops: {
/**
 * Counted from 1.
 */
step: number
/**
 * How often the chain would have been repeated by then.
 */
round: number
/**
 * ISO 8601 in UTC.
 */
at: string
people: {
name: string
channel: ("email" | "sms" | "telegram" | "slack" | "webhook")
}[]
}[]
customers: (("usual" | "held" | "released" | "refused") | null)
/**
 * Orders past what was promised, whose customers wait for somebody’s word; they are told as usual once the incident is resolved. Null: nobody’s word is waited for.
 */
waitingCustomers: (number | null)
}[]
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "IncidentContext".
 */
export interface IncidentContext {
escalation: {
/**
 * Those that were, and up to six that would follow.
 */
steps: {
/**
 * nobody: it had nobody to tell, and was passed over. next, ahead: it comes if nobody acts.
 */
state: ("told" | "nobody" | "next" | "ahead")
/**
 * Counted from 1.
 */
step: number
/**
 * How often the chain had been repeated.
 */
round: number
/**
 * ISO 8601 in UTC.
 */
at: string
people: {
recipient: string
name: string
channel: ("email" | "sms" | "telegram" | "slack" | "webhook")
/**
 * Null: nothing was sent yet, or it is forgotten.
 */
message: ({
id: string
state: ("queued" | "sending" | "sent" | "delivered" | "failed" | "unknown" | "dead" | "dropped" | "dry_run")
/**
 * When it came into that state, as far as that is known.
 */
at: string
reason: (string | null)
/**
 * How it stands, in a sentence.
 */
inWords: string
} | null)
}[]
}[]
/**
 * How many steps the chain has; 0: there is none, and nobody is told.
 */
of: number
/**
 * When the acknowledgement, the snooze or a silence ends, and it would go on; null: nothing holds it.
 */
resumesAt: (string | null)
}
/**
 * What came before with the same cause, or of the same rule: up to five.
 */
similar: {
id: string
title: {
en: string
ru: string
}
severity: ("info" | "warning" | "critical")
state: ("open" | "acknowledged" | "snoozed" | "resolved")
/**
 * ISO 8601 in UTC.
 */
openedAt: string
resolvedAt: (string | null)
/**
 * Null: it was over by itself, or is not.
 */
resolvedBy: (string | null)
resolution: (string | null)
/**
 * What was said of it when it was resolved.
 */
reason: (string | null)
verdict: (("real" | "not_real" | "our_data") | null)
cause: ({
en: string
ru: string
} | null)
/**
 * false: of the same rule, about the same.
 */
sameCause: boolean
orders: number
}[]
/**
 * Of its orders that are still stuck, those past what was promised to the customer.
 */
waitingCustomers: number
links: {
/**
 * A path of ours.
 */
runbook: (string | null)
trace: (string | null)
/**
 * Grafana, at the time of the incident.
 */
board: (string | null)
}
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "OnCallCalendar".
 */
export interface OnCallCalendar {
/**
 * ISO 8601 in UTC.
 */
from: string
/**
 * ISO 8601 in UTC.
 */
to: string
/**
 * Who asks, as the configuration calls them; null: none of its people.
 */
me: (string | null)
rotations: {
rotation: string
/**
 * IANA time zone, by whose clocks shifts are handed over.
 */
zone: string
/**
 * Who takes turns, in their order.
 */
people: {
/**
 * As the configuration calls them under `people`.
 */
person: string
name: string
}[]
/**
 * Who is on call at this moment.
 */
now: ({
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
/**
 * turn: it is their shift. standIn: they stand in. absence: whose shift it is is away, and they are next. nobody: all are away.
 */
why: ("turn" | "standIn" | "absence" | "nobody")
/**
 * Whose shift it would be; null: theirs.
 */
instead: ({
/**
 * As the configuration calls them under `people`.
 */
person: string
name: string
} | null)
/**
 * What somebody entered, where it is so because of that.
 */
override: (OnCallOverride | null)
} | null)
/**
 * The first who follows and is somebody else.
 */
next: ({
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
/**
 * turn: it is their shift. standIn: they stand in. absence: whose shift it is is away, and they are next. nobody: all are away.
 */
why: ("turn" | "standIn" | "absence" | "nobody")
/**
 * Whose shift it would be; null: theirs.
 */
instead: ({
/**
 * As the configuration calls them under `people`.
 */
person: string
name: string
} | null)
/**
 * What somebody entered, where it is so because of that.
 */
override: (OnCallOverride | null)
} | null)
/**
 * From `from` to `to`, without gaps.
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
/**
 * turn: it is their shift. standIn: they stand in. absence: whose shift it is is away, and they are next. nobody: all are away.
 */
why: ("turn" | "standIn" | "absence" | "nobody")
/**
 * Whose shift it would be; null: theirs.
 */
instead: ({
/**
 * As the configuration calls them under `people`.
 */
person: string
name: string
} | null)
/**
 * What somebody entered, where it is so because of that.
 */
override: (OnCallOverride | null)
}[]
}[]
teams: {
team: string
people: {
/**
 * As the configuration calls them under `people`.
 */
person: string
name: string
/**
 * Null: they are there.
 */
awayUntil: (string | null)
/**
 * Rotations in which they are on call now.
 */
onCall: string[]
/**
 * When they are on call the next time, as far as the calendar goes.
 */
nextOnCall: ({
rotation: string
/**
 * ISO 8601 in UTC.
 */
from: string
} | null)
}[]
}[]
/**
 * Everybody whom the configuration declares.
 */
people: {
/**
 * As the configuration calls them under `people`.
 */
person: string
name: string
}[]
/**
 * That hold or will.
 */
overrides: OnCallOverride[]
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "OnCallOverridePage".
 */
export interface OnCallOverridePage {
items: OnCallOverride[]
/**
 * Give it as `cursor` for the next page; null: last page.
 */
nextCursor: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SilencePreview".
 */
export interface SilencePreview {
/**
 * ISO 8601 in UTC.
 */
since: string
/**
 * Of how many incidents somebody was told since then.
 */
told: number
muted: {
incidents: number
messages: number
critical: number
/**
 * The last ones; up to 20.
 */
first: {
id: string
title: {
en: string
ru: string
}
severity: ("info" | "warning" | "critical")
/**
 * ISO 8601 in UTC.
 */
openedAt: string
/**
 * That went out of it in that time.
 */
messages: number
}[]
}
held: {
/**
 * That are open now, and of which nobody would be told further.
 */
incidents: number
first: {
id: string
title: {
en: string
ru: string
}
severity: ("info" | "warning" | "critical")
/**
 * ISO 8601 in UTC.
 */
openedAt: string
/**
 * That went out of it in that time.
 */
messages: number
}[]
}
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Handover".
 */
export interface Handover {
/**
 * ISO 8601 in UTC.
 */
from: string
/**
 * ISO 8601 in UTC.
 */
to: string
/**
 * When it was put together: what is still open is so at this moment.
 */
at: string
/**
 * In that time; up to 50.
 */
opened: {
count: number
first: {
id: string
title: {
en: string
ru: string
}
severity: ("info" | "warning" | "critical")
state: ("open" | "acknowledged" | "snoozed" | "resolved")
/**
 * ISO 8601 in UTC.
 */
openedAt: string
acknowledgedBy: (string | null)
/**
 * The same person by the name that others read, where the configuration knows them.
 */
acknowledgedByName: (string | null)
/**
 * It is whoever asks, by whichever of their names.
 */
acknowledgedByYou: boolean
acknowledgedAt: (string | null)
until: (string | null)
resolvedAt: (string | null)
resolvedBy: (string | null)
verdict: (("real" | "not_real" | "our_data") | null)
cause: ({
en: string
ru: string
} | null)
/**
 * For which it still holds; of one that is over, all.
 */
orders: number
}[]
}
closed: {
count: number
first: {
id: string
title: {
en: string
ru: string
}
severity: ("info" | "warning" | "critical")
state: ("open" | "acknowledged" | "snoozed" | "resolved")
/**
 * ISO 8601 in UTC.
 */
openedAt: string
acknowledgedBy: (string | null)
/**
 * The same person by the name that others read, where the configuration knows them.
 */
acknowledgedByName: (string | null)
/**
 * It is whoever asks, by whichever of their names.
 */
acknowledgedByYou: boolean
acknowledgedAt: (string | null)
until: (string | null)
resolvedAt: (string | null)
resolvedBy: (string | null)
verdict: (("real" | "not_real" | "our_data") | null)
cause: ({
en: string
ru: string
} | null)
/**
 * For which it still holds; of one that is over, all.
 */
orders: number
}[]
}
/**
 * That somebody took on in that time, whatever became of them.
 */
acknowledged: {
count: number
first: {
id: string
title: {
en: string
ru: string
}
severity: ("info" | "warning" | "critical")
state: ("open" | "acknowledged" | "snoozed" | "resolved")
/**
 * ISO 8601 in UTC.
 */
openedAt: string
acknowledgedBy: (string | null)
/**
 * The same person by the name that others read, where the configuration knows them.
 */
acknowledgedByName: (string | null)
/**
 * It is whoever asks, by whichever of their names.
 */
acknowledgedByYou: boolean
acknowledgedAt: (string | null)
until: (string | null)
resolvedAt: (string | null)
resolvedBy: (string | null)
verdict: (("real" | "not_real" | "our_data") | null)
cause: ({
en: string
ru: string
} | null)
/**
 * For which it still holds; of one that is over, all.
 */
orders: number
}[]
}
/**
 * The ten that have been open the longest.
 */
oldestOpen: {
count: number
first: {
id: string
title: {
en: string
ru: string
}
severity: ("info" | "warning" | "critical")
state: ("open" | "acknowledged" | "snoozed" | "resolved")
/**
 * ISO 8601 in UTC.
 */
openedAt: string
acknowledgedBy: (string | null)
/**
 * The same person by the name that others read, where the configuration knows them.
 */
acknowledgedByName: (string | null)
/**
 * It is whoever asks, by whichever of their names.
 */
acknowledgedByYou: boolean
acknowledgedAt: (string | null)
until: (string | null)
resolvedAt: (string | null)
resolvedBy: (string | null)
verdict: (("real" | "not_real" | "our_data") | null)
cause: ({
en: string
ru: string
} | null)
/**
 * For which it still holds; of one that is over, all.
 */
orders: number
}[]
}
/**
 * What people wrote on incidents in that time, promises first.
 */
notes: {
incident: string
title: {
en: string
ru: string
}
state: ("open" | "acknowledged" | "snoozed" | "resolved")
/**
 * ISO 8601 in UTC.
 */
at: string
by: (string | null)
text: string
/**
 * It seems to promise something, by its words.
 */
promise: boolean
}[]
/**
 * What people wrote on orders in that time, promises first; up to 200. E-mail addresses, numbers and links are cut short; the timeline of the order has all of it.
 */
orderNotes: {
orderId: string
/**
 * ISO 8601 in UTC.
 */
at: string
by: string
text: string
/**
 * It seems to promise something, by its words.
 */
promise: boolean
}[]
/**
 * Within 24 hours.
 */
silencesEnding: {
id: string
author: string
reason: string
/**
 * ISO 8601 in UTC.
 */
until: string
about: string[]
}[]
failedMessages: {
byChannel: {
channel: string
messages: number
}[]
first: Notification[]
}
onCall: {
rotation: string
zone: string
now: ({
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
} | null)
next: ({
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
} | null)
}[]
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
/**
 * The order that it is about; null: none.
 */
orderId: (string | null)
/**
 * The incident that it is about; null: none.
 */
incidentId: (string | null)
kind: ("customer" | "partner" | "staff")
template: string
/**
 * Told once for each: the status, or which delay, which reminder.
 */
occasion: string
channel: ("email" | "sms" | "telegram" | "slack" | "webhook")
recipient: string
/**
 * So much of it as tells it from others; whole where it was revealed.
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
 * via the `definition` "SessionState".
 */
export interface SessionState {
/**
 * Who has signed in; null: nobody.
 */
user: ({
/**
 * What is typed to sign in, and what stands beside what somebody did.
 */
name: string
displayName: string
role: ("viewer" | "support" | "operator" | "manager" | "admin" | "partner" | "customer")
/**
 * Of the role partner: whose orders are seen.
 */
partner: (string | null)
locale: (string | null)
} | null)
/**
 * To be sent as `X-CSRF-Token` with everything that changes something.
 */
csrfToken: (string | null)
/**
 * The ways in.
 */
signIn: {
/**
 * With a name and a password of this installation.
 */
local: boolean
/**
 * At /auth/oidc/start, with what the sign-in of the company is called.
 */
oidc: ({
name: string
} | null)
}
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "UserSessionPage".
 */
export interface UserSessionPage {
items: UserSession[]
/**
 * Give it as `cursor` for the next page; null: last page.
 */
nextCursor: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "UserSession".
 */
export interface UserSession {
id: string
/**
 * The one in which this was asked.
 */
current: boolean
/**
 * ISO 8601 in UTC.
 */
createdAt: string
/**
 * To the minute.
 */
lastSeenAt: string
/**
 * If it is not used until then, or for good.
 */
expiresAt: string
address: (string | null)
/**
 * What the browser calls itself.
 */
agent: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "UserPage".
 */
export interface UserPage {
items: User[]
/**
 * Give it as `cursor` for the next page; null: last page.
 */
nextCursor: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "User".
 */
export interface User {
id: string
/**
 * What is typed to sign in, and what stands beside what somebody did.
 */
name: string
displayName: string
role: ("viewer" | "support" | "operator" | "manager" | "admin" | "partner" | "customer")
/**
 * Of the role partner: whose orders are seen.
 */
partner: (string | null)
locale: (string | null)
email: (string | null)
/**
 * Signs in by OpenID Connect, which says the role each time.
 */
external: boolean
hasPassword: boolean
disabled: boolean
/**
 * ISO 8601 in UTC.
 */
createdAt: string
/**
 * In one of the sessions that hold.
 */
lastSeenAt: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "CreatedUser".
 */
export interface CreatedUser {
user: User
/**
 * null: people sign in by OpenID Connect here.
 */
passwordLink: (PasswordLink | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "PasswordLink".
 */
export interface PasswordLink {
/**
 * Opens once, and lets whoever has it set the password. Shown only now.
 */
url: string
/**
 * ISO 8601 in UTC.
 */
expiresAt: string
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "KeyPage".
 */
export interface KeyPage {
items: Key[]
/**
 * Give it as `cursor` for the next page; null: last page.
 */
nextCursor: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Key".
 */
export interface Key {
id: string
name: string
role: ("viewer" | "support" | "operator" | "manager" | "admin" | "partner" | "customer")
partner: (string | null)
customer: (string | null)
/**
 * null: all that the role permits.
 */
scopes: (("read" | "write" | "events" | "deploys" | "customer-tokens")[] | null)
/**
 * Requests a minute; null: as many as the configuration gives the role.
 */
limit: (number | null)
/**
 * ISO 8601 in UTC.
 */
createdAt: string
createdBy: (string | null)
expiresAt: (string | null)
/**
 * To the minute.
 */
lastUsedAt: (string | null)
revokedAt: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "CreatedKey".
 */
export interface CreatedKey {
key: Key
/**
 * The key itself, to be sent as a bearer token. Shown only now.
 */
secret: string
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Usage".
 */
export interface Usage {
/**
 * Requests a minute, of this process.
 */
limit: number
/**
 * Of those, in the minute that runs. Searches count twice, whole lists as 20.
 */
used: number
remaining: number
/**
 * When the minute is over. ISO 8601 in UTC.
 */
resetsAt: string
/**
 * The last 30 days in UTC with a request, newest first, with those that were too many.
 */
days: {
day: string
requests: number
refused: number
}[]
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "PartnerKeys".
 */
export interface PartnerKeys {
items: {
name: string
/**
 * null: all that the role permits.
 */
scopes: (("read" | "write" | "events" | "deploys" | "customer-tokens")[] | null)
/**
 * Requests a minute, of this process.
 */
limit: number
/**
 * Of those, in the minute that runs.
 */
used: number
expiresAt: (string | null)
/**
 * To the minute.
 */
lastUsedAt: (string | null)
/**
 * In the last 30 days.
 */
requests: number
/**
 * Of those, that were too many.
 */
refused: number
}[]
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "AuditPage".
 */
export interface AuditPage {
items: AuditEntry[]
/**
 * Give it as `cursor` for the next page; null: last page.
 */
nextCursor: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "AuditEntry".
 */
export interface AuditEntry {
/**
 * Its place in the chain.
 */
sequence: number
/**
 * ISO 8601 in UTC.
 */
at: string
/**
 * Name of the person or the key.
 */
who: string
role: (string | null)
/**
 * The address that it came from; null at the command line.
 */
from: (string | null)
action: string
subject: {
kind: string
id: string
}
reason: (string | null)
/**
 * What was changed of it, as JSON; null where there is nothing to say.
 */
before: {
[k: string]: unknown
}
/**
 * What was changed of it, as JSON; null where there is nothing to say.
 */
after: {
[k: string]: unknown
}
/**
 * SHA-256 over it and the hash of the one before it, hexadecimal.
 */
hash: string
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "AuditChain".
 */
export interface AuditChain {
/**
 * ISO 8601 in UTC.
 */
verifiedAt: string
rows: number
/**
 * Where the chain ends. Noted elsewhere, it shows later that nothing before was written anew.
 */
head: {
sequence: number
hash: string
}
intact: boolean
faults: {
kind: ("changed" | "removed" | "inserted")
from: number
to: number
why: string
}[]
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "CorrectionPreview".
 */
export interface CorrectionPreview {
orderId: string
/**
 * Of the order as it is now: send it as `expected`.
 */
version: string
/**
 * needsSecond: the lifecycle has no way there, so that somebody else has to agree.
 */
verdict: ("legal" | "needsSecond" | "refused")
/**
 * Why it is not simply done.
 */
why: (string | null)
/**
 * Statuses on the way that never came.
 */
skipped: string[]
before: {
status: (string | null)
confirmed: boolean
statusSince: (string | null)
targetAt: (string | null)
dueAt: (string | null)
stuck: boolean
}
/**
 * Not `to` where something newer is known than the time that was given. Null: it is refused.
 */
after: ({
status: (string | null)
confirmed: boolean
statusSince: (string | null)
targetAt: (string | null)
dueAt: (string | null)
stuck: boolean
} | null)
/**
 * Open incidents that would no longer be about this order.
 */
incidents: {
id: string
rule: string
severity: string
/**
 * false: it goes on about other orders.
 */
closes: boolean
}[]
/**
 * What would go out, in its words.
 */
messages: {
kind: ("customer" | "partner" | "staff")
channel: string
/**
 * Masked.
 */
to: string
locale: string
template: string
subject: (string | null)
text: string
}[]
/**
 * What nobody would be told, and why.
 */
untold: {
notice: string
reason: ("superseded" | "expired" | "suppressed" | "unwanted" | "no_address" | "not_allowed" | "replaced" | "forgotten" | "by_hand" | "unsure" | "frozen" | "ended" | "acknowledged" | "resolved" | "our_fault")
inWords: string
}[]
/**
 * What the customer was told last.
 */
lastTold: ({
/**
 * ISO 8601 in UTC.
 */
at: string
template: string
status: (string | null)
channel: string
state: string
} | null)
/**
 * Where CRM and MES would be told; null: they would not.
 */
publishes: ({
exchange: string
routingKey: string
} | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Correction".
 */
export interface Correction {
id: string
orderId: string
/**
 * proposed: it waits for a second person. overtaken: the order had changed when somebody agreed. Of the others the words say it.
 */
state: ("proposed" | "done" | "rejected" | "withdrawn" | "expired" | "overtaken")
from: (string | null)
to: string
reason: string
/**
 * When it was so; null: when it was decided.
 */
occurredAt: (string | null)
notify: ("none" | "usual" | "own")
publish: boolean
/**
 * Of the order, as whoever proposed it saw it.
 */
version: string
proposedBy: string
/**
 * You proposed it: you can withdraw it, and somebody else has to agree.
 */
isYours: boolean
/**
 * ISO 8601 in UTC.
 */
proposedAt: string
expiresAt: (string | null)
decidedBy: (string | null)
decidedAt: (string | null)
/**
 * Why, in the words of who decided.
 */
decision: (string | null)
/**
 * The event of the order that it became.
 */
eventId: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "CorrectionPage".
 */
export interface CorrectionPage {
items: Correction[]
/**
 * Give it as `cursor` for the next page; null: last page.
 */
nextCursor: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "WorkQueue".
 */
export interface WorkQueue {
/**
 * ISO 8601 in UTC.
 */
asOf: string
/**
 * What you have in hand, the one taken first first; also what has moved on.
 */
mine: QueuedOrder[]
/**
 * What nobody has in hand, what is to be done next first.
 */
items: QueuedOrder[]
nextCursor: (string | null)
counts: {
waiting: number
/**
 * Of those, past their limit.
 */
late: number
/**
 * In somebody’s hands.
 */
held: number
}
/**
 * Who has how many orders in hand, most first.
 */
load: {
by: string
isYou: boolean
orders: number
/**
 * When they took the one that they have had longest.
 */
since: string
}[]
/**
 * After so long without a word an order is everybody’s again, ISO 8601.
 */
claimFor: string
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "QueuedOrder".
 */
export interface QueuedOrder {
orderId: string
status: (string | null)
/**
 * Of the order, for whoever decides something about it; also as ETag.
 */
version: string
/**
 * The statuses to which it may be brought.
 */
next: string[]
claim: ({
by: string
isYours: boolean
/**
 * ISO 8601 in UTC.
 */
takenAt: string
/**
 * When they last did something with it.
 */
actedAt: string
/**
 * When it is forgotten, if nothing is done with it until then.
 */
endsAt: string
} | null)
assignment: ({
to: string
by: string
/**
 * ISO 8601 in UTC.
 */
at: string
} | null)
lifecycle: string
partner: (string | null)
statusSince: (string | null)
targetAt: (string | null)
dueAt: (string | null)
promisedAt: (string | null)
frozen: boolean
/**
 * Why it stands where it stands, what weighs most first.
 * 
 * Items: late, promiseBroken: past its limit, or what was promised, for so long. due, promised: comes to that in so long. noLimit: has none. old: under way for so long that it comes before some whose limit is sooner. assignedToYou.
 */
why: {
kind: ("late" | "promiseBroken" | "due" | "promised" | "noLimit" | "old" | "assignedToYou")
ms: (number | null)
}[]
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "OrderHands".
 */
export interface OrderHands {
orderId: string
status: (string | null)
/**
 * Of the order, for whoever decides something about it; also as ETag.
 */
version: string
/**
 * The statuses to which it may be brought.
 */
next: string[]
claim: ({
by: string
isYours: boolean
/**
 * ISO 8601 in UTC.
 */
takenAt: string
/**
 * When they last did something with it.
 */
actedAt: string
/**
 * When it is forgotten, if nothing is done with it until then.
 */
endsAt: string
} | null)
assignment: ({
to: string
by: string
/**
 * ISO 8601 in UTC.
 */
at: string
} | null)
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
 * via the `definition` "NotificationInFull".
 */
export interface NotificationInFull {
id: string
/**
 * The order; of a message to staff, what it is about.
 */
about: string
/**
 * The order that it is about; null: none.
 */
orderId: (string | null)
/**
 * The incident that it is about; null: none.
 */
incidentId: (string | null)
kind: ("customer" | "partner" | "staff")
template: string
/**
 * Told once for each: the status, or which delay, which reminder.
 */
occasion: string
channel: ("email" | "sms" | "telegram" | "slack" | "webhook")
recipient: string
/**
 * So much of it as tells it from others; whole where it was revealed.
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
 * Address and texts are shown in part; `POST /notifications/{id}/reveal` tells them whole.
 */
masked: boolean
/**
 * The reason in a sentence.
 */
why: (string | null)
/**
 * Somebody wants it to go out although it is not true any more.
 */
insisted: boolean
canResend: boolean
canDismiss: boolean
/**
 * Somebody took it out, and it can be put back.
 */
canRestore: boolean
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
 * via the `definition` "NotificationSummary".
 */
export interface NotificationSummary {
/**
 * ISO 8601 in UTC.
 */
since: string
counts: {
channel: ("email" | "sms" | "telegram" | "slack" | "webhook")
state: ("queued" | "sending" | "sent" | "delivered" | "failed" | "unknown" | "dead" | "dropped" | "dry_run")
count: number
}[]
/**
 * Unknown, dead or failed, of all times; up to 10,000.
 */
troubled: number
undecided: number
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ChannelHealth".
 */
export interface ChannelHealth {
items: {
channel: ("email" | "sms" | "telegram" | "slack" | "webhook")
/**
 * down: its provider is out of order and left alone. dry: nothing leaves, for it is not set up. unknown: no process that sends messages is running.
 */
state: ("up" | "down" | "dry" | "unknown")
since: (string | null)
provider: (string | null)
lastSentAt: (string | null)
lastFailedAt: (string | null)
lastReason: (string | null)
lastReasonInWords: (string | null)
/**
 * Messages that wait.
 */
queued: number
/**
 * When the oldest of them should have gone.
 */
oldestAt: (string | null)
}[]
nextCursor: null
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "HeldCustomers".
 */
export interface HeldCustomers {
items: {
incidentId: string
title: {
en: string
ru: string
}
/**
 * ISO 8601 in UTC.
 */
openedAt: string
orders: number
/**
 * Things that their customers were not told of meanwhile.
 */
untold: number
}[]
nextCursor: null
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ResendPreview".
 */
export interface ResendPreview {
channel: ("email" | "sms" | "telegram" | "slack" | "webhook")
recipient: string
/**
 * Masked.
 */
address: string
/**
 * later: not before `notBefore`.
 */
goes: ("now" | "later" | "not")
notBefore: (string | null)
/**
 * Why it waits or does not go, in a sentence.
 */
why: (string | null)
/**
 * With `again` it goes.
 */
mayInsist: boolean
/**
 * Where its recipient can be reached, its own channel first.
 */
ways: {
channel: ("email" | "sms" | "telegram" | "slack" | "webhook")
/**
 * Masked.
 */
address: string
/**
 * Why nothing is sent there; null: it may be.
 */
why: (string | null)
}[]
subject: (string | null)
/**
 * What would go out, masked; null: it cannot be made.
 */
text: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "TemplateList".
 */
export interface TemplateList {
items: {
name: string
/**
 * What it is filled with: `order`, `incident`; null: JSON.
 */
about: (string | null)
locales: string[]
/**
 * Those that it has words for.
 */
channels: ("email" | "sms" | "telegram" | "slack" | "webhook")[]
/**
 * In a folder of the configuration, in place of a bundled one.
 */
own: boolean
}[]
nextCursor: null
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "TemplatePreview".
 */
export interface TemplatePreview {
template: string
language: string
channels: {
channel: ("email" | "sms" | "telegram" | "slack" | "webhook")
subject: (string | null)
/**
 * As plain text, or JSON; null: it cannot be made.
 */
text: (string | null)
/**
 * Of an e-mail, and Telegram’s few tags.
 */
html: (string | null)
/**
 * Where the HTML of an e-mail can be framed: nothing runs in it.
 */
frameUrl: (string | null)
/**
 * Why it cannot be made.
 */
problem: (string | null)
}[]
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RuleText".
 */
export interface RuleText {
name: string
/**
 * YAML, as the configuration has it, under `rules`.
 */
text: string
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RuleCheck".
 */
export interface RuleCheck {
/**
 * Everything that is wrong, with its place in what was sent; empty: nothing is.
 */
mistakes: {
line: (number | null)
column: (number | null)
/**
 * From the root of the document.
 */
path: (string | number)[]
sentence: string
}[]
/**
 * Empty while anything is wrong.
 */
rules: {
name: string
/**
 * There is none of this name yet.
 */
isNew: boolean
/**
 * It says something else than the one of this name that runs.
 */
isChanged: boolean
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
 * The next five runs; fewer where there are no more.
 * 
 * Items: ISO 8601 in UTC.
 */
nextRunsAt: string[]
shadow: boolean
/**
 * Step after step until somebody acts, by severity; empty: nobody is told.
 */
told: {
severity: ("info" | "warning" | "critical")
chain: string
steps: {
/**
 * ISO 8601 duration: after the step before it, counted from now.
 */
after: string
who: {
kind: ("person" | "team" | "onCall" | "slack")
/**
 * Of the person, the team or the rotation.
 */
name: string
}[]
}[]
}[]
/**
 * What it would find at this moment; nothing is written and nobody is told.
 */
now: {
/**
 * Null: it could not look.
 */
found: (number | null)
/**
 * That the rule of this name has not found so far.
 */
fresh: (number | null)
/**
 * Rows.
 */
lookedAt: (number | null)
/**
 * Why it could not look.
 */
why: (string | null)
samples: {
subject: string
orderId: (string | null)
severity: ("info" | "warning" | "critical")
detail: ({
en: string
ru: string
} | null)
}[]
}
}[]
/**
 * The whole document with these rules, secrets masked, for administrators; null: for others, or with mistakes.
 */
configuration: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Configuration".
 */
export interface Configuration {
/**
 * Null: the bundled one, since `ORDERWATCH_CONFIG` names no other.
 */
file: (string | null)
/**
 * As it counts, with its comments; secrets are masked.
 */
text: string
/**
 * When it began to count in the process that answers.
 */
since: string
/**
 * What the file says now does not count, for these mistakes; null: it is in step.
 */
refused: ({
/**
 * ISO 8601 in UTC.
 */
at: string
mistakes: {
line: (number | null)
column: (number | null)
/**
 * From the root of the document.
 */
path: (string | number)[]
sentence: string
}[]
} | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ConfigurationCheck".
 */
export interface ConfigurationCheck {
/**
 * Everything that is wrong, and where; empty: it could count.
 */
mistakes: {
line: (number | null)
column: (number | null)
/**
 * From the root of the document.
 */
path: (string | number)[]
sentence: string
}[]
changes: {
path: (string | number)[]
/**
 * Null: nothing was declared.
 */
before: {
[k: string]: unknown
}
/**
 * Null: nothing is declared any more.
 */
after: {
[k: string]: unknown
}
/**
 * What it does to what is under way; null: nothing that can be counted.
 */
effect: (({
kind: "deadlines"
lifecycle: string
/**
 * Null: several of the lifecycle.
 */
status: (string | null)
/**
 * Orders that stand in these statuses now.
 */
orders: number
} | {
kind: ("ruleAdded" | "ruleRemoved" | "ruleChanged")
rule: string
} | {
kind: ("sourceBound" | "sourceUnbound" | "sourceChanged")
source: string
exchange: (string | null)
}) | null)
}[]
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "Health".
 */
export interface Health {
/**
 * ISO 8601 in UTC.
 */
at: string
/**
 * down: nothing works without what is down.
 */
state: ("well" | "degraded" | "down")
version: string
versions: {
node: string
postgres: (string | null)
}
dependencies: {
kind: ("postgres" | "replica" | "rabbitmq" | "intake" | "management" | "schedules" | "configuration" | "channel" | "endpoint" | "signIn")
/**
 * Which channel or address; null where there is one of the kind.
 */
name: (string | null)
/**
 * off: it is not set up. unknown: nobody has looked lately, or nobody looks.
 */
state: ("well" | "down" | "off" | "unknown")
since: (string | null)
/**
 * When it was last seen at work, or looked at.
 */
lastAt: (string | null)
/**
 * Why it is down, or what it is.
 */
detail: (string | null)
}[]
rules: {
declared: number
/**
 * Those whose last run failed, or could not look.
 */
failing: string[]
}
retention: {
/**
 * ISO 8601 duration for which messages are kept as they came.
 */
rawMessages: string
/**
 * Likewise what was written to people.
 */
messageBodies: string
}
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "OrderSummary".
 */
export interface OrderSummary {
/**
 * ISO 8601 in UTC.
 */
asOf: string
/**
 * Orders that have not come to their end.
 */
open: number
stuck: number
/**
 * And not stuck.
 */
atRisk: number
overdue: number
/**
 * When the first limit was passed that still is.
 */
oldestStuckSince: (string | null)
/**
 * The incident that the most stuck orders are in.
 */
mostCommon: ({
incident: string
title: {
en: string
ru: string
}
cause: ({
en: string
ru: string
} | null)
orders: number
} | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SavedViewPage".
 */
export interface SavedViewPage {
items: SavedView[]
/**
 * Give it as `cursor` for the next page; null: last page.
 */
nextCursor: (string | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "SavedView".
 */
export interface SavedView {
id: string
/**
 * As the ETag has it: for If-Match, when it is changed or removed.
 */
version: string
name: string
/**
 * What stands behind the ? of the page.
 */
query: string
shared: boolean
owner: string
mine: boolean
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
/**
 * The beginning; what is about a person is cut out.
 */
bodyPreview: string
bodyBytes: number
/**
 * The orders that it seems to name: `ORD-1042`, `~mes:M-77`, `~corr:cart-77`.
 */
orders: string[]
state: ("open" | "replayed" | "dismissed")
/**
 * When it was recorded after all; null while it is open.
 */
replayedAt: (string | null)
/**
 * Somebody decided that it need not be recorded. It can be restored.
 */
dismissed: ({
/**
 * ISO 8601 in UTC.
 */
at: string
by: string
why: string
} | null)
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "QuarantineGroups".
 */
export interface QuarantineGroups {
items: {
fingerprint: string
reasonKind: string
/**
 * The field, or the status that nobody knows; null: all of the message.
 */
what: (string | null)
/**
 * Who seems to have sent it.
 */
source: (string | null)
/**
 * Different messages; one that came again counts once.
 */
count: number
/**
 * ISO 8601 in UTC.
 */
firstAt: string
/**
 * ISO 8601 in UTC.
 */
lastAt: string
/**
 * Messages by the hour, of the last 24, the present one last.
 */
trend: number[]
/**
 * Like all that follows: of the newest hundred messages.
 */
exchanges: string[]
routingKeys: string[]
orders: {
count: number
/**
 * There are older messages, which were not looked at.
 */
more: boolean
first: string[]
}
sampleId: string
sampleReason: string
}[]
/**
 * The 200 largest come on one page.
 */
nextCursor: null
/**
 * Messages in these groups.
 */
total: number
/**
 * There are more groups than these.
 */
more: boolean
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
/**
 * The beginning; what is about a person is cut out.
 */
bodyPreview: string
bodyBytes: number
/**
 * The orders that it seems to name: `ORD-1042`, `~mes:M-77`, `~corr:cart-77`.
 */
orders: string[]
state: ("open" | "replayed" | "dismissed")
/**
 * When it was recorded after all; null while it is open.
 */
replayedAt: (string | null)
/**
 * Somebody decided that it need not be recorded. It can be restored.
 */
dismissed: ({
/**
 * ISO 8601 in UTC.
 */
at: string
by: string
why: string
} | null)
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
 * via the `definition` "TryResult".
 */
export interface TryResult {
understood: number
/**
 * What each message would become. What is about a person is cut out.
 */
items: {
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
id: string
}[]
notOpen: string[]
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
 * How many came to which outcome.
 */
outcomes: {
[k: string]: number
}
orders: {
count: number
/**
 * The first hundred that are, or would be, touched.
 */
first: string[]
}
/**
 * Of a dry run: what people would be told of, the first hundred. null: it was none.
 */
messages: ({
count: number
items: {
orderId: string
to: ("customer" | "partner")
/**
 * What they would be told.
 */
notice: string
}[]
} | null)
/**
 * `limit` was reached: there may be more messages like these.
 */
limited: boolean
/**
 * What became of each message, of the first 1,000.
 */
items: {
id: string
/**
 * not_open: there is no such message, or it was recorded or dismissed before.
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
 * via the `definition` "DismissResult".
 */
export interface DismissResult {
dismissed: number
/**
 * Names the decision; give it to `restore` to take it back.
 */
dismissal: string
/**
 * Of the ids that were asked for, those that were not open.
 */
notOpen: string[]
}
/**
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "RestoreResult".
 */
export interface RestoreResult {
restored: number
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
 * The system whose word makes the status confirmed; null for customers.
 */
owner: (string | null)
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
 * The step of the customer’s page that the status belongs to; null: none is declared.
 */
customerStep: ({
en: string
ru: string
} | null)
/**
 * After how long in the status an order is at risk, and stuck; null for partners and customers, like freeze and notice.
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
/**
 * `open`: what comes from here on is complete.
 * 
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "StreamOpen".
 */
export interface StreamOpen {
/**
 * ISO 8601 in UTC.
 */
at: string
/**
 * All that was missed has been sent, or comes now.
 */
resumed: boolean
}
/**
 * `order`: how it is now that it has changed.
 * 
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "StreamOrder".
 */
export interface StreamOrder {
orderId: string
lifecycle: string
status: (string | null)
statusSince: (string | null)
dueAt: (string | null)
stuck: boolean
atRisk: boolean
frozen: boolean
partner: (string | null)
}
/**
 * `orders`: more orders have changed at once than are told one by one. `queue`, `incident`, `quarantine`, `notification`, `rule`, `on-call`: something of the kind has changed.
 * 
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "StreamChange".
 */
export interface StreamChange {
/**
 * What has changed; null: so much that it is not listed.
 */
ids: (string[] | null)
}
/**
 * `resync`: something was left out; ask again for what is shown. `end`: the stream ends; `signed-out` says that another one needs a new sign-in or key.
 * 
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "StreamNotice".
 */
export interface StreamNotice {
why: ("too-old" | "too-much" | "too-slow" | "signed-out" | "shutting-down")
}


export type paths = Api['paths']
