/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/names.h"
#include <stddef.h>
#include <string.h>

int
name_index(const char *const names[], const char *text)
{
    if (text == NULL)
        return -1;
    for (int index = 0; names[index] != NULL; index++) {
        if (strcmp(names[index], text) == 0)
            return index;
    }
    return -1;
}
