/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/test_clock.h"

#include <stdatomic.h>

struct test_clock {
    GMappedFile *file;
    const atomic_int_least64_t *offset_us; /* in the file */
    struct clock clock;
};

static int64_t
moved_now(void *data)
{
    const struct test_clock *clock = data;

    return clock_now(&clock_system) + atomic_load(clock->offset_us);
}

struct test_clock *
test_clock_open(const char *path, GError **error)
{
    GMappedFile *file = g_mapped_file_new(path, FALSE, error);
    struct test_clock *clock;

    if (file == NULL) {
        g_prefix_error(error, "[test] clock_offset_file: ");
        return NULL;
    }
    if (g_mapped_file_get_length(file) != sizeof(*clock->offset_us)) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                    "[test] clock_offset_file: %s: must have exactly %zu bytes", path,
                    sizeof(*clock->offset_us));
        g_mapped_file_unref(file);
        return NULL;
    }
    clock = g_new0(struct test_clock, 1);
    clock->file = file;
    clock->offset_us = (const void *)g_mapped_file_get_contents(file);
    clock->clock = (struct clock){.now_us = moved_now, .data = clock};
    return clock;
}

void
test_clock_close(struct test_clock *clock)
{
    g_mapped_file_unref(clock->file);
    g_free(clock);
}

const struct clock *
test_clock_clock(const struct test_clock *clock)
{
    return &clock->clock;
}
