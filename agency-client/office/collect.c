/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/collect.h"

#include "agency-client/local_store/mailbox.h"
#include "agency-client/local_store/outbox.h"
#include "agency-client/office/follow.h"
#include "agency-client/office/offers.h"
#include "agency-client/office/received.h"
#include "agency-client/office/replies.h"
#include "common/documents/mailbox_view.h"

#include <string.h>

#define MISSING_PER_SYNC 50

void
collect_report_clear(struct collect_report *report)
{
    g_clear_pointer(&report->why, g_free);
    g_clear_pointer(&report->note, g_free);
}

/* What one page becomes, in one transaction. */
struct page {
    GPtrArray *entries; /* struct stored_entry * */
    GPtrArray *replies; /* struct outbox_item *: rejections */
    GPtrArray *offers;  /* struct stored_offer *, that came with them */
    int64_t cursor;     /* 0: leave it */
};

static void
page_clear(struct page *page)
{
    g_clear_pointer(&page->entries, g_ptr_array_unref);
    g_clear_pointer(&page->replies, g_ptr_array_unref);
    g_clear_pointer(&page->offers, g_ptr_array_unref);
}

typedef struct page page_auto; /* for g_auto alone */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(page_auto, page_clear)

static void
page_init(struct page *page)
{
    page->entries = g_ptr_array_new_with_free_func((GDestroyNotify)stored_entry_free);
    page->replies = g_ptr_array_new_with_free_func((GDestroyNotify)outbox_item_free);
    page->offers = g_ptr_array_new_with_free_func((GDestroyNotify)stored_offer_free);
}

static bool
store_page(struct local_store *store, void *data, GError **error)
{
    struct page *page = data;

    for (unsigned i = 0; i < page->entries->len; i++)
        if (!mailbox_insert(store, page->entries->pdata[i], error))
            return false;
    for (unsigned i = 0; i < page->replies->len; i++)
        if (!outbox_insert(store, page->replies->pdata[i], error))
            return false;
    for (unsigned i = 0; i < page->offers->len; i++)
        if (!offers_write(store, page->offers->pdata[i], error))
            return false;
    return page->cursor == 0 || mailbox_write_cursor(store, page->cursor, error);
}

static struct stored_entry *
take_entry(const struct mailbox_entry *listed)
{
    struct stored_entry *entry = g_new0(struct stored_entry, 1);
    GString *hex = g_string_new(NULL);

    for (int i = 0; i < SHA256_BYTES; i++)
        g_string_append_printf(hex, "%02x", listed->sha256[i]);
    entry->sequence = (int64_t)listed->sequence;
    entry->document = uuid_text(&listed->document);
    entry->case_id = uuid_text(&listed->case_id);
    entry->kind = g_strdup(listed->kind_name);
    entry->sender = g_strdup(listed->from);
    entry->recipient = g_strdup(listed->to);
    entry->thread = listed->has_leg      ? uuid_text(&listed->leg)
                    : listed->has_matter ? uuid_text(&listed->matter)
                                         : NULL;
    entry->received_us = listed->received_us;
    entry->sha256 = g_string_free(hex, FALSE);
    return entry;
}

/*
 * Whether the sender waits to hear that we have it: of what another agency wrote to us,
 * not of what it published, nor of what the exchange itself says.
 */
static bool
is_answered(const struct stored_entry *entry)
{
    return entry->recipient != NULL && !g_str_equal(entry->sender, EXCHANGE_AGENCY);
}

static bool
is_emergency(const struct letter *letter)
{
    return letter->document->kind == KIND_REFERRAL &&
           letter->document->referral.urgency == URGENCY_EMERGENCY;
}

/* A signer that our directory does not know yet is a reason to ask for a newer one. */
static enum received
judge_twice(struct office *office, const struct stored_entry *entry,
            struct letter **letter, enum rejection_reason *reason, char **words)
{
    enum received result = received_judge(office, entry, letter, reason, words);

    if (result != RECEIVED_DISTRUST || !office_refresh_book(office, NULL))
        return result;
    g_clear_pointer(letter, letter_free);
    g_clear_pointer(words, g_free);
    return received_judge(office, entry, letter, reason, words);
}

static void
note(struct collect_report *report, const char *why)
{
    if (report->note == NULL)
        report->note = g_strdup(why);
}

/* Others must not wait because one sender cannot be told. */
static void
reject_entry(struct office *office, const struct stored_entry *entry,
             enum rejection_reason reason, struct page *page,
             struct collect_report *report)
{
    g_autoptr(GError) error = NULL;
    struct outbox_item *rejection;

