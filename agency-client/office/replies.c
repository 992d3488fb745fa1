/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/replies.h"

#include "agency-client/office/draft.h"
#include "agency-client/office/sealing.h"
#include "common/documents/limits.h"

/* Ids come from our own store or a judged view; anything else is a bug. */
static struct uuid
must_read(const char *text)
{
    struct uuid uuid;

    g_assert(uuid_read(text, &uuid));
    return uuid;
}

struct outbox_item *
replies_reject(struct office *office, const struct stored_entry *entry,
               enum rejection_reason reason, GError **error)
{
    g_autofree char *body =
        g_strdup_printf("<rejection xmlns=\"%s\" document=\"%s\" reason=\"%s\"/>",
                        kinds[KIND_REJECTION].xml_namespace, entry->document,
                        rejection_reason_names[reason]);
    struct uuid rejected = must_read(entry->document);
    struct draft draft = {.case_id = must_read(entry->case_id),
                          .in_reply_to = &rejected,
                          .to = entry->sender,
                          .body = body};

    office_new_id(office, &draft.id);
    return draft_sign(office, &draft, NULL, error);
}

static struct outbox_item *
write_delivery(struct office *office, const GPtrArray *entries, GError **error)
{
    GString *body = g_string_new(NULL);
    struct draft draft = {.to = EXCHANGE_AGENCY};
    struct outbox_item *item;

    g_string_printf(body, "<delivery xmlns=\"%s\">",
                    kinds[KIND_DELIVERY].xml_namespace);
    for (unsigned i = 0; i < entries->len; i++) {
        const struct stored_entry *entry = entries->pdata[i];

        g_string_append_printf(body, "<stored document=\"%s\"/>", entry->document);
    }
    g_string_append(body, "</delivery>");
    /* It may speak of many cases, so it is a case of its own and waits for none. */
    office_new_id(office, &draft.id);
    uuid_new(&draft.case_id);
    draft.body = body->str;
    item = draft_sign(office, &draft, NULL, error);
    g_string_free(body, TRUE);
    return item;
}

struct confirmation {
    struct outbox_item *item;
    GPtrArray *entries;
};

static bool
queue_delivery(struct local_store *store, void *data, GError **error)
{
    const struct confirmation *confirmation = data;

    return outbox_insert(store, confirmation->item, error) &&
           mailbox_mark_confirmed(store, confirmation->entries, error);
}

bool
replies_confirm(struct office *office, int *confirmed, GError **error)
{
    for (;;) {
        g_autoptr(GPtrArray) due =
            mailbox_list_due(office->store, DELIVERY_MAX_DOCUMENTS, error);
        g_autoptr(outbox_item) item = NULL;
        struct confirmation confirmation;

        if (due == NULL)
            return false;
        if (due->len == 0)
            return true;
        item = write_delivery(office, due, error);
        confirmation = (struct confirmation){item, due};
        if (item == NULL ||
            !local_store_transact(office->store, queue_delivery, &confirmation, error))
            return false;
        *confirmed += (int)due->len;
    }
}

struct release {
    struct outbox_item *item;
    const struct withheld *withheld;
};

static bool
queue_disclosure(struct local_store *store, void *data, GError **error)
{
    const struct release *release = data;

    return outbox_insert(store, release->item, error) &&
           withheld_mark_released(store, release->withheld->leg,
                                  release->item->document, error);
}

struct outbox_item *
replies_disclose(struct office *office, const struct withheld *withheld, GError **error)
{
    g_autofree char *body =
        g_strdup_printf("<disclosure xmlns=\"%s\" leg=\"%s\"/>",
                        kinds[KIND_DISCLOSURE].xml_namespace, withheld->leg);
    g_autoptr(GBytes) details = sealing_open(office, withheld->sealed, error);
    g_autoptr(outbox_item) item = NULL;
    struct uuid leg = must_read(withheld->leg);
    struct draft draft = {.case_id = must_read(withheld->case_id),
                          .in_reply_to = &leg,
                          .to = withheld->recipient,
                          .body = body,
                          .details = details};
    struct release release;

    if (details == NULL)
        return NULL;
    office_new_id(office, &draft.id);
    item = draft_sign(office, &draft, NULL, error);
    release = (struct release){item, withheld};
    if (item == NULL ||
        !local_store_transact(office->store, queue_disclosure, &release, error))
        return NULL;
    return g_steal_pointer(&item);
}

bool
replies_release(struct office *office, int *released, GError **error)
{
    g_autoptr(GPtrArray) awarded = withheld_list_awarded(office->store, error);

    if (awarded == NULL)
        return false;
    for (unsigned i = 0; i < awarded->len; i++) {
        g_autoptr(outbox_item) item =
            replies_disclose(office, awarded->pdata[i], error);

        if (item == NULL)
            return false;
        (*released)++;
    }
    return true;
}
