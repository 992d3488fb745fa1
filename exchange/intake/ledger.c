/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/ledger.h"

enum change { UNCHANGED, CHANGED, NEW };

struct known_leg {
    struct leg_record *leg; /* owned until the ledger closes */
    enum change change;
};

struct ledger {
    GPtrArray *answered;   /* struct log_entry, owned */
    GHashTable *entries;   /* struct uuid of the document -> struct log_entry */
    GHashTable *legs;      /* struct uuid -> struct known_leg, owned */
    GHashTable *referrals; /* struct uuid -> GPtrArray of struct leg_record */
    /* struct uuid -> struct known_record, owned; NULL where a shelf holds nothing. */
    GHashTable *shelves[SHELF_COUNT];
    struct projection_batch *rows;
};

struct known_record {
    void *record; /* owned until the ledger closes */
    enum change change;
    const struct shelf *shelf;
};

static void
known_leg_free(void *data)
{
    struct known_leg *known = data;

    if (known->leg != NULL)
        leg_record_free(known->leg);
    g_free(known);
}

static void
legs_free(void *data)
{
    g_ptr_array_unref(data);
}

static void
leg_know(struct ledger *ledger, struct leg_record *leg, enum change change)
{
    struct known_leg *known = g_new0(struct known_leg, 1);
    GPtrArray *siblings = g_hash_table_lookup(ledger->referrals, &leg->referral);

    known->leg = leg;
    known->change = change;
    g_hash_table_insert(ledger->legs, &leg->id, known);
    if (siblings == NULL) {
        siblings = g_ptr_array_new();
        g_hash_table_insert(ledger->referrals, &leg->referral, siblings);
    }
    g_ptr_array_add(siblings, leg);
}

static void
known_record_free(void *data)
{
    struct known_record *known = data;

    if (known->record != NULL)
        known->shelf->free(known->record);
    g_free(known);
}

static void
record_know(struct ledger *ledger, enum shelf_name name, void *record,
            enum change change)
{
    struct known_record *known = g_new0(struct known_record, 1);

    known->record = record;
    known->change = change;
    known->shelf = shelves[name];
    if (ledger->shelves[name] == NULL)
        ledger->shelves[name] = g_hash_table_new_full(uuid_table_hash, uuid_table_equal,
                                                      NULL, known_record_free);
    g_hash_table_insert(ledger->shelves[name], record, known);
}

static void
records_know(struct ledger *ledger, struct shelf_answer *answer)
{
    for (int name = 0; name < SHELF_COUNT; name++) {
        g_autofree void **records = NULL;
        size_t count;

        if (answer->records[name] == NULL)
            continue;
        records = g_ptr_array_steal(answer->records[name], &count);
        for (size_t i = 0; i < count; i++)
            record_know(ledger, (enum shelf_name)name, records[i], UNCHANGED);
    }
}

static int
leg_compare(const void *one, const void *other)
{
    const struct leg_record *a = *(const struct leg_record *const *)one;
    const struct leg_record *b = *(const struct leg_record *const *)other;

    return (a->sequence > b->sequence) - (a->sequence < b->sequence);
}

struct ledger *
ledger_new(struct log_answer *answer)
{
    struct ledger *ledger = g_new0(struct ledger, 1);
    g_autofree void **legs = NULL;
    size_t leg_count;

    ledger->answered = g_ptr_array_ref(answer->entries);
    ledger->entries = g_hash_table_new(uuid_table_hash, uuid_table_equal);
    ledger->legs =
        g_hash_table_new_full(uuid_table_hash, uuid_table_equal, NULL, known_leg_free);
    ledger->referrals =
        g_hash_table_new_full(uuid_table_hash, uuid_table_equal, NULL, legs_free);
    ledger->rows = projection_batch_new();
    for (unsigned int i = 0; i < answer->entries->len; i++)
        ledger_insert_entry(ledger, g_ptr_array_index(answer->entries, i));
    g_ptr_array_sort(answer->legs, leg_compare);
    legs = g_ptr_array_steal(answer->legs, &leg_count);
    for (size_t i = 0; i < leg_count; i++)
        leg_know(ledger, legs[i], UNCHANGED);
    records_know(ledger, &answer->shelves);
    return ledger;
}

void
ledger_free(struct ledger *ledger)
{
    g_hash_table_unref(ledger->referrals);
    g_hash_table_unref(ledger->legs);
    g_hash_table_unref(ledger->entries);
    g_ptr_array_unref(ledger->answered);
    for (int name = 0; name < SHELF_COUNT; name++)
        g_clear_pointer(&ledger->shelves[name], g_hash_table_unref);
    if (ledger->rows != NULL)
        projection_batch_free(ledger->rows);
    g_free(ledger);
}

