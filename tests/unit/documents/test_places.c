/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/induction_places.h"
#include <glib.h>
#include <string.h>

#define PLACES_MAX 8

/*
 * Bookings are letters, one for each attendee in the log's order: upper case those who
 * come together.  States are c(onfirmed), w(aiting), x (cancelled), a(ttended),
 * n(o-show).
 */
static const struct {
    const char *why;
    size_t capacity;
    const char *bookings;
    const char *before;
    const char *after;
} cases[] = {
    {"three new workers find three places", 3, "aaa", "www", "ccc"},
    {"the third of three waits for the last", 2, "aaa", "www", "ccw"},
    {"who was first moves up first", 2, "aabc", "cxww", "cxcw"},
    {"two go, two move up", 3, "aabbc", "xxcww", "xxccc"},
    {"nobody who has a place loses it", 1, "aab", "ccw", "ccw"},
    {"more places, more move up", 4, "aabbb", "ccwww", "ccccw"},
    {"who comes together waits together", 2, "aBB", "cww", "cww"},
    {"and moves up together", 3, "aBB", "cww", "ccc"},
    {"meanwhile who fits may pass", 3, "aBBBc", "cwwww", "cwwwc"},
    {"one of them stays at home, the others fit", 3, "aBBB", "cwwx", "cccx"},
    {"the rest of a group that once had places", 3, "BBBa", "ccww", "cccw"},
    {"who came sits on a place, and who did not come too", 2, "aab", "anw", "anw"},
    {"what is given back is not taken again by itself", 3, "ab", "xc", "xc"},
    {"nobody is booked", 3, "", "", ""},
};

static enum place_state
state_of(char letter)
{
    static const char letters[] = "cwxane";

    return (enum place_state)(strchr(letters, letter) - letters);
}

static char
letter_of(enum place_state state)
{
    return "cwxane"[state];
}

static size_t
lay(struct place *places, struct place **list, const char *bookings, const char *states)
{
    size_t count = strlen(bookings);

    for (size_t i = 0; i < count; i++) {
        places[i] = (struct place){
            .booking = {{(uint8_t)g_ascii_tolower(bookings[i])}},
            .is_together = g_ascii_isupper(bookings[i]),
            .state = state_of(states[i]),
        };
        list[i] = &places[i];
    }
    return count;
}

static void
places_are_settled_in_order(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct place places[PLACES_MAX];
        struct place *list[PLACES_MAX];
        char after[PLACES_MAX + 1] = "";
        size_t count = lay(places, list, cases[i].bookings, cases[i].before);
        size_t moved = places_settle(list, count, cases[i].capacity);
        size_t expected = 0;

        g_test_message("%s", cases[i].why);
        for (size_t j = 0; j < count; j++) {
            after[j] = letter_of(places[j].state);
            expected += cases[i].before[j] != cases[i].after[j];
        }
        g_assert_cmpstr(after, ==, cases[i].after);
        g_assert_cmpuint(moved, ==, expected);
        /* Settled is settled. */
        g_assert_cmpuint(places_settle(list, count, cases[i].capacity), ==, 0);
    }
}

/* A log of bookings (+) and of what is given back (-), entry by entry. */
static void
a_log_settles_the_same_way_at_every_reading(void)
{
    static const char *const log[] = {"+ab", "+c", "-a", "+d", "-c", "+e", "-b", NULL};
    char readings[2][PLACES_MAX + 1] = {"", ""};

    for (int reading = 0; reading < 2; reading++) {
        struct place places[PLACES_MAX];
        struct place *list[PLACES_MAX];
        size_t count = 0;

        for (const char *const *entry = log; *entry != NULL; entry++) {
            for (const char *who = *entry + 1; *who != '\0'; who++) {
                if (**entry == '+') {
                    char booking[] = {*who, '\0'};

                    lay(&places[count], &list[count], booking, "w");
                    count++;
                    continue;
                }
                for (size_t i = 0; i < count; i++)
                    if (places[i].booking.bytes[0] == (uint8_t)*who)
                        places[i].state = PLACE_CANCELLED;
            }
            (void)places_settle(list, count, 2);
        }
        for (size_t i = 0; i < count; i++)
            readings[reading][i] = letter_of(places[i].state);
    }
    g_assert_cmpstr(readings[0], ==, "xxxcc");
    g_assert_cmpstr(readings[0], ==, readings[1]);
}

static void
who_waits_knows_the_position(void)
{
    struct place places[PLACES_MAX];
    struct place *list[PLACES_MAX];
    size_t count = lay(places, list, "aabbc", "cwxww");

    g_assert_cmpuint(places_position(list, count, 0), ==, 0);
    g_assert_cmpuint(places_position(list, count, 1), ==, 1);
    g_assert_cmpuint(places_position(list, count, 2), ==, 0);
    g_assert_cmpuint(places_position(list, count, 3), ==, 2);
    g_assert_cmpuint(places_position(list, count, 4), ==, 3);
    g_assert_cmpuint(places_position(list, count, 5), ==, 0);
    g_assert_cmpuint(places_taken(list, count), ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/places/are-settled-in-order", places_are_settled_in_order);
    g_test_add_func("/places/a-log-settles-the-same-way-at-every-reading",
                    a_log_settles_the_same_way_at_every_reading);
    g_test_add_func("/places/who-waits-knows-the-position",
                    who_waits_knows_the_position);
    return g_test_run();
}
