/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/holding.h"

#include "agency-client/office/thread.h"

static void
take_response(struct holding *holding, const struct leg_response *response)
{
    if (response->decision != DECISION_ACCEPT)
        return;
    if (response->has_vacancy) {
        holding->has_vacancy = true;
        holding->vacancy = response->vacancy;
    }
    holding->is_given = true;
    holding->until_us = response->has_hold ? response->hold_until_us : 0;
}

static void
take(struct holding *holding, const struct document *document)
{
    switch (document->kind) {
    case KIND_REFERRAL:
        holding->has_vacancy = document->referral.has_vacancy;
        holding->vacancy = document->referral.vacancy;
        break;
    case KIND_RESPONSE:
        take_response(holding, &document->response);
        break;
    case KIND_STATUS_UPDATE:
        /* Whoever lives there is not moved out by a date. */
        if (document->status_update.status == STATUS_STARTED)
            holding->until_us = 0;
        break;
    default:
        break;
    }
}

bool
holding_read(struct office *office, const char *leg, const struct progress *progress,
             struct holding *holding, GError **error)
{
    g_autoptr(GPtrArray) letters = thread_read(office, leg, false, error);

    if (letters == NULL)
        return false;
    *holding = (struct holding){.is_over = leg_state_is_final(progress->leg.state)};
    for (unsigned i = 0; i < letters->len; i++) {
        const struct letter *letter = letters->pdata[i];

        take(holding, letter->document);
    }
    return true;
}

bool
holding_has_lapsed(const struct holding *holding, int64_t now_us)
{
    return holding->has_vacancy && !holding->is_over && holding->until_us > 0 &&
           holding->until_us <= now_us;
}
