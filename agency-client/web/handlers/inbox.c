/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/inbox.h"

#include "agency-client/web/answer.h"
#include "agency-client/web/handlers/handlers.h"

/* GET /api/inbox?all: what is open, or everything, the most urgent first. */
bool
inbox_get(const struct call *call, struct response *response, GError **error)
{
    bool is_everything = request_query(call->request, "all") != NULL;
    g_autoptr(inbox) inbox = inbox_read(call->office, is_everything, error);
    g_autoptr(GBytes) xml = inbox != NULL ? inbox_write(inbox) : NULL;

    if (xml == NULL)
        return false;
    answer_bytes(response, xml);
    return true;
}
