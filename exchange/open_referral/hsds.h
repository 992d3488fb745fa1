/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The directory as Open Referral's Human Services Data Specification 3.1 has it, for
 * programs of others.  What is confidential is told by region alone, and how many
 * places it has free is not told at all.  Pure; any thread.
 */
#ifndef OPEN_REFERRAL_HSDS_H
#define OPEN_REFERRAL_HSDS_H

#include "common/documents/codes.h"
#include "common/documents/listing.h"

#define HSDS_VERSION "3.1.1"

/* What this API is: {"version": ...}. */
GBytes *hsds_write_api(void);

/*
 * One service with all that belongs to it: HSDS 3.1 `service`, fully nested.
 *
 * now_us  a notice of capacity that has lapsed is left out
 */
GBytes *hsds_write_service(const struct codes *codes, const struct listing *listing,
                           int64_t now_us);

/* A page of a list. */
struct hsds_page {
    const struct listing *listings;
    size_t count; /* of this page */
    int number;   /* from 1 */
    int per_page;
    int64_t total; /* services in all */
};

/* Services without what is nested: HSDS 3.1 `Page` of `service_list`. */
GBytes *hsds_write_page(const struct codes *codes, const struct hsds_page *page);

#endif
