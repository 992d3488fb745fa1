/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_LOCAL_STORE_STAFF_H
#define AGENCY_CLIENT_LOCAL_STORE_STAFF_H

/*
 * The agency's own staff, as far as the screen knows them: who may sign in, and what
 * they may do.  A person's name never leaves the agency but in
 * the sealed part of a document; the exchange sees the actor alone.
 */

#include "agency-client/local_store/local_store.h"
#include "common/autoptr.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Each may do what those before it may; a manager counts, an administrator adds staff.
 */
enum right { RIGHT_CASEWORKER, RIGHT_MANAGER, RIGHT_ADMINISTRATOR };
extern const char *const right_names[];

struct member {
    char *actor; /* opaque; from/@actor of what this person sends */
    char *login;
    char *name;
    char *role; /* from/@role: a code of the schema's list */
    enum right right;
    char *password;   /* as crypt(5) writes it; NULL until one was chosen */
    char *invitation; /* SHA-256 of the link's token, in hex; NULL: none is open */
    int64_t invited_until_us;
    int failures; /* wrong passwords since the last right one */
    int64_t locked_until_us;
    bool is_disabled;
};

void member_free(struct member *member);
DEFINE_AUTOPTR(member, member_free)

/* An opaque reference that means nothing outside this agency; the caller frees it. */
char *staff_new_actor(void);

/* Adds somebody; LOCAL_STORE_ERROR_STATE when the login or the actor is taken. */
G_GNUC_WARN_UNUSED_RESULT
bool staff_insert(struct local_store *store, const struct member *member,
                  GError **error);

/* Adds the first of all; LOCAL_STORE_ERROR_STATE when there is somebody already. */
G_GNUC_WARN_UNUSED_RESULT
bool staff_insert_first(struct local_store *store, const struct member *member,
                        GError **error);

/* LOCAL_STORE_ERROR_NOT_FOUND, all three.  A login has no case. */
G_GNUC_WARN_UNUSED_RESULT
struct member *staff_find(struct local_store *store, const char *actor, GError **error);
G_GNUC_WARN_UNUSED_RESULT
struct member *staff_find_login(struct local_store *store, const char *login,
                                GError **error);
G_GNUC_WARN_UNUSED_RESULT
struct member *staff_find_invitation(struct local_store *store, const char *invitation,
                                     GError **error);

/* Everybody, by name.  struct member *. */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *staff_list(struct local_store *store, GError **error);

/*
 * Notes that a password was right or wrong, each guess for itself however many come at
 * once; whoever guesses wrong too often is locked for a while.  is_locked: by this one.
 */
#define STAFF_FAILURES_MAX   5
#define STAFF_LOCKED_SECONDS (15 * 60)
G_GNUC_WARN_UNUSED_RESULT
bool staff_note_guess(struct local_store *store, const char *actor, bool is_right,
                      int64_t now_us, bool *is_locked, GError **error);

/* Gives a one-time link (SHA-256 of its token), in place of an earlier one. */
G_GNUC_WARN_UNUSED_RESULT
bool staff_invite(struct local_store *store, const char *actor, const char *invitation,
                  int64_t until_us, GError **error);

/*
 * Uses a one-time link up: the password is chosen, a lock is gone.
 * LOCAL_STORE_ERROR_NOT_FOUND when it was used, replaced, or is too old.
 */
G_GNUC_WARN_UNUSED_RESULT
bool staff_choose_password(struct local_store *store, const char *invitation,
                           const char *password, int64_t now_us, GError **error);

/*
 * What somebody may do, or whether they may sign in at all.  LOCAL_STORE_ERROR_STATE
 * when nobody would be left who can let others in.
 */
G_GNUC_WARN_UNUSED_RESULT
bool staff_set_right(struct local_store *store, const char *actor, enum right right,
                     GError **error);
G_GNUC_WARN_UNUSED_RESULT
bool staff_set_disabled(struct local_store *store, const char *actor, bool is_disabled,
                        GError **error);

#endif
