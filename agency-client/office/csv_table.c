/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/csv_table.h"

#include "agency-client/office/home.h"

#include <csv.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct reading {
    struct csv_table *table;
    struct csv_row *row; /* that is being read; NULL between rows */
    int line;            /* of the piece that is being read */
    int begun_on;        /* line of the row that is being read */
    const char *refusal; /* NULL while all is well */
};

static void
row_free(struct csv_row *row)
{
    g_ptr_array_unref(row->fields);
    g_free(row);
}

void
csv_table_free(struct csv_table *table)
{
    if (table == NULL)
        return;
    g_ptr_array_unref(table->rows);
    g_free(table);
}

static void
take_field(void *text, size_t size, void *data)
{
    struct reading *reading = data;

    if (reading->row == NULL) {
        reading->row = g_new0(struct csv_row, 1);
        reading->row->line = reading->begun_on;
        reading->row->fields = g_ptr_array_new_with_free_func(g_free);
    }
    if (size > CSV_MAX_FIELD_BYTES)
        reading->refusal = "a field is too long";
    else if (reading->row->fields->len == CSV_MAX_COLUMNS)
        reading->refusal = "there are too many fields";
    else
        g_ptr_array_add(reading->row->fields, g_strndup(text, size));
}

static void
take_row(int terminator, void *data)
{
    struct reading *reading = data;

    (void)terminator;
    if (reading->row == NULL)
        return;
    g_ptr_array_add(reading->table->rows, g_steal_pointer(&reading->row));
    reading->begun_on = reading->line + 1;
    if (reading->table->rows->len > CSV_MAX_ROWS)
        reading->refusal = "there are too many rows";
}

/* The text ends with its size, not with a NUL. */
static bool
is_blank(const char *text, size_t size)
{
    while (size > 0 && g_ascii_isspace(text[size - 1]))
        size--;
    return size == 0;
}

/* Line by line, because the parser does not say on which line a row begins. */
static bool
read_lines(struct reading *reading, struct csv_parser *parser, const char *text,
           size_t size)
{
    while (size > 0 && reading->refusal == NULL) {
        const char *end = memchr(text, '\n', size);
        size_t length = end != NULL ? (size_t)(end - text) + 1 : size;
        size_t before = reading->table->rows->len;
        bool is_empty = is_blank(text, length);

        reading->line++;
        if (reading->begun_on == 0)
            reading->begun_on = reading->line;
        if (csv_parse(parser, text, length, take_field, take_row, reading) != length)
            return false;
        /* An empty line between rows is no row. */
        if (is_empty && reading->row == NULL && reading->table->rows->len == before &&
            reading->begun_on == reading->line)
            reading->begun_on = reading->line + 1;
        text += length;
        size -= length;
    }
    return reading->refusal == NULL &&
           csv_fini(parser, take_field, take_row, reading) == 0;
}

static bool
check_text(const char *text, size_t size, GError **error)
{
    if (size <= CSV_MAX_BYTES && g_utf8_validate(text, (gssize)size, NULL))
        return true;
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                size > CSV_MAX_BYTES
                    ? "the table is larger than 16 MiB"
                    : "the table is not UTF-8: save it as 'CSV UTF-8'");
    return false;
}

struct csv_table *
csv_table_read(GBytes *bytes, GError **error)
{
    g_autoptr(csv_table) table = g_new0(struct csv_table, 1);
    struct reading reading = {.table = table};
    struct csv_parser parser;
    size_t size = 0;
    const char *text = g_bytes_get_data(bytes, &size);
    bool is_read;

    table->rows = g_ptr_array_new_with_free_func((GDestroyNotify)row_free);
    if (!check_text(text, size, error))
        return NULL;
    if (size >= strlen(BYTE_ORDER_MARK) &&
        memcmp(text, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK)) == 0) {
        text += strlen(BYTE_ORDER_MARK);
        size -= strlen(BYTE_ORDER_MARK);
    }
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
        g_error("libcsv cannot start");
    is_read = read_lines(&reading, &parser, text, size);
    csv_free(&parser);
    g_clear_pointer(&reading.row, row_free);
    if (is_read)
        return g_steal_pointer(&table);
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID, "line %d: %s", reading.line,
                reading.refusal != NULL
                    ? reading.refusal
                    : "a quote is not closed, or stands inside a field without quotes");
    return NULL;
}