    report->rejected++;
    rejection = replies_reject(office, entry, reason, &error);
    if (rejection != NULL)
        g_ptr_array_add(page->replies, rejection);
    else
        note(report, error->message);
}

/* What is not genuine is not the document: it is asked for again, not answered. */
static void
distrust_entry(struct stored_entry *entry, struct collect_report *report)
{
    g_autofree char *why =
        g_strdup_printf("what the exchange gave as document %s is not believed: %s",
                        entry->document, entry->reason);

    note(report, why);
    g_clear_pointer(&entry->bytes, g_bytes_unref);
    entry->state = ENTRY_MISSING;
    report->missing++;
}

static void
take_offer(const struct stored_entry *entry, const struct letter *letter,
           struct page *page)
{
    struct stored_offer *offer = offers_of(letter->document, entry->sequence);

    if (offer != NULL)
        g_ptr_array_add(page->offers, offer);
}

static void
judge_entry(struct office *office, struct stored_entry *entry, struct page *page,
            struct collect_report *report)
{
    bool is_own = g_str_equal(entry->sender, office_agency(office));
    g_autoptr(letter) letter = NULL;
    enum rejection_reason reason = REJECTION_CANNOT_OPEN;

    switch (judge_twice(office, entry, &letter, &reason, &entry->reason)) {
    case RECEIVED_GOOD:
        entry->state = ENTRY_STORED;
        entry->is_due = !is_own && is_answered(entry);
        report->received += !is_own && letter->document->kind != KIND_REGISTRATION;
        report->emergencies += !is_own && is_emergency(letter);
        take_offer(entry, letter, page);
        break;
    case RECEIVED_REJECT:
        entry->state = ENTRY_REJECTED;
        if (!is_own && is_answered(entry))
            reject_entry(office, entry, reason, page, report);
        break;
    case RECEIVED_DISTRUST:
        distrust_entry(entry, report);
        break;
    }
}

/* Fetches and judges one document; false when the exchange cannot be asked now. */
static bool
fetch(struct office *office, struct exchange_api *api, struct stored_entry *entry,
      struct page *page, struct collect_report *report)
{
    g_auto(exchange_answer_auto) answer = {0};
    g_autoptr(GError) reason = NULL;

    if (exchange_document_read(api, entry->document, &answer, &reason)) {
        entry->bytes = g_bytes_ref(answer.body);
        judge_entry(office, entry, page, report);
        return true;
    }
    if (answer.status == 410) {
        entry->state = ENTRY_GONE;
        entry->reason = g_strdup("withdrawn or superseded");
        report->gone++;
        return true;
    }
    if (answer.status == 404 || answer.status == 500) {
        /* Ours to read, yet not given: others behind it must not wait for it. */
        entry->state = ENTRY_MISSING;
        entry->reason = g_strdup(reason->message);
        report->missing++;
        return true;
    }
    report->is_unreachable = true;
    report->retry_after_seconds = answer.retry_after_seconds;
    if (report->why == NULL)
        report->why = g_strdup(reason->message);
    return false;
}

/* What we sent ourselves is in the outbox already, unless another client sent it. */
static bool
is_held(struct office *office, const struct stored_entry *entry)
{
    g_autoptr(outbox_item) item = outbox_find(office->store, entry->document, NULL);

    return item != NULL && g_str_equal(item->sha256, entry->sha256);
}

/* An import brought it: it is neither fetched nor judged again. */
static bool
is_stored(struct office *office, const struct stored_entry *entry)
{
    g_autoptr(stored_entry) stored = mailbox_find(office->store, entry->document, NULL);

    return stored != NULL && stored->sequence == entry->sequence &&
           (stored->state == ENTRY_STORED || stored->state == ENTRY_REJECTED) &&
           g_str_equal(stored->sha256, entry->sha256);
}

/* False when the exchange cannot be asked for it now. */
static bool
take_one(struct office *office, struct exchange_api *api,
         const struct mailbox_entry *listed, struct page *page,
         struct collect_report *report)
{
    g_autoptr(stored_entry) entry = take_entry(listed);
    bool is_own = g_str_equal(entry->sender, office_agency(office));

