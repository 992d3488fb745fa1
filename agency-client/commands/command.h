/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_COMMANDS_COMMAND_H
#define AGENCY_CLIENT_COMMANDS_COMMAND_H

/*
 * What the subcommands share: the options every one takes, how they end, and how they
 * say that they failed.  A subcommand returns one of the EXIT codes below.
 */

#include "agency-client/office/office.h"

#include <glib.h>
#include <stdbool.h>

#define EXIT_DONE   0
#define EXIT_FAILED 1
#define EXIT_USAGE  2

/* What was said before and after the subcommand's name. */
struct invocation {
    const char *name; /* of the subcommand */
    char *home;
    char *passphrase_file;
    gboolean is_xml; /* for programs instead of people */
};

typedef int (*command_run)(struct invocation *invocation, int argc, char **argv);

int command_init(struct invocation *invocation, int argc, char **argv);
int command_refer(struct invocation *invocation, int argc, char **argv);
int command_send(struct invocation *invocation, int argc, char **argv);
int command_sync(struct invocation *invocation, int argc, char **argv);
int command_inbox(struct invocation *invocation, int argc, char **argv);
int command_show(struct invocation *invocation, int argc, char **argv);
int command_respond(struct invocation *invocation, int argc, char **argv);
int command_update(struct invocation *invocation, int argc, char **argv);
int command_outcome(struct invocation *invocation, int argc, char **argv);
int command_withdraw(struct invocation *invocation, int argc, char **argv);
int command_request_info(struct invocation *invocation, int argc, char **argv);
int command_disclose(struct invocation *invocation, int argc, char **argv);
int command_track(struct invocation *invocation, int argc, char **argv);
int command_convert(struct invocation *invocation, int argc, char **argv);
int command_enquiries(struct invocation *invocation, int argc, char **argv);
int command_clauses(struct invocation *invocation, int argc, char **argv);
int command_matters(struct invocation *invocation, int argc, char **argv);
int command_calendar(struct invocation *invocation, int argc, char **argv);
int command_find(struct invocation *invocation, int argc, char **argv);
int command_directory(struct invocation *invocation, int argc, char **argv);
int command_hours(struct invocation *invocation, int argc, char **argv);
int command_statistics(struct invocation *invocation, int argc, char **argv);
int command_induction(struct invocation *invocation, int argc, char **argv);
int command_verify(struct invocation *invocation, int argc, char **argv);
int command_report_draft(struct invocation *invocation, int argc, char **argv);
int command_move(struct invocation *invocation, int argc, char **argv);
int command_outbox(struct invocation *invocation, int argc, char **argv);
int command_export(struct invocation *invocation, int argc, char **argv);
int command_import(struct invocation *invocation, int argc, char **argv);
int command_serve(struct invocation *invocation, int argc, char **argv);
int command_staff(struct invocation *invocation, int argc, char **argv);
int command_codes(struct invocation *invocation, int argc, char **argv);

/* Adds the options that every subcommand takes, filled into invocation. */
void command_add_options(GOptionContext *context, struct invocation *invocation);

/*
 * Parses a subcommand's options, and checks that between least and most words are left
 * (argv[1] and on; most -1 is any number).  False after saying what is wrong.
 *
 * words    "LEG accept|decline": the rest of the usage line
 * summary  one or more sentences for --help
 */
G_GNUC_WARN_UNUSED_RESULT
bool command_parse(struct invocation *invocation, int *argc, char ***argv,
                   const GOptionEntry *entries, const char *words, const char *summary,
                   int least, int most);

/* Opens the home; NULL after saying why not. */
G_GNUC_WARN_UNUSED_RESULT
struct office *command_open(const struct invocation *invocation);

/*
 * The same, with what a prefix of an id leads to there; without a prefix id becomes
 * NULL.  The caller frees it.
 */
G_GNUC_WARN_UNUSED_RESULT
struct office *command_open_at(const struct invocation *invocation, const char *prefix,
                               char **id);

/* Says why on stderr, without control characters; returns EXIT_FAILED. */
int command_fail(const struct invocation *invocation, const GError *error);

/*
 * Lists what is wrong, "FILE:12: path: words (rule)"; EXIT_FAILED.  file is NULL for
 * what was given as options.
 */
int command_fail_violations(const struct invocation *invocation, const char *file,
                            const GPtrArray *violations, const GError *error);

/* Whether documents of a kind, by its name, are about a matter and not a leg. */
bool command_is_of_matter(const char *kind);

/* What a person can do about a document that was refused for this problem. */
const char *command_advice(const char *problem);

/* The passphrase from --passphrase-file, or asked for on the terminal. */
char *command_passphrase(void *invocation, GError **error);

/* Finds what an id's beginning stands for; NULL after setting error. */
G_GNUC_WARN_UNUSED_RESULT
char *command_find_id(struct office *office, const char *prefix, GError **error);

#endif
