/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Closed sets of names: a NULL-terminated table whose index is the enum's value.
 * Immutable; any thread.
 */
#ifndef DOCUMENTS_NAMES_H
#define DOCUMENTS_NAMES_H

/* The index of text in names, or -1 (also for NULL). */
int name_index(const char *const names[], const char *text);

#endif
