/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/handlers/handlers.h"
#include "exchange/handlers/polls.h"

#define MAILBOX_LIMIT_DEFAULT 100
#define MAILBOX_LIMIT_MAX     1000

/* GET /v1/mailbox?after=N&limit=M&wait=S: what was sent to or by the caller after N. */
bool
handle_mailbox_get(void *context, const struct request *request,
                   struct response *response, GError **error)
{
    struct exchange *exchange = context;
    int64_t after;
    int64_t limit;
    int64_t wait_seconds;

    (void)response;
    if (!request_query_number(request, "after", 0, 0, INT64_MAX, &after, error) ||
        !request_query_number(request, "limit", MAILBOX_LIMIT_DEFAULT, 1,
                              MAILBOX_LIMIT_MAX, &limit, error) ||
        !request_query_number(request, "wait", 0, 0, INT32_MAX, &wait_seconds, error))
        return false;
    wait_seconds = MIN(wait_seconds, exchange->settings->long_poll_seconds);
    return polls_answer(exchange->polls, request, after, (int)limit,
                        wait_seconds * 1000, error);
}
