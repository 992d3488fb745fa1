/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/log.h"

#include "exchange/store/agency_names.h"
#include "exchange/store/columns.h"
#include "exchange/store/leg_rows.h"

#include <string.h>

#define ENTRY_COLUMNS                                                                  \
    "e.sequence, e.id, e.case_id, e.leg, e.kind::text, e.sender, e.recipient,"         \
    " e.received_us, e.certificate_sha256, e.document_sha256, e.chain, d.receipt,"     \
    " e.matter"
#define ENTRY_COLUMN_COUNT 13

/* A payload of PostgreSQL's NOTIFY is shorter than 8000 bytes. */
#define NOTIFY_MAX_BYTES 7900

void
log_entry_free(struct log_entry *entry)
{
    if (entry == NULL)
        return;
    g_clear_pointer(&entry->signed_bytes, g_bytes_unref);
    g_clear_pointer(&entry->receipt, g_bytes_unref);
    g_free(entry);
}

struct digest
log_chain(const struct digest *previous, const struct log_entry *entry)
{
    uint64_t sequence = GUINT64_TO_BE((uint64_t)entry->sequence);
    uint64_t received_us = GUINT64_TO_BE((uint64_t)entry->received_us);
    struct {
        uint8_t previous[DIGEST_BYTES];
        uint8_t sequence[8];
        uint8_t id[UUID_BYTES];
        uint8_t received_us[8];
        uint8_t certificate[DIGEST_BYTES];
        uint8_t document[DIGEST_BYTES];
    } link;

    memcpy(link.previous, previous->bytes, DIGEST_BYTES);
    memcpy(link.sequence, &sequence, sizeof sequence);
    memcpy(link.id, entry->id.bytes, UUID_BYTES);
    memcpy(link.received_us, &received_us, sizeof received_us);
    memcpy(link.certificate, entry->certificate.bytes, DIGEST_BYTES);
    memcpy(link.document, entry->document.bytes, DIGEST_BYTES);
    return digest_of(&link, sizeof link);
}

struct log_question *
log_question_new(void)
{
    struct log_question *question = g_new(struct log_question, 1);

    question->documents = g_array_new(FALSE, FALSE, sizeof(struct uuid));
    question->legs = g_array_new(FALSE, FALSE, sizeof(struct uuid));
    question->referrals = g_array_new(FALSE, FALSE, sizeof(struct uuid));
    question->shelves = (struct shelf_question){0};
    return question;
}

void
log_question_free(struct log_question *question)
{
    if (question == NULL)
        return;
    g_array_unref(question->documents);
    g_array_unref(question->legs);
    g_array_unref(question->referrals);
    shelf_question_clear(&question->shelves);
    g_free(question);
}

void
log_answer_free(struct log_answer *answer)
{
    if (answer == NULL)
        return;
    g_clear_pointer(&answer->entries, g_ptr_array_unref);
    g_clear_pointer(&answer->legs, g_ptr_array_unref);
    shelf_answer_clear(&answer->shelves);
    g_free(answer);
}

/* Reading. */

static void
read_digest(const struct rows *rows, size_t row, int column, struct digest *digest)
{
    size_t length;
    const void *bytes = rows_bytes(rows, row, column, &length);

    g_assert(length == DIGEST_BYTES);
    memcpy(digest->bytes, bytes, DIGEST_BYTES);
}

static GBytes *
read_bytes(const struct rows *rows, size_t row, int column)
{
    size_t length;
    const void *bytes = rows_bytes(rows, row, column, &length);

    return g_bytes_new(bytes, length);
}

static struct log_entry *
read_entry(const struct rows *rows, size_t row)
{
    struct log_entry *entry = g_new0(struct log_entry, 1);

    entry->sequence = rows_int8(rows, row, 0);
    rows_uuid(rows, row, 1, &entry->id);
    rows_uuid(rows, row, 2, &entry->case_id);
    entry->has_leg = rows_uuid(rows, row, 3, &entry->leg);
    if (!kind_find(rows_text(rows, row, 4), &entry->kind))
        g_error("the log holds a kind that this release does not know");
    entry->sender = rows_int4(rows, row, 5);
    entry->recipient =
        rows_is_null(rows, row, 6) ? LOG_PUBLISHED : rows_int4(rows, row, 6);
    entry->received_us = rows_int8(rows, row, 7);
    read_digest(rows, row, 8, &entry->certificate);
    read_digest(rows, row, 9, &entry->document);
    read_digest(rows, row, 10, &entry->chain);
    entry->receipt = read_bytes(rows, row, 11);
    entry->has_matter = rows_uuid(rows, row, 12, &entry->matter);
    return entry;
}

