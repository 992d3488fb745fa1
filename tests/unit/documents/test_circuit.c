/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/circuit.h"

#include "common/documents/timestamp.h"

#define TODAY 20000
#define OURS  "eastborough-social-services"

static char *support[] = {"support-worker", "manager", NULL};
static char *reception[] = {"receptionist", NULL};
static char *nobody[] = {NULL};
static char *two[] = {"northgate-homes", "harbour-womens-aid", NULL};

static const struct circuit_session sessions[] = {
    {"northgate-homes", PROGRAMME_CIRCUIT, TODAY - 20, support},
    {"northgate-homes", PROGRAMME_CIRCUIT, TODAY + 8, support},
    {"harbour-womens-aid", PROGRAMME_CIRCUIT, TODAY - 10, support},
    {"westfield-care", PROGRAMME_CIRCUIT, TODAY + 3, reception},
    {"northgate-homes", PROGRAMME_WELCOME, TODAY - 20, support},
    {OURS, PROGRAMME_CIRCUIT, TODAY - 5, support},
};

static const struct circuit_place places[] = {
    {OURS, "w-1", &sessions[0], PLACE_ATTENDED},
    {OURS, "w-1", &sessions[2], PLACE_ATTENDED},
    {OURS, "w-2", &sessions[0], PLACE_NO_SHOW},
    {OURS, "w-2", &sessions[1], PLACE_CONFIRMED},
    {OURS, "w-3", &sessions[1], PLACE_WAITING},
    {OURS, "w-4", &sessions[4], PLACE_ATTENDED},
    {OURS, "w-5", &sessions[2], PLACE_CANCELLED},
    {"westfield-care", "w-6", &sessions[0], PLACE_ATTENDED},
};

static GArray *
array_of(const void *elements, unsigned int count, unsigned int size)
{
    GArray *array = g_array_new(FALSE, FALSE, size);

    return g_array_append_vals(array, elements, count);
}

static struct circuit_starter
starter(const char *reference, const char *role, int32_t started_on, char **hosts)
{
    return (struct circuit_starter){
        .agency = OURS,
        .starter = reference,
        .role = role,
        .programme = PROGRAMME_CIRCUIT,
        .started_on = started_on,
        .due_on = started_on + induction_programme_days[PROGRAMME_CIRCUIT],
        .ended_on = DATE_NONE,
        .hosts = hosts,
    };
}

/* Each row as words: host=state, in order. */
static const struct {
    const char *why;
    const char *starter;
    const char *role;
    int32_t days; /* in post */
    char **hosts;
    const char *row;
    int32_t done_on;
} rows[] = {
    {"has met both", "w-1", "support-worker", 30, nobody,
     "harbour-womens-aid=done northgate-homes=done", TODAY - 10},
    {"did not come, but is booked again", "w-2", "support-worker", 30, nobody,
     "harbour-womens-aid=due northgate-homes=booked", DATE_NONE},
    {"waits for a place", "w-3", "manager", 90, nobody,
     "harbour-womens-aid=overdue northgate-homes=waiting", DATE_NONE},
    {"the welcome session is no part of the circuit", "w-4", "manager", 1, nobody,
     "harbour-womens-aid=due northgate-homes=due", DATE_NONE},
    {"a place given back is no meeting", "w-5", "manager", 60, nobody,
     "harbour-womens-aid=due northgate-homes=due", DATE_NONE},
    {"sixty-one days are one too many", "w-5", "manager", 61, nobody,
     "harbour-womens-aid=overdue northgate-homes=overdue", DATE_NONE},
    {"another agency's w-6 is somebody else", "w-6", "manager", 1, nobody,
     "harbour-womens-aid=due northgate-homes=due", DATE_NONE},
    {"a receptionist meets who has a session for her", "w-7", "receptionist", 1, nobody,
     "westfield-care=due", DATE_NONE},
    {"a host that is named counts, sessions or not", "w-7", "receptionist", 1, two,
     "harbour-womens-aid=due northgate-homes=due", DATE_NONE},
    {"nobody to meet is nothing done", "w-8", "nurse", 1, nobody, "", DATE_NONE},
};

