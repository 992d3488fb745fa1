/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_COMMANDS_SEND_H
#define AGENCY_CLIENT_COMMANDS_SEND_H

/* What every writing command does once its documents are made. */

#include "agency-client/commands/command.h"
#include "agency-client/office/compose.h"

/*
 * Queues the documents durably, tries to send them at once, and says what became of
 * each.  Returns the command's exit code: a document that waits is done, one that was
 * refused is not.
 */
int send_composed(const struct invocation *invocation, struct office *office,
                  const struct composed *composed);

/* Appends what stands in the outbox about a document, as an element for programs. */
void send_write_item(GString *xml, const struct outbox_item *item);

/* Prints what can be done about a document that was refused. */
void send_print_advice(const struct outbox_item *item);

/* Where an author's file comes from, and what it is to be. */
struct file_origin {
    const char *path;      /* NULL: from options */
    const char *thread;    /* the leg or matter that it is a step of; NULL: it says */
    const enum kind *kind; /* NULL: whatever it is */
};

/* Makes the documents of a file and sends them; or only checks it. */
int send_file(const struct invocation *invocation, struct office *office, GBytes *file,
              const struct file_origin *origin, bool is_check);

/* The same for one document that is in the outbox already. */
int send_queued(const struct invocation *invocation, struct office *office,
                struct outbox_item *item);

#endif
