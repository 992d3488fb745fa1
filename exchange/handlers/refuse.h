/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Refusing a request: the error of any layer becomes a problem, a count and, when it
 * is our own fault, a line in the log.  Any thread.
 */
#ifndef EXCHANGE_HANDLERS_REFUSE_H
#define EXCHANGE_HANDLERS_REFUSE_H

#include "common/http/request.h"
#include "common/http/response.h"
#include "exchange/exchange.h"

/* violations of a schema or of rules; may be NULL. */
void refuse_request(struct exchange *exchange, const struct request *request,
                    const GError *error, const GPtrArray *violations,
                    struct response *response);

#endif
