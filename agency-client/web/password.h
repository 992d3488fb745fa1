/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_WEB_PASSWORD_H
#define AGENCY_CLIENT_WEB_PASSWORD_H

/*
 * Passwords of the staff, through libxcrypt's yescrypt (crypt(5)), and the random
 * tokens that stand in for them: in cookies, one-time links and forms.  Any thread;
 * hashing takes tens of milliseconds on purpose.
 */

#include <glib.h>
#include <stdbool.h>

/* NIST SP 800-63B 5.1.1.2: length is what counts, and no rule about characters. */
#define PASSWORD_MIN_CHARS 12
#define PASSWORD_MAX_BYTES 256

#define TOKEN_BYTES 32
#define TOKEN_CHARS (2 * TOKEN_BYTES + 1) /* with the final NUL */

/* The hash to keep; NULL when the password is too short or too long. */
G_GNUC_WARN_UNUSED_RESULT
char *password_hash(const char *password);

/*
 * Whether the password is the one hashed.  With hash NULL it costs the same and is
 * false, so that nobody learns from the time who may sign in.
 */
G_GNUC_WARN_UNUSED_RESULT
bool password_check(const char *password, const char *hash);

/* A token that nobody can guess, as hexadecimal digits. */
void token_new(char token[TOKEN_CHARS]);

/* SHA-256 of a token, in hex: what may be kept of it.  The caller frees it. */
char *token_digest(const char *token);

/* Whether two texts are equal, in a time that tells nothing but their length. */
bool token_is_equal(const char *one, const char *other);

#endif
