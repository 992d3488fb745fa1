/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_COMMANDS_MATTERS_H
#define AGENCY_CLIENT_COMMANDS_MATTERS_H

/* Matters as people read them, a line each or step by step. */

#include "agency-client/office/matter_list.h"
#include "common/documents/labels.h"

/* Prints a table of them. */
void matters_print_list(struct office *office, const struct labels *labels,
                        const struct matter_list *list);

/* Prints where one stands: its steps, its points, and what we may do. */
G_GNUC_WARN_UNUSED_RESULT
bool matters_print_track(struct office *office, const struct labels *labels,
                         const struct known_matter *known, GError **error);

/* The same for programs. */
G_GNUC_WARN_UNUSED_RESULT
bool matters_write_track(struct office *office, const struct known_matter *known,
                         GString *xml, GError **error);

#endif
