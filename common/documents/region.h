/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regions: to which region of England, or which country, a local authority district
 * belongs; what is left of a place that nobody may learn more of.  Pure; any thread.
 */
#ifndef DOCUMENTS_REGION_H
#define DOCUMENTS_REGION_H

/* The ONS code of the region of a district's code; NULL when it is not known. */
const char *region_of_area(const char *area);

#endif
