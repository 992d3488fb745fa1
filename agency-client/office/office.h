/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_H
#define AGENCY_CLIENT_OFFICE_H

/*
 * Everything a command works with: home, local store, keys, address book and the line
 * to the exchange, each opened when it is first needed.  Belongs to one thread.
 */

#include "agency-client/exchange_api/exchange_api.h"
#include "agency-client/local_store/local_store.h"
#include "agency-client/office/address_book.h"
#include "agency-client/office/home.h"
#include "agency-client/office/keyring.h"
#include "common/autoptr.h"
#include "common/documents/schema.h"
#include "common/documents/timestamp.h"

#include <glib.h>
#include <stdatomic.h>
#include <stdbool.h>

/* Asks for the passphrase of the keys; returns it (the caller wipes it) or NULL. */
typedef char *(*office_ask_passphrase)(void *data, GError **error);

struct office {
    struct home *home;
    struct local_store *store;
    const struct clock *clock;
    office_ask_passphrase ask;
    void *ask_data;
    /* Who acts now, whatever a file says of that; NULL: the file says it. */
    const char *actor;
    const char *role;
    const char *name;        /* goes into the sealed part */
    const atomic_bool *stop; /* ends waiting early once set; may be NULL */
    /* Opened on demand, by the functions below. */
    struct keyring *ring;
    struct address_book *book; /* NULL: never fetched */
    bool is_book_read;
    struct exchange_api *api;
    struct schema *schemas[SCHEMA_ROOTS];
    struct validator *validators[SCHEMA_ROOTS];
    int64_t last_id_us; /* the time in the id that was made last */
};

/* Opens home and store; ask may be NULL when no passphrase can be had. */
G_GNUC_WARN_UNUSED_RESULT
struct office *office_open(const char *directory, const struct clock *clock,
                           office_ask_passphrase ask, void *ask_data, GError **error);
void office_free(struct office *office);
DEFINE_AUTOPTR(office, office_free)

int64_t office_now(const struct office *office);

/* An id for a document: each has a millisecond of its own, which print shows. */
void office_new_id(struct office *office, struct uuid *id);

/* Our own agency's id. */
const char *office_agency(const struct office *office);

/* The keys, decrypted.  Belongs to the office. */
G_GNUC_WARN_UNUSED_RESULT
const struct keyring *office_keys(struct office *office, GError **error);

/* The identity to sign and to connect with. */
G_GNUC_WARN_UNUSED_RESULT
const struct ring_key *office_identity(struct office *office, GError **error);

/* The line to the exchange. */
G_GNUC_WARN_UNUSED_RESULT
struct exchange_api *office_api(struct office *office, GError **error);

/* The stored address book; OFFICE_ERROR_NO_ADDRESS when it was never fetched. */
G_GNUC_WARN_UNUSED_RESULT
const struct address_book *office_book(struct office *office, GError **error);

/* The same, or NULL without complaint. */
const struct address_book *office_book_if_any(struct office *office);

/* Somebody else has stored another one: the next who needs it reads it again. */
void office_forget_book(struct office *office);

/* Asks the exchange for what has changed in the address book. */
G_GNUC_WARN_UNUSED_RESULT
bool office_refresh_book(struct office *office, GError **error);

/*
 * Before somebody is written to: keys and certificates must be those of today, if the
 * exchange can be asked; else the last ones will do, if there are any.
 */
G_GNUC_WARN_UNUSED_RESULT
bool office_renew_book(struct office *office, GError **error);

/* This thread's validator for one of the schemas; a broken build stops the program. */
struct validator *office_validator(struct office *office, enum schema_root root);

#endif
