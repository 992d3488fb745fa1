/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/suppression.h"

/* Each suppressed count must be able to be any of so many numbers. */
#define LEAST_WIDTH  (SUPPRESSION_LEAST_COUNT - 1)
#define UNBOUNDED    (INT64_MAX / 4)
#define BOUND_PASSES 64
#define PRIME        UINT64_C(2147483647)

struct cell {
    int64_t count;
    bool is_suppressed;
    int64_t least; /* as a reader can work out */
    int64_t most;
};

/* The first member is the total, the others are its parts. */
struct sum {
    GArray *members; /* size_t */
};

struct suppression {
    GArray *cells; /* struct cell */
    GArray *sums;  /* struct sum */
};

static void
sum_clear(void *data)
{
    struct sum *sum = data;

    g_array_unref(sum->members);
}

struct suppression *
suppression_new(void)
{
    struct suppression *suppression = g_new(struct suppression, 1);

    suppression->cells = g_array_new(FALSE, FALSE, sizeof(struct cell));
    suppression->sums = g_array_new(FALSE, FALSE, sizeof(struct sum));
    g_array_set_clear_func(suppression->sums, sum_clear);
    return suppression;
}

void
suppression_free(struct suppression *suppression)
{
    if (suppression == NULL)
        return;
    g_array_unref(suppression->cells);
    g_array_unref(suppression->sums);
    g_free(suppression);
}

/* Whether a count by itself may not be shown. */
static bool
is_unsafe(int64_t count, int agencies, int64_t largest)
{
    return count != 0 &&
           (count < SUPPRESSION_LEAST_COUNT || agencies < SUPPRESSION_LEAST_AGENCIES ||
            largest * 100 > count * SUPPRESSION_MOST_PERCENT);
}

size_t
suppression_add(struct suppression *suppression, int64_t count, int agencies,
                int64_t largest)
{
    struct cell cell = {.count = count,
                        .is_suppressed = is_unsafe(count, agencies, largest)};

    g_array_append_val(suppression->cells, cell);
    return suppression->cells->len - 1;
}

void
suppression_add_sum(struct suppression *suppression, size_t total, const GArray *parts)
{
    struct sum sum = {g_array_new(FALSE, FALSE, sizeof(size_t))};

    g_array_append_val(sum.members, total);
    g_array_append_vals(sum.members, parts->data, parts->len);
    g_array_append_val(suppression->sums, sum);
}

static struct cell *
cell_at(const struct suppression *suppression, size_t cell)
{
    return &g_array_index(suppression->cells, struct cell, cell);
}

bool
suppression_is_suppressed(const struct suppression *suppression, size_t cell)
{
    return cell_at(suppression, cell)->is_suppressed;
}

static struct cell *
member_at(const struct suppression *suppression, const struct sum *sum, guint i)
{
    return cell_at(suppression, g_array_index(sum->members, size_t, i));
}

static const struct sum *
sum_at(const struct suppression *suppression, guint i)
{
    return &g_array_index(suppression->sums, struct sum, i);
}

/* Suppresses the smallest shown count of the sum that is not zero; a part before the
   total. */
static bool
suppress_smallest(struct suppression *suppression, const struct sum *sum)
{
    struct cell *smallest = NULL;

    for (guint i = sum->members->len; i-- > 0;) {
        struct cell *cell = member_at(suppression, sum, i);

        if (!cell->is_suppressed && cell->count != 0 &&
            (smallest == NULL || cell->count < smallest->count))
            smallest = cell;
    }
    if (smallest != NULL)
        smallest->is_suppressed = true;
    return smallest != NULL;
}

static guint
count_suppressed(const struct suppression *suppression, const struct sum *sum)
{
    guint count = 0;

    for (guint i = 0; i < sum->members->len; i++)
        count += member_at(suppression, sum, i)->is_suppressed;
    return count;
}

/* In every sum with exactly one suppressed count, one more. */
static void
suppress_partners(struct suppression *suppression)
{
    bool has_changed;

    do {
        has_changed = false;
        for (guint i = 0; i < suppression->sums->len; i++) {
            const struct sum *sum = sum_at(suppression, i);

            if (count_suppressed(suppression, sum) == 1)
                has_changed |= suppress_smallest(suppression, sum);
        }
    } while (has_changed);
}

/* Narrows what one sum says about its members; true if something moved. */
static bool
narrow(struct suppression *suppression, const struct sum *sum)
{
    bool has_moved = false;

    for (guint i = 0; i < sum->members->len; i++) {
        struct cell *cell = member_at(suppression, sum, i);
        int64_t least = 0;
        int64_t most = 0;

        if (!cell->is_suppressed)
            continue;
        /* The member is the total less the other parts, or all parts together. */
        for (guint j = 0; j < sum->members->len; j++) {
            const struct cell *other = member_at(suppression, sum, j);

            if (j == i)
                continue;
            if (i == 0 || j == 0) {
                least += other->least;
                most += other->most;
            } else {
                least -= other->most;
                most -= other->least;
            }
        }
        least = MAX(least, cell->least);
        most = MIN(MAX(most, least), cell->most);
        has_moved |= least != cell->least || most != cell->most;
        cell->least = least;
        cell->most = most;
    }
    return has_moved;
}

