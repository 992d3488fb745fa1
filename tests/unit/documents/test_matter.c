/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/matter.h"
#include <string.h>

/* A life with everything in it, over kinds that have nothing to do with it. */
enum { DRAFT = MATTER_BEGIN, ACTIVE, REVIEWED, CLOSED };

static const struct matter_state states[] = {
    [DRAFT] = {.name = "a draft",
               .waits_on = MATTER_OPENER,
               .waits_for = "activate it"},
    [ACTIVE] = {.name = "active", .waits_on = MATTER_OTHER, .waits_for = "review it"},
    [REVIEWED] = {.name = "reviewed",
                  .waits_on = MATTER_OPENER,
                  .waits_for = "close it"},
    [CLOSED] = {.name = "closed", .is_final = true},
};

static const struct matter_step steps[] = {
    MATTER_STEP(KIND_RESPONSE, "met", MATTER_EITHER, MATTER_IN(DRAFT), MATTER_STAYS,
                "given a condition", .is_of_owners = true),
    MATTER_STEP(KIND_RESPONSE, "activate", MATTER_OPENER, MATTER_IN(DRAFT), ACTIVE,
                "activated", .needs_points_done = true),
    MATTER_STEP(KIND_RESPONSE, "review", MATTER_OTHER, MATTER_IN(ACTIVE), REVIEWED,
                "reviewed", .when_done = CLOSED),
    MATTER_STEP(KIND_OUTCOME, NULL, MATTER_OPENER,
                MATTER_IN(ACTIVE) | MATTER_IN(REVIEWED), CLOSED, "closed"),
    MATTER_STEP(KIND_WITHDRAWAL, NULL, MATTER_MEMBER, MATTER_IN(ACTIVE), MATTER_STAYS,
                "commented on", .is_within = true),
};

static const struct matter_life life = {"plan", states, G_N_ELEMENTS(states), steps,
                                        G_N_ELEMENTS(steps)};

static struct matter
a_matter(int state)
{
    return (struct matter){.life = &life, .state = state, .due_on = DATE_NONE};
}

static void
give_points(struct matter *matter, struct matter_point *points, size_t count)
{
    const struct matter_body body = {
        .points = points, .point_count = count, .due_on = DATE_NONE};
    const struct matter_move move = {.kind = KIND_NOTICE, .body = &body};

    matter_take(matter, &move);
}

static const struct {
    const char *why;
    int from;
    enum kind kind;
    const char *word;
    unsigned int by;
    const char *refused; /* words of the refusal; NULL: allowed */
    int to;
} cases[] = {
    {"the opener activates", DRAFT, KIND_RESPONSE, "activate", MATTER_OPENER, NULL,
     ACTIVE},
    {"the other may not", DRAFT, KIND_RESPONSE, "activate", MATTER_OTHER,
     "a step of the agency that opened it alone; open steps: response.met", 0},
    {"once is enough", ACTIVE, KIND_RESPONSE, "activate", MATTER_OPENER,
     "this plan is active: it cannot be activated now; open steps: outcome", 0},
    {"closed is closed", CLOSED, KIND_OUTCOME, NULL, MATTER_OPENER,
     "this plan is closed, which is final: it cannot be closed any more; if it goes "
     "on, "
     "open a new one",
     0},
    {"a word of another life", DRAFT, KIND_RESPONSE, "dance", MATTER_OPENER,
     "response.dance is no step of this plan", 0},
    {"a kind of another life", DRAFT, KIND_REJECTION, NULL, MATTER_OPENER,
     "rejection is no step of this plan", 0},
    {"no point left open closes", ACTIVE, KIND_RESPONSE, "review", MATTER_OTHER, NULL,
     CLOSED},
    {"a member's comment moves nothing", ACTIVE, KIND_WITHDRAWAL, NULL, MATTER_MEMBER,
     NULL, ACTIVE},
    {"a party is no member", ACTIVE, KIND_WITHDRAWAL, NULL, MATTER_OTHER,
     "a step of the other members alone", 0},
};

