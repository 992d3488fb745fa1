/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/dispatch.h"

#include "agency-client/office/reseal.h"
#include "common/documents/receipt.h"
#include "common/trust/digest.h"
#include "common/trust/evidence.h"

#include <string.h>

void
dispatch_report_clear(struct dispatch_report *report)
{
    g_clear_pointer(&report->why, g_free);
}

bool
dispatch_check_receipt(struct office *office, const struct outbox_item *item,
                       GBytes *receipt, int64_t *sequence, int64_t *received_us,
                       GError **error)
{
    const struct address_book *book = office_book_if_any(office);
    g_autoptr(GBytes) content =
        evidence_read(receipt, office->home->authority, book != NULL ? book->crl : NULL,
                      NULL, NULL, error);
    struct digest digest = digest_of_bytes(item->bytes);
    struct receipt said;
    struct uuid id;

    if (content == NULL || !receipt_read(content, &said, error))
        return false;
    if (!uuid_read(item->document, &id) || !uuid_is_equal(&id, &said.document) ||
        memcmp(said.sha256, digest.bytes, DIGEST_BYTES) != 0 ||
        !g_str_equal(said.sender, office_agency(office))) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_UNTRUSTED,
                    "the receipt is genuine but for another document than %s",
                    item->document);
        return false;
    }
    *sequence = (int64_t)said.sequence;
    *received_us = said.received_us;
    return true;
}

/* What an answer means for the rest of the round. */
enum verdict {
    VERDICT_SETTLED,    /* go on with the next */
    VERDICT_CASE_WAITS, /* this case's followers stay; other cases go on */
    VERDICT_STOP,       /* nothing more can be sent now */
    VERDICT_FAILED,     /* our own side; error is set */
};

static void
note(struct dispatch_report *report, const char *why)
{
    if (report->why == NULL)
        report->why = g_strdup(why);
}

static enum verdict
settle(struct office *office, const struct outbox_item *item, GBytes *receipt,
       struct dispatch_report *report, GError **error)
{
    g_autoptr(GError) reason = NULL;
    int64_t sequence;
    int64_t received_us;

    if (!dispatch_check_receipt(office, item, receipt, &sequence, &received_us,
                                &reason)) {
        g_prefix_error(&reason,
                       "the exchange's receipt for %s is refused: ", item->document);
        note(report, reason->message);
        return VERDICT_STOP;
    }
    if (!outbox_settle(office->store, item, sequence, received_us, receipt, error))
        return VERDICT_FAILED;
    report->sent++;
    return VERDICT_SETTLED;
}

/* Refusals that are about us or the moment, not about this document. */
static bool
is_about_us(const struct problem *problem)
{
    switch (problem->refusal) {
    case REFUSAL_CERTIFICATE_EXPIRED:
    case REFUSAL_CERTIFICATE_NOT_YET_VALID:
    case REFUSAL_CERTIFICATE_REVOKED:
    case REFUSAL_CERTIFICATE_UNREGISTERED:
    case REFUSAL_CERTIFICATE_SUSPENDED:
    case REFUSAL_CERTIFICATE_WRONG_PROFILE:
    case REFUSAL_CRL_STALE:
    case REFUSAL_REQUEST_TIMEOUT:
        return true;
    default:
        return false;
    }
}

/* The words a person needs: the detail, and what is wrong line by line. */
static char *
describe(const struct problem *problem)
{
    GString *text = g_string_new(problem->title);

    if (problem->detail != NULL)
        g_string_append_printf(text, ": %s", problem->detail);
    for (unsigned i = 0; i < problem->violations->len; i++) {
        g_autofree char *line = violation_describe(problem->violations->pdata[i]);

        g_string_append_printf(text, "\n%s", line);
    }
    return g_string_free(text, FALSE);
}

static enum verdict
park(struct office *office, const struct outbox_item *item, const char *problem,
     const char *detail, struct dispatch_report *report, GError **error)
{
    if (!outbox_park(office->store, item, problem, detail, error))
        return VERDICT_FAILED;
    report->parked++;
    return VERDICT_CASE_WAITS;
}

/* Another key than the current one: the same letter again, under a new id. */
static enum verdict
sign_again(struct office *office, const struct outbox_item *item,
           struct dispatch_report *report, GError **error)
{
    g_autoptr(GError) reason = NULL;

    if (!office_refresh_book(office, &reason)) {
        note(report, reason->message);
        return VERDICT_STOP;
    }
    if (reseal(office, item, &reason))
        return VERDICT_CASE_WAITS; /* the replacement goes out in the next pass */
    return park(office, item, "stale-recipient-key", reason->message, report, error);
}

static enum verdict
take_refusal(struct office *office, const struct outbox_item *item,
             const struct exchange_answer *answer, const GError *reason,
             struct dispatch_report *report, bool *has_replacement, GError **error)
{
    const struct problem *problem = answer->problem;
    g_autofree char *detail = NULL;