static void
read_head(const struct rows *rows, struct log_head *head)
{
    *head = (struct log_head){0};
    if (rows_count(rows) == 0)
        return;
    head->sequence = rows_int8(rows, 0, 0);
    head->received_us = rows_int8(rows, 0, 1);
    read_digest(rows, 0, 2, &head->chain);
}

static const struct statement find_head = {
    "log_find_head",
    "SELECT sequence, received_us, chain FROM entry ORDER BY sequence DESC LIMIT 1"};

bool
log_read_head(struct store *store, struct log_head *head, GError **error)
{
    g_autoptr(rows) found = store_query(store, &find_head, NO_PARAMETERS, error);

    if (found == NULL)
        return false;
    read_head(found, head);
    return true;
}

/* A statement of its own, so that those after it see all that was committed before. */
static const struct statement take_lock = {
    "log_take_lock",
    "SELECT FROM pg_advisory_xact_lock(hashtext('referral-exchange log'))"};

static const struct statement find_entries = {
    "log_find_entries",
    "SELECT " ENTRY_COLUMNS " FROM entry AS e JOIN document AS d USING (sequence)"
    " WHERE e.id = ANY ($1)"};

static const struct statement find_legs = {
    "log_find_legs", "SELECT " LEG_COLUMNS_ALONE " FROM leg AS l"
                     " WHERE l.id = ANY ($1) OR l.referral = ANY ($2)"};

static struct array *
uuids(const GArray *ids)
{
    struct array *array = array_new(PARAMETER_UUID);

    for (guint i = 0; i < ids->len; i++)
        array_add_uuid(array, &g_array_index(ids, struct uuid, i));
    return array;
}

/* Adds legs to an answer, each once. */
static bool
add_legs(struct transaction *transaction, struct log_answer *answer, GHashTable *known,
         const struct rows *rows, GError **error)
{
    struct store *store = transaction_store(transaction);

    for (size_t row = 0; row < rows_count(rows); row++) {
        g_autoptr(leg_record) leg = leg_rows_read_one(rows, row);
        const char *referrer;
        const char *recipient;

        if (g_hash_table_contains(known, &leg->id))
            continue;
        referrer = agency_names_find(store, leg->referrer, error);
        if (referrer == NULL)
            return false;
        recipient = agency_names_find(store, leg->recipient, error);
        if (recipient == NULL)
            return false;
        g_strlcpy(leg->referrer_id, referrer, sizeof leg->referrer_id);
        g_strlcpy(leg->recipient_id, recipient, sizeof leg->recipient_id);
        g_hash_table_add(known, &leg->id);
        g_ptr_array_add(answer->legs, g_steal_pointer(&leg));
    }
    return true;
}

/*
 * Another round trip where the first answers call for it: the siblings of first-accept
 * legs, because whoever accepts ends them, and the legs of entries that exist.
 */
static bool
add_further_legs(struct transaction *transaction, struct log_answer *answer,
                 GHashTable *known, GError **error)
{
    g_autoptr(array) legs = array_new(PARAMETER_UUID);
    g_autoptr(array) referrals = array_new(PARAMETER_UUID);
    g_autoptr(rows) found = NULL;

    for (guint i = 0; i < answer->legs->len; i++) {
        const struct leg_record *leg = g_ptr_array_index(answer->legs, i);

        if (leg->life.mode == MODE_FIRST_ACCEPT)
            array_add_uuid(referrals, &leg->referral);
    }
    for (guint i = 0; i < answer->entries->len; i++) {
        const struct log_entry *entry = g_ptr_array_index(answer->entries, i);

        if (entry->has_leg && !g_hash_table_contains(known, &entry->leg))
            array_add_uuid(legs, &entry->leg);
    }
    if (array_length(legs) + array_length(referrals) == 0)
        return true;
    found = transaction_query(
        transaction, &find_legs,
        PARAMETERS(parameter_array(legs), parameter_array(referrals)), error);
    return found != NULL && add_legs(transaction, answer, known, found, error);
}

