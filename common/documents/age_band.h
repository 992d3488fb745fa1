/* SPDX-License-Identifier: Apache-2.0 */
/* Age bands as ages.  Pure; any thread. */
#ifndef DOCUMENTS_AGE_BAND_H
#define DOCUMENTS_AGE_BAND_H

#include <stdbool.h>

/*
 * The first and last age of a band, "25-34" or "85+"; of the latter the last is
 * AGE_OLDEST.  False for NULL.
 */
#define AGE_OLDEST 120
bool age_band_read(const char *band, int *from, int *to);

#endif
