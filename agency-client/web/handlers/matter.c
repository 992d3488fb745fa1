/* SPDX-License-Identifier: Apache-2.0 */
/* One matter: what was said in it. */
#include "agency-client/local_store/activity.h"
#include "agency-client/local_store/mailbox.h"
#include "agency-client/office/matter_list.h"
#include "agency-client/office/sheets.h"
#include "agency-client/web/answer.h"
#include "agency-client/web/handlers/handlers.h"
#include "common/documents/labels.h"

static bool
append_matter(GString *xml, const struct call *call, const char *id, GError **error)
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
        return true;
    }
    g_set_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_NOT_FOUND,
                "no matter is known here by %s", id);
    return false;
}

/* GET /api/matters/{id}: one matter, opened; who opened it is noted. */
bool
matter_get(const struct call *call, struct response *response, GError **error)
{
    const char *id = call->request->values[0];
    g_autoptr(GPtrArray) sheets = sheets_new();
    GString *xml = xml_begin("matter-thread");

    if (append_matter(xml, call, id, error) &&
        office_keys(call->office, error) != NULL &&
        sheets_add_thread(call->office, id, sheets, error) &&
        mailbox_mark_seen(call->office->store, id, error) &&
        note_activity(call, call->session->actor, ACTIVITY_OPENED, id, error)) {
        sheets_write(xml, sheets);
        answer_xml(response, xml, "matter-thread");
        return true;
    }
    g_string_free(xml, TRUE);
    return false;
}
