/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/matter.h"
#include <string.h>

const struct matter_life *
matter_life_of(enum kind opener)
{
    return kinds[opener].matter == NULL ? NULL : kinds[opener].matter->life;
}

bool
matter_has_kind(enum kind kind)
{
    return kinds[kind].matter != NULL;
}

/* Points. */

static struct matter_point *
find_point(const struct matter *matter, int number)
{
    for (unsigned int i = 0; matter->points != NULL && i < matter->points->len; i++) {
        struct matter_point *point =
            &g_array_index(matter->points, struct matter_point, i);

        if (point->number == number)
            return point;
    }
    return NULL;
}

unsigned int
matter_open_points(const struct matter *matter)
{
    unsigned int count = 0;

    for (unsigned int i = 0; matter->points != NULL && i < matter->points->len; i++)
        count += !g_array_index(matter->points, struct matter_point, i).is_done;
    return count;
}

bool
matter_has_open_point(const struct matter *matter, int number)
{
    const struct matter_point *point = find_point(matter, number);

    return point != NULL && !point->is_done;
}

static int
compare_points(const void *one, const void *other)
{
    const struct matter_point *a = one;
    const struct matter_point *b = other;

    return (a->number > b->number) - (a->number < b->number);
}

static void
take_points(struct matter *matter, const struct matter_body *body)
{
    if (body == NULL)
        return;
    if (matter->points == NULL && body->point_count > 0)
        matter->points = g_array_new(FALSE, FALSE, sizeof(struct matter_point));
    for (size_t i = 0; i < body->point_count; i++)
        if (find_point(matter, body->points[i].number) == NULL)
            g_array_append_val(matter->points, body->points[i]);
    if (body->point_count > 0)
        g_array_sort(matter->points, compare_points);
    for (size_t i = 0; i < body->done_count; i++) {
        struct matter_point *point = find_point(matter, body->done[i]);

        if (point != NULL)
            point->is_done = true;
    }
}

static bool
is_done_by(const struct matter_body *body, int number)
{
    for (size_t i = 0; body != NULL && i < body->done_count; i++)
        if (body->done[i] == number)
            return true;
    return false;
}

/* Whether no point would be open after this. */
static bool
are_points_done(const struct matter *matter, const struct matter_body *body)
{
    for (unsigned int i = 0; matter->points != NULL && i < matter->points->len; i++) {
        const struct matter_point *point =
            &g_array_index(matter->points, struct matter_point, i);

        if (!point->is_done && !is_done_by(body, point->number))
            return false;
    }
    return body == NULL || body->point_count == 0;
}

static bool
check_points(const struct matter *matter, const struct matter_step *step,
             const struct matter_move *move, GError **error)
{
    const struct matter_body *body = move->body;
    const char *noun = matter->life->noun;

    if (body != NULL && matter->points != NULL &&
        matter->points->len + body->point_count > MATTER_POINTS_MAX)
        return refusal_set(error, REFUSAL_RULE,
                           "point-many: a %s has at most %d points; open a new one",
                           noun, MATTER_POINTS_MAX);
    for (size_t i = 0; body != NULL && i < body->point_count; i++)
        if (find_point(matter, body->points[i].number) != NULL)
            return refusal_set(
                error, REFUSAL_RULE,
                "point-new: this %s has a point %d already; give the new "
                "one the next number",
                noun, body->points[i].number);
    for (size_t i = 0; body != NULL && i < body->done_count; i++) {
        const struct matter_point *point = find_point(matter, body->done[i]);

        if (point == NULL || point->is_done)
            return refusal_set(error, REFUSAL_RULE,
                               "point-open: point %d of this %s %s", body->done[i],
                               noun,
                               point == NULL ? "does not exist" : "is done already");
        if (step->is_of_owners && point->owner[0] != '\0' &&
            g_strcmp0(point->owner, move->agency) != 0)
            return refusal_set(error, REFUSAL_RULE,
                               "point-owner: point %d of this %s is for %s to do, who "
                               "alone can say that it is done",
                               body->done[i], noun, point->owner);
    }
    for (size_t i = 0; body != NULL && i < body->about_count; i++)
        if (find_point(matter, body->about[i]) == NULL)
            return refusal_set(error, REFUSAL_RULE,
                               "point-there: this %s has no point %d", noun,
                               body->about[i]);
    return true;
}

