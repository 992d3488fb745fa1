/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/violation.h"

static void
violation_free(void *data)
{
    struct violation *violation = data;

    g_free(violation->path);
    g_free(violation->rule);
    g_free(violation->words);
    g_free(violation);
}

GPtrArray *
violations_new(void)
{
    return g_ptr_array_new_with_free_func(violation_free);
}

void
violations_append(GPtrArray *violations, int line, const char *path, const char *rule,
                  const char *words)
{
    struct violation *violation;

    if (violations == NULL || violations->len >= VIOLATIONS_MAX)
        return;
    violation = g_new(struct violation, 1);
    violation->line = line;
    violation->path = g_strdup(path != NULL ? path : "/");
    violation->rule = g_strdup(rule);
    violation->words = g_strdup(words);
    g_ptr_array_add(violations, violation);
}

char *
violation_describe(const struct violation *violation)
{
    if (violation->line <= 0)
        return g_strdup_printf("%s: %s (%s)", violation->path, violation->words,
                               violation->rule);
    return g_strdup_printf("line %d, %s: %s (%s)", violation->line, violation->path,
                           violation->words, violation->rule);
}