    if (is_stored(office, entry)) {
        page->cursor = entry->sequence;
        return true;
    }
    if (listed->kind == KIND_COUNT) {
        /* Nobody is told: a newer release of ours will read it. */
        entry->state = ENTRY_MISSING;
        entry->reason = g_strdup("of a kind that this release does not know");
        report->unknown++;
    } else if (listed->gone != GONE_NO) {
        entry->state = ENTRY_GONE;
        entry->reason = g_strdup(mailbox_gone_names[listed->gone]);
        report->gone++;
    } else if (is_own && is_held(office, entry)) {
        entry->state = ENTRY_STORED;
    } else if (!fetch(office, api, entry, page, report)) {
        return false;
    }
    entry->is_new = !is_own && entry->thread != NULL;
    g_ptr_array_add(page->entries, g_steal_pointer(&entry));
    page->cursor = (int64_t)listed->sequence;
    return true;
}

static bool
check_page(const struct mailbox_view *view, int64_t cursor, GError **error)
{
    uint64_t last = (uint64_t)cursor;

    for (size_t i = 0; i < view->entry_count; i++) {
        if (view->entries[i].sequence <= last) {
            g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_UNTRUSTED,
                        "the exchange lists the mailbox out of order");
            return false;
        }
        last = view->entries[i].sequence;
    }
    return true;
}

/* Takes one page; *is_more says that another may follow at once. */
static bool
take_page(struct office *office, struct exchange_api *api,
          const struct mailbox_view *view, int64_t cursor,
          struct collect_report *report, bool *is_more, GError **error)
{
    g_auto(page_auto) page = {0};
    bool is_answering = true;

    *is_more = false;
    if (!check_page(view, cursor, error))
        return false;
    page_init(&page);
    for (size_t i = 0; i < view->entry_count && is_answering; i++)
        is_answering = take_one(office, api, &view->entries[i], &page, report);
    if (is_answering && view->next > (uint64_t)page.cursor)
        page.cursor = (int64_t)view->next;
    *is_more = is_answering && view->entry_count > 0;
    return local_store_transact(office->store, store_page, &page, error);
}

static bool
read_mailbox(struct office *office, struct exchange_api *api, int wait_seconds,
             struct collect_report *report, bool *is_more, GError **error)
{
    g_auto(exchange_answer_auto) answer = {0};
    g_autoptr(mailbox_view) view = NULL;
    g_autoptr(GError) reason = NULL;
    int64_t cursor;

    *is_more = false;
    if (!mailbox_read_cursor(office->store, &cursor, error))
        return false;
    if (!exchange_mailbox_read(api, cursor, COLLECT_PAGE, wait_seconds, &answer,
                               &reason)) {
        report->is_unreachable = true;
        report->retry_after_seconds = answer.retry_after_seconds;
        report->why = g_strdup(reason->message);
        return true;
    }
    if (answer.status == 204)
        return true;
    view = mailbox_view_read(answer.body, error);
    return view != NULL && take_page(office, api, view, cursor, report, is_more, error);
}

static bool
fetch_missing(struct office *office, struct exchange_api *api,
              struct collect_report *report, GError **error)
{
    g_autoptr(GPtrArray) missing = mailbox_list_missing(office->store, error);
    g_auto(page_auto) page = {0};
    enum kind kind;

    if (missing == NULL)
        return false;
    if (missing->len == 0)
        return true;
    page_init(&page);
    for (unsigned i = 0; i < missing->len && page.entries->len < MISSING_PER_SYNC;
         i++) {
        g_autoptr(stored_entry) entry =
            g_steal_pointer((struct stored_entry **)&missing->pdata[i]);

        if (!kind_find(entry->kind, &kind))
            continue;
        g_clear_pointer(&entry->reason, g_free);
        if (!fetch(office, api, entry, &page, report))
            break;
        g_ptr_array_add(page.entries, g_steal_pointer(&entry));
    }
    return local_store_transact(office->store, store_page, &page, error);
}

/* A winner who cannot be written to now is tried again; the mailbox does not wait. */
static void
release(struct office *office, struct collect_report *report)
{
    g_autoptr(GError) error = NULL;

    if (!replies_release(office, &report->released, &error))
        note(report, error->message);
}

bool
collect_run(struct office *office, int wait_seconds, struct collect_report *report,
            GError **error)
{
    struct exchange_api *api = office_api(office, error);
    bool is_more = true;

    if (api == NULL)
        return false;
    while (is_more) {
        if (!read_mailbox(office, api, wait_seconds, report, &is_more, error))
            return false;
        wait_seconds = 0;
    }
    if (!report->is_unreachable && !fetch_missing(office, api, report, error))
        return false;
    if (!replies_confirm(office, &report->confirmed, error))
        return false;
    if (report->is_unreachable)
        return true;
    if (!follow_run(office, &report->is_unreachable, &report->why, error))
        return false;
    release(office, report);
    return true;
}