/* The same for the shelves. */
static bool
add_further_records(struct transaction *transaction, struct log_answer *answer,
                    GError **error)
{
    struct shelf_question further = {0};
    bool is_found;

    for (int name = 0; name < SHELF_COUNT; name++)
        if (shelves[name]->ask_further != NULL)
            shelves[name]->ask_further(answer, &further);
    is_found = shelves_send(transaction, &further, error) &&
               shelves_receive(transaction, &further, &answer->shelves, error);
    shelf_question_clear(&further);
    return is_found;
}

static int
compare_legs(const void *one, const void *other)
{
    const struct leg_record *a = *(struct leg_record *const *)one;
    const struct leg_record *b = *(struct leg_record *const *)other;

    return (a->sequence > b->sequence) - (a->sequence < b->sequence);
}

static bool
send_question(struct transaction *transaction, const struct log_question *question,
              GError **error)
{
    g_autoptr(array) documents = uuids(question->documents);
    g_autoptr(array) legs = uuids(question->legs);
    g_autoptr(array) referrals = uuids(question->referrals);

    return transaction_send(transaction, &take_lock, NO_PARAMETERS, error) &&
           transaction_send(transaction, &find_head, NO_PARAMETERS, error) &&
           transaction_send(transaction, &find_entries,
                            PARAMETERS(parameter_array(documents)), error) &&
           transaction_send(
               transaction, &find_legs,
               PARAMETERS(parameter_array(legs), parameter_array(referrals)), error) &&
           shelves_send(transaction, &question->shelves, error);
}

struct log_answer *
log_ask(struct transaction *transaction, const struct log_question *question,
        GError **error)
{
    g_autoptr(log_answer) answer = g_new0(struct log_answer, 1);
    g_autoptr(GHashTable) known = g_hash_table_new(uuid_table_hash, uuid_table_equal);
    g_autoptr(rows) lock = NULL;
    g_autoptr(rows) head = NULL;
    g_autoptr(rows) entries = NULL;
    g_autoptr(rows) legs = NULL;

    if (!send_question(transaction, question, error) ||
        (lock = transaction_receive(transaction, error)) == NULL ||
        (head = transaction_receive(transaction, error)) == NULL ||
        (entries = transaction_receive(transaction, error)) == NULL ||
        (legs = transaction_receive(transaction, error)) == NULL ||
        !shelves_receive(transaction, &question->shelves, &answer->shelves, error))
        return NULL;
    read_head(head, &answer->head);
    answer->entries = g_ptr_array_new_with_free_func((GDestroyNotify)log_entry_free);
    answer->legs = g_ptr_array_new_with_free_func((GDestroyNotify)leg_record_free);
    for (size_t row = 0; row < rows_count(entries); row++)
        g_ptr_array_add(answer->entries, read_entry(entries, row));
    if (!add_legs(transaction, answer, known, legs, error) ||
        !add_further_legs(transaction, answer, known, error) ||
        !add_further_records(transaction, answer, error))
        return NULL;
    g_ptr_array_sort(answer->legs, compare_legs);
    return g_steal_pointer(&answer);
}

/* Writing. */

static const struct statement insert_entries = {
    "log_insert_entries",
    "INSERT INTO entry (sequence, id, case_id, leg, kind, sender, recipient,"
    " received_us, certificate_sha256, document_sha256, chain, matter)"
    " SELECT unnest($1::bigint[]), unnest($2::uuid[]), unnest($3::uuid[]),"
    " unnest($4::uuid[]), unnest($5::text[])::document_kind, unnest($6::integer[]),"
    " unnest($7::integer[]), unnest($8::bigint[]), unnest($9::bytea[]),"
    " unnest($10::bytea[]), unnest($11::bytea[]), unnest($12::uuid[])"};

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
    return columns_send(columns, transaction, &insert_entries, error);
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

/* What is asked outside commits. */

static const struct statement read_after = {
    "log_read_after", "SELECT " ENTRY_COLUMNS ", d.signed_bytes"
                      " FROM entry AS e JOIN document AS d USING (sequence)"
                      " WHERE e.sequence > $1 ORDER BY e.sequence LIMIT $2"};

