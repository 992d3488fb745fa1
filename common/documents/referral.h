/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The coded part of a referral: what routing, lifecycle and statistics need.  Codes
 * of the closed short lists are enums, those of published lists are strings that
 * belong to the document.  Dates are days (timestamp.h), DATE_NONE when absent.
 */
#ifndef DOCUMENTS_REFERRAL_H
#define DOCUMENTS_REFERRAL_H

#include "common/documents/uuid.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum referral_mode { MODE_SINGLE, MODE_PARALLEL, MODE_FIRST_ACCEPT };
extern const char *const referral_mode_names[];

enum urgency { URGENCY_EMERGENCY, URGENCY_URGENT, URGENCY_PRIORITY, URGENCY_ROUTINE };
extern const char *const urgency_names[];

enum need_level { NEED_LOW, NEED_MEDIUM, NEED_HIGH };
extern const char *const need_level_names[];

struct referral_need {
    const char *code;
    enum need_level level;
};

struct referral_children {
    const char *age_band;
    int count; /* 6 stands for six and more */
};

struct referral_key_date {
    const char *kind;
    int32_t on;
};

struct referral {
    struct uuid referral; /* shared by all legs of one referral; nil while authored */
    bool has_referral;
    enum referral_mode mode;
    enum urgency urgency;
    const char *type;
    const char *received_via;
    const char *duty_to_refer; /* NULL when absent */
    bool has_vacancy;
    struct uuid vacancy; /* of this provider's, which is asked for */
    struct referral_need *needs;
    size_t need_count;
    const char *client_sex;
    const char *client_age_band;
    int adults; /* 6 stands for six and more */
    bool has_unborn;
    bool has_pets;
    int bedrooms;
    struct referral_children *children;
    size_t children_count;
    const char *origin; /* local-authority code */
    bool is_location_withheld;
    bool is_recipient_area_avoided;
    const char **wanted_areas;
    size_t wanted_area_count;
    bool needs_step_free;
    bool needs_wheelchair;
    bool needs_interpreter;
    bool needs_women_only;
    const char *risk_level;
    bool needs_two_workers;
    bool has_marac;
    const char **risk_directions;
    size_t risk_direction_count;
    struct referral_key_date *key_dates;
    size_t key_date_count;
    const char *homelessness;
    const char *accommodation;
    const char *reason_for_leaving;
    const char *lawful_basis;
    const char *override_ground; /* NULL when there is consent */
    int32_t basis_on;            /* of the consent or of the override */
    bool has_commissioned_hours;
    int hours_per_week_hundredths;
    int32_t commissioned_start_on;
    int32_t commissioned_end_on;
    int32_t commissioned_review_on;
    bool has_previous;
    struct uuid previous_referral;
    const char *previous_reason;
};

#endif