static struct circuit_row *
row_of(const struct circuit_starter *of)
{
    g_autoptr(GArray) held =
        array_of(sessions, G_N_ELEMENTS(sessions), sizeof *sessions);
    g_autoptr(GArray) taken = array_of(places, G_N_ELEMENTS(places), sizeof *places);

    return circuit_row_new(of, held, taken, TODAY);
}

static void
who_has_met_whom(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct circuit_starter of =
            starter(rows[i].starter, rows[i].role, TODAY - rows[i].days, rows[i].hosts);
        g_autoptr(circuit_row) row = row_of(&of);
        g_autoptr(GString) words = g_string_new(NULL);

        for (unsigned int j = 0; j < row->cells->len; j++) {
            const struct circuit_cell *cell =
                &g_array_index(row->cells, struct circuit_cell, j);

            g_string_append_printf(words, "%s%s=%s", j > 0 ? " " : "", cell->host,
                                   meeting_state_names[cell->state]);
        }
        g_test_message("%s", rows[i].why);
        g_assert_cmpstr(words->str, ==, rows[i].row);
        g_assert_cmpint(row->done_on, ==, rows[i].done_on);
    }
}

static void
a_cell_says_when(void)
{
    struct circuit_starter of = starter("w-2", "manager", TODAY - 30, nobody);
    g_autoptr(circuit_row) row = row_of(&of);

    g_assert_cmpint(g_array_index(row->cells, struct circuit_cell, 0).on, ==,
                    DATE_NONE);
    g_assert_cmpint(g_array_index(row->cells, struct circuit_cell, 1).on, ==,
                    TODAY + 8);
}

static struct circuit_figures
figures_of(const char *reference, int32_t days, int32_t left_after)
{
    struct circuit_figures figures = {0};
    struct circuit_starter of = starter(reference, "manager", TODAY - days, nobody);
    g_autoptr(circuit_row) row = NULL;

    if (left_after >= 0)
        of.ended_on = of.started_on + left_after;
    row = row_of(&of);
    circuit_count(&figures, row, TODAY);
    return figures;
}

static const struct {
    const char *why;
    const char *starter;
    int32_t days;
    int32_t left_after; /* -1: in post */
    int starters, due, done_in_time, cells, cells_done, cells_overdue;
} counts[] = {
    {"still has time", "w-1", 30, -1, 1, 0, 0, 2, 2, 0},
    {"met everybody in time", "w-1", 65, -1, 1, 1, 1, 2, 2, 0},
    {"met everybody, the last one too late", "w-1", 75, -1, 1, 1, 0, 2, 2, 0},
    {"is late", "w-5", 75, -1, 1, 1, 0, 2, 0, 2},
    {"is late, but booked with one", "w-2", 75, -1, 1, 1, 0, 2, 0, 1},
    {"left in the first month and was never late", "w-5", 75, 20, 0, 0, 0, 0, 0, 0},
    {"left after it was due, and had been late", "w-5", 90, 70, 1, 1, 0, 2, 0, 0},
};

static void
what_a_manager_is_asked_for(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(counts); i++) {
        struct circuit_figures figures =
            figures_of(counts[i].starter, counts[i].days, counts[i].left_after);

        g_test_message("%s", counts[i].why);
        g_assert_cmpint(figures.starters, ==, counts[i].starters);
        g_assert_cmpint(figures.due, ==, counts[i].due);
        g_assert_cmpint(figures.done_in_time, ==, counts[i].done_in_time);
        g_assert_cmpint(figures.cells, ==, counts[i].cells);
        g_assert_cmpint(figures.cells_done, ==, counts[i].cells_done);
        g_assert_cmpint(figures.cells_overdue, ==, counts[i].cells_overdue);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/circuit/who-has-met-whom", who_has_met_whom);
    g_test_add_func("/circuit/a-cell-says-when", a_cell_says_when);
    g_test_add_func("/circuit/what-a-manager-is-asked-for",
                    what_a_manager_is_asked_for);
    return g_test_run();
}
