/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/exchange/history.h"

/* Who promises what to whom, and what others make of it. */

enum { COMMITMENT = 10, LEG = 1 };

static void
begin(struct history *history)
{
    struct document commitment;

    history_begin(history);
    commitment = a_commitment(history, COMMITMENT, 0, "a-sender");
    history_take(history, &commitment, REFERRER, RECIPIENT);
}

static void
parties_take_their_own_steps(void)
{
    static const struct {
        const char *why;
        int sender;
        int recipient;
        const char *word;
        int refusal; /* -1: it may follow */
    } cases[] = {
        {"who promised says that it was kept", REFERRER, RECIPIENT, "kept", -1},
        {"so may whom it was promised to", RECIPIENT, REFERRER, "kept", -1},
        {"who lets go is whom it was promised to", RECIPIENT, REFERRER, "released", -1},
        {"not who promised", REFERRER, RECIPIENT, "released", REFUSAL_LIFECYCLE},
        {"a step goes to the other", REFERRER, RIVAL, "kept", REFUSAL_WRONG_RECIPIENT},
        {"a stranger is told nothing", STRANGER, REFERRER, "kept",
         REFUSAL_UNKNOWN_MATTER},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct history history;
        struct document step;

        begin(&history);
        step = a_commitment_step(&history, 11, COMMITMENT, cases[i].word);
        g_test_message("%s", cases[i].why);
        g_assert_cmpint(
            history_judge(&history, &step, cases[i].sender, cases[i].recipient), ==,
            cases[i].refusal);
        history_end(&history);
    }
}

static void
what_is_closed_stays_closed(void)
{
    struct history history;
    struct document kept;
    struct document broken;
    const struct matter_record *matter;

    begin(&history);
    kept = a_commitment_step(&history, 11, COMMITMENT, "kept");
    history_take(&history, &kept, REFERRER, RECIPIENT);
    broken = a_commitment_step(&history, 12, COMMITMENT, "broken");
    g_assert_cmpint(history_judge(&history, &broken, RECIPIENT, REFERRER), ==,
                    REFUSAL_LIFECYCLE);
    matter = history_matter(&history, COMMITMENT);
    g_assert_true(matter_is_final(&matter->life));
    g_assert_cmpint(matter->ended_us, !=, 0);
    g_assert_cmpuint(matter->lines->len, ==, 2);
    history_end(&history);
}

static void
a_step_belongs_to_the_case_of_its_matter(void)
{
    struct history history;
    struct document kept;

    begin(&history);
    kept = a_commitment_step(&history, 11, COMMITMENT, "kept");
    kept.case_id = id_of(3000);
    g_assert_cmpint(history_judge(&history, &kept, REFERRER, RECIPIENT), ==,
                    REFUSAL_RULE);
    kept = a_commitment_step(&history, 11, COMMITMENT, "kept");
    kept.is_test = true;
    g_assert_cmpint(history_judge(&history, &kept, REFERRER, RECIPIENT), ==,
                    REFUSAL_RULE);
    kept = a_commitment_step(&history, 11, 99, "kept");
    g_assert_cmpint(history_judge(&history, &kept, REFERRER, RECIPIENT), ==,
                    REFUSAL_UNKNOWN_MATTER);
    history_end(&history);
}

static void
a_leg_that_is_named_is_one_of_both(void)
{
    static const struct {
        const char *why;
        int sender;
        int recipient;
        unsigned int case_id;
        int refusal;
    } cases[] = {
        {"the provider promises the referrer", RECIPIENT, REFERRER, 1000, -1},
        {"and the other way round", REFERRER, RECIPIENT, 1000, -1},
        {"to nobody else about that leg", RECIPIENT, RIVAL, 1000,
         REFUSAL_WRONG_RECIPIENT},
        {"by nobody else about that leg", RIVAL, REFERRER, 1000, REFUSAL_UNKNOWN_LEG},
        {"in the leg's case", RECIPIENT, REFERRER, 3000, REFUSAL_RULE},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct history history;
        struct document referral;
        struct document commitment;

        history_begin(&history);
        referral = a_referral(&history, LEG, MODE_SINGLE);
        history_take(&history, &referral, REFERRER, RECIPIENT);
        commitment = a_commitment(&history, COMMITMENT, LEG, "a-sender");
        commitment.case_id = id_of(cases[i].case_id);
        g_test_message("%s", cases[i].why);
        g_assert_cmpint(
            history_judge(&history, &commitment, cases[i].sender, cases[i].recipient),
            ==, cases[i].refusal);
        history_end(&history);
    }
}

static void
a_group_has_one_opener_and_each_other_once(void)
{
    struct history history;
    struct document first;
    struct document second;

    history_begin(&history);
    first = a_commitment(&history, COMMITMENT, 0, "a-sender");
    first.matter.has_group = true;
    first.matter.group = id_of(500);
    history_take(&history, &first, REFERRER, RECIPIENT);
    second = first;
    second.id = second.matter.matter = id_of(11);
    g_assert_cmpint(history_judge(&history, &second, REFERRER, RIVAL), ==, -1);
    g_assert_cmpint(history_judge(&history, &second, REFERRER, RECIPIENT), ==,
                    REFUSAL_LIFECYCLE);
    g_assert_cmpint(history_judge(&history, &second, STRANGER, RIVAL), ==,
                    REFUSAL_RULE);
    history_end(&history);
}

static void
a_rejected_opening_ends_the_matter_and_a_rejected_step_is_flagged(void)
{
    struct history history;
    struct document rejection;
    struct document step;

    begin(&history);
    rejection = a_rejection(&history, 12, COMMITMENT);
    g_assert_cmpint(history_judge(&history, &rejection, RECIPIENT, REFERRER), ==, -1);
    history_take(&history, &rejection, RECIPIENT, REFERRER);
    g_assert_cmpint(history_matter(&history, COMMITMENT)->life.state, ==, MATTER_ERROR);
    step = a_commitment_step(&history, 13, COMMITMENT, "kept");
    g_assert_cmpint(history_judge(&history, &step, REFERRER, RECIPIENT), ==,
                    REFUSAL_LIFECYCLE);
    history_end(&history);

    begin(&history);
    step = a_commitment_step(&history, 11, COMMITMENT, "kept");
    history_take(&history, &step, REFERRER, RECIPIENT);
    rejection = a_rejection(&history, 12, 11);
    history_take(&history, &rejection, RECIPIENT, REFERRER);
    g_assert_true(history_matter(&history, COMMITMENT)->has_flagged);
    step = a_commitment_step(&history, 14, COMMITMENT, "kept");
    step.has_supersedes = true;
    step.supersedes = id_of(11);
    history_take(&history, &step, REFERRER, RECIPIENT);
    g_assert_false(history_matter(&history, COMMITMENT)->has_flagged);
    history_end(&history);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/matters/parties-take-their-own-steps",
                    parties_take_their_own_steps);
    g_test_add_func("/matters/what-is-closed-stays-closed",
                    what_is_closed_stays_closed);
    g_test_add_func("/matters/a-step-belongs-to-the-case-of-its-matter",
                    a_step_belongs_to_the_case_of_its_matter);
    g_test_add_func("/matters/a-leg-that-is-named-is-one-of-both",
                    a_leg_that_is_named_is_one_of_both);
    g_test_add_func("/matters/a-group-has-one-opener-and-each-other-once",
                    a_group_has_one_opener_and_each_other_once);
    g_test_add_func(
        "/matters/a-rejected-opening-ends-the-matter-and-a-rejected-step-is-flagged",
        a_rejected_opening_ends_the_matter_and_a_rejected_step_is_flagged);
    return g_test_run();
}
