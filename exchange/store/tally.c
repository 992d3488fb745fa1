/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/tally.h"

#include <string.h>

/* Stands for the margin; no code begins so. */
#define MARGIN "\x01"

struct count {
    int64_t count;
    GHashTable *agencies; /* number: struct share */
    size_t number;        /* in the suppression */
};

struct share {
    int64_t count;
};

struct tally {
    const char *measure;
    const char *unit;
    const char *rows;
    const char *columns;
    bool is_hidden;
    bool is_entered;
    GHashTable *row_codes; /* sets of char * */
    GHashTable *column_codes;
    GHashTable *counts; /* "row\ncolumn": struct count */
};

static void
count_free(void *data)
{
    struct count *count = data;

    g_hash_table_unref(count->agencies);
    g_free(count);
}

struct tally *
tally_new(const char *measure, const char *unit, const char *rows, const char *columns,
          bool is_hidden)
{
    struct tally *tally = g_new0(struct tally, 1);

    tally->measure = measure;
    tally->unit = unit;
    tally->rows = rows;
    tally->columns = columns;
    tally->is_hidden = is_hidden;
    tally->row_codes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    tally->column_codes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    tally->counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, count_free);
    return tally;
}

void
tally_free(struct tally *tally)
{
    if (tally == NULL)
        return;
    g_hash_table_unref(tally->row_codes);
    g_hash_table_unref(tally->column_codes);
    g_hash_table_unref(tally->counts);
    g_free(tally);
}

bool
tally_is_hidden(const struct tally *tally)
{
    return tally->is_hidden;
}

static char *
key_of(const char *row, const char *column)
{
    return g_strconcat(row == NULL ? MARGIN : row, "\n",
                       column == NULL ? MARGIN : column, NULL);
}

static struct count *
find(const struct tally *tally, const char *row, const char *column)
{
    g_autofree char *key = key_of(row, column);

    return g_hash_table_lookup(tally->counts, key);
}

static void
add_at(struct tally *tally, const char *row, const char *column, int agency,
       int64_t added)
{
    struct count *count = find(tally, row, column);
    struct share *share;

    if (count == NULL) {
        count = g_new0(struct count, 1);
        count->agencies =
            g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
        g_hash_table_insert(tally->counts, key_of(row, column), count);
    }
    share = g_hash_table_lookup(count->agencies, GINT_TO_POINTER(agency));
    if (share == NULL) {
        share = g_new0(struct share, 1);
        g_hash_table_insert(count->agencies, GINT_TO_POINTER(agency), share);
    }
    count->count += added;
    share->count += added;
}

void
tally_add(struct tally *tally, const char *row, const char *column, int agency,
          int64_t count)
{
    g_hash_table_add(tally->row_codes, g_strdup(row));
    add_at(tally, row, NULL, agency, count);
    add_at(tally, NULL, NULL, agency, count);
    if (column != NULL) {
        g_hash_table_add(tally->column_codes, g_strdup(column));
        add_at(tally, row, column, agency, count);
        add_at(tally, NULL, column, agency, count);
    }
}

int64_t
tally_count(const struct tally *tally, const char *row, const char *column)
{
    const struct count *count = find(tally, row, column);

    return count == NULL ? 0 : count->count;
}