/* What a reader knows: a suppressed count is not zero, and the sums hold. */
static void
find_bounds(struct suppression *suppression)
{
    bool has_moved = true;

    for (guint i = 0; i < suppression->cells->len; i++) {
        struct cell *cell = cell_at(suppression, i);

        cell->least = cell->is_suppressed ? 1 : cell->count;
        cell->most =
            cell->is_suppressed ? UNBOUNDED / suppression->cells->len : cell->count;
    }
    for (int pass = 0; pass < BOUND_PASSES && has_moved; pass++) {
        has_moved = false;
        for (guint i = 0; i < suppression->sums->len; i++)
            has_moved |= narrow(suppression, sum_at(suppression, i));
    }
}

/* Suppresses one more count of some sum that this one is in. */
static bool
protect(struct suppression *suppression, size_t cell)
{
    for (guint i = 0; i < suppression->sums->len; i++) {
        const struct sum *sum = sum_at(suppression, i);

        for (guint j = 0; j < sum->members->len; j++)
            if (g_array_index(sum->members, size_t, j) == cell &&
                suppress_smallest(suppression, sum))
                return true;
    }
    return false;
}

static bool
protect_narrow(struct suppression *suppression)
{
    find_bounds(suppression);
    for (guint i = 0; i < suppression->cells->len; i++) {
        const struct cell *cell = cell_at(suppression, i);

        if (cell->is_suppressed && cell->most - cell->least + 1 < LEAST_WIDTH &&
            protect(suppression, i))
            return true;
    }
    return false;
}

static uint64_t
power(uint64_t base, uint64_t exponent)
{
    uint64_t result = 1;

    for (; exponent > 0; exponent >>= 1) {
        if (exponent & 1)
            result = result * base % PRIME;
        base = base * base % PRIME;
    }
    return result;
}

/*
 * The sums as linear equations in the suppressed counts, brought to reduced row
 * echelon form modulo a prime: a row with a single unknown fixes it.
 */
struct equations {
    size_t rows;
    size_t columns;
    uint64_t *values;
    size_t *cells; /* of each column */
};

static uint64_t *
value_at(const struct equations *equations, size_t row, size_t column)
{
    return &equations->values[row * equations->columns + column];
}

static void
equations_clear(struct equations *equations)
{
    g_free(equations->values);
    g_free(equations->cells);
}

static void
equations_fill(struct equations *equations, const struct suppression *suppression)
{
    g_autofree size_t *columns = g_new0(size_t, suppression->cells->len);

    equations->rows = suppression->sums->len;
    equations->columns = 0;
    equations->cells = g_new(size_t, suppression->cells->len);
    for (guint i = 0; i < suppression->cells->len; i++)
        if (suppression_is_suppressed(suppression, i)) {
            columns[i] = equations->columns;
            equations->cells[equations->columns++] = i;
        }
    equations->values = g_new0(uint64_t, equations->rows * equations->columns + 1);
    for (guint row = 0; row < suppression->sums->len; row++) {
        const struct sum *sum = sum_at(suppression, row);

        for (guint i = 0; i < sum->members->len; i++) {
            size_t cell = g_array_index(sum->members, size_t, i);

            if (suppression_is_suppressed(suppression, cell))
                *value_at(equations, row, columns[cell]) = i == 0 ? PRIME - 1 : 1;
        }
    }
}

/* Takes a multiple of one row from another, so that its value in column becomes 0. */
static void
eliminate(struct equations *equations, size_t row, size_t pivot, size_t column)
{
    uint64_t factor = *value_at(equations, row, column);

    if (factor == 0)
        return;
    for (size_t i = column; i < equations->columns; i++) {
        uint64_t *value = value_at(equations, row, i);

        *value = (*value + (PRIME - factor) * *value_at(equations, pivot, i)) % PRIME;
    }
}

static void
equations_reduce(struct equations *equations)
{
    size_t pivot = 0;

    for (size_t column = 0; column < equations->columns && pivot < equations->rows;
         column++) {
        size_t found = pivot;
        uint64_t inverse;

        while (found < equations->rows && *value_at(equations, found, column) == 0)
            found++;
        if (found == equations->rows)
            continue;
        for (size_t i = 0; found != pivot && i < equations->columns; i++) {
            uint64_t swapped = *value_at(equations, found, i);

            *value_at(equations, found, i) = *value_at(equations, pivot, i);
            *value_at(equations, pivot, i) = swapped;
        }
        inverse = power(*value_at(equations, pivot, column), PRIME - 2);
        for (size_t i = column; i < equations->columns; i++)
            *value_at(equations, pivot, i) =
                *value_at(equations, pivot, i) * inverse % PRIME;
        for (size_t row = 0; row < equations->rows; row++)
            if (row != pivot)
                eliminate(equations, row, pivot, column);
        pivot++;
    }
}

static bool
protect_fixed(struct suppression *suppression)
{
    struct equations equations;
    bool is_protected = false;

    equations_fill(&equations, suppression);
    equations_reduce(&equations);
    for (size_t row = 0; row < equations.rows && !is_protected; row++) {
        size_t unknowns = 0;
        size_t fixed = 0;

        for (size_t i = 0; i < equations.columns; i++)
            if (*value_at(&equations, row, i) != 0) {
                unknowns++;
                fixed = equations.cells[i];
            }
        is_protected = unknowns == 1 && protect(suppression, fixed);
    }
    equations_clear(&equations);
    return is_protected;
}

void
suppression_apply(struct suppression *suppression)
{
    do
        suppress_partners(suppression);
    while (protect_narrow(suppression) || protect_fixed(suppression));
}
