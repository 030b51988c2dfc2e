/**
 * Who may do what, written by hand from the design and not derived from the code. A line a route, a column a role:
 *
 *     +  let in (and answered, or refused for what was asked)     -  403, their role or key does not allow it
 *     ?  404, it does not exist for them                          !  401, nobody knows who they are
 *
 * Four signs a role are about a ticket: of their own team, of another team, of another team but followed, of their own
 * team but excluded from it. `anon` is a request without a session. `keys` are API keys of an administrator, each with
 * one scope: tickets:read, tickets:write, people:read, config:read, config:write.
 */
export const WHO_MAY = `
#                                                          cust agen spec appr lead escm exec admi bot  anon keys

# coming and going
GET    /api/health                                         +    +    +    +    +    +    +    +    +    +    +++++
POST   /api/auth/sign-in/email                             +    +    +    +    +    +    +    +    +    +    +++++
POST   /api/auth/sign-out                                  +    +    +    +    +    +    +    +    +    +    +++++
GET    /api/auth/get-session                               +    +    +    +    +    +    +    +    +    +    +++++
GET    /api/me                                             +    +    +    +    +    +    +    +    +    !    +++++
PATCH  /api/me                                             +    +    +    +    +    +    +    +    +    !    -----
GET    /api/me/sessions                                    +    +    +    +    +    +    +    +    +    !    -----
DELETE /api/me/sessions                                    +    +    +    +    +    +    +    +    +    !    -----
DELETE /api/me/sessions/:id                                +    +    +    +    +    +    +    +    +    !    -----
PUT    /api/me/password                                    +    +    +    +    +    +    +    +    +    !    -----
GET    /api/api-keys                                       -    +    +    +    +    +    +    +    -    !    -----
POST   /api/api-keys                                       -    +    +    +    +    +    +    +    -    !    -----
DELETE /api/api-keys/:id                                   -    +    +    +    +    +    +    +    -    !    -----
GET    /*                                                  +    +    +    +    +    +    +    +    +    +    +++++
GET    /decide/:token                                      +    +    +    +    +    +    +    +    +    +    +++++
POST   /decide/:token                                      +    +    +    +    +    +    +    +    +    +    +++++
GET    /api/openapi.json                                   +    +    +    +    +    +    +    +    +    +    +++++
GET    /api/docs                                           +    +    +    +    +    +    +    +    +    +    +++++
GET    /api/docs/json                                      +    +    +    +    +    +    +    +    +    +    +++++
GET    /api/docs/yaml                                      +    +    +    +    +    +    +    +    +    +    +++++
GET    /api/docs/static/index.html                         +    +    +    +    +    +    +    +    +    +    +++++
GET    /api/docs/static/swagger-initializer.js             +    +    +    +    +    +    +    +    +    +    +++++
GET    /api/docs/static/*                                  +    +    +    +    +    +    +    +    +    +    +++++

# people
GET    /api/people                                         -    +    +    +    +    +    +    +    +    !    --+--
GET    /api/people/all                                     -    -    -    -    -    -    -    +    -    !    ----+
GET    /api/people/:id                                     -    +    +    +    +    +    +    +    +    !    --+--
POST   /api/people                                         -    -    -    -    -    -    -    +    -    !    ----+
PATCH  /api/people/:id                                     -    -    -    -    -    -    -    +    -    !    ----+
DELETE /api/people/:id/sessions                            -    -    -    -    -    -    -    +    -    !    ----+
GET    /api/teams                                          -    +    +    +    +    +    +    +    +    !    --+--
GET    /api/teams/:id                                      -    +    +    +    +    +    +    +    +    !    --+--
POST   /api/teams                                          -    -    -    -    -    -    -    +    -    !    ----+
PATCH  /api/teams/:id                                      -    -    -    -    -    -    -    +    -    !    ----+
GET    /api/duty-lists                                     -    +    +    +    +    +    +    +    +    !    --+--
POST   /api/duty-lists                                     -    -    -    -    +    +    -    +    -    !    ----+
PATCH  /api/duty-lists/:id                                 -    -    -    -    +    +    -    +    -    !    ----+
DELETE /api/duty-lists/:id                                 -    -    -    -    +    +    -    +    -    !    ----+
GET    /api/absences                                       -    +    +    +    +    +    +    +    +    !    --+--
POST   /api/absences                                       -    +    +    +    +    +    +    +    -    !    -----
DELETE /api/absences/:id                                   -    +    +    +    +    +    +    +    -    !    -----
GET    /api/agents                                         -    +    +    +    +    +    +    +    +    !    --+--
GET    /api/me/presence                                    -    +    +    +    +    +    +    +    -    !    -----
PUT    /api/me/presence                                    -    +    +    +    +    +    +    +    -    !    -----
POST   /api/me/heartbeat                                   -    +    +    +    +    +    +    +    -    !    -----
POST   /api/me/breaks                                      -    +    +    +    +    +    +    +    -    !    -----
DELETE /api/me/breaks/:id                                  -    +    +    +    +    +    +    +    -    !    -----
GET    /api/me/approval-delegate                           -    +    +    +    +    +    +    +    -    !    -----
PUT    /api/me/approval-delegate                           -    +    +    +    +    +    +    +    -    !    -----
GET    /api/approvals                                      -    +    +    +    +    +    +    +    -    !    +----
GET    /api/approval-limits                                -    +    +    +    +    +    +    +    -    !    +----
PUT    /api/approval-limits                                -    -    -    -    -    -    -    +    -    !    ----+
GET    /api/queues                                         -    -    -    -    +    +    +    +    -    !    +----
GET    /api/teams/:id/routing                              -    +    +    +    +    +    +    +    +    !    --+--
PUT    /api/teams/:id/routing                              -    -    -    -    -    -    -    +    -    !    ----+
GET    /api/requesters                                     -    +    +    -    +    +    +    +    +    !    --+--
GET    /api/organisations                                  -    +    +    -    +    +    +    +    +    !    --+--
POST   /api/organisations                                  -    -    -    -    -    -    -    +    -    !    ----+
PATCH  /api/organisations/:id                              -    -    -    -    -    -    -    +    -    !    ----+
GET    /api/requesters/:id                                 -    +    +    -    +    +    +    +    +    !    --+--
PUT    /api/requesters/:id/legal-hold                      -    -    -    -    -    -    -    +    -    !    -----
DELETE /api/requesters/:id/legal-hold                      -    -    -    -    -    -    -    +    -    !    -----
PUT    /api/requesters/:id/erasure                         -    -    -    -    -    -    -    +    -    !    -----

# rules
GET    /api/calendars                                      -    -    -    -    +    +    +    +    +    !    ---+-
GET    /api/calendars/:name                                -    -    -    -    +    +    +    +    +    !    ---+-
PUT    /api/calendars/:name                                -    -    -    -    -    +    -    +    -    !    ----+
GET    /api/policies                                       -    -    -    -    +    +    +    +    +    !    ---+-
GET    /api/policies/:name                                 -    -    -    -    +    +    +    +    +    !    ---+-
PUT    /api/policies/:name                                 -    -    -    -    -    +    -    +    -    !    ----+
GET    /api/paths                                          -    -    -    -    +    +    +    +    +    !    ---+-
GET    /api/paths/:name                                    -    -    -    -    +    +    +    +    +    !    ---+-
PUT    /api/paths/:name                                    -    -    -    -    -    +    -    +    -    !    ----+
GET    /api/intake-rules                                   -    -    -    -    +    +    +    +    +    !    ---+-
GET    /api/intake-rules/:name                             -    -    -    -    +    +    +    +    +    !    ---+-
PUT    /api/intake-rules/:name                             -    -    -    -    -    +    -    +    -    !    ----+
GET    /api/matrices                                       -    -    -    -    +    +    +    +    +    !    ---+-
GET    /api/matrices/:name                                 -    -    -    -    +    +    +    +    +    !    ---+-
PUT    /api/matrices/:name                                 -    -    -    -    -    +    -    +    -    !    ----+
GET    /api/escalation-document                            -    -    -    -    +    +    +    +    +    !    ---+-
GET    /api/config/findings                                -    -    -    -    +    +    +    +    +    !    ---+-
GET    /api/config/drafts                                  -    -    -    -    +    +    +    +    +    !    ---+-
POST   /api/config/drafts                                  -    -    -    -    +    +    -    +    -    !    ----+
GET    /api/config/drafts/:id                              -    -    -    -    +    +    +    +    +    !    ---+-
PUT    /api/config/drafts/:id                              -    -    -    -    +    +    -    +    -    !    ----+
DELETE /api/config/drafts/:id                              -    -    -    -    +    +    -    +    -    !    ----+
PUT    /api/config/drafts/:id/publication                  -    -    -    -    -    +    -    +    -    !    ----+
GET    /api/config/versions                                -    -    -    -    +    +    +    +    +    !    ---+-
GET    /api/config/versions/:id                            -    -    -    -    +    +    +    +    +    !    ---+-
POST   /api/config/versions/:id/restoration                -    -    -    -    -    +    -    +    -    !    ----+
GET    /api/config/rollout-preview                         -    -    -    -    -    +    -    +    -    !    ----+
GET    /api/config/rollouts                                -    -    -    -    -    +    -    +    -    !    ----+
POST   /api/config/rollouts                                -    -    -    -    -    +    -    +    -    !    ----+
GET    /api/config/rollouts/:id                            -    -    -    -    -    +    -    +    -    !    ----+
DELETE /api/config/rollouts/:id                            -    -    -    -    -    +    -    +    -    !    ----+
GET    /api/simulations                                    -    -    -    -    -    +    -    +    -    !    ----+
POST   /api/simulations                                    -    -    -    -    -    +    -    +    -    !    ----+
GET    /api/simulations/:id                                -    -    -    -    -    +    -    +    -    !    ----+
DELETE /api/simulations/:id                                -    -    -    -    -    +    -    +    -    !    ----+
GET    /api/mailboxes                                      -    -    -    -    +    +    +    +    -    !    ---+-
GET    /api/mailboxes/:id                                  -    -    -    -    +    +    +    +    -    !    ---+-
POST   /api/mailboxes                                      -    -    -    -    -    -    -    +    -    !    ----+
PATCH  /api/mailboxes/:id                                  -    -    -    -    -    -    -    +    -    !    ----+
GET    /api/mailboxes/troubles                             -    -    -    -    -    -    -    +    -    !    ----+
GET    /api/mailboxes/:id/connection                       -    -    -    -    -    -    -    +    -    !    ----+
PUT    /api/mailboxes/:id/connection                       -    -    -    -    -    -    -    +    -    !    ----+
DELETE /api/mailboxes/:id/connection                       -    -    -    -    -    -    -    +    -    !    ----+
POST   /api/mailboxes/:id/connection/test                  -    -    -    -    -    -    -    +    -    !    ----+

# tickets: reading; what is in a list is asked further down in the test
GET    /api/tickets                                        -    +    +    +    +    +    +    +    +    !    +----
GET    /api/tickets/:id                                    ---- +?+? ??+? ??+? +?+? +++? ??+? +++? +?+? !    +----
GET    /api/tickets/:id/messages                           ---- +?+? ??+? ??+? +?+? +++? ??+? +++? +?+? !    +----
GET    /api/tickets/:id/events                             ---- +?+? ??+? ??+? +?+? +++? ??+? +++? +?+? !    +----
GET    /api/tickets/:id/hours                              ---- +?+? ??+? ??+? +?+? +++? ??+? +++? +?+? !    +----
GET    /api/tickets/:id/explanation                        ---- +?+? ??+? ??+? +?+? +++? ??+? +++? +?+? !    +----
GET    /api/tickets/:id/escalation-preview                 ---- +?+? ??+? ??+? +?+? +++? ??+? +++? +?+? !    +----
GET    /api/tickets/:id/promise-words                      ---- +?+? ??+? ??+? +?+? +++? ??+? +++? +?+? !    +----
GET    /api/tickets/:id/candidates                         ---- +?+? ??+? ??+? +?+? +++? ??+? +++? +?+? !    +----
GET    /api/messages/:id/html                              ---- +?+? ??+? ??+? +?+? +++? ??+? +++? +?+? !    +----
GET    /api/attachments/:id                                ---- +?+? ??+? ??+? +?+? +++? ??+? +++? +?+? !    +----
GET    /api/clock-cycles                                   -    +    +    +    +    +    +    +    +    !    +----
GET    /api/search                                         -    +    +    +    +    +    +    +    +    !    +----
GET    /api/live                                           -    +    +    +    +    +    +    +    +    !    +----
GET    /api/topics                                         -    +    +    +    +    +    +    +    +    !    +----
GET    /api/tags                                           -    +    +    +    +    +    +    +    +    !    +----
GET    /api/notices                                        -    +    +    +    +    +    +    +    -    !    +----
PUT    /api/notices/seen                                   -    +    +    +    +    +    +    +    -    !    +----

# tickets: who is there
GET    /api/presence                                       -    +    +    +    +    +    +    +    +    !    +----
PUT    /api/tickets/:id/presence                           ---- +?+? ??+? ??+? +?+? +++? ??+? +++? +?+? !    +----
DELETE /api/tickets/:id/presence                           ---- +?+? ??+? ??+? +?+? +++? ??+? +++? +?+? !    +----

# tickets: doing
POST   /api/tickets                                        -    +    +    -    +    +    +    +    +    !    -+---
POST   /api/uploads                                        -    +    +    +    +    +    +    +    +    !    -+---
DELETE /api/uploads/:id                                    -    +    +    +    +    +    +    +    +    !    -+---
POST   /api/tickets/:id/replies                            ---- +?+? ??+? ---- +?+? +++? ??+? +++? ---- !    -+---
DELETE /api/tickets/:id/replies/:messageId                 ---- +?+? ??+? ---- +?+? +++? ??+? +++? ---- !    -+---
POST   /api/tickets/:id/notes                              ---- +?+? ??+? ??+? +?+? +++? ??+? +++? +?+? !    -+---
PUT    /api/tickets/:id/assignee                           ---- +?+? ---- ---- +?+? +++? ---- +++? +?+? !    -+---
PUT    /api/tickets/:id/team                               ---- +?+? ---- ---- +?+? +++? ---- +++? +?+? !    -+---
PUT    /api/tickets/:id/status                             ---- +?+? ---- ---- +?+? +++? ---- +++? +?+? !    -+---
PUT    /api/tickets/:id/severity                           ---- +?+? ---- ---- +?+? +++? ---- +++? +?+? !    -+---
PUT    /api/tickets/:id/topic                              ---- +?+? ---- ---- +?+? +++? ---- +++? +?+? !    -+---
PUT    /api/tickets/:id/tags                               ---- +?+? ??+? ---- +?+? +++? ??+? +++? +?+? !    -+---
POST   /api/tickets/bulk                                   -    +    +    -    +    +    +    +    +    !    -+---
POST   /api/tickets/:id/splits                             ---- +?+? ---- ---- +?+? +++? ---- +++? +?+? !    -+---
PUT    /api/tickets/:id/snooze                             ---- +?+? ??+? ---- +?+? +++? ??+? +++? ---- !    -+---
DELETE /api/tickets/:id/snooze                             ---- +?+? ??+? ---- +?+? +++? ??+? +++? ---- !    -+---
PUT    /api/tickets/:id/requester                          ---- +?+? ---- ---- +?+? +++? ---- +++? +?+? !    -+---
PUT    /api/tickets/:id/links/:otherId                     ---- +?+? ??+? ---- +?+? +++? ??+? +++? +?+? !    -+---
DELETE /api/tickets/:id/links/:otherId                     ---- +?+? ??+? ---- +?+? +++? ??+? +++? +?+? !    -+---
PUT    /api/tickets/:id/merge                              ---- +?+? ---- ---- +?+? +++? ---- +++? +?+? !    -+---
DELETE /api/tickets/:id/merge                              ---- +?+? ---- ---- +?+? +++? ---- +++? +?+? !    -+---
PUT    /api/tickets/:id/spam                               ---- +?+? ---- ---- +?+? +++? ---- +++? +?+? !    -+---
DELETE /api/tickets/:id/spam                               ---- +?+? ---- ---- +?+? +++? ---- +++? +?+? !    -+---
PUT    /api/tickets/:id/offer                              ---- +?+? ??+? ---- +?+? +++? ??+? +++? ---- !    -+---
PUT    /api/tickets/:id/exclusions/:personId               ---- ---- ---- ---- ---- +++? ---- +++? ---- !    -+---
DELETE /api/tickets/:id/exclusions/:personId               ---- ---- ---- ---- ---- +++? ---- +++? ---- !    -+---
POST   /api/tickets/:id/escalations                        ---- +?+? ??+? ---- +?+? +++? ??+? +++? +?+? !    -+---
POST   /api/tickets/:id/signals                            ---- +?+? ??+? ---- +?+? +++? ??+? +++? +?+? !    -+---
POST   /api/tickets/:id/attempts                           ---- +?+? ??+? ---- +?+? +++? ??+? +++? ---- !    -+---
POST   /api/tickets/:id/legs                               ---- +?+? ??+? ---- +?+? +++? ??+? +++? +?+? !    -+---
PUT    /api/tickets/:id/legs/:legId/acknowledgement        ---- +?+? ??+? ---- +?+? +++? ??+? +++? ---- !    -+---
PUT    /api/tickets/:id/legs/:legId/return                 ---- +?+? ??+? ---- +?+? +++? ??+? +++? ---- !    -+---
PUT    /api/tickets/:id/legs/:legId/completion             ---- +?+? ??+? ---- +?+? +++? ??+? +++? ---- !    -+---
PUT    /api/tickets/:id/legs/:legId/hand-back              ---- +?+? ??+? ---- +?+? +++? ??+? +++? ---- !    -+---
PUT    /api/tickets/:id/legs/:legId/hand-back/acknowledgement \\
                                                           ---- +?+? ??+? ---- +?+? +++? ??+? +++? ---- !    -+---
PUT    /api/tickets/:id/legs/:legId/decision               ---- +?+? ??+? ---- +?+? +++? ??+? +++? ---- !    -+---
POST   /api/tickets/:id/disputes                           ---- +?+? ??+? ---- +?+? +++? ??+? +++? +?+? !    -+---
PUT    /api/tickets/:id/legs/:legId/withdrawal             ---- +?+? ??+? ---- +?+? +++? ??+? +++? +?+? !    -+---
POST   /api/tickets/:id/questions                          ---- +?+? ??+? ---- +?+? +++? ??+? +++? ---- !    -+---
POST   /api/tickets/:id/questions/:questionId/messages     ---- +?+? ??+? ---- +?+? +++? ??+? +++? ---- !    -+---
PUT    /api/tickets/:id/questions/:questionId/withdrawal   ---- +?+? ??+? ---- +?+? +++? ??+? +++? ---- !    -+---
POST   /api/tickets/:id/approvals                          ---- +?+? ??+? ---- +?+? +++? ??+? +++? +?+? !    -+---
PUT    /api/tickets/:id/approvals/:approvalId/decision     ---- +?+? ??+? ??+? +?+? +++? ??+? +++? ---- !    -----
PUT    /api/tickets/:id/approvals/:approvalId/delegate     ---- +?+? ??+? ??+? +?+? +++? ??+? +++? ---- !    -----
PUT    /api/tickets/:id/approvals/:approvalId/withdrawal   ---- +?+? ??+? ---- +?+? +++? ??+? +++? +?+? !    -+---
PUT    /api/tickets/:id/escalations/:escalationId/acknowledgement \\
                                                           ---- +?+? ??+? ---- +?+? +++? ??+? +++? ---- !    -+---
PUT    /api/tickets/:id/escalations/:escalationId/return   ---- +?+? ??+? ---- +?+? +++? ??+? +++? ---- !    -+---
PUT    /api/tickets/:id/escalations/:escalationId/hand-back \\
                                                           ---- +?+? ??+? ---- +?+? +++? ??+? +++? ---- !    -+---
PUT    /api/tickets/:id/escalations/:escalationId/hand-back/acknowledgement \\
                                                           ---- +?+? ??+? ---- +?+? +++? ??+? +++? ---- !    -+---
DELETE /api/tickets/:id/escalations/:escalationId/acknowledgement \\
                                                           ---- +?+? ??+? ---- +?+? +++? ??+? +++? ---- !    -+---
PUT    /api/tickets/:id/escalations/:escalationId/silence  ---- ---- ---- ---- +?+? +++? ---- +++? ---- !    -+---
DELETE /api/tickets/:id/escalations/:escalationId/silence  ---- ---- ---- ---- +?+? +++? ---- +++? ---- !    -+---
PUT    /api/tickets/:id/escalations/:escalationId/path     ---- ---- ---- ---- +?+? +++? ---- +++? ---- !    -+---
PUT    /api/tickets/:id/escalations/:escalationId/de-escalation \\
                                                           ---- ---- ---- ---- +?+? +++? ---- +++? ---- !    -+---
DELETE /api/tickets/:id/automation-stop                    ---- ---- ---- ---- +?+? +++? ---- +++? ---- !    -+---
PUT    /api/tickets/:id/maintenance                        ---- ---- ---- ---- +?+? +++? ---- +++? ---- !    -+---
DELETE /api/tickets/:id/maintenance                        ---- ---- ---- ---- +?+? +++? ---- +++? ---- !    -+---

# running Belay
GET    /api/intake                                         -    -    -    -    -    +    -    +    -    !    -----
GET    /api/intake/:id/raw                                 -    -    -    -    -    +    -    +    -    !    -----
GET    /api/caught-mail                                    -    -    -    -    -    +    -    +    -    !    -----
GET    /api/caught-mail/:id/raw                            -    -    -    -    -    +    -    +    -    !    -----
POST   /api/local/climb                                    !    !    !    !    !    !    !    !    !    !    !!!!!
GET    /api/local/climb                                    !    !    !    !    !    !    !    !    !    !    !!!!!
POST   /api/local/login                                    !    !    !    !    !    !    !    !    !    !    !!!!!
POST   /api/local/demo                                     !    !    !    !    !    !    !    !    !    !    !!!!!
`;
