/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_COMMANDS_INDUCTION_H
#define AGENCY_CLIENT_COMMANDS_INDUCTION_H

/*
 * The words after `agency-client induction`: what is sent about new staff, and the
 * lists that the exchange keeps.  Each is run like a command of its own.
 */

#include "agency-client/commands/command.h"
#include "agency-client/commands/step.h"
#include "common/documents/induction_view.h"

int induction_publish(struct invocation *invocation, int argc, char **argv);
int induction_starter(struct invocation *invocation, int argc, char **argv);
int induction_book(struct invocation *invocation, int argc, char **argv);
int induction_cancel(struct invocation *invocation, int argc, char **argv);
int induction_attendance(struct invocation *invocation, int argc, char **argv);
int induction_feedback(struct invocation *invocation, int argc, char **argv);
int induction_sessions(struct invocation *invocation, int argc, char **argv);
int induction_circuit(struct invocation *invocation, int argc, char **argv);

/*
 * Asks the exchange.
 *
 * bytes  filled in with the answer as it came; NULL: not wanted
 */
G_GNUC_WARN_UNUSED_RESULT
struct induction_view *induction_fetch(struct office *office, GBytes **bytes,
                                       GError **error);

/* The same for a list: NULL, and *status is the command's, when there is nothing to
 * print any more: it failed, or went out as XML. */
G_GNUC_WARN_UNUSED_RESULT
struct induction_view *induction_list(struct invocation *invocation,
                                      struct office *office, int *status);

/* The session that an id's beginning stands for. */
G_GNUC_WARN_UNUSED_RESULT
const struct session_view *induction_find_session(const struct induction_view *view,
                                                  const char *prefix, GError **error);

/* Makes the documents of what was given as options, or with --file, and sends them. */
int induction_send(const struct invocation *invocation, struct office *office,
                   const struct step *step, enum kind kind, const char *to,
                   const char *thread, const struct step_options *options);

/*
 * Splits "w-101=Hannah Osei".  False after saying what is wrong.
 *
 * value  points into text
 */
G_GNUC_WARN_UNUSED_RESULT
bool induction_split(const struct invocation *invocation, const char *text, char **name,
                     const char **value);

#endif
