/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/referral.h"
#include "common/documents/bodies.h"
#include "common/documents/names.h"
#include <string.h>

const char *const referral_mode_names[] = {"single", "parallel", "first-accept", NULL};
const char *const urgency_names[] = {"emergency", "urgent", "priority", "routine",
                                     NULL};
const char *const need_level_names[] = {"low", "medium", "high", NULL};

/* From the least to the highest, as the details must add up to the coded level. */
static const char *const risk_levels[] = {"none-known", "low",       "medium",
                                          "high",       "very-high", NULL};

#define RISK_NONE_KNOWN 0

static const struct field body_fields[] = {
    PRESENT_IF("referral", FIELD_UUID, referral, has_referral, referral),
    NAMED("mode", referral, mode, referral_mode_names),
    NAMED("urgency", referral, urgency, urgency_names),
    REQUIRED("type", FIELD_TEXT, referral, type),
    REQUIRED("receivedVia", FIELD_TEXT, referral, received_via),
    OPTIONAL("dutyToRefer", FIELD_TEXT, referral, duty_to_refer),
    PRESENT_IF("vacancy", FIELD_UUID, referral, has_vacancy, vacancy),
};

static const struct field need_fields[] = {
    REQUIRED("code", FIELD_TEXT, referral_need, code),
    NAMED("level", referral_need, level, need_level_names),
};

static const struct field client_fields[] = {
    REQUIRED("sex", FIELD_TEXT, referral, client_sex),
    REQUIRED("ageBand", FIELD_TEXT, referral, client_age_band),
};

static const struct field household_fields[] = {
    REQUIRED("adults", FIELD_BAND, referral, adults),
    OPTIONAL("unborn", FIELD_BOOL, referral, has_unborn),
    OPTIONAL("pets", FIELD_BOOL, referral, has_pets),
    REQUIRED("bedrooms", FIELD_BAND, referral, bedrooms),
};

static const struct field children_fields[] = {
    REQUIRED("ageBand", FIELD_TEXT, referral_children, age_band),
    REQUIRED("count", FIELD_BAND, referral_children, count),
};

static const struct field area_fields[] = {
    REQUIRED("origin", FIELD_TEXT, referral, origin),
    OPTIONAL("locationWithheld", FIELD_BOOL, referral, is_location_withheld),
    OPTIONAL("avoidRecipientArea", FIELD_BOOL, referral, is_recipient_area_avoided),
};

static const struct field access_fields[] = {
    OPTIONAL("stepFree", FIELD_BOOL, referral, needs_step_free),
    OPTIONAL("wheelchair", FIELD_BOOL, referral, needs_wheelchair),
    OPTIONAL("interpreter", FIELD_BOOL, referral, needs_interpreter),
    OPTIONAL("womenOnly", FIELD_BOOL, referral, needs_women_only),
};

static const struct field risk_fields[] = {
    REQUIRED("level", FIELD_TEXT, referral, risk_level),
    OPTIONAL("twoWorkerVisit", FIELD_BOOL, referral, needs_two_workers),
    OPTIONAL("marac", FIELD_BOOL, referral, has_marac),
};

static const struct field key_date_fields[] = {
    REQUIRED("kind", FIELD_TEXT, referral_key_date, kind),
    REQUIRED("on", FIELD_DATE, referral_key_date, on),
};

static const struct field housing_fields[] = {
    REQUIRED("homelessness", FIELD_TEXT, referral, homelessness),
    REQUIRED("accommodation", FIELD_TEXT, referral, accommodation),
    OPTIONAL("reasonForLeaving", FIELD_TEXT, referral, reason_for_leaving),
};

static const struct field basis_fields[] = {
    REQUIRED("lawful", FIELD_TEXT, referral, lawful_basis),
};

static const struct field consent_fields[] = {
    REQUIRED("on", FIELD_DATE, referral, basis_on),
};

static const struct field override_fields[] = {
    REQUIRED("ground", FIELD_TEXT, referral, override_ground),
    REQUIRED("on", FIELD_DATE, referral, basis_on),
};

