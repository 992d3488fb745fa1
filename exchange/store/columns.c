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

static bool
send(const struct columns *columns, struct transaction *transaction,
     const struct statement *statement,
     struct parameter (*parameter_of)(const struct array *array), GError **error)
{
    struct parameter parameters[COLUMNS_MAX];

    for (size_t i = 0; i < columns->count; i++) {
        g_assert(array_length(columns->arrays[i]) == array_length(columns->arrays[0]));
        parameters[i] = parameter_of(columns->arrays[i]);
    }
    return transaction_send(transaction, statement, parameters, columns->count, error);
}

bool
columns_send(const struct columns *columns, struct transaction *transaction,
             const struct statement *statement, GError **error)
{
    if (array_length(columns->arrays[0]) == 0)
        return true;
    return send(columns, transaction, statement, parameter_array, error);
}

bool
columns_send_rows(const struct columns *columns, struct transaction *transaction,
                  const struct row_statement *statement, GError **error)
{
    if (array_length(columns->arrays[0]) == 1)
        return send(columns, transaction, &statement->one, parameter_element, error);
    return columns_send(columns, transaction, &statement->many, error);
}
