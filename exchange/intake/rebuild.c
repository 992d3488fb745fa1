/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/rebuild.h"

#include "common/trust/signature.h"
#include "exchange/intake/family.h"
#include "exchange/intake/fold.h"

#define REBUILD_ENTRIES 500 /* folded together */

struct rebuilding {
    struct validator *wire;
    int64_t entries;
};

static void
document_clear(void *data)
{
    if (data != NULL)
        document_free(data);
}

/* The documents of some entries, in the same order. */
static GPtrArray *
documents_read(struct validator *wire, const GPtrArray *entries, GError **error)
{
    g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func(document_clear);

    for (unsigned int i = 0; i < entries->len; i++) {
        const struct log_entry *entry = g_ptr_array_index(entries, i);
        g_autoptr(GBytes) content = signature_content(entry->signed_bytes, error);
        struct document *document =
            content == NULL ? NULL : document_judge(wire, content, NULL, error);

        if (document == NULL) {
            g_prefix_error(error, "entry %" G_GINT64_FORMAT ": ", entry->sequence);
            return NULL;
        }
        g_ptr_array_add(documents, document);
    }
    return g_steal_pointer(&documents);
}

static struct ledger *
ledger_read(struct transaction *transaction, const GPtrArray *documents, GError **error)
{
    g_autoptr(log_question) question = log_question_new();
    g_autoptr(log_answer) answer = NULL;

    for (unsigned int i = 0; i < documents->len; i++)
        family_ask(question, g_ptr_array_index(documents, i));
    answer = log_ask(transaction, question, error);
    return answer == NULL ? NULL : ledger_new(answer);
}

/* Folds some entries and writes the rows that they make. */
static bool
entries_fold(struct transaction *transaction, struct validator *wire,
             const GPtrArray *entries, GError **error)
{
    g_autoptr(GPtrArray) documents = documents_read(wire, entries, error);
    g_autoptr(ledger) ledger = NULL;
    g_autoptr(projection_batch) rows = NULL;

    if (documents == NULL)
        return false;
    ledger = ledger_read(transaction, documents, error);
    if (ledger == NULL)
        return false;
    for (unsigned int i = 0; i < entries->len; i++) {
        const struct document *document = g_ptr_array_index(documents, i);
        int registered = 0;

        if (document->kind == KIND_REGISTRATION &&
            !agency_number(transaction, document->registration.agency, &registered,
                           error))
            return false;
        fold_entry(ledger, g_ptr_array_index(entries, i), document, registered);
    }
    rows = ledger_close(g_steal_pointer(&ledger));
    return projection_write(transaction, rows, error);
}

static bool
log_fold(struct transaction *transaction, void *data, GError **error)
{
    struct rebuilding *rebuilding = data;
    g_autoptr(log_question) nothing = log_question_new();
    g_autoptr(log_answer) locked = log_ask(transaction, nothing, error);
    int64_t after = 0;

    if (locked == NULL || !projection_clear(transaction, error))
        return false;
    rebuilding->entries = 0;
    while (after < locked->head.sequence) {
        g_autoptr(GPtrArray) entries =
            log_read(transaction, after, REBUILD_ENTRIES, error);
        const struct log_entry *last;

        if (entries == NULL)
            return false;
        if (entries->len == 0)
            break;
        if (!entries_fold(transaction, rebuilding->wire, entries, error))
            return false;
        last = g_ptr_array_index(entries, entries->len - 1);
        after = last->sequence;
        rebuilding->entries += entries->len;
    }
    return true;
}

bool
rebuild_projections(struct store *store, const struct schema *wire, int64_t *entries,
                    GError **error)
{
    g_autoptr(validator) validator = validator_new(wire);
    struct rebuilding rebuilding = {.wire = validator};

    if (!store_transact(store, log_fold, &rebuilding, error))
        return false;
    *entries = rebuilding.entries;
    return true;
}