    if (problem == NULL || (problem->is_known && is_about_us(problem))) {
        note(report, reason->message);
        report->is_unreachable = true;
        return VERDICT_STOP;
    }
    if (problem->is_known && problem->refusal == REFUSAL_STALE_RECIPIENT_KEY) {
        *has_replacement = true;
        return sign_again(office, item, report, error);
    }
    if (problem->is_known && problem->refusal == REFUSAL_CREATED_IN_FUTURE) {
        note(report, reason->message); /* the same bytes are right once it is time */
        return VERDICT_CASE_WAITS;
    }
    detail = describe(problem);
    return park(office, item,
                problem->is_known ? refusals[problem->refusal].suffix : problem->type,
                detail, report, error);
}

static enum verdict
send_one(struct office *office, struct exchange_api *api,
         const struct outbox_item *item, struct dispatch_report *report,
         bool *has_replacement, GError **error)
{
    g_auto(exchange_answer_auto) answer = {0};
    g_autoptr(GError) reason = NULL;

    bool is_accepted =
        exchange_document_submit(api, item->document, item->bytes, &answer, &reason);

    if (!g_error_matches(reason, EXCHANGE_ERROR, EXCHANGE_ERROR_NOT_CONNECTED))
        report->is_connected = true;
    if (is_accepted)
        return settle(office, item, answer.body, report, error);
    if (g_error_matches(reason, EXCHANGE_ERROR, EXCHANGE_ERROR_REFUSED))
        return take_refusal(office, item, &answer, reason, report, has_replacement,
                            error);
    note(report, reason->message);
    report->retry_after_seconds =
        MAX(report->retry_after_seconds, answer.retry_after_seconds);
    if (g_error_matches(reason, EXCHANGE_ERROR, EXCHANGE_ERROR_WAIT))
        return answer.status == 429 || answer.status == 503 ? VERDICT_STOP
                                                            : VERDICT_CASE_WAITS;
    report->is_unreachable = true;
    return VERDICT_STOP;
}

/* When nothing left this machine, what was marked may still be dropped by a person. */
static bool
unmark(struct office *office, GPtrArray *items, GError **error)
{
    g_autoptr(GPtrArray) marked = g_ptr_array_new();

    for (unsigned i = 0; i < items->len; i++) {
        struct outbox_item *item = items->pdata[i];

        if (item->is_tried)
            continue;
        /* It was untried before this round, and the round reached nobody. */
        item->is_tried = true;
        g_ptr_array_add(marked, item);
    }
    return outbox_mark_tried(office->store, marked, false, error);
}

static bool
run_pass(struct office *office, struct exchange_api *api, GPtrArray *items,
         struct dispatch_report *report, bool *has_replacement, GError **error)
{
    g_autoptr(GHashTable) blocked = g_hash_table_new(g_str_hash, g_str_equal);
    bool is_stopped = false;

    for (unsigned i = 0; i < items->len && !is_stopped; i++) {
        const struct outbox_item *item = items->pdata[i];

        if (g_hash_table_contains(blocked, item->case_id))
            continue;
        switch (send_one(office, api, item, report, has_replacement, error)) {
        case VERDICT_SETTLED:
            break;
        case VERDICT_CASE_WAITS:
            g_hash_table_add(blocked, item->case_id);
            break;
        case VERDICT_STOP:
            is_stopped = true;
            break;
        case VERDICT_FAILED:
            return false;
        }
    }
    return true;
}

static bool
count_waiting(struct office *office, struct dispatch_report *report, GError **error)
{
    g_autoptr(GPtrArray) items = outbox_list(office->store, false, error);

    if (items == NULL)
        return false;
    report->waiting = 0;
    for (unsigned i = 0; i < items->len; i++) {
        const struct outbox_item *item = items->pdata[i];

        report->waiting += item->state == OUTBOX_QUEUED;
    }
    return true;
}

static bool
run_round(struct office *office, struct dispatch_report *report, bool *has_replacement,
          GError **error)
{
    g_autoptr(GPtrArray) items = outbox_list_sendable(office->store, error);
    struct exchange_api *api;

    if (items == NULL)
        return false;
    if (items->len == 0)
        return true;
    api = office_api(office, error);
    if (api == NULL || !outbox_mark_tried(office->store, items, true, error) ||
        !run_pass(office, api, items, report, has_replacement, error))
        return false;
    return report->is_connected || unmark(office, items, error);
}

bool
dispatch_run(struct office *office, struct dispatch_report *report, GError **error)
{
    bool has_replacement = true;

    /* A second pass sends what was signed again; a third would mean the directory and
     * the exchange disagree, and that is for the next sync. */
    for (int pass = 0; pass < 2 && has_replacement; pass++) {
        has_replacement = false;
        if (!run_round(office, report, &has_replacement, error))
            return false;
    }
    return count_waiting(office, report, error);
}
