/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shape of a household, and what it looks for: all that an availability enquiry
 * says and that services are matched with.  Strings belong to what was read.
 */
#ifndef DOCUMENTS_HOUSEHOLD_SHAPE_H
#define DOCUMENTS_HOUSEHOLD_SHAPE_H

#include "common/documents/capacity.h"

/* From the least, so that it compares with what a service asks. */
enum substance_use { USE_UNSAID, USE_NONE, USE_MANAGED, USE_ACTIVE };
extern const char *const substance_use_names[];

/* Strings are NULL and bands 0 when not said; 6 stands for six and more. */
struct household_shape {
    const char *type; /* of service */
    struct referral_need *needs;
    size_t need_count;
    const char *sex;
    const char *age_band;
    int adults;
    struct referral_children *children;
    size_t children_count;
    const char *oldest_boy; /* age band */
    bool has_unborn;
    bool has_pets;
    int bedrooms;
    bool has_no_recourse;
    enum substance_use substance;
    enum risk_level risk_level;
    const char *origin;
    const char **wanted_areas;
    size_t wanted_area_count;
    bool needs_step_free;
    bool needs_wheelchair;
    bool needs_interpreter;
    bool needs_women_only;
    enum sharing sharing;      /* the most that may be shared */
    int rent_weekly_max_pence; /* -1 when not said */
    int32_t needed_by;         /* DATE_NONE when not said */
};

/* Nothing said. */
struct household_shape household_shape_none(void);

#endif
