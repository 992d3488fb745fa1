/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/suppression.h"

#include <string.h>

#define SIDE_MAX  4
#define CELLS_MAX ((SIDE_MAX + 1) * (SIDE_MAX + 1))

/* A table with margins, each count spread evenly over four agencies. */
struct grid {
    size_t rows; /* without the margin */
    size_t columns;
    int64_t counts[CELLS_MAX]; /* with the margin, row by row */
    size_t numbers[CELLS_MAX];
    struct suppression *suppression;
};

static size_t
place(const struct grid *grid, size_t row, size_t column)
{
    return row * (grid->columns + 1) + column;
}

static void
add_line(struct grid *grid, size_t total, const size_t *parts, size_t count)
{
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(size_t));

    for (size_t i = 0; i < count; i++)
        g_array_append_val(numbers, grid->numbers[parts[i]]);
    suppression_add_sum(grid->suppression, grid->numbers[total], numbers);
}

/* Fills the margins of the inner counts, and says which counts add up. */
static void
grid_finish(struct grid *grid)
{
    grid->suppression = suppression_new();
    for (size_t row = 0; row < grid->rows; row++)
        for (size_t column = 0; column < grid->columns; column++) {
            int64_t count = grid->counts[place(grid, row, column)];

            grid->counts[place(grid, row, grid->columns)] += count;
            grid->counts[place(grid, grid->rows, column)] += count;
            grid->counts[place(grid, grid->rows, grid->columns)] += count;
        }
    for (size_t i = 0; i < (grid->rows + 1) * (grid->columns + 1); i++)
        grid->numbers[i] = suppression_add(grid->suppression, grid->counts[i], 4,
                                           (grid->counts[i] + 3) / 4);
    for (size_t row = 0; row <= grid->rows; row++) {
        size_t parts[SIDE_MAX];

        for (size_t i = 0; i < grid->columns; i++)
            parts[i] = place(grid, row, i);
        add_line(grid, place(grid, row, grid->columns), parts, grid->columns);
    }
    for (size_t column = 0; column <= grid->columns; column++) {
        size_t parts[SIDE_MAX];

        for (size_t i = 0; i < grid->rows; i++)
            parts[i] = place(grid, i, column);
        add_line(grid, place(grid, grid->rows, column), parts, grid->rows);
    }
    suppression_apply(grid->suppression);
}

static bool
is_suppressed(const struct grid *grid, size_t i)
{
    return suppression_is_suppressed(grid->suppression, grid->numbers[i]);
}

static void
test_one_count(void)
{
    static const struct {
        const char *why;
        int64_t count;
        int agencies;
        int64_t largest;
        bool is_suppressed;
    } cases[] = {
        {"a true zero is shown", 0, 0, 0, false},
        {"one is not", 1, 1, 1, true},
        {"four are not, from however many", 4, 4, 1, true},
        {"five of three agencies are", 5, 3, 2, false},
        {"many of two agencies are not: each could take itself away", 50, 2, 25, true},
        {"nor many of one", 50, 1, 50, true},
        {"85 of 100 from one agency are", 100, 3, 85, false},
        {"86 of 100 are not", 100, 3, 86, true},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(suppression) suppression = suppression_new();
        size_t cell = suppression_add(suppression, cases[i].count, cases[i].agencies,
                                      cases[i].largest);

        g_test_message("%s", cases[i].why);
        suppression_apply(suppression);
        g_assert_cmpint(suppression_is_suppressed(suppression, cell), ==,
                        cases[i].is_suppressed);
    }
}

