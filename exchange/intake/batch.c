/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/batch.h"

#include "exchange/intake/fold.h"

struct batch {
    const struct registrar *registrar;
    struct transaction *transaction;
    struct log_head head;
    struct ledger *ledger;
    GPtrArray *entries; /* struct log_entry, appended */
    unsigned int own_entries;
};

struct batch *
batch_begin(const struct registrar *registrar, struct transaction *transaction,
            const struct log_question *question, GError **error)
{
    g_autoptr(log_answer) answer = log_ask(transaction, question, error);
    struct batch *batch;

    if (answer == NULL)
        return NULL;
    batch = g_new0(struct batch, 1);
    batch->registrar = registrar;
    batch->transaction = transaction;
    batch->head = answer->head;
    batch->ledger = ledger_new(answer);
    batch->entries = g_ptr_array_new_with_free_func((GDestroyNotify)log_entry_free);
    return batch;
}

void
batch_free(struct batch *batch)
{
    if (batch->ledger != NULL)
        ledger_free(batch->ledger);
    g_ptr_array_unref(batch->entries);
    g_free(batch);
}

/* Numbers, dates, chains and receipts the next entry, and folds it. */
static bool
entry_append(struct batch *batch, const struct document *document, GBytes *bytes,
             struct log_entry entry, int registered, GError **error)
{
    struct log_entry *appended = g_new0(struct log_entry, 1);
    int64_t now_us = clock_now(batch->registrar->clock);

    *appended = entry;
    appended->sequence = batch->head.sequence + 1;
    appended->received_us = MAX(now_us, batch->head.received_us);
    appended->id = document->id;
    appended->case_id = document->case_id;
    appended->kind = document->kind;
    decide_concern(batch->ledger, document, appended);
    appended->signed_bytes = g_bytes_ref(bytes);
    appended->chain = log_chain(&batch->head.chain, appended);
    g_ptr_array_add(batch->entries, appended);
    if (!notary_sign_receipt(batch->registrar->notary, appended, document->from_agency,
                             error))
        return false;
    batch->head.sequence = appended->sequence;
    batch->head.received_us = appended->received_us;
    batch->head.chain = appended->chain;
    fold_entry(batch->ledger, appended, document, registered);
    return true;
}

/*
 * Signs and appends a document of our own with this coded part.  It is judged as its
 * reader will judge it: one that our own schema refuses must not become evidence.
 */
static bool
own_append(struct batch *batch, const struct envelope *envelope,
           const struct document *coded, int recipient, int registered, GError **error)
{
    const struct registrar *registrar = batch->registrar;
    g_autofree char *body = document_write_body(coded);
    g_autoptr(GBytes) xml = document_write(envelope, body, NULL);
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(document) document = NULL;
    struct log_entry entry = {.sender = LOG_AGENCY_EXCHANGE, .recipient = recipient};

    document = document_judge(registrar->wire, xml, NULL, error);
    if (document == NULL) {
        g_prefix_error(error, "a document of the exchange's own: ");
        return false;
    }
    bytes = notary_sign_document(registrar->notary, xml, envelope->created_us, error);
    if (bytes == NULL)
        return false;
    entry.certificate = *credential_sha256(notary_credential(registrar->notary));
    entry.document = digest_of_bytes(bytes);
    if (!entry_append(batch, document, bytes, entry, registered, error))
        return false;
    batch->own_entries++;
    return true;
}

static struct envelope
own_envelope(const struct batch *batch, const char *to_agency)
{
    int64_t now_us = clock_now(batch->registrar->clock);
    struct envelope envelope = {
        .created_us = MAX(now_us, batch->head.received_us),
        .from_agency = EXCHANGE_AGENCY,
        .to_agency = to_agency,
    };

    envelope.created_us -= envelope.created_us % SECOND_US;
    uuid_new_at(&envelope.id, envelope.created_us);
    return envelope;
}

