/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/counters.h"
#include "exchange/handlers/handlers.h"
#include "exchange/handlers/polls.h"
#include "exchange/handlers/readers.h"

/* GET /healthz: the process runs. */
bool
handle_health_get(void *context, const struct request *request,
                  struct response *response, GError **error)
{
    (void)context;
    (void)request;
    (void)error;
    response_text(response, 200, MEDIA_TEXT, "ok\n");
    return true;
}

static bool
ready_check(void *context, const struct request *request, struct response *response,
            GError **error)
{
    struct exchange *exchange = context;
    g_autoptr(registry) registry = standing_registry(exchange->standing);

    (void)request;
    if (!store_check(exchange->store, error) ||
        !registry_check_crl(registry, clock_now(exchange->clock), error))
        return false;
    response_text(response, 200, MEDIA_TEXT, "ready\n");
    return true;
}

/* GET /readyz: it can accept documents now: database there, revocation list in date. */
bool
handle_ready_get(void *context, const struct request *request,
                 struct response *response, GError **error)
{
    struct exchange *exchange = context;

    (void)response;
    (void)error;
    readers_answer(exchange->readers, request, ready_check);
    return true;
}

/* Brings what the exchange's parts count for themselves into the table. */
static void
counters_update(struct exchange *exchange)
{
    struct metric_group *group = exchange->counters;
    struct intake_counts intake = intake_read_counts(exchange->intake);
    struct standing_counts standing = standing_read_counts(exchange->standing);
    struct polls_counts polls = polls_read_counts(exchange->polls);
    const struct {
        enum counter counter;
        int64_t value;
    } values[] = {
        {COUNTER_DOCUMENTS_ACCEPTED, intake.accepted},
        {COUNTER_DOCUMENTS_REPEATED, intake.repeated},
        {COUNTER_DOCUMENTS_OWN, intake.own_entries},
        {COUNTER_DOCUMENTS_WAITING, intake.waiting},
        {COUNTER_BATCHES, intake.batches},
        {COUNTER_BATCHES_REPLAYED, intake.batches_replayed},
        {COUNTER_BATCHES_FAILED, intake.batches_failed},
        {COUNTER_LOG_HEAD, intake.head},
        {COUNTER_POLLS_PARKED, polls.parked},
        {COUNTER_POLLS_WOKEN, polls.woken},
        {COUNTER_AGENCIES_READ, standing.agencies_read},
        {COUNTER_CRL_READ, standing.crl_read},
        {COUNTER_CRL_REFUSED, standing.crl_refused},
        {COUNTER_CRL_SECONDS_LEFT, standing.crl_seconds_left},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(values); i++)
        metric_set(group, values[i].counter, 0, values[i].value);
}

/* GET /metrics: counters in the text form of Prometheus. */
bool
handle_metrics_get(void *context, const struct request *request,
                   struct response *response, GError **error)
{
    struct exchange *exchange = context;
    g_autoptr(GBytes) metrics = NULL;

    (void)request;
    (void)error;
    counters_update(exchange);
    metrics = metrics_write(exchange->metrics);
    response_bytes(response, 200, MEDIA_METRICS, metrics);
    return true;
}
