/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/ledger.h"

enum change { UNCHANGED, CHANGED, NEW };

/* What is known of one thing, and what becomes of it. */
struct known {
    void *record; /* owned until the ledger closes */
    enum change change;
    void (*free)(void *record);
};

struct ledger {
    GPtrArray *answered;   /* struct log_entry, owned */
    GHashTable *entries;   /* struct uuid of the document -> struct log_entry */
    GHashTable *legs;      /* struct uuid -> struct known of struct leg_record */
    GHashTable *referrals; /* struct uuid -> GPtrArray of struct leg_record */
    /* struct uuid -> struct known of a shelf's record; NULL where there are none. */
    GHashTable *shelves[SHELF_COUNT];
    struct projection_batch *rows;
};

static void
known_free(void *data)
{
    struct known *known = data;

    if (known->record != NULL)
        known->free(known->record);
    g_free(known);
}

static GHashTable *
known_table_new(void)
{
    return g_hash_table_new_full(uuid_table_hash, uuid_table_equal, NULL, known_free);
}

/* Keeps a record, which begins with its id, under it. */
static void
known_insert(GHashTable *table, void *record, enum change change,
             void (*free)(void *record))
{
    struct known *known = g_new(struct known, 1);

    *known = (struct known){.record = record, .change = change, .free = free};
    g_hash_table_insert(table, record, known);
}

/* The record of an id, to be changed if so asked; NULL when there is none. */
static void *
known_find(GHashTable *table, const struct uuid *id, bool is_changed)
{
    struct known *known = table == NULL ? NULL : g_hash_table_lookup(table, id);

    if (known == NULL)
        return NULL;
    if (is_changed && known->change == UNCHANGED)
        known->change = CHANGED;
    return known->record;
}

static void
legs_free(void *data)
{
    g_ptr_array_unref(data);
}

static void
leg_free(void *leg)
{
    leg_record_free(leg);
}

static void
leg_know(struct ledger *ledger, struct leg_record *leg, enum change change)
{
    GPtrArray *siblings = g_hash_table_lookup(ledger->referrals, &leg->referral);

    known_insert(ledger->legs, leg, change, leg_free);
    if (siblings == NULL) {
        siblings = g_ptr_array_new();
        g_hash_table_insert(ledger->referrals, &leg->referral, siblings);
    }
    g_ptr_array_add(siblings, leg);
}

static void
record_know(struct ledger *ledger, enum shelf_name name, void *record,
            enum change change)
{
    if (ledger->shelves[name] == NULL)
        ledger->shelves[name] = known_table_new();
    known_insert(ledger->shelves[name], record, change, shelves[name]->free);
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
    ledger->legs = known_table_new();
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
    return known_find(ledger->legs, id, false);
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
    struct leg_record *leg = known_find(ledger->legs, id, true);

    if (leg != NULL)
        leg->changed = entry->sequence;
    return leg;
}

const void *
ledger_find(const struct ledger *ledger, enum shelf_name name, const struct uuid *id)
{
    return known_find(ledger->shelves[name], id, false);
}

void *
ledger_change(struct ledger *ledger, enum shelf_name name, const struct uuid *id)
{
    return known_find(ledger->shelves[name], id, true);
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
        g_ptr_array_add(list, ((struct known *)value)->record);
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
legs_close(struct ledger *ledger, struct projection_batch *rows)
{
    GHashTableIter iterator;
    void *value;

    g_hash_table_iter_init(&iterator, ledger->legs);
    while (g_hash_table_iter_next(&iterator, NULL, &value)) {
        struct known *known = value;

        if (known->change != UNCHANGED)
            g_ptr_array_add(known->change == NEW ? rows->new_legs : rows->changed_legs,
                            g_steal_pointer(&known->record));
    }
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
        struct known *known = value;

        if (known->change != UNCHANGED)
            projection_batch_add(rows, name, g_steal_pointer(&known->record),
                                 known->change == NEW);
    }
}

struct projection_batch *
ledger_close(struct ledger *ledger)
{
    struct projection_batch *rows = g_steal_pointer(&ledger->rows);

    legs_close(ledger, rows);
    for (int name = 0; name < SHELF_COUNT; name++)
        records_close(ledger, (enum shelf_name)name, rows);
    /* Keys point into what has just moved out. */
    ledger_free(ledger);
    return rows;
}
