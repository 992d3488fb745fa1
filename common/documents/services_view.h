/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The services of the partnership as the exchange shows them to a member: each with the
 * newest notice of its capacity, both as they were published, and with the vacancies
 * that somebody holds.  Pure; any thread.
 */
#ifndef DOCUMENTS_SERVICES_VIEW_H
#define DOCUMENTS_SERVICES_VIEW_H

#include "common/autoptr.h"
#include "common/documents/listing.h"
#include "common/documents/mailbox_view.h"

/* A listing to be written, its two bodies as they stand in their documents. */
struct listing_source {
    struct listing listing;   /* without what the bodies say */
    const char *service_xml;  /* <service xmlns=...> */
    const char *capacity_xml; /* NULL: no notice */
};

struct services_view {
    struct listing *listings;
    size_t listing_count;
    struct tree *tree; /* what the strings point into */
};

GBytes *services_view_write(const struct listing_source *sources, size_t count);

/* Reads one back, strictly. */
G_GNUC_WARN_UNUSED_RESULT
struct services_view *services_view_read(GBytes *bytes, GError **error);

void services_view_free(struct services_view *view);
DEFINE_AUTOPTR(services_view, services_view_free)

/* The body of a service or a capacity notice as it stands in its document. */
char *service_body_write(const struct service *service);
char *capacity_body_write(const struct capacity *capacity);

#endif
