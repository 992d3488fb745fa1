/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The exchange: what a running server consists of, as its handlers see it.  Made and
 * taken apart by main.c; its parts may be used from any thread.
 */
#ifndef EXCHANGE_EXCHANGE_H
#define EXCHANGE_EXCHANGE_H

#include "common/documents/codes.h"
#include "common/http/metrics.h"
#include "exchange/intake/intake.h"
#include "exchange/settings.h"
#include "exchange/standing.h"
#include "exchange/store/store.h"

struct rates;
struct readers;
struct polls;

struct exchange {
    const struct settings *settings;
    const struct clock *clock;
    struct store *store;
    struct standing *standing;
    struct intake *intake;
    struct rates *rates;     /* requests a second of each agency */
    struct readers *readers; /* threads that answer what has to ask the store */
    struct polls *polls;     /* mailbox requests that wait for an entry */
    struct metrics *metrics;
    struct metric_group *counters; /* of the table in counters.h */
    const struct codes *codes;     /* the code lists of the schemas */
};

/* Who asks, as the gate has found out; a request's caller. */
struct caller {
    struct registry *registry;            /* in force when the request came */
    const struct registry_agency *agency; /* in that registry */
};

#endif
