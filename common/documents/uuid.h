/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Identifiers: RFC 9562 UUIDs, on the wire always 36 lower-case characters.
 * Pure functions; safe to call from any thread.
 */
#ifndef DOCUMENTS_UUID_H
#define DOCUMENTS_UUID_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define UUID_BYTES      16
#define UUID_TEXT_BYTES 37 /* with the closing NUL */

struct uuid {
    uint8_t bytes[UUID_BYTES];
};

/* Makes a random (version 4) identifier from the system's random source. */
void uuid_new(struct uuid *uuid);

/*
 * Makes the identifier of a document: version 7, which begins with the time, so that
 * new ones lie side by side in every index.  For documents only, because they say when
 * they were made; a case or a referral would tell whom it reaches later since when
 * others have been asked.
 *
 * made_us  microseconds since 1970; the milliseconds are told
 */
void uuid_new_at(struct uuid *uuid, int64_t made_us);

/* Reads the wire form; anything else (upper case, braces, spaces) is refused. */
G_GNUC_WARN_UNUSED_RESULT
bool uuid_read(const char *text, struct uuid *uuid);

/* Writes the wire form and its NUL. */
void uuid_write(const struct uuid *uuid, char text[UUID_TEXT_BYTES]);

/* The same as a new string. */
char *uuid_text(const struct uuid *uuid);

bool uuid_is_equal(const struct uuid *one, const struct uuid *other);

/* For GHashTable: keys are struct uuid *. */
unsigned int uuid_table_hash(const void *uuid);
int uuid_table_equal(const void *one, const void *other);

#endif
