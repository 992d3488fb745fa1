/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_COMPOSE_MATTER_H
#define AGENCY_CLIENT_OFFICE_COMPOSE_MATTER_H

/* From one plain authoring file to what opens matters, or is a step of one. */

#include "agency-client/office/compose.h"

/*
 * Makes the documents of a file that is no referral and no step of a leg: one for each
 * agency that it is addressed to, or one that is published.
 *
 * known  the matter that it is a step of; NULL when it opens one
 * peek   what the file says of itself
 */
G_GNUC_WARN_UNUSED_RESULT
struct composed *compose_matter(struct office *office, const struct known_matter *known,
                                GBytes *file, const struct authoring_peek *peek,
                                GPtrArray *violations, GError **error);

/*
 * Makes the documents of a file of any kind.
 *
 * thread  the leg or matter that it is a step of, an id; or that of matters that were
 *         opened together, for a step in each; NULL when the file names it
 * kind    what the file must be; NULL when it may be anything
 */
G_GNUC_WARN_UNUSED_RESULT
struct composed *compose_file(struct office *office, GBytes *file, const char *thread,
                              const enum kind *kind, GPtrArray *violations,
                              GError **error);

#endif