GPtrArray *
log_read(struct transaction *transaction, int64_t after, int limit, GError **error)
{
    g_autoptr(rows) found = transaction_query(
        transaction, &read_after,
        PARAMETERS(parameter_int8(after), parameter_int8(limit)), error);
    GPtrArray *entries;

    if (found == NULL)
        return NULL;
    entries = g_ptr_array_new_with_free_func((GDestroyNotify)log_entry_free);
    for (size_t row = 0; row < rows_count(found); row++) {
        struct log_entry *entry = read_entry(found, row);

        entry->signed_bytes = read_bytes(found, row, ENTRY_COLUMN_COUNT);
        g_ptr_array_add(entries, entry);
    }
    return entries;
}

static const struct statement find_sent = {
    "log_find_sent",
    "SELECT " ENTRY_COLUMNS " FROM entry AS e JOIN document AS d USING (sequence)"
    " WHERE e.id = $1 AND e.sender = $2"};

struct log_entry *
log_find_sent(struct store *store, const struct uuid *id, int sender, GError **error)
{
    g_autoptr(rows) found =
        store_query(store, &find_sent,
                    PARAMETERS(parameter_uuid(id), parameter_int4(sender)), error);

    if (found == NULL)
        return NULL;
    if (rows_count(found) == 0) {
        g_set_error(error, STORE_ERROR, STORE_ERROR_NOT_FOUND,
                    "this agency has submitted no such document");
        return NULL;
    }
    return read_entry(found, 0);
}

/*
 * What a withdrawal or an award takes back from a recipient is what tells about the
 * person; its own documents and the withdrawal itself stay readable.  A view of cases
 * is read until its last day ($3, days since 1970), or until it or the audit is ended.
 */
static const struct statement find_document = {
    "log_find_document",
    "SELECT " ENTRY_COLUMNS ", d.signed_bytes, COALESCE(e.recipient = $2"
    " AND e.kind IN ('referral', 'disclosure', 'information-disclosure')"
    " AND l.state IN ('withdrawn', 'superseded') AND l.accepted_us IS NULL, false),"
    " CASE WHEN e.kind = 'audit-access' AND e.recipient = $2 THEN EXISTS ("
    "  SELECT FROM matter AS m"
    "   JOIN matter_step AS s ON s.matter = m.id AND s.sequence = e.sequence"
    "   WHERE m.id = e.matter AND s.word = 'granted'"
    "    AND (m.due_on < DATE '1970-01-01' + $3::integer OR m.ended_us IS NOT NULL"
    "     OR EXISTS (SELECT FROM matter_step WHERE matter = m.id AND word = 'ended')))"
    "  ELSE false END"
    " FROM entry AS e JOIN document AS d USING (sequence)"
    " LEFT JOIN leg AS l ON l.id = e.leg"
    " WHERE e.id = $1 AND (e.sender = $2 OR e.recipient = $2 OR e.recipient IS NULL)"};

struct log_entry *
log_find_document(struct store *store, const struct uuid *id, int reader, int32_t today,
                  GError **error)
{
    g_autoptr(log_entry) entry = NULL;
    struct digest actual;
    g_autoptr(rows) found = store_query(
        store, &find_document,
        PARAMETERS(parameter_uuid(id), parameter_int4(reader), parameter_int4(today)),
        error);

    if (found == NULL)
        return NULL;
    if (rows_count(found) == 0) {
        g_set_error(error, STORE_ERROR, STORE_ERROR_NOT_FOUND,
                    "no such document, or not this agency's to see");
        return NULL;
    }
    if (rows_bool(found, 0, ENTRY_COLUMN_COUNT + 1)) {
        g_set_error(error, STORE_ERROR, STORE_ERROR_GONE,
                    "the referral was withdrawn, or another agency was chosen");
        return NULL;
    }
    if (rows_bool(found, 0, ENTRY_COLUMN_COUNT + 2)) {
        g_set_error(error, STORE_ERROR, STORE_ERROR_GONE,
                    "the view of these cases has ended");
        return NULL;
    }
    entry = read_entry(found, 0);
    entry->signed_bytes = read_bytes(found, 0, ENTRY_COLUMN_COUNT);
    actual = digest_of_bytes(entry->signed_bytes);
    if (!digest_is_equal(&actual, &entry->document)) {
        g_set_error(error, STORE_ERROR, STORE_ERROR_CORRUPT,
                    "entry %" G_GINT64_FORMAT ": the bytes do not have their SHA-256",
                    entry->sequence);
        return NULL;
    }
    return g_steal_pointer(&entry);
}
