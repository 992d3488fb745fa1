/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/suits.h"
#include "common/documents/suits_rules.h"
#include "common/documents/writer.h"

const char *const sex_rule_names[] = {"", "any", "women", "men", NULL};
const char *const substance_rule_names[] = {"", "any", "managed", "none", NULL};
const char *const risk_level_names[] = {"",     "none-known", "low", "medium",
                                        "high", "very-high",  NULL};

static const struct field fields[] = {
    SAID("sex", suits, sex, sex_rule_names),
    OPTIONAL("ageFrom", FIELD_COUNT, suits, age_from),
    OPTIONAL("ageTo", FIELD_COUNT, suits, age_to),
    OPTIONAL("adultsMax", FIELD_COUNT, suits, adults_max),
    OPTIONAL("childrenMax", FIELD_COUNT, suits, children_max),
    OPTIONAL("boysTo", FIELD_COUNT, suits, boys_to),
    OPTIONAL("pets", FIELD_MAYBE, suits, pets),
    OPTIONAL("noRecourse", FIELD_MAYBE, suits, no_recourse),
    SAID("substance", suits, substance, substance_rule_names),
    SAID("riskUpTo", suits, risk_up_to, risk_level_names),
    OPTIONAL("stepFree", FIELD_MAYBE, suits, step_free),
    OPTIONAL("wheelchair", FIELD_MAYBE, suits, wheelchair),
    OPTIONAL("localOnly", FIELD_MAYBE, suits, local_only),
    OPTIONAL("notLocal", FIELD_MAYBE, suits, not_local),
};

struct suits
suits_none(void)
{
    return (struct suits){.age_from = -1,
                          .age_to = -1,
                          .adults_max = -1,
                          .children_max = -1,
                          .boys_to = -1};
}

void
suits_read(struct reader *reader, const xmlNode *node, struct suits *suits)
{
    *suits = suits_none();
    reader_fields(reader, node, fields, G_N_ELEMENTS(fields), suits);
}

void
suits_check(struct reader *reader, const xmlNode *node, const struct suits *suits)
{
    if (suits->age_from >= 0 && suits->age_to >= 0 && suits->age_to < suits->age_from)
        reader_refuse(reader, node, "ageTo", "ages-in-order",
                      "the oldest age is below the youngest");
    if (suits->adults_max == 0)
        reader_refuse(reader, node, "adultsMax", "adults-some",
                      "a household has at least one adult; leave it out for no limit");
    if (suits->boys_to >= 0 && suits->children_max == 0)
        reader_refuse(reader, node, "boysTo", "boys-are-children",
                      "no children may come, so there is no age of boys to give");
    if (suits->local_only == YES && suits->not_local == YES)
        reader_refuse(reader, node, "notLocal", "local-one-way",
                      "it cannot be only for local people and not for them");
}

void
suits_write(GString *xml, const struct suits *suits)
{
    writer_fields(xml, fields, G_N_ELEMENTS(fields), suits);
}

static int
count_of(int vacancy, int service)
{
    return vacancy >= 0 ? vacancy : service;
}

static enum maybe
maybe_of(enum maybe vacancy, enum maybe service)
{
    return vacancy != UNSAID ? vacancy : service;
}

struct suits
suits_join(const struct suits *vacancy, const struct suits *service)
{
    return (struct suits){
        .sex = vacancy->sex != SEX_UNSAID ? vacancy->sex : service->sex,
        .age_from = count_of(vacancy->age_from, service->age_from),
        .age_to = count_of(vacancy->age_to, service->age_to),
        .adults_max = count_of(vacancy->adults_max, service->adults_max),
        .children_max = count_of(vacancy->children_max, service->children_max),
        .boys_to = count_of(vacancy->boys_to, service->boys_to),
        .pets = maybe_of(vacancy->pets, service->pets),
        .no_recourse = maybe_of(vacancy->no_recourse, service->no_recourse),
        .substance = vacancy->substance != SUBSTANCE_UNSAID ? vacancy->substance
                                                            : service->substance,
        .risk_up_to = vacancy->risk_up_to != RISK_UNSAID ? vacancy->risk_up_to
                                                         : service->risk_up_to,
        .step_free = maybe_of(vacancy->step_free, service->step_free),
        .wheelchair = maybe_of(vacancy->wheelchair, service->wheelchair),
        .local_only = maybe_of(vacancy->local_only, service->local_only),
        .not_local = maybe_of(vacancy->not_local, service->not_local),
    };
}
