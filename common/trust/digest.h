/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SHA-256.  Pure functions; safe to call from any thread.
 */
#ifndef COMMON_TRUST_DIGEST_H
#define COMMON_TRUST_DIGEST_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#define DIGEST_BYTES     32
#define DIGEST_HEX_CHARS (2 * DIGEST_BYTES + 1) /* with the final NUL */

struct digest {
    unsigned char bytes[DIGEST_BYTES];
};

/* The SHA-256 of some bytes. */
struct digest digest_of(const void *data, size_t size);

/* The SHA-256 of all of bytes. */
struct digest digest_of_bytes(GBytes *bytes);

/* Whether two digests are equal, in constant time. */
bool digest_is_equal(const struct digest *a, const struct digest *b);

/* Writes the digest as 64 lower-case hexadecimal digits and a NUL. */
void digest_hex(const struct digest *digest, char hex[DIGEST_HEX_CHARS]);

/*
 * Reads 64 hexadecimal digits, of either case.  A person may have copied them from
 * a screen, so colons and spaces between digits are ignored.  False if it is not one.
 */
G_GNUC_WARN_UNUSED_RESULT
bool digest_read_hex(const char *hex, struct digest *digest);

/* For GHashTable with struct digest keys. */
guint digest_hash(gconstpointer digest);
gboolean digest_equal(gconstpointer a, gconstpointer b);

#endif
