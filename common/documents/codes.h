/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the rules need to know of a code beyond its name; read from the annotations of
 * the code lists, so that no list stands twice.  Immutable once read; any thread.
 */
#ifndef DOCUMENTS_CODES_H
#define DOCUMENTS_CODES_H

#include <glib.h>
#include <stdbool.h>

struct codes;

/* Reads the annotations of every compiled-in code list. */
struct codes *codes_read(void);
void codes_free(struct codes *codes);

/* Whether a code of a list (a simple type, "reason") needs words in the sealed part. */
bool codes_need_comment(const struct codes *codes, const char *list, const char *code);

/* Whether a reason to decline may still be given after acceptance. */
bool codes_are_post_accept(const struct codes *codes, const char *list,
                           const char *code);

#endif
