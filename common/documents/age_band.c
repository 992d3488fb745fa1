/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/age_band.h"
#include <glib.h>

bool
age_band_read(const char *band, int *from, int *to)
{
    char *rest;

    if (band == NULL)
        return false;
    *from = (int)g_ascii_strtoull(band, &rest, 10);
    *to = *rest == '-' ? (int)g_ascii_strtoull(rest + 1, NULL, 10) : AGE_OLDEST;
    return true;
}
