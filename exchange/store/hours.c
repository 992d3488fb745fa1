/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/hours.h"

#include "exchange/store/columns.h"
#include "exchange/store/log.h"

static void *
item_read(const struct rows *rows, size_t row)
{
    struct hours_record *item = g_new0(struct hours_record, 1);

    rows_uuid(rows, row, 0, &item->id);
    rows_uuid(rows, row, 1, &item->order);
    item->number = rows_int4(rows, row, 2);
    item->from_on = rows_int4(rows, row, 3);
    item->to_on = rows_int4(rows, row, 4);
    item->hours_hundredths = rows_int4(rows, row, 5);
    return item;
}

/* Whether a statement counts, its matter knows. */
static void
ask_further(const struct log_answer *answer, struct shelf_question *further)
{
    const GPtrArray *items = answer->shelves.records[SHELF_HOURS];

    for (unsigned int i = 0; items != NULL && i < items->len; i++) {
        const struct hours_record *item = g_ptr_array_index(items, i);

        shelf_ask(further, SHELF_MATTERS, &item->id);
    }
}

static const struct statement insert_items = {
    "hours_insert",
    "INSERT INTO hours_item (id, order_id, number, from_on, to_on, hours_hundredths)"
    " SELECT unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::integer[]),"
    " unnest($4::integer[]), unnest($5::integer[]), unnest($6::integer[])"};

/* What was said of hours is never changed. */
static bool
items_write(struct transaction *transaction, const GPtrArray *fresh,
            const GPtrArray *changed, GError **error)
{
    g_autoptr(columns) columns = columns_new();
    struct array *id = columns_add(columns, PARAMETER_UUID);
    struct array *order = columns_add(columns, PARAMETER_UUID);
    struct array *number = columns_add(columns, PARAMETER_INT4);
    struct array *from_on = columns_add(columns, PARAMETER_INT4);
    struct array *to_on = columns_add(columns, PARAMETER_INT4);
    struct array *hours = columns_add(columns, PARAMETER_INT4);

    (void)changed;
    for (unsigned int i = 0; i < fresh->len; i++) {
        const struct hours_record *item = g_ptr_array_index(fresh, i);

        array_add_uuid(id, &item->id);
        array_add_uuid(order, &item->order);
        array_add_int4(number, item->number);
        array_add_int4(from_on, item->from_on);
        array_add_int4(to_on, item->to_on);
        array_add_int4(hours, item->hours_hundredths);
    }
    return columns_send(columns, transaction, &insert_items, error);
}

const struct shelf shelf_hours = {
    .find = {"hours_shelf",
             "SELECT id, order_id, number, from_on, to_on, hours_hundredths"
             " FROM hours_item WHERE order_id = ANY ($1)"},
    .read = item_read,
    .free = g_free,
    .ask_further = ask_further,
    .write = items_write,
};
