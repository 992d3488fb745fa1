/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_WEB_NAME_INDEX_H
#define AGENCY_CLIENT_WEB_NAME_INDEX_H

/*
 * Names by leg, to be found by.  In memory alone, and wiped when it is freed.  Any
 * thread.
 */

#include "common/autoptr.h"

#include <glib.h>
#include <stdbool.h>

struct name_index;

struct name_index *name_index_new(void);
void name_index_free(struct name_index *index);
DEFINE_AUTOPTR(name_index, name_index_free)

/*
 * shown  what the leg's client is called
 * known  all words by which she is found
 */
void name_index_put(struct name_index *index, const char *leg, const char *shown,
                    const char *known);

bool name_index_has(struct name_index *index, const char *leg);

/* What a leg's client is called; NULL when it is not known.  The caller frees it. */
char *name_index_find(struct name_index *index, const char *leg);

/*
 * The legs whose known words begin with each of the words looked for, whatever their
 * case and accents: a set of their ids.  Nothing to look for finds nothing.
 */
GHashTable *name_index_search(struct name_index *index, const char *text);

#endif
