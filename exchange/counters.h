/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counters: the exchange's own metrics as one table, beside those of its listeners.
 */
#ifndef EXCHANGE_COUNTERS_H
#define EXCHANGE_COUNTERS_H

#include "common/documents/refusal.h"
#include "common/http/metrics.h"

enum counter {
    COUNTER_REFUSED, /* labelled with the refusal's suffix */
    COUNTER_DOCUMENTS_ACCEPTED,
    COUNTER_DOCUMENTS_REPEATED,
    COUNTER_DOCUMENTS_OWN,
    COUNTER_DOCUMENTS_WAITING,
    COUNTER_BATCHES,
    COUNTER_BATCHES_REPLAYED,
    COUNTER_BATCHES_FAILED,
    COUNTER_LOG_HEAD,
    COUNTER_POLLS_PARKED,
    COUNTER_POLLS_WOKEN,
    COUNTER_AGENCIES_READ,
    COUNTER_CRL_READ,
    COUNTER_CRL_REFUSED,
    COUNTER_CRL_SECONDS_LEFT,

    COUNTER_COUNT
};

/* Adds the table to the metrics. */
struct metric_group *counters_add(struct metrics *metrics);

#endif
