/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Small files read whole, and secret ones written so that nobody else reads them.
 * Private to this folder.
 */
#ifndef COMMON_TRUST_FILE_H
#define COMMON_TRUST_FILE_H

#include "common/trust/trust_error.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Reads a regular file of at most max bytes.  TRUST_ERROR_FILE, TRUST_ERROR_TOO_LARGE.
 */
G_GNUC_WARN_UNUSED_RESULT
GBytes *file_read(const char *path, size_t max, GError **error);

/* Whether group or others have any right on the file. */
bool file_is_open_to_others(const char *path);

/*
 * Writes a new file, mode 0600, and makes it and its name durable.  A file of that name
 * is left alone: TRUST_ERROR_FILE.
 */
G_GNUC_WARN_UNUSED_RESULT
bool file_write_secret(const char *path, const void *data, size_t size, GError **error);

#endif