static int
compare_codes(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static GPtrArray *
sorted(GHashTable *codes)
{
    GPtrArray *list = g_ptr_array_new();
    GHashTableIter iterator;
    void *code;

    g_hash_table_iter_init(&iterator, codes);
    while (g_hash_table_iter_next(&iterator, &code, NULL))
        g_ptr_array_add(list, code);
    g_ptr_array_sort(list, compare_codes);
    return list;
}

GPtrArray *
tally_rows(const struct tally *tally)
{
    return sorted(tally->row_codes);
}

size_t
tally_number(const struct tally *tally, struct suppression *suppression,
             const char *row, const char *column)
{
    const struct count *count = find(tally, row, column);

    g_assert(tally->is_entered);
    return count == NULL ? suppression_add(suppression, 0, 0, 0) : count->number;
}

static void
enter_counts(struct tally *tally, struct suppression *suppression)
{
    GHashTableIter iterator;
    void *value;

    g_hash_table_iter_init(&iterator, tally->counts);
    while (g_hash_table_iter_next(&iterator, NULL, &value)) {
        struct count *count = value;
        GHashTableIter shares;
        void *share;
        int64_t largest = 0;

        g_hash_table_iter_init(&shares, count->agencies);
        while (g_hash_table_iter_next(&shares, NULL, &share))
            largest = MAX(largest, ((struct share *)share)->count);
        count->number =
            suppression_add(suppression, count->count,
                            (int)g_hash_table_size(count->agencies), largest);
    }
}

/* A line of counts that add up: along the rows or columns, at one code or margin. */
static void
enter_line(const struct tally *tally, struct suppression *suppression,
           const GPtrArray *codes, const char *at, bool is_along_rows)
{
    g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(size_t));

    for (guint i = 0; i < codes->len; i++) {
        const char *code = g_ptr_array_index(codes, i);
        size_t number = tally_number(tally, suppression, is_along_rows ? code : at,
                                     is_along_rows ? at : code);

        g_array_append_val(parts, number);
    }
    suppression_add_sum(suppression,
                        tally_number(tally, suppression, is_along_rows ? NULL : at,
                                     is_along_rows ? at : NULL),
                        parts);
}

void
tally_enter(struct tally *tally, struct suppression *suppression)
{
    g_autoptr(GPtrArray) rows = sorted(tally->row_codes);
    g_autoptr(GPtrArray) columns = sorted(tally->column_codes);

    tally->is_entered = true;
    enter_counts(tally, suppression);
    enter_line(tally, suppression, rows, NULL, true);
    if (tally->columns == NULL)
        return;
    enter_line(tally, suppression, columns, NULL, false);
    for (guint i = 0; i < columns->len; i++)
        enter_line(tally, suppression, rows, g_ptr_array_index(columns, i), true);
    for (guint i = 0; i < rows->len; i++)
        enter_line(tally, suppression, columns, g_ptr_array_index(rows, i), false);
}

static void
write_cell(const struct tally *tally, const struct suppression *suppression,
           GStringChunk *strings, GArray *cells, const char *row, const char *column)
{
    const struct count *count = find(tally, row, column);
    struct statistics_cell cell = {
        .row = row == NULL ? NULL : g_string_chunk_insert_const(strings, row),
        .column = column == NULL ? NULL : g_string_chunk_insert_const(strings, column),
        .flag = CELL_VALUE,
        .value_hundredths = count == NULL ? 0 : count->count * 100};

    if (suppression != NULL && count != NULL &&
        suppression_is_suppressed(suppression, count->number)) {
        cell.flag = CELL_SUPPRESSED;
        cell.value_hundredths = 0;
    }
    g_array_append_val(cells, cell);
}

struct statistics_table
tally_table(const struct tally *tally, const struct suppression *suppression,
            GStringChunk *strings)
{
    g_autoptr(GPtrArray) rows = sorted(tally->row_codes);
    g_autoptr(GPtrArray) columns = sorted(tally->column_codes);
    GArray *cells = g_array_new(FALSE, TRUE, sizeof(struct statistics_cell));
    struct statistics_table table = {.measure = tally->measure,
                                     .unit = tally->unit,
                                     .rows = tally->rows,
                                     .columns = tally->columns};

    g_ptr_array_add(rows, NULL);
    g_ptr_array_add(columns, NULL);
    for (guint i = 0; i < rows->len; i++)
        for (guint j = 0; j < columns->len; j++)
            write_cell(tally, suppression, strings, cells, g_ptr_array_index(rows, i),
                       g_ptr_array_index(columns, j));
    table.cell_count = cells->len;
    table.cells = (struct statistics_cell *)(void *)g_array_free(cells, FALSE);
    return table;
}
