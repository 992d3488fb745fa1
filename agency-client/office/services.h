/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_SERVICES_H
#define AGENCY_CLIENT_OFFICE_SERVICES_H

/*
 * The services of the partnership as the exchange last listed them, kept so that a
 * caseworker on the road can look for one.  A list that is new is compared with what
 * the agencies signed; what differs is told, and left out.
 */

#include "agency-client/office/offers.h"
#include "agency-client/office/office.h"
#include "common/documents/services_view.h"

/*
 * Reads the listings, after asking the exchange for what has changed.
 *
 * is_offline  do not ask; as stored
 * fetched_us  when they were last asked for
 *
 * Without a connection, what is stored; OFFICE_ERROR_NO_ADDRESS when nothing is.
 * Without what services_doubts() tells.
 */
G_GNUC_WARN_UNUSED_RESULT
struct services_view *services_fetch(struct office *office, bool is_offline,
                                     int64_t *fetched_us, GError **error);

/* What is left out, and why: struct doubt *. */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *services_doubts(struct office *office, GError **error);

/* The list itself, as fetched last. */
G_GNUC_WARN_UNUSED_RESULT
GBytes *services_stored(struct office *office, GError **error);

#endif
