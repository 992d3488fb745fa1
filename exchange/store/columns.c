/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/columns.h"

#define COLUMNS_MAX 32

struct columns {
    struct array *arrays[COLUMNS_MAX];
    size_t count;
};

struct columns *
columns_new(void)
{
    return g_new0(struct columns, 1);
}

void
columns_free(struct columns *columns)
{
    if (columns == NULL)
        return;
    for (size_t i = 0; i < columns->count; i++)
        array_free(columns->arrays[i]);
    g_free(columns);
}

struct array *
columns_add(struct columns *columns, enum parameter_kind element)
{
    struct array *array = array_new(element);

    g_assert(columns->count < COLUMNS_MAX);
    columns->arrays[columns->count++] = array;
    return array;
}

bool
columns_send(const struct columns *columns, struct transaction *transaction,
             const struct statement *statement, GError **error)
{
    struct parameter parameters[COLUMNS_MAX];

    if (array_length(columns->arrays[0]) == 0)
        return true;
    for (size_t i = 0; i < columns->count; i++) {
        g_assert(array_length(columns->arrays[i]) == array_length(columns->arrays[0]));
        parameters[i] = parameter_array(columns->arrays[i]);
    }
    return transaction_send(transaction, statement, parameters, columns->count, error);
}