static void
steps_are_those_of_the_table(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct matter matter = a_matter(cases[i].from);
        const struct matter_move move = {
            .kind = cases[i].kind, .word = cases[i].word, .by = cases[i].by};
        g_autoptr(GError) error = NULL;
        bool is_allowed = matter_check(&matter, &move, &error);

        g_test_message("%s: %s", cases[i].why, error == NULL ? "" : error->message);
        if (cases[i].refused != NULL) {
            g_assert_false(is_allowed);
            g_assert_error(error, REFUSAL_ERROR, REFUSAL_LIFECYCLE);
            g_assert_nonnull(strstr(error->message, cases[i].refused));
            continue;
        }
        g_assert_no_error(error);
        matter_take(&matter, &move);
        g_assert_cmpint(matter.state, ==, cases[i].to);
    }
}

static void
conditions_clear_before_it_is_active(void)
{
    struct matter matter = a_matter(DRAFT);
    struct matter_point points[] = {{.number = 2, .owner = "northgate-homes"},
                                    {.number = 1, .due_on = DATE_NONE}};
    int done[] = {1, 2};
    const struct matter_body one = {.done = done, .done_count = 1, .due_on = DATE_NONE};
    const struct matter_body two = {
        .done = done + 1, .done_count = 1, .due_on = DATE_NONE};
    const struct matter_move activate = {
        .kind = KIND_RESPONSE, .word = "activate", .by = MATTER_OPENER};
    struct matter_move met = {KIND_RESPONSE, "met", MATTER_OPENER, "eastborough", &one};
    int same[] = {1, 1};
    const struct matter_body doubled = {
        .done = same, .done_count = 2, .due_on = DATE_NONE};
    const struct matter_move twice = {.kind = KIND_RESPONSE,
                                      .word = "activate",
                                      .by = MATTER_OPENER,
                                      .body = &doubled};
    g_autoptr(GError) early = NULL;
    g_autoptr(GError) again = NULL;
    g_autoptr(GError) others = NULL;

    give_points(&matter, points, G_N_ELEMENTS(points));
    g_assert_false(matter_check(&matter, &activate, &early));
    g_assert_false(matter_check(&matter, &twice, NULL));
    g_assert_nonnull(strstr(early->message, "still open: 1, 2"));
    g_assert_true(matter_check(&matter, &met, NULL));
    matter_take(&matter, &met);
    g_assert_false(matter_check(&matter, &met, &again));
    g_assert_error(again, REFUSAL_ERROR, REFUSAL_RULE);
    g_assert_nonnull(strstr(again->message, "point 1 of this plan is done already"));
    met.body = &two;
    g_assert_false(matter_check(&matter, &met, &others));
    g_assert_nonnull(strstr(others->message, "is for northgate-homes to do"));
    met.by = MATTER_OTHER;
    met.agency = "northgate-homes";
    g_assert_true(matter_check(&matter, &met, NULL));
    matter_take(&matter, &met);
    g_assert_true(matter_check(&matter, &activate, NULL));
    g_assert_cmpuint(matter_open_points(&matter), ==, 0);
    matter_clear(&matter);
}

static void
a_comment_is_about_points_that_are_there_and_in_time(void)
{
    struct matter matter = a_matter(ACTIVE);
    struct matter_point points[] = {{.number = 1, .due_on = DATE_NONE}};
    int about[] = {1, 7};
    struct matter_body body = {.about = about, .about_count = 1, .due_on = 100};
    const struct matter_move comment = {
        .kind = KIND_WITHDRAWAL, .by = MATTER_MEMBER, .body = &body};
    g_autoptr(GError) missing = NULL;
    g_autoptr(GError) late = NULL;

    give_points(&matter, points, G_N_ELEMENTS(points));
    matter.due_on = 100;
    g_assert_true(matter_check(&matter, &comment, NULL));
    body.about_count = 2;
    g_assert_false(matter_check(&matter, &comment, &missing));
    g_assert_nonnull(strstr(missing->message, "this plan has no point 7"));
    body.about_count = 1;
    body.due_on = 101;
    g_assert_false(matter_check(&matter, &comment, &late));
    g_assert_error(late, REFUSAL_ERROR, REFUSAL_RULE);
    g_assert_nonnull(strstr(late->message, "this plan ends on 1970-04-11"));
    matter_clear(&matter);
}

