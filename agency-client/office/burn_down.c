/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/burn_down.h"

#include "common/documents/timestamp.h"

void
burn_line_free(struct burn_line *line)
{
    g_free(line->id);
    g_free(line->state);
    g_free(line);
}

int
burn_down_planned(const struct hours_order *order, int32_t on)
{
    int64_t all = order->end_on - order->start_on + 1;
    int64_t to_come = order->end_on - on;

    return (int)(order->hours_hundredths * CLAMP(to_come, 0, all) / all);
}

static int
compare_lines(const void *one, const void *other)
{
    const struct burn_line *a = *(const struct burn_line *const *)one;
    const struct burn_line *b = *(const struct burn_line *const *)other;

    if (a->from_on != b->from_on)
        return a->from_on < b->from_on ? -1 : 1;
    return a->number - b->number;
}

static int
compare_days(const void *one, const void *other)
{
    return *(const int *)one - *(const int *)other;
}

static void
add_line(struct burn_down *sum, const struct burn_line *line)
{
    if (g_str_equal(line->state, "withdrawn") || g_str_equal(line->state, "error"))
        return;
    sum->stated_hundredths += line->hours_hundredths;
    sum->left_hundredths -= line->hours_hundredths;
    if (g_str_equal(line->state, "paid"))
        sum->paid_hundredths += line->hours_hundredths;
    if (g_str_equal(line->state, "paid") || g_str_equal(line->state, "approved"))
        sum->approved_hundredths += line->hours_hundredths;
}

/* A payment dated before the statement reached the exchange took no time. */
static int
days_to_payment(const struct burn_line *line)
{
    if (line->paid_on == DATE_NONE || line->stated_on == DATE_NONE)
        return -1;
    return MAX(0, line->paid_on - line->stated_on);
}

struct burn_down
burn_down_reckon(const struct hours_order *order, GPtrArray *lines)
{
    struct burn_down sum = {.bought_hundredths = order->hours_hundredths,
                            .left_hundredths = order->hours_hundredths,
                            .longest_days = -1,
                            .median_days = -1};
    g_autoptr(GArray) days = g_array_new(FALSE, FALSE, sizeof(int));

    g_ptr_array_sort(lines, compare_lines);
    for (unsigned i = 0; i < lines->len; i++) {
        struct burn_line *line = lines->pdata[i];

        add_line(&sum, line);
        line->left_hundredths = sum.left_hundredths;
        line->planned_hundredths = burn_down_planned(order, line->to_on);
        line->days = days_to_payment(line);
        if (line->days >= 0)
            g_array_append_val(days, line->days);
    }
    if (days->len > 0) {
        g_array_sort(days, compare_days);
        sum.median_days = g_array_index(days, int, (days->len - 1) / 2);
        sum.longest_days = g_array_index(days, int, days->len - 1);
    }
    return sum;
}