static const struct field commissioned_fields[] = {
    PRESENT_IF("hoursPerWeek", FIELD_HUNDREDTHS, referral, has_commissioned_hours,
               hours_per_week_hundredths),
    OPTIONAL("startOn", FIELD_DATE, referral, commissioned_start_on),
    OPTIONAL("endOn", FIELD_DATE, referral, commissioned_end_on),
    OPTIONAL("reviewOn", FIELD_DATE, referral, commissioned_review_on),
};

static const struct field previous_fields[] = {
    PRESENT_IF("referral", FIELD_UUID, referral, has_previous, previous_referral),
    REQUIRED("reason", FIELD_TEXT, referral, previous_reason),
};

/* The children that stand once and whose attributes are the referral's own. */
static const struct reader_part parts[] = {
    {"client", client_fields, G_N_ELEMENTS(client_fields)},
    {"household", household_fields, G_N_ELEMENTS(household_fields)},
    {"area", area_fields, G_N_ELEMENTS(area_fields)},
    {"access", access_fields, G_N_ELEMENTS(access_fields)},
    {"risk", risk_fields, G_N_ELEMENTS(risk_fields)},
    {"housing", housing_fields, G_N_ELEMENTS(housing_fields)},
    {"basis", basis_fields, G_N_ELEMENTS(basis_fields)},
    {"commissioned", commissioned_fields, G_N_ELEMENTS(commissioned_fields)},
    {"previous", previous_fields, G_N_ELEMENTS(previous_fields)},
};

/* A part; NULL when the author left it out. */
static xmlNode *
find_part(const struct reader *reader, const char *name)
{
    return tree_child(reader->body, name);
}

static void
read_basis(struct reader *reader, struct referral *referral)
{
    const xmlNode *basis = find_part(reader, "basis");
    const xmlNode *given;

    referral->basis_on = DATE_NONE;
    if (basis == NULL)
        return;
    if ((given = tree_child(basis, "consent")) != NULL)
        reader_fields(reader, given, consent_fields, G_N_ELEMENTS(consent_fields),
                      referral);
    else if ((given = tree_child(basis, "override")) != NULL)
        reader_fields(reader, given, override_fields, G_N_ELEMENTS(override_fields),
                      referral);
}

struct referral_need *
referral_read_needs(struct reader *reader, size_t *count)
{
    return reader_children(reader, reader->body, "need", need_fields,
                           G_N_ELEMENTS(need_fields), sizeof(struct referral_need),
                           count);
}

struct referral_children *
referral_read_children(struct reader *reader, size_t *count)
{
    const xmlNode *household = find_part(reader, "household");

    *count = 0;
    return household == NULL
               ? NULL
               : reader_children(reader, household, "children", children_fields,
                                 G_N_ELEMENTS(children_fields),
                                 sizeof(struct referral_children), count);
}

static void
read_lists(struct reader *reader, struct referral *referral)
{
    const xmlNode *part;

    referral->needs = referral_read_needs(reader, &referral->need_count);
    referral->children = referral_read_children(reader, &referral->children_count);
    referral->key_dates = reader_children(
        reader, reader->body, "keyDate", key_date_fields, G_N_ELEMENTS(key_date_fields),
        sizeof *referral->key_dates, &referral->key_date_count);
    if ((part = find_part(reader, "area")) != NULL)
        referral->wanted_areas =
            reader_codes(reader, part, "wanted", "code", &referral->wanted_area_count);
    if ((part = find_part(reader, "risk")) != NULL)
        referral->risk_directions = reader_codes(reader, part, "direction", "code",
                                                 &referral->risk_direction_count);
}

void
referral_read(struct reader *reader, struct document *document)
{
    struct referral *referral = &document->referral;

    referral->commissioned_start_on = DATE_NONE;
    referral->commissioned_end_on = DATE_NONE;
    referral->commissioned_review_on = DATE_NONE;
    reader_fields(reader, reader->body, body_fields, G_N_ELEMENTS(body_fields),
                  referral);
    reader_parts(reader, parts, G_N_ELEMENTS(parts), referral);
    read_basis(reader, referral);
    read_lists(reader, referral);
}

