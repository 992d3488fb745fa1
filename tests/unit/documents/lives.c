/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/documents/lives.h"
#include "common/documents/refusal.h"

void
lives_check(const struct life_step *steps, size_t count)
{
    struct matter matter = {.due_on = DATE_NONE};

    for (size_t i = 0; i < count; i++) {
        const struct life_step *step = &steps[i];
        const struct matter_life *opened = matter_life_of(step->kind);
        const struct matter_move move = {
            .kind = step->kind, .word = step->word, .by = step->by};
        g_autoptr(GError) error = NULL;

        if (opened != NULL) {
            matter.life = opened;
            matter.state = MATTER_BEGIN;
        } else if (matter_check(&matter, &move, &error)) {
            matter_take(&matter, &move);
        }
        g_test_message("%s: %s", step->why, error != NULL ? error->message : "");
        g_assert_cmpint(error == NULL, ==, step->state != NULL);
        if (error == NULL)
            g_assert_cmpstr(matter_state_name(matter.life, matter.state), ==,
                            step->state);
        else
            g_assert_error(error, REFUSAL_ERROR, REFUSAL_LIFECYCLE);
    }
}
