/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/csv_table.h"

#include <string.h>

/* Rows as "line:field|field", joined by spaces. */
static char *
describe(const struct csv_table *table)
{
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < table->rows->len; i++) {
        const struct csv_row *row = table->rows->pdata[i];

        g_string_append_printf(text, "%s%d:", i > 0 ? " " : "", row->line);
        for (unsigned j = 0; j < row->fields->len; j++)
            g_string_append_printf(text, "%s%s", j > 0 ? "|" : "",
                                   (const char *)row->fields->pdata[j]);
    }
    return g_string_free(text, FALSE);
}

static const struct {
    const char *why;
    const char *csv;
    const char *read; /* NULL: refused */
} cases[] = {
    {"plain lines", "a,b\n1,2\n", "1:a|b 2:1|2"},
    {"CRLF is one end of line", "a,b\r\n1,2\r\n", "1:a|b 2:1|2"},
    {"a byte order mark is no part of the first name",
     "\xef\xbb\xbf"
     "a,b\n1,2\n",
     "1:a|b 2:1|2"},
    {"the last line needs no end", "a\n1", "1:a 2:1"},
    {"a quoted field holds commas, quotes and line ends, and the lines are counted",
     "a,b\n\"x, \"\"y\"\"\nz\",2\n3,4\n", "1:a|b 2:x, \"y\"\nz|2 4:3|4"},
    {"an empty line is no row", "a\n\n\n1\n\n2\n", "1:a 4:1 6:2"},
    {"an empty field is a field", "a,b,c\n,,\n", "1:a|b|c 2:||"},
    {"a quote that is not closed", "a\n\"x\n1\n", NULL},
    {"a quote inside a plain field", "a\nx\"y\n", NULL},
    {"Latin-1", "a\n\xe9\n", NULL},
};

static void
test_tables_are_read_by_rfc_4180(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GBytes) bytes = g_bytes_new(cases[i].csv, strlen(cases[i].csv));
        g_autoptr(GError) error = NULL;
        g_autoptr(csv_table) table = csv_table_read(bytes, &error);
        g_autofree char *read = table != NULL ? describe(table) : NULL;

        g_test_message("%s", cases[i].why);
        g_assert_cmpstr(read, ==, cases[i].read);
        g_assert_true((error != NULL) == (table == NULL));
    }
}

static void
test_a_table_has_bounds(void)
{
    g_autoptr(GString) text = g_string_new("a\n");
    g_autoptr(GError) error = NULL;
    g_autoptr(csv_table) table = NULL;
    g_autoptr(GBytes) bytes = NULL;

    for (int i = 0; i < CSV_MAX_ROWS; i++)
        g_string_append(text, "1\n");
    bytes = g_bytes_new(text->str, text->len);
    table = csv_table_read(bytes, &error);
    g_assert_null(table);
    g_assert_nonnull(strstr(error->message, "too many rows"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/csv/tables-are-read-by-rfc-4180",
                    test_tables_are_read_by_rfc_4180);
    g_test_add_func("/csv/a-table-has-bounds", test_a_table_has_bounds);
    return g_test_run();
}
