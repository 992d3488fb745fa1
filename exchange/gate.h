/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The gate: who may talk to the exchange at all, and who may be served now.  It stands
 * before every route.  Its functions are callbacks of the HTTP server; context is the
 * struct exchange.  Any thread.
 */
#ifndef EXCHANGE_GATE_H
#define EXCHANGE_GATE_H

#include "common/http/server.h"

/* The handshake: a certificate of our own authority, whatever became of it. */
bool gate_admit(void *context, const uint8_t *der, size_t size,
                char group[PEER_GROUP_BYTES], GError **error);

/* Each request: an identity certificate of an active agency, valid and not revoked. */
bool gate_judge(void *context, const struct request *request, void **caller,
                GError **error);

/* Frees the struct caller that gate_judge() made. */
void gate_caller_free(void *caller);

/* Turns the error of any layer into its problem, and counts it. */
void gate_refuse(void *context, const struct request *request, const GError *error,
                 struct response *response);

#endif
