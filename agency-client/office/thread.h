/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_THREAD_H
#define AGENCY_CLIENT_OFFICE_THREAD_H

/*
 * A thread: every document about one leg or matter that we hold, ours and theirs, in
 * the exchange's order; what it has not got yet comes last.
 */

#include "agency-client/office/letter.h"
#include "agency-client/office/office.h"

#include <glib.h>
#include <stdbool.h>

/*
 * Reads the letters of a thread; what cannot be read or believed is left out, as are
 * documents that were given up.  struct letter *.
 *
 * is_opened  opens the details too; those that cannot be opened stay closed
 */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *thread_read(struct office *office, const char *thread, bool is_opened,
                       GError **error);

#endif
