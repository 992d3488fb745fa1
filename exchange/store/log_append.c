/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/columns.h"
#include "exchange/store/log.h"

/* A payload of PostgreSQL's NOTIFY is shorter than 8000 bytes. */
#define NOTIFY_MAX_BYTES 7900

#define INSERT_ENTRY                                                                   \
    "INSERT INTO entry (sequence, id, case_id, leg, kind, sender, recipient,"          \
    " received_us, certificate_sha256, document_sha256, chain, matter)"

static const struct row_statement insert_entries = {
    .many = {"log_insert_entries", INSERT_ENTRY
             " SELECT unnest($1::bigint[]), unnest($2::uuid[]), unnest($3::uuid[]),"
             " unnest($4::uuid[]), unnest($5::text[])::document_kind,"
             " unnest($6::integer[]), unnest($7::integer[]), unnest($8::bigint[]),"
             " unnest($9::bytea[]), unnest($10::bytea[]), unnest($11::bytea[]),"
             " unnest($12::uuid[])"},
    .one = {"log_insert_entry",
            INSERT_ENTRY " VALUES ($1, $2, $3, $4, $5::document_kind, $6, $7, $8, $9,"
                         " $10, $11, $12)"},
};

static bool
send_entries(struct transaction *transaction, const GPtrArray *entries, GError **error)
{
    g_autoptr(columns) columns = columns_new();
    struct array *sequence = columns_add(columns, PARAMETER_INT8);
    struct array *id = columns_add(columns, PARAMETER_UUID);
    struct array *case_id = columns_add(columns, PARAMETER_UUID);
    struct array *leg = columns_add(columns, PARAMETER_UUID);
    struct array *kind = columns_add(columns, PARAMETER_TEXT);
    struct array *sender = columns_add(columns, PARAMETER_INT4);
    struct array *recipient = columns_add(columns, PARAMETER_INT4);
    struct array *received_us = columns_add(columns, PARAMETER_INT8);
    struct array *certificate = columns_add(columns, PARAMETER_BYTES);
    struct array *document = columns_add(columns, PARAMETER_BYTES);
    struct array *chain = columns_add(columns, PARAMETER_BYTES);
    struct array *matter = columns_add(columns, PARAMETER_UUID);

    for (guint i = 0; i < entries->len; i++) {
        const struct log_entry *entry = g_ptr_array_index(entries, i);

        array_add_int8(sequence, entry->sequence);
        array_add_uuid(id, &entry->id);
        array_add_uuid(case_id, &entry->case_id);
        array_add_uuid(leg, entry->has_leg ? &entry->leg : NULL);
        array_add_text(kind, kinds[entry->kind].name);
        array_add_int4(sender, entry->sender);
        if (entry->recipient == LOG_PUBLISHED)
            array_add_null(recipient);
        else
            array_add_int4(recipient, entry->recipient);
        array_add_int8(received_us, entry->received_us);
        array_add_bytes(certificate, entry->certificate.bytes, DIGEST_BYTES);
        array_add_bytes(document, entry->document.bytes, DIGEST_BYTES);
        array_add_bytes(chain, entry->chain.bytes, DIGEST_BYTES);
        array_add_uuid(matter, entry->has_matter ? &entry->matter : NULL);
    }
    return columns_send_rows(columns, transaction, &insert_entries, error);
}

static const struct statement insert_documents = {
    "log_insert_documents",
    "INSERT INTO document (sequence, signed_bytes, receipt)"
    " SELECT unnest($1::bigint[]), unnest($2::bytea[]), unnest($3::bytea[])"};

static void
add_bytes(struct array *array, GBytes *bytes)
{
    size_t length;
    const void *data = g_bytes_get_data(bytes, &length);

    array_add_bytes(array, data == NULL ? "" : data, length);
}

static bool
send_documents(struct transaction *transaction, const GPtrArray *entries,
               GError **error)
{
    g_autoptr(columns) columns = columns_new();
    struct array *sequence = columns_add(columns, PARAMETER_INT8);
    struct array *signed_bytes = columns_add(columns, PARAMETER_BYTES);
    struct array *receipt = columns_add(columns, PARAMETER_BYTES);

    for (guint i = 0; i < entries->len; i++) {
        const struct log_entry *entry = g_ptr_array_index(entries, i);

        array_add_int8(sequence, entry->sequence);
        add_bytes(signed_bytes, entry->signed_bytes);
        add_bytes(receipt, entry->receipt);
    }
    return columns_send(columns, transaction, &insert_documents, error);
}

/* A full queue must not fail a commit; listeners look at the head of the log too. */
static const struct statement notify = {"log_notify",
                                        "SELECT FROM pg_notify('referral_exchange', $1)"
                                        " WHERE pg_notification_queue_usage() < 0.9"};

/* "1042:+:3,17": the head, + if the directory changed, whom it concerns (* is all). */
static char *
notification(const GPtrArray *entries)
{
    const struct log_entry *last = g_ptr_array_index(entries, entries->len - 1);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_direct_hash, g_direct_equal);
    g_autoptr(GString) agencies = g_string_new(NULL);
    bool is_everyone = false;
    bool has_registration = false;

    for (guint i = 0; i < entries->len; i++) {
        const struct log_entry *entry = g_ptr_array_index(entries, i);
        const int concerned[] = {entry->sender, entry->recipient};

        is_everyone |= entry->recipient == LOG_PUBLISHED;
        has_registration |= entry->kind == KIND_REGISTRATION;
        for (size_t j = 0; j < G_N_ELEMENTS(concerned); j++)
            if (concerned[j] > LOG_AGENCY_EXCHANGE &&
                g_hash_table_add(seen, GINT_TO_POINTER(concerned[j])))
                g_string_append_printf(agencies, "%s%d", agencies->len > 0 ? "," : "",
                                       concerned[j]);
    }
    if (is_everyone || agencies->len > NOTIFY_MAX_BYTES)
        g_string_assign(agencies, "*");
    return g_strdup_printf("%" G_GINT64_FORMAT ":%s:%s", last->sequence,
                           has_registration ? "+" : "", agencies->str);
}

bool
log_append(struct transaction *transaction, const GPtrArray *entries, GError **error)
{
    g_autofree char *payload = NULL;

    if (entries->len == 0)
        return true;
    payload = notification(entries);
    return send_documents(transaction, entries, error) &&
           send_entries(transaction, entries, error) &&
           transaction_send(transaction, &notify, PARAMETERS(parameter_text(payload)),
                            error);
}
