/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/step_cells.h"
#include <string.h>

static void
check_cell(struct reader *reader, const struct step_cell *row, char need)
{
    bool is_there = reader_attribute(reader, reader->body, row->attribute) != NULL;

    if (need == '+' && !is_there)
        reader_refuse(reader, reader->body, row->attribute, row->rule, row->missing);
    else if (need == '-' && is_there)
        reader_refuse(reader, reader->body, row->attribute, row->rule,
                      "this does not go with the step: leave it out");
}

void
check_step_cells(struct reader *reader, const struct step_cell *rows, size_t row_count,
                 const char *const *names, const char *word)
{
    for (size_t step = 0; names[step] != NULL; step++) {
        if (g_strcmp0(names[step], word) != 0)
            continue;
        for (size_t row = 0; row < row_count; row++)
            check_cell(reader, &rows[row], rows[row].cells[step]);
    }
}
