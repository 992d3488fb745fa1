/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whom a service or a vacancy suits, as rules that a machine can check: the attribute
 * group `suits` of the schemas.  What is not said is no rule.  Immutable once read; any
 * thread.
 */
#ifndef DOCUMENTS_SUITS_H
#define DOCUMENTS_SUITS_H

#include "common/documents/maybe.h"

enum sex_rule { SEX_UNSAID, SEX_ANY, SEX_WOMEN, SEX_MEN };
extern const char *const sex_rule_names[];

enum substance_rule {
    SUBSTANCE_UNSAID,
    SUBSTANCE_ANY,
    SUBSTANCE_MANAGED,
    SUBSTANCE_NONE
};
extern const char *const substance_rule_names[];

/* In the order of the list, so that they compare. */
enum risk_level {
    RISK_UNSAID,
    RISK_NONE_KNOWN,
    RISK_LOW,
    RISK_MEDIUM,
    RISK_HIGH,
    RISK_VERY_HIGH
};
extern const char *const risk_level_names[];

/* Ages and counts are -1 when not said. */
struct suits {
    enum sex_rule sex;
    int age_from;
    int age_to;
    int adults_max;
    int children_max;
    int boys_to;
    enum maybe pets;
    enum maybe no_recourse;
    enum substance_rule substance;
    enum risk_level risk_up_to;
    enum maybe step_free;
    enum maybe wheelchair;
    enum maybe local_only;
    enum maybe not_local;
};

/* Nothing said. */
struct suits suits_none(void);

/* The rules of a vacancy, and those of its service where the vacancy says nothing. */
struct suits suits_join(const struct suits *vacancy, const struct suits *service);

#endif
