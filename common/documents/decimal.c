/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/decimal.h"

#include <glib.h>

bool
decimal_read(const char *text, uint64_t maximum, uint64_t *value)
{
    uint64_t number;
    char *end;

    if (!g_ascii_isdigit(text[0]))
        return false;
    /* What does not fit is G_MAXUINT64, which is beyond any maximum. */
    number = g_ascii_strtoull(text, &end, 10);
    if (end[0] != '\0' || number > maximum)
        return false;
    *value = number;
    return true;
}