static void
check_basis(struct reader *reader, const struct document *document)
{
    const struct referral *referral = &document->referral;
    const xmlNode *basis = find_part(reader, "basis");

    if (g_strcmp0(referral->lawful_basis, "a") == 0 &&
        referral->override_ground != NULL)
        reader_refuse(reader, basis, "lawful", "basis-consent",
                      "consent cannot be the basis of a referral made without it");
    if (referral->basis_on > date_of(document->created_us) + 1)
        reader_refuse(reader, basis, NULL, "basis-not-later",
                      "consent, or the decision to do without, is dated after the"
                      " referral");
}

static void
check_commissioned(struct reader *reader, const struct referral *referral)
{
    const xmlNode *part = find_part(reader, "commissioned");

    check_order(reader, part, "endOn", referral->commissioned_start_on,
                referral->commissioned_end_on);
    check_order(reader, part, "reviewOn", referral->commissioned_start_on,
                referral->commissioned_review_on);
    check_order(reader, part, "endOn", referral->commissioned_review_on,
                referral->commissioned_end_on);
}

void
referral_check(struct reader *reader, const struct document *document)
{
    const struct referral *referral = &document->referral;
    const xmlNode *part;

    check_once(reader, reader->body, "need", "code", "need-once");
    if ((part = find_part(reader, "household")) != NULL)
        check_once(reader, part, "children", "ageBand", "age-band-once");
    if ((part = find_part(reader, "area")) != NULL)
        check_once(reader, part, "wanted", "code", "area-once");
    if ((part = find_part(reader, "risk")) != NULL) {
        check_once(reader, part, "direction", "code", "direction-once");
        if (name_index(risk_levels, referral->risk_level) == RISK_NONE_KNOWN &&
            (referral->risk_direction_count > 0 || referral->has_marac))
            reader_refuse(reader, part, "level", "risk-none-known",
                          "no risk is known, yet one is described");
    }
    if (find_part(reader, "basis") != NULL)
        check_basis(reader, document);
    if (find_part(reader, "commissioned") != NULL)
        check_commissioned(reader, referral);
    if (referral->has_previous && referral->has_referral &&
        uuid_is_equal(&referral->previous_referral, &referral->referral))
        reader_refuse(reader, find_part(reader, "previous"), "referral",
                      "previous-is-another", "the earlier referral is this one");
}

static void
check_person(struct reader *reader)
{
    const xmlNode *client = tree_child(reader->body, "client");

    if (client != NULL && reader_attribute(reader, client, "dateOfBirth") == NULL &&
        reader_attribute(reader, client, "estimatedAge") == NULL)
        reader_refuse(reader, client, NULL, "age-known",
                      "the date of birth or an estimated age is missing");
}

/* The highest level of the risks described. */
static int
highest_risk(struct reader *reader, const xmlNode *risks)
{
    int highest = RISK_NONE_KNOWN;

    for (const xmlNode *risk = tree_child(risks, "risk"); risk != NULL;
         risk = tree_next(risk, "risk"))
        highest = MAX(highest,
                      name_index(risk_levels, reader_attribute(reader, risk, "level")));
    return highest;
}

/* A provider is told of the needs that are put to it, and of no others. */
static void
check_needs(struct reader *reader, const struct referral *referral)
{
    for (const xmlNode *need = tree_child(reader->body, "need"); need != NULL;
         need = tree_next(need, "need")) {
        const char *code = reader_attribute(reader, need, "code");
        bool is_coded = false;

        for (size_t index = 0; index < referral->need_count && !is_coded; index++)
            is_coded = g_strcmp0(referral->needs[index].code, code) == 0;
        if (!is_coded)
            reader_refuse(reader, need, "code", "need-agrees",
                          "the need is not among those put to this provider");
    }
}

/* What the details say must add up to what the codes say. */
static void
check_agreement(struct reader *reader, const struct referral *referral)
{
    const xmlNode *risks = tree_child(reader->body, "risks");
    const xmlNode *basis = tree_child(reader->body, "basis");
    bool has_consent = basis != NULL && tree_child(basis, "consent") != NULL;

    if (risks != NULL &&
        highest_risk(reader, risks) != name_index(risk_levels, referral->risk_level))
        reader_refuse(
            reader, risks, NULL, "risk-agrees",
            "the highest level of these risks is not the level that is given");
    if (basis != NULL && has_consent != (referral->override_ground == NULL))
        reader_refuse(reader, basis, NULL, "basis-agrees",
                      "the coded part and the details differ on consent");
    if (tree_child(reader->body, "commissioned") != NULL &&
        !referral->has_commissioned_hours)
        reader_refuse(reader, tree_child(reader->body, "commissioned"), NULL,
                      "commissioned-agrees", "the coded part has no hours");
    if (referral->urgency == URGENCY_EMERGENCY &&
        tree_child(reader->body, "urgencyReason") == NULL)
        reader_refuse(reader, reader->body, NULL, "emergency-explained",
                      "an emergency needs its reason in words");
}

