/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/availability.h"
#include "common/documents/bodies.h"
#include "common/documents/parse.h"
#include "common/documents/validate.h"

const char *const substance_use_names[] = {"", "none", "managed", "active", NULL};

enum { OPEN = MATTER_BEGIN, ANSWERED };

static const struct matter_state states[] = {
    [OPEN] = {.name = "open", .waits_on = MATTER_OTHER, .waits_for = "answer"},
    [ANSWERED] = {.name = "answered", .is_final = true},
};

static const struct matter_step steps[] = {
    MATTER_STEP(KIND_AVAILABILITY_ANSWER, NULL, MATTER_OTHER, MATTER_IN(OPEN), ANSWERED,
                "answered"),
};

static const struct matter_life life = {
    "availability enquiry", states, G_N_ELEMENTS(states), steps, G_N_ELEMENTS(steps)};

const struct matter_form availability_enquiry_form = {.life = &life, .due = "neededBy"};
const struct matter_form availability_answer_form = {.life = NULL};

static const struct field wish_fields[] = {
    OPTIONAL("type", FIELD_TEXT, household_shape, type),
    SAID("sharing", household_shape, sharing, sharing_names),
    OPTIONAL("rentWeeklyMax", FIELD_COUNT, household_shape, rent_weekly_max_pence),
    OPTIONAL("neededBy", FIELD_DATE, household_shape, needed_by),
};

static const struct field client_fields[] = {
    OPTIONAL("sex", FIELD_TEXT, household_shape, sex),
    OPTIONAL("ageBand", FIELD_TEXT, household_shape, age_band),
};

static const struct field household_fields[] = {
    OPTIONAL("adults", FIELD_BAND, household_shape, adults),
    OPTIONAL("oldestBoy", FIELD_TEXT, household_shape, oldest_boy),
    OPTIONAL("unborn", FIELD_BOOL, household_shape, has_unborn),
    OPTIONAL("pets", FIELD_BOOL, household_shape, has_pets),
    OPTIONAL("bedrooms", FIELD_BAND, household_shape, bedrooms),
    OPTIONAL("noRecourse", FIELD_BOOL, household_shape, has_no_recourse),
    SAID("substance", household_shape, substance, substance_use_names),
    SAID("riskLevel", household_shape, risk_level, risk_level_names),
};

static const struct field area_fields[] = {
    OPTIONAL("origin", FIELD_TEXT, household_shape, origin),
};

static const struct field access_fields[] = {
    OPTIONAL("stepFree", FIELD_BOOL, household_shape, needs_step_free),
    OPTIONAL("wheelchair", FIELD_BOOL, household_shape, needs_wheelchair),
    OPTIONAL("interpreter", FIELD_BOOL, household_shape, needs_interpreter),
    OPTIONAL("womenOnly", FIELD_BOOL, household_shape, needs_women_only),
};

/* In a referral the highest risk stands apart. */
static const struct field risk_fields[] = {
    SAID("level", household_shape, risk_level, risk_level_names),
};

/* The children that stand once, in an enquiry and in a referral alike. */
static const struct reader_part parts[] = {
    {"client", client_fields, G_N_ELEMENTS(client_fields)},
    {"household", household_fields, G_N_ELEMENTS(household_fields)},
    {"area", area_fields, G_N_ELEMENTS(area_fields)},
    {"access", access_fields, G_N_ELEMENTS(access_fields)},
    {"risk", risk_fields, G_N_ELEMENTS(risk_fields)},
};

struct household_shape
household_shape_none(void)
{
    return (struct household_shape){.rent_weekly_max_pence = -1,
                                    .needed_by = DATE_NONE};
}

static void
shape_read(struct reader *reader, struct household_shape *shape)
{
    const xmlNode *part;

    *shape = household_shape_none();
    reader_fields(reader, reader->body, wish_fields, G_N_ELEMENTS(wish_fields), shape);
    shape->needs = referral_read_needs(reader, &shape->need_count);
    reader_parts(reader, parts, G_N_ELEMENTS(parts), shape);
    shape->children = referral_read_children(reader, &shape->children_count);
    if ((part = tree_child(reader->body, "area")) != NULL)
        shape->wanted_areas =
            reader_codes(reader, part, "wanted", "code", &shape->wanted_area_count);
}