static void
the_turn_is_the_states_or_a_points(void)
{
    struct matter matter = a_matter(ACTIVE);
    struct matter_point points[] = {
        {.number = 1, .owner = "eastborough", .due_on = 300},
        {.number = 2, .owner = "eastborough", .due_on = 200},
    };
    int32_t due_on = 0;

    matter.due_on = 100;
    g_assert_null(matter_waits_for(&matter, MATTER_OPENER, "eastborough", NULL));
    g_assert_cmpstr(matter_waits_for(&matter, MATTER_OTHER, "northgate-homes", &due_on),
                    ==, "review it");
    g_assert_cmpint(due_on, ==, 100);
    give_points(&matter, points, G_N_ELEMENTS(points));
    g_assert_nonnull(matter_waits_for(&matter, MATTER_OPENER, "eastborough", &due_on));
    g_assert_cmpint(due_on, ==, 200);
    matter_fail(&matter);
    g_assert_null(matter_waits_for(&matter, MATTER_OPENER, "eastborough", NULL));
    matter_clear(&matter);
}

static void
a_fold_takes_what_the_table_no_longer_allows(void)
{
    struct matter matter = a_matter(CLOSED);
    const struct matter_move activate = {
        .kind = KIND_RESPONSE, .word = "activate", .by = MATTER_OTHER};
    const struct matter_move unknown = {.kind = KIND_REJECTION, .by = MATTER_OTHER};

    matter_take(&matter, &unknown);
    g_assert_cmpint(matter.state, ==, CLOSED);
    matter_take(&matter, &activate);
    g_assert_cmpint(matter.state, ==, ACTIVE);
}

static void
parties_are_opener_other_or_member(void)
{
    g_assert_cmpuint(matter_party_of("a", "a", "b"), ==, MATTER_OPENER);
    g_assert_cmpuint(matter_party_of("b", "a", "b"), ==, MATTER_OTHER);
    g_assert_cmpuint(matter_party_of("c", "a", "b"), ==, 0);
    g_assert_cmpuint(matter_party_of("c", "a", NULL), ==, MATTER_MEMBER);
    g_assert_cmpuint(matter_party_of(EXCHANGE_AGENCY, "a", "b"), ==, MATTER_EXCHANGE);
}

/* Every life of every kind holds together: what a table's author may forget. */
static void
every_life_can_be_lived(void)
{
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        const struct matter_life *of = matter_life_of((enum kind)kind);

        if (of == NULL)
            continue;
        g_test_message("%s", kinds[kind].name);
        g_assert_cmpuint(of->state_count, <=, MATTER_STATES_MAX);
        for (int state = MATTER_BEGIN; state < (int)of->state_count; state++) {
            const struct matter_state *is = &of->states[state];

            g_assert_nonnull(is->name);
            g_assert_cmpint(matter_state_find(of, is->name), ==, state);
            g_assert_true((is->waits_on != 0) == (is->waits_for != NULL));
            g_assert_false(is->is_final && is->waits_on != 0);
            for (size_t i = 0; i < of->step_count; i++)
                g_assert_false(is->is_final &&
                               (of->steps[i].from & MATTER_IN(state)) != 0);
        }
        for (size_t i = 0; i < of->step_count; i++) {
            const struct matter_step *step = &of->steps[i];

            g_assert_nonnull(step->cannot);
            g_assert_cmpuint(step->by, !=, 0);
            g_assert_cmpuint(step->from, !=, 0);
            g_assert_cmpint(step->to, <, (int)of->state_count);
            g_assert_cmpint(step->when_done, <, (int)of->state_count);
            g_assert_true(matter_has_kind(step->kind) || step->by == MATTER_EXCHANGE);
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/matter/steps-are-those-of-the-table",
                    steps_are_those_of_the_table);
    g_test_add_func("/matter/conditions-clear-before-it-is-active",
                    conditions_clear_before_it_is_active);
    g_test_add_func("/matter/a-comment-is-about-points-that-are-there-and-in-time",
                    a_comment_is_about_points_that_are_there_and_in_time);
    g_test_add_func("/matter/the-turn-is-the-states-or-a-points",
                    the_turn_is_the_states_or_a_points);
    g_test_add_func("/matter/a-fold-takes-what-the-table-no-longer-allows",
                    a_fold_takes_what_the_table_no_longer_allows);
    g_test_add_func("/matter/parties-are-opener-other-or-member",
                    parties_are_opener_other_or_member);
    g_test_add_func("/matter/every-life-can-be-lived", every_life_can_be_lived);
    return g_test_run();
}
