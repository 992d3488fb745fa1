/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_LOCAL_STORE_MATTERS_H
#define AGENCY_CLIENT_LOCAL_STORE_MATTERS_H

/*
 * What we know of each matter: as the exchange last told us, or, until it has the
 * opening document, as we wrote it.
 */

#include "agency-client/local_store/local_store.h"
#include "common/autoptr.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct known_matter {
    char *matter;
    char *kind;  /* of the opening document */
    char *group; /* joins what was opened together; NULL: nothing */
    char *leg;   /* that it is about; NULL: none */
    char *case_id;
    char *opener;
    char *other;     /* NULL: published to all */
    char *state;     /* "" until the exchange has it */
    int64_t changed; /* sequence number of the last step the exchange told of */
    int64_t opened_us;
    int64_t changed_us;
    GBytes *view;   /* the exchange's <matters> with this one; NULL until it sent it */
    int new_count;  /* entries nobody has looked at; filled in by reading */
    bool is_parked; /* a document about it is parked; filled in by reading */
};

void known_matter_free(struct known_matter *matter);
DEFINE_AUTOPTR(known_matter, known_matter_free)

/* Stores what is known now; an older change never overwrites a newer one. */
G_GNUC_WARN_UNUSED_RESULT
bool matters_write(struct local_store *store, const struct known_matter *matter,
                   GError **error);

/* Forgets a matter that never came to be. */
G_GNUC_WARN_UNUSED_RESULT
bool matters_delete(struct local_store *store, const char *matter, GError **error);

/* LOCAL_STORE_ERROR_NOT_FOUND. */
G_GNUC_WARN_UNUSED_RESULT
struct known_matter *matters_find(struct local_store *store, const char *matter,
                                  GError **error);

/*
 * Every matter with this id, group, leg or case, in the order they were opened; every
 * matter when id is NULL.  Of one kind alone unless kind is NULL.
 */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *matters_list(struct local_store *store, const char *id, const char *kind,
                        GError **error);

/* How far the exchange's list of changes has been read, a sequence number. */
G_GNUC_WARN_UNUSED_RESULT
bool matters_read_cursor(struct local_store *store, int64_t *cursor, GError **error);
G_GNUC_WARN_UNUSED_RESULT
bool matters_write_cursor(struct local_store *store, int64_t cursor, GError **error);

#endif
