/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/statistics_view.h"
#include "common/documents/names.h"
#include "common/documents/reader.h"
#include "common/documents/timestamp.h"
#include "common/documents/writer.h"
#include <string.h>

const char *const statistics_scope_names[] = {"own", "across", NULL};
const char *const cell_flag_names[] = {"value", "c", "x", "z", "low", NULL};

static const struct field view_fields[] = {
    NAMED("scope", statistics_view, scope, statistics_scope_names),
    OPTIONAL("agency", FIELD_TEXT, statistics_view, agency),
    OPTIONAL("period", FIELD_TEXT, statistics_view, period),
    REQUIRED("from", FIELD_DATE, statistics_view, from_on),
    REQUIRED("to", FIELD_DATE, statistics_view, to_on),
    REQUIRED("sequence", FIELD_SEQUENCE, statistics_view, sequence),
};

static const struct field table_fields[] = {
    REQUIRED("measure", FIELD_TEXT, statistics_table, measure),
    REQUIRED("unit", FIELD_TEXT, statistics_table, unit),
    OPTIONAL("rows", FIELD_TEXT, statistics_table, rows),
    OPTIONAL("columns", FIELD_TEXT, statistics_table, columns),
};

static const struct field key_fields[] = {
    OPTIONAL("row", FIELD_TEXT, statistics_cell, row),
    OPTIONAL("column", FIELD_TEXT, statistics_cell, column),
};

/* A value xor a flag. */
static const struct field value_fields[] = {
    REQUIRED("value", FIELD_FIGURE, statistics_cell, value_hundredths),
};

static const struct field flag_fields[] = {
    NAMED("flag", statistics_cell, flag, cell_flag_names),
};

static void
write_cell(GString *xml, const struct statistics_cell *cell)
{
    g_string_append(xml, "<cell");
    writer_fields(xml, key_fields, G_N_ELEMENTS(key_fields), cell);
    if (cell->flag == CELL_VALUE)
        writer_fields(xml, value_fields, G_N_ELEMENTS(value_fields), cell);
    else
        writer_fields(xml, flag_fields, G_N_ELEMENTS(flag_fields), cell);
    g_string_append(xml, "/>\n");
}

GBytes *
statistics_view_write(const struct statistics_view *view)
{
    GString *xml = writer_new();

    g_string_append(xml, "<statistics xmlns=\"" VIEW_NAMESPACE "\"");
    writer_fields(xml, view_fields, G_N_ELEMENTS(view_fields), view);
    g_string_append(xml, ">\n");
    for (size_t index = 0; index < view->table_count; index++) {
        const struct statistics_table *table = &view->tables[index];

        g_string_append(xml, "<table");
        writer_fields(xml, table_fields, G_N_ELEMENTS(table_fields), table);
        g_string_append(xml, ">\n");
        for (size_t cell = 0; cell < table->cell_count; cell++)
            write_cell(xml, &table->cells[cell]);
        g_string_append(xml, "</table>\n");
    }
    g_string_append(xml, "</statistics>");
    return writer_finish(xml);
}

/* Appends one CSV value; codes have nothing to quote, but nobody promises that. */
static void
append_csv(GString *csv, const char *text, char after)
{
    if (text != NULL && strpbrk(text, ",\"\r\n") != NULL) {
        g_auto(GStrv) parts = g_strsplit(text, "\"", -1);
        g_autofree char *doubled = g_strjoinv("\"\"", parts);

        g_string_append_printf(csv, "\"%s\"", doubled);
    } else if (text != NULL) {
        g_string_append(csv, text);
    }
    g_string_append_c(csv, after);
    if (after == '\r')
        g_string_append_c(csv, '\n');
}

static void
append_csv_cell(GString *csv, const struct statistics_table *table,
                const struct statistics_cell *cell)
{
    bool has_value = cell->flag == CELL_VALUE;
    int64_t rest = cell->value_hundredths % 100;
    g_autofree char *value =
        rest == 0 ? g_strdup_printf("%" G_GINT64_FORMAT, cell->value_hundredths / 100)
                  : g_strdup_printf("%" G_GINT64_FORMAT ".%02d",
                                    cell->value_hundredths / 100, (int)rest);

    append_csv(csv, table->measure, ',');
    append_csv(csv, table->unit, ',');
    append_csv(csv, table->rows, ',');
    append_csv(csv, cell->row, ',');
    append_csv(csv, table->columns, ',');
    append_csv(csv, cell->column, ',');
    append_csv(csv, has_value ? value : NULL, ',');
    append_csv(csv, has_value ? NULL : cell_flag_names[cell->flag], '\r');
}

GBytes *
statistics_view_write_csv(const struct statistics_view *view)
{
    GString *csv = g_string_new("measure,unit,rows,row,columns,column,value,flag\r\n");

    for (size_t index = 0; index < view->table_count; index++) {
        const struct statistics_table *table = &view->tables[index];

        for (size_t cell = 0; cell < table->cell_count; cell++)
            append_csv_cell(csv, table, &table->cells[cell]);
    }
    return g_string_free_to_bytes(csv);
}

static void
read_cell(struct reader *reader, const xmlNode *node, struct statistics_cell *cell)
{
    bool has_value = reader_attribute(reader, node, "value") != NULL;
    bool has_flag = reader_attribute(reader, node, "flag") != NULL;

    reader_fields(reader, node, key_fields, G_N_ELEMENTS(key_fields), cell);
    if (has_value == has_flag) {
        reader_refuse(reader, node, NULL, "value-xor-flag",
                      "a cell has either a value or a flag");
        return;
    }
    if (has_value) {
        reader_fields(reader, node, value_fields, G_N_ELEMENTS(value_fields), cell);
        return;
    }
    reader_fields(reader, node, flag_fields, G_N_ELEMENTS(flag_fields), cell);
    if (cell->flag == CELL_VALUE)
        reader_refuse(reader, node, "flag", "value-xor-flag", "no such flag");
}

static void
read_table(struct reader *reader, const xmlNode *node, struct statistics_table *table)
{
    reader_fields(reader, node, table_fields, G_N_ELEMENTS(table_fields), table);
    /* Reserves the cells; each is then read by itself, for value xor flag. */
    table->cells = reader_children(reader, node, "cell", NULL, 0, sizeof *table->cells,
                                   &table->cell_count);
    table->cell_count = 0;
    for (const xmlNode *cell = tree_child(node, "cell"); cell != NULL;
         cell = tree_next(cell, "cell"))
        read_cell(reader, cell, &table->cells[table->cell_count++]);
}

struct statistics_view *
statistics_view_read(GBytes *bytes, GError **error)
{
    g_autoptr(statistics_view) view = g_new0(struct statistics_view, 1);
    struct reader reader;

    if (!reader_open(&reader, bytes, "statistics", VIEW_NAMESPACE, error))
        return NULL;
    view->tree = reader.tree;
    reader_fields(&reader, reader.body, view_fields, G_N_ELEMENTS(view_fields), view);
    view->tables = reader_children(&reader, reader.body, "table", NULL, 0,
                                   sizeof *view->tables, &view->table_count);
    view->table_count = 0;
    for (const xmlNode *node = tree_child(reader.body, "table"); node != NULL;
         node = tree_next(node, "table"))
        read_table(&reader, node, &view->tables[view->table_count++]);
    if (!reader_finish(&reader, error))
        return NULL;
    return g_steal_pointer(&view);
}

void
statistics_view_free(struct statistics_view *view)
{
    if (view == NULL)
        return;
    tree_free(view->tree);
    g_free(view);
}
