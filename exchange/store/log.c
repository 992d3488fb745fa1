/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/log.h"

#include "exchange/store/agency_names.h"
#include "exchange/store/entry_rows.h"
#include "exchange/store/leg_rows.h"

#include <string.h>

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

static void
read_head(const struct rows *rows, struct log_head *head)
{
    *head = (struct log_head){0};
    if (rows_count(rows) == 0)
        return;
    head->sequence = rows_int8(rows, 0, 0);
    head->received_us = rows_int8(rows, 0, 1);
    entry_rows_digest(rows, 0, 2, &head->chain);
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
        g_ptr_array_add(answer->entries, entry_rows_read(entries, row));
    if (!add_legs(transaction, answer, known, legs, error) ||
        !add_further_legs(transaction, answer, known, error) ||
        !add_further_records(transaction, answer, error))
        return NULL;
    g_ptr_array_sort(answer->legs, compare_legs);
    return g_steal_pointer(&answer);
}
