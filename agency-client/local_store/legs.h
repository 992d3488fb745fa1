/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_LOCAL_STORE_LEGS_H
#define AGENCY_CLIENT_LOCAL_STORE_LEGS_H

/*
 * What we know of each leg: as the exchange last told us, or, until it has the
 * referral, as we wrote it.  Also the details that a first-accept referral holds back.
 */

#include "agency-client/local_store/local_store.h"
#include "common/autoptr.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct known_leg {
    char *leg;
    char *referral;
    char *case_id;
    char *referrer;
    char *recipient;
    char *mode;
    char *urgency;
    char *state;     /* "" until the exchange has it */
    int64_t changed; /* sequence number of the last change the exchange told of */
    int64_t offered_us;
    int64_t changed_us;
    GBytes *view;   /* the exchange's <leg> element; NULL until it sent one */
    int new_count;  /* entries nobody has looked at; filled in by reading */
    bool is_parked; /* a document about it is parked; filled in by reading */
};

void known_leg_free(struct known_leg *leg);
DEFINE_AUTOPTR(known_leg, known_leg_free)

/* Stores what is known now; an older change never overwrites a newer one. */
G_GNUC_WARN_UNUSED_RESULT
bool legs_write(struct local_store *store, const struct known_leg *leg, GError **error);

/* Forgets a leg that never came to be. */
G_GNUC_WARN_UNUSED_RESULT
bool legs_delete(struct local_store *store, const char *leg, GError **error);

/* LOCAL_STORE_ERROR_NOT_FOUND. */
G_GNUC_WARN_UNUSED_RESULT
struct known_leg *legs_find(struct local_store *store, const char *leg, GError **error);

/* Every leg with this leg id, referral id or case id; every leg when id is NULL. */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *legs_list(struct local_store *store, const char *id, GError **error);

/* How far the exchange's list of changes has been read, a sequence number. */
G_GNUC_WARN_UNUSED_RESULT
bool legs_read_cursor(struct local_store *store, int64_t *cursor, GError **error);
G_GNUC_WARN_UNUSED_RESULT
bool legs_write_cursor(struct local_store *store, int64_t cursor, GError **error);

/* Details kept back from the candidates, sealed to ourselves. */
struct withheld {
    char *leg;
    char *referral;
    char *case_id;
    char *recipient;
    GBytes *sealed;
    char *released; /* the disclosure that released them, or NULL */
};

void withheld_free(struct withheld *withheld);
DEFINE_AUTOPTR(withheld, withheld_free)

G_GNUC_WARN_UNUSED_RESULT
bool withheld_insert(struct local_store *store, const struct withheld *withheld,
                     GError **error);

/* Kept-back details whose leg the exchange says was awarded.  struct withheld *. */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *withheld_list_awarded(struct local_store *store, GError **error);

/* LOCAL_STORE_ERROR_NOT_FOUND. */
G_GNUC_WARN_UNUSED_RESULT
struct withheld *withheld_find(struct local_store *store, const char *leg,
                               GError **error);

G_GNUC_WARN_UNUSED_RESULT
bool withheld_mark_released(struct local_store *store, const char *leg,
                            const char *disclosure, GError **error);

#endif
