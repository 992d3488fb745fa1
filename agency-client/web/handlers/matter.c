/* SPDX-License-Identifier: Apache-2.0 */
/* One matter: what was said in it. */
#include "agency-client/local_store/activity.h"
#include "agency-client/local_store/mailbox.h"
#include "agency-client/office/matter_list.h"
#include "agency-client/office/sheets.h"
#include "agency-client/web/answer.h"
#include "agency-client/web/handlers/handlers.h"
#include "agency-client/web/news.h"
#include "agency-client/web/operations.h"
#include "common/documents/labels.h"

/* What we may do next, judged by the table that the exchange will judge it by. */
static void
append_open_steps(GString *xml, const struct matter_progress *progress)
{
    g_autoptr(GPtrArray) steps = matter_list_open(&progress->matter, progress->us);

    for (unsigned i = 0; i < steps->len; i++) {
        g_string_append(xml, "<open");
        xml_attribute(xml, "step", steps->pdata[i]);
        g_string_append(xml, "/>\n");
    }
}

static bool
append_matter(GString *xml, const struct call *call, const char *id, bool *is_new,
              GError **error)
{
    g_autoptr(matter_list) list =
        matter_list_read(call->office, id, NULL, MATTERS_ALL, error);
    const struct address_book *book = office_book_if_any(call->office);
    const struct matter_item *item;
    const struct registration *partner;
    const char *other;

    if (list == NULL)
        return false;
    for (unsigned i = 0; i < list->items->len; i++) {
        item = &g_array_index(list->items, struct matter_item, i);
        if (!g_str_equal(item->known->matter, id))
            continue;
        other = g_str_equal(item->known->opener, office_agency(call->office))
                    ? item->known->other
                    : item->known->opener;
        partner = book != NULL && other != NULL ? address_book_find(book, other) : NULL;
        matter_item_write(item, xml);
        xml_attribute(xml, "partner", partner != NULL ? partner->name : other);
        xml_attribute(xml, "label",
                      labels_code(call->web->labels, "kind", item->known->kind));
        g_string_append(xml, "/>\n");
        append_open_steps(xml, &item->progress);
        *is_new = item->known->new_count > 0;
        return true;
    }
    g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_NOT_FOUND,
                "no matter is known here by %s", id);
    return false;
}

/* What comes while nobody is there stays new; everybody's count is another afterwards.
 */
static bool
mark_seen(const struct call *call, const char *id, bool is_new, GError **error)
{
    if (!is_new || operation_is_unattended(call->request))
        return true;
    if (!mailbox_mark_seen(call->office->store, id, error))
        return false;
    news_tell(call->web->news);
    return true;
}

/* GET /api/matters/{id}: one matter, opened; who opened it is noted. */
bool
matter_get(const struct call *call, struct response *response, GError **error)
{
    const char *id = call->request->values[0];
    g_autoptr(GPtrArray) sheets = sheets_new();
    GString *xml = xml_begin("matter-thread");
    bool is_new = false;

    if (append_matter(xml, call, id, &is_new, error) &&
        office_keys(call->office, error) != NULL &&
        sheets_add_thread(call->office, id, sheets, error) &&
        mark_seen(call, id, is_new, error) &&
        note_activity(call, call->session->actor, ACTIVITY_OPENED, id, error)) {
        sheets_write(xml, sheets);
        answer_xml(response, xml, "matter-thread");
        return true;
    }
    g_string_free(xml, TRUE);
    return false;
}