void
availability_enquiry_check(struct reader *reader, const struct document *document)
{
    struct household_shape shape;
    const xmlNode *part;

    shape_read(reader, &shape);
    /* Neither to a case nor to a thread: nothing joins it to a client. */
    if (document->has_in_reply_to)
        reader_refuse(reader, reader->envelope, "inReplyTo", "enquiry-no-thread",
                      "an availability enquiry answers nothing: that would join it to "
                      "a client");
    check_not_past(reader, document, reader->body, "neededBy", shape.needed_by);
    check_once(reader, reader->body, "need", "code", "need-once");
    if ((part = tree_child(reader->body, "household")) != NULL) {
        check_once(reader, part, "children", "ageBand", "age-band-once");
        if (shape.oldest_boy != NULL && shape.children_count == 0)
            reader_refuse(reader, part, "oldestBoy", "boys-are-children",
                          "an oldest boy is given, but no children");
    }
    if ((part = tree_child(reader->body, "area")) != NULL)
        check_once(reader, part, "wanted", "code", "area-once");
}

/* What the rules of an answer need to know of it. */
struct answer_facts {
    const char *answer;
    const char *vacancy;
    int32_t available_from;
};

static const struct field answer_fields[] = {
    REQUIRED("answer", FIELD_TEXT, answer_facts, answer),
    OPTIONAL("vacancy", FIELD_TEXT, answer_facts, vacancy),
    OPTIONAL("availableFrom", FIELD_DATE, answer_facts, available_from),
};

void
availability_answer_check(struct reader *reader, const struct document *document)
{
    struct answer_facts answer = {0};
    bool has_reason = tree_child(reader->body, "reason") != NULL;
    bool is_no;

    reader_fields(reader, reader->body, answer_fields, G_N_ELEMENTS(answer_fields),
                  &answer);
    is_no = g_strcmp0(answer.answer, "not-available") == 0 ||
            g_strcmp0(answer.answer, "not-suitable") == 0;
    if (is_no && !has_reason)
        reader_refuse(reader, reader->body, NULL, "no-room-reason",
                      "an answer that says no gives a reason");
    if (!is_no && has_reason)
        reader_refuse(reader, reader->body, NULL, "no-room-reason",
                      "reasons go with an answer that says no");
    if (answer.vacancy != NULL && g_strcmp0(answer.answer, "available") != 0)
        reader_refuse(reader, reader->body, "vacancy", "vacancy-if-room",
                      "only when there is room a vacancy is named");
    check_not_past(reader, document, reader->body, "availableFrom",
                   answer.available_from);
    check_once(reader, reader->body, "reason", "code", "reason-once");
}

/* The body of an enquiry or a referral; NULL when it is of another kind. */
static xmlNode *
find_body(const xmlNode *root)
{
    for (xmlNode *node = tree_child(root, NULL); node != NULL;
         node = tree_next(node, NULL)) {
        if (tree_is_element(node, kinds[KIND_AVAILABILITY_ENQUIRY].name,
                            kinds[KIND_AVAILABILITY_ENQUIRY].xml_namespace) ||
            tree_is_element(node, kinds[KIND_REFERRAL].name,
                            kinds[KIND_REFERRAL].xml_namespace))
            return node;
    }
    return NULL;
}

struct read_shape *
availability_shape_read(struct validator *validator, GBytes *bytes,
                        GPtrArray *violations, GError **error)
{
    g_autoptr(read_shape) read = g_new0(struct read_shape, 1);
    struct reader reader = {.violations = violations};

    read->tree = parse_bytes(bytes, &scan_authoring, violations, error);
    if (read->tree == NULL || !validate_tree(validator, read->tree, violations, error))
        return NULL;
    reader.tree = read->tree;
    reader.envelope = xmlDocGetRootElement(read->tree->doc);
    reader.body = find_body(reader.envelope);
    if (reader.body == NULL) {
        refusal_set(error, REFUSAL_RULE,
                    "a household is described by an availability enquiry or a "
                    "referral, and this file is neither");
        return NULL;
    }
    shape_read(&reader, &read->shape);
    if (!reader_finish(&reader, error))
        return NULL;
    return g_steal_pointer(&read);
}

void
read_shape_free(struct read_shape *read)
{
    if (read == NULL)
        return;
    tree_free(read->tree);
    g_free(read);
}
