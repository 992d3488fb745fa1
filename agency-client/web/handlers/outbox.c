/* SPDX-License-Identifier: Apache-2.0 */
/* What the exchange would not have: somebody gives it up, or sends it once more. */
#include "agency-client/local_store/outbox.h"
#include "agency-client/local_store/activity.h"
#include "agency-client/web/answer.h"
#include "agency-client/web/handlers/handlers.h"
#include "agency-client/web/news.h"
#include "agency-client/web/sending.h"
#include "common/documents/refusal.h"

#define ACTION_BYTES 20

/* POST /api/outbox/{document}: action=drop|retry. */
bool
outbox_post(const struct call *call, struct response *response, GError **error)
{
    const char *document = call->request->values[0];
    g_autoptr(GHashTable) form = form_read(call, error);
    const char *action =
        form != NULL ? form_find(form, "action", ACTION_BYTES, error) : NULL;
    struct local_store *store = call->office->store;
    bool is_retry;

    if (action == NULL)
        return false;
    is_retry = g_str_equal(action, "retry");
    if (!is_retry && !g_str_equal(action, "drop"))
        return refusal_set(error, REFUSAL_BAD_REQUEST, "action is drop or retry");
    if (!(is_retry ? outbox_retry : outbox_drop)(store, document, error) ||
        !note_activity(call, call->session->actor, is_retry ? "sent again" : "gave up",
                       document, error))
        return false;
    if (is_retry)
        sending_try(call);
    else
        news_tell(call->web->news);
    answer_xml(response, xml_begin("changed"), "changed");
    return true;
}
