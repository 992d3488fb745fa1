/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/handlers/refuse.h"

#include "common/documents/problem.h"
#include "common/log/log.h"
#include "exchange/counters.h"
#include "exchange/problems.h"

void
refuse_request(struct exchange *exchange, const struct request *request,
               const GError *error, const GPtrArray *violations,
               struct response *response)
{
    enum refusal refusal = problem_refusal(error);
    g_autoptr(GBytes) problem =
        problem_write(refusal, problem_detail(error), &request->id, violations);

    metric_add(exchange->counters, COUNTER_REFUSED, refusal, 1);
    if (refusals[refusal].status >= 500)
        log_event(G_LOG_LEVEL_WARNING, "request-failed",
                  LOG_TEXT("request", request->id_text),
                  LOG_TEXT("problem", refusals[refusal].suffix),
                  LOG_TEXT("reason", error->message));
    response_bytes(response, refusals[refusal].status, MEDIA_PROBLEM, problem);
    response->retry_after_seconds = problem_retry_after_seconds(refusal);
}