static bool
check_day(const struct matter *matter, const struct matter_step *step,
          const struct matter_move *move, GError **error)
{
    char latest[DATE_TEXT_BYTES];

    if (!step->is_within || matter->due_on == DATE_NONE || move->body == NULL ||
        move->body->due_on == DATE_NONE || move->body->due_on <= matter->due_on)
        return true;
    date_write(matter->due_on, latest);
    return refusal_set(error, REFUSAL_RULE,
                       "day-within: this %s ends on %s: give no later day",
                       matter->life->noun, latest);
}

/* Steps. */

const char *
matter_state_name(const struct matter_life *life, int state)
{
    if (state == MATTER_ERROR)
        return "error";
    return state == MATTER_NONE ? "none" : life->states[state].name;
}

int
matter_state_find(const struct matter_life *life, const char *name)
{
    for (int state = MATTER_BEGIN; state < (int)life->state_count; state++)
        if (strcmp(life->states[state].name, name) == 0)
            return state;
    return strcmp(name, "error") == 0 ? MATTER_ERROR : MATTER_NONE;
}

bool
matter_frees(const struct matter *matter, unsigned int by)
{
    return matter->state != MATTER_ERROR &&
           (matter->life->states[matter->state].frees & by) != 0;
}

bool
matter_is_final(const struct matter *matter)
{
    return matter->state == MATTER_ERROR ||
           matter->life->states[matter->state].is_final;
}

static bool
is_step(const struct matter_step *step, const struct matter_move *move)
{
    return step->kind == move->kind &&
           (step->word == NULL || g_strcmp0(step->word, move->word) == 0);
}

static bool
is_open(const struct matter_step *step, const struct matter *matter, unsigned int by)
{
    return (step->by & by) != 0 && (step->from & MATTER_IN(matter->state)) != 0;
}

static const struct matter_step *
find_open(const struct matter *matter, const struct matter_move *move)
{
    for (size_t i = 0; i < matter->life->step_count; i++) {
        const struct matter_step *step = &matter->life->steps[i];

        if (is_step(step, move) && is_open(step, matter, move->by))
            return step;
    }
    return NULL;
}

/* Any row of the step, that party's if it has one; for words, and to fold. */
static const struct matter_step *
find_any(const struct matter *matter, const struct matter_move *move)
{
    const struct matter_step *found = NULL;

    for (size_t i = 0; i < matter->life->step_count; i++) {
        const struct matter_step *step = &matter->life->steps[i];

        if (is_step(step, move) && (found == NULL || (step->by & move->by) != 0))
            found = step;
    }
    return found;
}

char *
matter_step_name(enum kind kind, const char *word)
{
    return word == NULL ? g_strdup(kinds[kind].name)
                        : g_strconcat(kinds[kind].name, ".", word, NULL);
}

GPtrArray *
matter_list_open(const struct matter *matter, unsigned int by)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

    for (size_t i = 0; i < matter->life->step_count; i++) {
        const struct matter_step *step = &matter->life->steps[i];
        g_autofree char *name = NULL;

        if (!is_open(step, matter, by) ||
            (step->needs_points_done && !step->does_points &&
             matter_open_points(matter) > 0))
            continue;
        name = matter_step_name(step->kind, step->word);
        if (!g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
            g_ptr_array_add(names, g_steal_pointer(&name));
    }
    return names;
}

static char *
describe_open(const struct matter *matter, unsigned int by)
{
    g_autoptr(GPtrArray) names = matter_list_open(matter, by);

    if (names->len == 0)
        return g_strdup("none");
    g_ptr_array_add(names, NULL);
    return g_strjoinv(", ", (char **)names->pdata);
}

static const char *
describe_parties(unsigned int by)
{
    if ((by & MATTER_EITHER) == MATTER_EITHER)
        return "the two agencies";
    if ((by & MATTER_OPENER) != 0)
        return "the agency that opened it";
    if ((by & MATTER_OTHER) != 0)
        return "the agency that it was sent to";
    return (by & MATTER_MEMBER) != 0 ? "the other members" : "the exchange";
}

static bool
refuse_step(const struct matter *matter, const struct matter_move *move, GError **error)
{
    const struct matter_step *step = find_any(matter, move);
    g_autofree char *name = matter_step_name(move->kind, move->word);
    g_autofree char *open = describe_open(matter, move->by);
    const char *noun = matter->life->noun;
    const char *state = matter_state_name(matter->life, matter->state);

    if (step == NULL)
        return refusal_set(error, REFUSAL_LIFECYCLE,
                           "lifecycle: %s is no step of this %s; open steps: %s", name,
                           noun, open);
    if ((step->by & move->by) == 0)
        return refusal_set(error, REFUSAL_LIFECYCLE,
                           "lifecycle: in this %s %s is a step of %s alone; open "
                           "steps: %s",
                           noun, name, describe_parties(step->by), open);
    if (matter_is_final(matter))
        return refusal_set(error, REFUSAL_LIFECYCLE,
                           "lifecycle: this %s is %s, which is final: it cannot be %s "
                           "any more; if it goes on, open a new one",
                           noun, state, step->cannot);
    return refusal_set(error, REFUSAL_LIFECYCLE,
                       "lifecycle: this %s is %s: it cannot be %s now; open steps: %s",
                       noun, state, step->cannot, open);
}

