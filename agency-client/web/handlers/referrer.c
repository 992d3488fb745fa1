/* SPDX-License-Identifier: Apache-2.0 */
/* What a new draft begins with, so that nobody types their own number again. */
#include "agency-client/local_store/outbox.h"
#include "agency-client/office/letter.h"
#include "agency-client/web/answer.h"
#include "agency-client/web/handlers/handlers.h"
#include "common/documents/kinds.h"
#include "common/documents/referral_draft.h"

#define REFERRALS_MAX 50

/* Who referred, if it was whoever asks and it can be opened; NULL otherwise. */
static char *
referrer_of(const struct call *call, const struct outbox_item *item)
{
    g_autoptr(letter) letter =
        letter_read(call->office, item->bytes, item->queued_us, NULL);

    if (letter == NULL ||
        g_strcmp0(letter->document->from_actor, call->session->actor) != 0 ||
        !letter_open(call->office, letter, NULL) || letter->details_xml == NULL)
        return NULL;
    return referral_draft_referrer(letter->details_xml);
}

/* GET /api/referrer: how whoever asks was to be reached when they last referred. */
bool
referrer_get(const struct call *call, struct response *response, GError **error)
{
    g_autoptr(GPtrArray) items = outbox_list_newest(
        call->office->store, kinds[KIND_REFERRAL].name, REFERRALS_MAX, error);
    g_autofree char *referrer = NULL;
    GString *xml;

    if (items == NULL)
        return false;
    for (unsigned i = 0; referrer == NULL && i < items->len; i++)
        referrer = referrer_of(call, items->pdata[i]);
    xml = xml_begin("referrer");
    if (referrer != NULL) {
        g_autofree char *escaped = g_markup_escape_text(referrer, -1);

        g_string_append_printf(xml, "<file>%s</file>\n", escaped);
    }
    answer_xml(response, xml, "referrer");
    return true;
}