const struct log_entry *
ledger_find_entry(const struct ledger *ledger, const struct uuid *id)
{
    return g_hash_table_lookup(ledger->entries, id);
}

const struct leg_record *
ledger_find_leg(const struct ledger *ledger, const struct uuid *id)
{
    const struct known_leg *known = g_hash_table_lookup(ledger->legs, id);

    return known == NULL ? NULL : known->leg;
}

const GPtrArray *
ledger_list_referral(const struct ledger *ledger, const struct uuid *referral)
{
    return g_hash_table_lookup(ledger->referrals, referral);
}

struct leg_record *
ledger_change_leg(struct ledger *ledger, const struct uuid *id,
                  const struct log_entry *entry)
{
    struct known_leg *known = g_hash_table_lookup(ledger->legs, id);

    if (known == NULL)
        return NULL;
    if (known->change == UNCHANGED)
        known->change = CHANGED;
    known->leg->changed = entry->sequence;
    return known->leg;
}

static struct known_record *
record_find(const struct ledger *ledger, enum shelf_name name, const struct uuid *id)
{
    GHashTable *records = ledger->shelves[name];

    return records == NULL ? NULL : g_hash_table_lookup(records, id);
}

const void *
ledger_find(const struct ledger *ledger, enum shelf_name name, const struct uuid *id)
{
    const struct known_record *known = record_find(ledger, name, id);

    return known == NULL ? NULL : known->record;
}

void *
ledger_change(struct ledger *ledger, enum shelf_name name, const struct uuid *id)
{
    struct known_record *known = record_find(ledger, name, id);

    if (known == NULL)
        return NULL;
    if (known->change == UNCHANGED)
        known->change = CHANGED;
    return known->record;
}

void
ledger_insert(struct ledger *ledger, enum shelf_name name, void *record)
{
    record_know(ledger, name, record, NEW);
}

GPtrArray *
ledger_list(const struct ledger *ledger, enum shelf_name name)
{
    GPtrArray *list = g_ptr_array_new();
    GHashTableIter iterator;
    void *value;

    if (ledger->shelves[name] == NULL)
        return list;
    g_hash_table_iter_init(&iterator, ledger->shelves[name]);
    while (g_hash_table_iter_next(&iterator, NULL, &value))
        g_ptr_array_add(list, ((struct known_record *)value)->record);
    return list;
}

void
ledger_insert_entry(struct ledger *ledger, struct log_entry *entry)
{
    g_hash_table_insert(ledger->entries, &entry->id, entry);
}

void
ledger_insert_leg(struct ledger *ledger, struct leg_record *leg)
{
    leg_know(ledger, leg, NEW);
}

void
ledger_flag_document(struct ledger *ledger, const struct log_entry *entry,
                     const struct uuid *document, bool is_raised)
{
    struct document_flag flag = {
        .document = *document,
        .sequence = entry->sequence,
        .is_raised = is_raised,
    };

    g_array_append_val(ledger->rows->flags, flag);
}

struct projection_batch *
ledger_rows(struct ledger *ledger)
{
    return ledger->rows;
}

static void
records_close(struct ledger *ledger, enum shelf_name name,
              struct projection_batch *rows)
{
    GHashTableIter iterator;
    void *value;

    if (ledger->shelves[name] == NULL)
        return;
    g_hash_table_iter_init(&iterator, ledger->shelves[name]);
    while (g_hash_table_iter_next(&iterator, NULL, &value)) {
        struct known_record *known = value;

        if (known->change != UNCHANGED)
            projection_batch_add(rows, name, g_steal_pointer(&known->record),
                                 known->change == NEW);
    }
}

struct projection_batch *
ledger_close(struct ledger *ledger)
{
    struct projection_batch *rows = g_steal_pointer(&ledger->rows);
    GHashTableIter iterator;
    void *value;

    g_hash_table_iter_init(&iterator, ledger->legs);
    while (g_hash_table_iter_next(&iterator, NULL, &value)) {
        struct known_leg *known = value;

        if (known->change == NEW)
            g_ptr_array_add(rows->new_legs, g_steal_pointer(&known->leg));
        else if (known->change == CHANGED)
            g_ptr_array_add(rows->changed_legs, g_steal_pointer(&known->leg));
    }
    for (int name = 0; name < SHELF_COUNT; name++)
        records_close(ledger, (enum shelf_name)name, rows);
    /* Keys point into what has just moved out. */
    ledger_free(ledger);
    return rows;
}
