/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_COMMANDS_FORM_H
#define AGENCY_CLIENT_COMMANDS_FORM_H

/*
 * Forms: the options of a kind of document, made from its schema, and the author's file
 * that they fill in.  What a form cannot ask for, a file can say.
 *
 *   an attribute of the coded body                 --due-on DATE
 *   a child with one attribute, any number of it   --reason CODE --reason CODE
 *   a child with two that it needs                 --need CODE:LEVEL
 *   a child with a choice of two                   --served-area CODE
 *   a child that stands once, by its attributes    --basis-lawful CODE
 *   words, and the same of the details (sealed)    --note WORDS --worker-name WORDS
 */

#include "common/autoptr.h"
#include "common/documents/kinds.h"
#include "common/documents/labels.h"

#include <glib.h>
#include <stdbool.h>

struct form;

/* word: the value of the attribute that says which step it is; NULL: it is asked for.
 */
struct form *form_new(const struct labels *labels, enum kind kind, const char *word);
void form_free(struct form *form);
DEFINE_AUTOPTR(form, form_free)

/*
 * The options, terminated; they belong to the form, and parsing fills it in.  taken: a
 * NULL-terminated list of names that the command has options of its own for; a field of
 * such a name is asked for with the kind before it (--meeting-role).
 */
const GOptionEntry *form_entries(struct form *form, const char *const *taken);

/* Whether any option was given. */
bool form_is_filled(const struct form *form);

/* The names of what is required and was not given, " --due-on --what"; NULL: nothing.
 */
char *form_list_missing(const struct form *form);

/* The ids that were given (char **, each to be replaced by the whole id), to free. */
GPtrArray *form_list_ids(struct form *form);

/* Gives a value to an attribute of the coded body that has no option of its own. */
void form_set(struct form *form, const char *attribute, const char *value);

/* Appends the coded body, and the details if any are given. */
void form_write(const struct form *form, GString *xml);

#endif