void
referral_check_details(struct reader *reader, const struct document *document)
{
    check_person(reader);
    check_needs(reader, &document->referral);
    check_agreement(reader, &document->referral);
}

void
disclosure_check_details(struct reader *reader, const struct document *document)
{
    /* The codes that these details belong to are in another document. */
    (void)document;
    check_person(reader);
}

static void
write_codes(GString *xml, const char *element, const char *const *codes, size_t count)
{
    for (size_t index = 0; index < count; index++) {
        g_string_append_printf(xml, "<%s", element);
        writer_attribute(xml, "code", codes[index]);
        g_string_append(xml, "/>");
    }
}

static void
open_part(GString *xml, const char *name, const struct field *fields,
          size_t field_count, const struct referral *referral)
{
    g_string_append_printf(xml, "<%s", name);
    writer_fields(xml, fields, field_count, referral);
    g_string_append_c(xml, '>');
}

#define OPEN_PART(xml, name, fields, referral)                                         \
    open_part(xml, name, fields, G_N_ELEMENTS(fields), referral)
#define WRITE_PART(xml, name, fields, referral)                                        \
    writer_element(xml, name, fields, G_N_ELEMENTS(fields), referral)

static void
write_household(GString *xml, const struct referral *referral)
{
    OPEN_PART(xml, "household", household_fields, referral);
    for (size_t index = 0; index < referral->children_count; index++)
        WRITE_PART(xml, "children", children_fields, &referral->children[index]);
    g_string_append(xml, "</household>");
}

static void
write_basis(GString *xml, const struct referral *referral)
{
    OPEN_PART(xml, "basis", basis_fields, referral);
    if (referral->override_ground != NULL)
        WRITE_PART(xml, "override", override_fields, referral);
    else
        WRITE_PART(xml, "consent", consent_fields, referral);
    g_string_append(xml, "</basis>");
}

static bool
has_access_needs(const struct referral *referral)
{
    return referral->needs_step_free || referral->needs_wheelchair ||
           referral->needs_interpreter || referral->needs_women_only;
}

void
referral_write(GString *xml, const struct document *document)
{
    const struct referral *referral = &document->referral;

    write_body(xml, KIND_REFERRAL, body_fields, G_N_ELEMENTS(body_fields), referral);
    g_string_append_c(xml, '>');
    for (size_t index = 0; index < referral->need_count; index++)
        WRITE_PART(xml, "need", need_fields, &referral->needs[index]);
    WRITE_PART(xml, "client", client_fields, referral);
    write_household(xml, referral);
    OPEN_PART(xml, "area", area_fields, referral);
    write_codes(xml, "wanted", referral->wanted_areas, referral->wanted_area_count);
    g_string_append(xml, "</area>");
    if (has_access_needs(referral))
        WRITE_PART(xml, "access", access_fields, referral);
    OPEN_PART(xml, "risk", risk_fields, referral);
    write_codes(xml, "direction", referral->risk_directions,
                referral->risk_direction_count);
    g_string_append(xml, "</risk>");
    for (size_t index = 0; index < referral->key_date_count; index++)
        WRITE_PART(xml, "keyDate", key_date_fields, &referral->key_dates[index]);
    if (referral->homelessness != NULL)
        WRITE_PART(xml, "housing", housing_fields, referral);
    write_basis(xml, referral);
    if (referral->has_commissioned_hours)
        WRITE_PART(xml, "commissioned", commissioned_fields, referral);
    if (referral->has_previous)
        WRITE_PART(xml, "previous", previous_fields, referral);
    g_string_append(xml, "</referral>");
}