bool
batch_announce(struct batch *batch, const struct announcement *announcement,
               GError **error)
{
    const struct document coded = {.kind = KIND_NOTICE, .notice = announcement->notice};
    struct envelope envelope = own_envelope(batch, announcement->recipient_id);

    envelope.case_id = announcement->case_id;
    return own_append(batch, &envelope, &coded, announcement->recipient, 0, error);
}

bool
batch_register(struct batch *batch, const struct registration *registration, int number,
               GError **error)
{
    const struct document coded = {
        .kind = KIND_REGISTRATION,
        .registration = *registration,
    };
    struct envelope envelope = own_envelope(batch, NULL);

    uuid_new(&envelope.case_id);
    return own_append(batch, &envelope, &coded, LOG_PUBLISHED, number, error);
}

/*
 * The exchange has seen this id before.  The same bytes from the same agency get the
 * same receipt, whatever has changed since; what is refused anyway is refused for its
 * own fault, unless it is this agency's id that it would take a second time.
 */
static void
duplicate_settle(struct submission *submission, const struct log_entry *entry)
{
    bool is_own = entry->sender == submission->agency->number;

    if (is_own && digest_is_equal(&entry->document, &submission->sha256)) {
        submission->receipt = g_bytes_ref(entry->receipt);
        submission->is_repeat = true;
        return;
    }
    if (!is_own && submission->refusal != NULL) {
        submission->error = g_error_copy(submission->refusal);
        return;
    }
    refusal_set(&submission->error, REFUSAL_ID_REUSED,
                "this id belongs to a document that was accepted with other bytes");
}

static bool
announcements_append(struct batch *batch, const struct log_entry *entry,
                     const struct document *document, GError **error)
{
    g_autoptr(GArray) announcements =
        g_array_new(FALSE, FALSE, sizeof(struct announcement));

    decide_announcements(batch->ledger, entry, document, announcements);
    for (unsigned int i = 0; i < announcements->len; i++)
        if (!batch_announce(
                batch, &g_array_index(announcements, struct announcement, i), error))
            return false;
    return true;
}

bool
batch_settle(struct batch *batch, struct submission *submission, GError **error)
{
    const struct log_entry *known = ledger_find_entry(batch->ledger, &submission->id);
    struct proposal proposal = {
        .document = submission->document,
        .sender = submission->agency->number,
        .recipient = submission->recipient,
        .at_us = MAX(clock_now(batch->registrar->clock), batch->head.received_us),
    };
    struct log_entry entry = {
        .sender = submission->agency->number,
        .recipient = submission->recipient,
        .certificate = submission->certificate,
        .document = submission->sha256,
    };
    const struct log_entry *appended;

    if (known != NULL) {
        duplicate_settle(submission, known);
        return true;
    }
    if (submission->refusal != NULL) {
        submission->error = g_error_copy(submission->refusal);
        return true;
    }
    if (!decide_check(batch->ledger, &proposal, &submission->error))
        return true;
    if (!entry_append(batch, submission->document, submission->bytes, entry, 0, error))
        return false;
    appended = g_ptr_array_index(batch->entries, batch->entries->len - 1);
    submission->receipt = g_bytes_ref(appended->receipt);
    return announcements_append(batch, appended, submission->document, error);
}

bool
batch_write(struct batch *batch, GError **error)
{
    g_autoptr(projection_batch) rows = ledger_close(g_steal_pointer(&batch->ledger));

    if (batch->entries->len == 0)
        return true;
    return log_append(batch->transaction, batch->entries, error) &&
           projection_write(batch->transaction, rows, error);
}

unsigned int
batch_entries(const struct batch *batch)
{
    return batch->entries->len;
}

unsigned int
batch_own_entries(const struct batch *batch)
{
    return batch->own_entries;
}

int64_t
batch_head(const struct batch *batch)
{
    return batch->head.sequence;
}