static bool
refuse_undone(const struct matter *matter, const struct matter_step *step,
              const struct matter_body *body, GError **error)
{
    g_autoptr(GString) undone = g_string_new(NULL);

    for (unsigned int i = 0; i < matter->points->len; i++) {
        const struct matter_point *point =
            &g_array_index(matter->points, struct matter_point, i);

        if (!point->is_done && !is_done_by(body, point->number))
            g_string_append_printf(undone, "%s%d", undone->len > 0 ? ", " : "",
                                   point->number);
    }
    return refusal_set(error, REFUSAL_LIFECYCLE,
                       "lifecycle: this %s cannot be %s before every point is done; "
                       "still open: %s",
                       matter->life->noun, step->cannot, undone->str);
}

bool
matter_check(const struct matter *matter, const struct matter_move *move,
             GError **error)
{
    const struct matter_step *step = find_open(matter, move);

    if (step == NULL)
        return refuse_step(matter, move, error);
    if (!check_points(matter, step, move, error) ||
        !check_day(matter, step, move, error))
        return false;
    if (step->needs_points_done && !are_points_done(matter, move->body))
        return refuse_undone(matter, step, move->body, error);
    return true;
}

void
matter_open(struct matter *matter, const struct document *opener)
{
    *matter = (struct matter){
        .life = matter_life_of(opener->kind),
        .state = MATTER_BEGIN,
        .due_on = opener->matter.due_on,
    };
    take_points(matter, &opener->matter);
}

void
matter_clear(struct matter *matter)
{
    g_clear_pointer(&matter->points, g_array_unref);
}

void
matter_take(struct matter *matter, const struct matter_move *move)
{
    const struct matter_step *step = find_open(matter, move);

    if (step == NULL)
        step = find_any(matter, move);
    take_points(matter, move->body);
    if (move->body != NULL && move->body->due_on != DATE_NONE)
        matter->due_on = move->body->due_on;
    if (step == NULL)
        return;
    if (step->to != MATTER_STAYS)
        matter->state = step->to;
    if (step->when_done != MATTER_STAYS && matter_open_points(matter) == 0)
        matter->state = step->when_done;
}

void
matter_fail(struct matter *matter)
{
    matter->state = MATTER_ERROR;
}

/* Whose turn it is. */

/* The open point of an agency that is due first. */
static const struct matter_point *
find_own_point(const struct matter *matter, const char *agency)
{
    const struct matter_point *first = NULL;

    for (unsigned int i = 0; matter->points != NULL && i < matter->points->len; i++) {
        const struct matter_point *point =
            &g_array_index(matter->points, struct matter_point, i);

        if (point->is_done || strcmp(point->owner, agency) != 0)
            continue;
        if (first == NULL ||
            (point->due_on != DATE_NONE &&
             (first->due_on == DATE_NONE || point->due_on < first->due_on)))
            first = point;
    }
    return first;
}

const char *
matter_waits_for(const struct matter *matter, unsigned int by, const char *agency,
                 int32_t *due_on)
{
    const struct matter_state *state;
    const struct matter_point *point;

    if (due_on != NULL)
        *due_on = DATE_NONE;
    if (matter_is_final(matter))
        return NULL;
    state = &matter->life->states[matter->state];
    point = find_own_point(matter, agency);
    if (point != NULL) {
        if (due_on != NULL)
            *due_on = point->due_on;
        return "do what falls to us";
    }
    if ((state->waits_on & by) == 0 ||
        (state->after_points && matter_open_points(matter) > 0))
        return NULL;
    if (due_on != NULL)
        *due_on = matter->due_on;
    return state->waits_for;
}

/* Parties. */

unsigned int
matter_party_of(const char *agency, const char *opener, const char *other)
{
    if (strcmp(agency, EXCHANGE_AGENCY) == 0)
        return MATTER_EXCHANGE;
    if (strcmp(agency, opener) == 0)
        return MATTER_OPENER;
    if (other == NULL)
        return MATTER_MEMBER;
    return strcmp(agency, other) == 0 ? MATTER_OTHER : 0;
}
