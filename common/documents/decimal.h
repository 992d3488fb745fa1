/* SPDX-License-Identifier: Apache-2.0 */
/* Whole numbers as text.  Pure; any thread. */
#ifndef DOCUMENTS_DECIMAL_H
#define DOCUMENTS_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Reads digits, and nothing but digits, up to a maximum below 2^64 - 1; zeros in front
 * are taken.  False, and *value as it was, when text is anything else.
 *
 * g_ascii_string_to_unsigned() does the same but for one thing: of several threads that
 * are the first to call it in a process, one may find the text wrong, since it takes
 * for an error of the text the errno that waiting for the others has left behind.
 */
bool decimal_read(const char *text, uint64_t maximum, uint64_t *value);

#endif
