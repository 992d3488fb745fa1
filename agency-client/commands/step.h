/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_COMMANDS_STEP_H
#define AGENCY_CLIENT_COMMANDS_STEP_H

/*
 * What the commands that take one step share: an authoring file, read from disk or
 * written in memory from options, goes the same way either way.
 */

#include "agency-client/commands/command.h"
#include "common/documents/kinds.h"
#include "common/documents/uuid.h"

#include <glib.h>
#include <stdbool.h>

/* Options of every step, besides its own. */
struct step_options {
    char *file;  /* --file: the whole step is in there */
    char *role;  /* --role */
    char *actor; /* --actor */
};

/* Adds them to a command's entries: a copy that is terminated; g_free() it. */
GOptionEntry *step_entries(const GOptionEntry *own, struct step_options *options);
void step_options_clear(struct step_options *options);

/* Reads a file, or standard input for "-"; at most DOCUMENT_MAX_BYTES. */
G_GNUC_WARN_UNUSED_RESULT
GBytes *step_read_file(const char *path, GError **error);

/* An authoring file in the making. */
struct step {
    GString *attributes; /* of the body */
    GString *content;    /* of the body */
    GString *details_attributes;
    GString *details; /* inside <details><KIND>; empty: no details */
};

struct step *step_new(void);
void step_free(struct step *step);
DEFINE_AUTOPTR(step, step_free)

/* Appends an attribute of the body; nothing when value is NULL. */
void step_attribute(struct step *step, const char *name, const char *value);

/* Appends <element attribute="value"/> to the body for each value of the list. */
void step_children(struct step *step, const char *element, const char *attribute,
                   char *const *values);

/* Appends <element>text</element> to the details; nothing when text is NULL. */
void step_words(struct step *step, const char *element, const char *text);

/* Appends a <leadWorker>, or the element named, if a name was given. */
struct step_worker {
    char *name;
    char *telephone;
    char *email;
    char *call_back; /* "weekdays 09:00-12:00" */
};
void step_worker_clear(struct step_worker *worker);
G_GNUC_WARN_UNUSED_RESULT
bool step_worker_write(struct step *step, const char *element,
                       const struct step_worker *worker, GError **error);

/*
 * The authoring file that an author would have written; in memory only.
 *
 * to  the agency of what opens something; NULL: the program knows, or nobody
 */
GBytes *step_write(const struct step *step, enum kind kind, const char *to,
                   const struct step_options *options);

/*
 * Finds the leg, makes the document from step or from --file, queues and sends it.
 * step belongs to the caller; it is not used when there is a file.
 */
int step_run(const struct invocation *invocation, const char *leg_prefix,
             enum kind kind, const struct step *step,
             const struct step_options *options, const struct uuid *request);

/*
 * The one leg that an id's beginning stands for: a leg's own id, or that of a referral
 * or case with a single open leg.  NULL with an error that names the legs to choose
 * from.
 */
struct known_leg;
G_GNUC_WARN_UNUSED_RESULT
struct known_leg *step_find_leg(struct office *office, const char *prefix,
                                GError **error);

#endif