static void
test_known_tables(void)
{
    static const struct {
        const char *why;
        size_t rows;
        size_t columns;
        int64_t counts[9];
        const char *expected; /* row by row with margins; c is suppressed */
    } cases[] = {
        {"nothing small, nothing suppressed", 2, 2, {10, 20, 30, 40}, ".........."},
        {"zeros are no secret", 2, 2, {10, 0, 0, 40}, "........."},
        {"one small count takes the smallest of its row and column, and their corner",
         2,
         2,
         {3, 20, 30, 40},
         "cc.cc...."},
        {"two small ones in a row and in no column of each other",
         3,
         3,
         {2, 3, 30, 40, 50, 60, 70, 80, 90},
         "cc..cc.........."},
        {"a row alone with one small count takes its margin too",
         1,
         2,
         {3, 0},
         "c.cc.c"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct grid grid = {.rows = cases[i].rows, .columns = cases[i].columns};
        g_autoptr(GString) found = g_string_new(NULL);

        for (size_t row = 0; row < grid.rows; row++)
            for (size_t column = 0; column < grid.columns; column++)
                grid.counts[place(&grid, row, column)] =
                    cases[i].counts[row * grid.columns + column];
        grid_finish(&grid);
        for (size_t j = 0; j < (grid.rows + 1) * (grid.columns + 1); j++)
            g_string_append_c(found, is_suppressed(&grid, j) ? 'c' : '.');
        g_test_message("%s", cases[i].why);
        g_assert_cmpint(strncmp(found->str, cases[i].expected, found->len), ==, 0);
        suppression_free(grid.suppression);
    }
}

/*
 * The attacker: knows what is shown, and that a suppressed count is not zero, and asks
 * whether some inner table of whole numbers agrees with that and has a given count at
 * a given place.
 */
struct attack {
    const struct grid *grid;
    int64_t table[CELLS_MAX]; /* the inner counts chosen so far */
    size_t target;
    int64_t wanted;
};

#define ATTACK_MOST 30 /* every inner count that is tried */

static bool
agrees(const struct attack *attack, size_t i, int64_t value)
{
    const struct grid *grid = attack->grid;

    if (i == attack->target)
        return value == attack->wanted;
    return is_suppressed(grid, i) ? value > 0 : value == grid->counts[i];
}

static int64_t
sum_row(const struct attack *attack, size_t row, size_t columns)
{
    int64_t sum = 0;

    for (size_t column = 0; column < columns; column++)
        sum += attack->table[place(attack->grid, row, column)];
    return sum;
}

static int64_t
sum_column(const struct attack *attack, size_t column, size_t rows)
{
    int64_t sum = 0;

    for (size_t row = 0; row < rows; row++)
        sum += attack->table[place(attack->grid, row, column)];
    return sum;
}

/* What is left of a margin, when it is known: no later count may be more. */
static int64_t
left_of(const struct attack *attack, size_t margin, int64_t used)
{
    int64_t known = margin == attack->target ? attack->wanted
                    : is_suppressed(attack->grid, margin)
                        ? ATTACK_MOST
                        : attack->grid->counts[margin];

    return known - used;
}

static bool
is_whole_table_possible(const struct attack *attack)
{
    const struct grid *grid = attack->grid;
    int64_t all = 0;

    for (size_t column = 0; column < grid->columns; column++) {
        int64_t sum = sum_column(attack, column, grid->rows);

        all += sum;
        if (!agrees(attack, place(grid, grid->rows, column), sum))
            return false;
    }
    return agrees(attack, place(grid, grid->rows, grid->columns), all);
}

static bool
attack_try(struct attack *attack, size_t at)
{
    const struct grid *grid = attack->grid;
    size_t row = at / grid->columns;
    size_t column = at % grid->columns;
    size_t i = place(grid, row, column);
    int64_t most;

    if (at == grid->rows * grid->columns)
        return is_whole_table_possible(attack);
    most = MIN(
        left_of(attack, place(grid, row, grid->columns), sum_row(attack, row, column)),
        left_of(attack, place(grid, grid->rows, column),
                sum_column(attack, column, row)));
    for (int64_t value = 0; value <= most; value++) {
        if (!agrees(attack, i, value))
            continue;
        attack->table[i] = value;
        if (column + 1 == grid->columns &&
            !agrees(attack, place(grid, row, grid->columns),
                    sum_row(attack, row, grid->columns)))
            continue;
        if (attack_try(attack, at + 1))
            return true;
    }
    return false;
}

static bool
is_possible(const struct grid *grid, size_t target, int64_t value)
{
    struct attack attack = {.grid = grid, .target = target, .wanted = value};

    return attack_try(&attack, 0);
}

/* Whether the count could be another number than it is; the nearest are likeliest. */
static bool
is_secret(const struct grid *grid, size_t target)
{
    int64_t count = grid->counts[target];

    for (int64_t step = 1; step < ATTACK_MOST; step++)
        if ((count > step && is_possible(grid, target, count - step)) ||
            is_possible(grid, target, count + step))
            return true;
    return false;
}

static void
test_no_difference_recovers_a_count(void)
{
    /* Fixed, so that a failure comes again. */
    GRand *random = g_rand_new_with_seed(20261122);
    int attacked = 0;

    for (int round = 0; round < 200; round++) {
        /* Every tenth a large one: those take the time. */
        struct grid grid = {.rows = round % 10 == 0 ? 3 : 1 + (size_t)round % 2,
                            .columns = (size_t)g_rand_int_range(random, 2, 4)};

        for (size_t row = 0; row < grid.rows; row++)
            for (size_t column = 0; column < grid.columns; column++)
                grid.counts[place(&grid, row, column)] =
                    g_rand_int_range(random, 0, 3) == 0
                        ? g_rand_int_range(random, 0, 5)
                        : g_rand_int_range(random, 0, 13);
        grid_finish(&grid);
        for (size_t i = 0; i < (grid.rows + 1) * (grid.columns + 1); i++)
            if (is_suppressed(&grid, i)) {
                attacked++;
                g_assert_true(is_secret(&grid, i));
            }
        suppression_free(grid.suppression);
    }
    g_test_message("%d suppressed counts attacked", attacked);
    g_assert_cmpint(attacked, >, 300);
    g_rand_free(random);
}

static void
test_a_count_in_two_tables_is_suppressed_in_both(void)
{
    g_autoptr(suppression) suppression = suppression_new();
    g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(size_t));
    size_t whole = suppression_add(suppression, 40, 4, 10);
    size_t small = suppression_add(suppression, 3, 3, 1);
    size_t middle = suppression_add(suppression, 12, 4, 3);
    size_t large = suppression_add(suppression, 25, 4, 7);
    size_t other_middle = suppression_add(suppression, 12, 4, 3);

    g_array_append_val(parts, small);
    g_array_append_val(parts, middle);
    g_array_append_val(parts, large);
    suppression_add_sum(suppression, whole, parts);
    g_array_set_size(parts, 0);
    g_array_append_val(parts, middle);
    suppression_add_sum(suppression, other_middle, parts);
    suppression_apply(suppression);
    g_assert_true(suppression_is_suppressed(suppression, small));
    g_assert_true(suppression_is_suppressed(suppression, middle));
    g_assert_true(suppression_is_suppressed(suppression, other_middle));
    g_assert_false(suppression_is_suppressed(suppression, large));
    g_assert_false(suppression_is_suppressed(suppression, whole));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/suppression/one-count", test_one_count);
    g_test_add_func("/suppression/known-tables", test_known_tables);
    g_test_add_func("/suppression/no-difference-recovers-a-count",
                    test_no_difference_recovers_a_count);
    g_test_add_func("/suppression/a-count-in-two-tables",
                    test_a_count_in_two_tables_is_suppressed_in_both);
    return g_test_run();
}
