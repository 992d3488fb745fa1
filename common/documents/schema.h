/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The schemas that are compiled into the program, and the validators made of them.
 *
 * A struct schema is immutable once loaded and shared by all threads.  A struct
 * validator belongs to one thread, is reused for one document after another, and
 * must not outlive its schema.  Loading never touches a file or the network: the
 * entity loader of libxml2 is replaced by one that knows only the compiled-in
 * files, for the whole process, the first time a schema is loaded.
 */
#ifndef DOCUMENTS_SCHEMA_H
#define DOCUMENTS_SCHEMA_H

#include "common/autoptr.h"
#include <glib.h>
#include <stdbool.h>

enum schema_root {
    SCHEMA_WIRE,      /* documents as they travel: <sealed>, never <details> */
    SCHEMA_AUTHORING, /* the one plain file that an author writes */
    SCHEMA_DETAILS,   /* what is sealed, before sealing and after opening */
    SCHEMA_VIEWS,     /* what the exchange answers */
    SCHEMA_MANIFEST,  /* what an export holds */
    SCHEMA_ROOTS
};

struct schema;
struct validator;

/*
 * Loads one of the compiled-in schemas.  SCHEMA_ERROR when it does not compile,
 * which is a fault of the build: a program that cannot load its schemas stops.
 */
G_GNUC_WARN_UNUSED_RESULT
struct schema *schema_load(enum schema_root root, GError **error);

void schema_free(struct schema *schema);
DEFINE_AUTOPTR(schema, schema_free)

/* The bytes of a compiled-in file by its name ("codes/needs.xsd"); NULL when there is
 * none. */
GBytes *schema_file_find(const char *name);

/* The names of all compiled-in files, sorted; a NULL-terminated array to g_strfreev().
 */
char **schema_file_list(void);

/* Makes a validator for the calling thread. */
struct validator *validator_new(const struct schema *schema);
void validator_free(struct validator *validator);
DEFINE_AUTOPTR(validator, validator_free)

/*
 * Judges any bytes by a schema alone, within the limits of a view: for what is read
 * without a judge of its own, and for tests.
 *
 * violations  of struct violation *; receives what is wrong; may be NULL
 */
G_GNUC_WARN_UNUSED_RESULT
bool validator_check(struct validator *validator, GBytes *bytes, GPtrArray *violations,
                     GError **error);

#define SCHEMA_ERROR (schema_error_quark())
enum schema_error { SCHEMA_ERROR_COMPILE };
GQuark schema_error_quark(void);

#endif
