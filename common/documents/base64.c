/* SPDX-License-Identifier: Apache-2.0 */
/*
 * g_base64_decode() takes anything and keeps its state between single characters; a
 * sealed part spent more on it than on reading all the rest of a document's fields.
 */
#include "common/documents/base64.h"
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { OTHER = -1, SPACE = -2, PADDING = -3, END = -4 };

#define A(c, n) [c] = ((n) + 1)
#define ROW(c, n)                                                                      \
    A(c, n), A((c) + 1, (n) + 1), A((c) + 2, (n) + 2), A((c) + 3, (n) + 3),            \
        A((c) + 4, (n) + 4)

/* The value of a character plus one, so that what is not listed is OTHER after all. */
static const int8_t values[256] = {
    ROW('A', 0),     ROW('F', 5),   ROW('K', 10),   ROW('P', 15),   ROW('U', 20),
    A('Z', 25),      ROW('a', 26),  ROW('f', 31),   ROW('k', 36),   ROW('p', 41),
    ROW('u', 46),    A('z', 51),    ROW('0', 52),   ROW('5', 57),   A('+', 62),
    A('/', 63),      A(' ', SPACE), A('\t', SPACE), A('\n', SPACE), A('\r', SPACE),
    A('=', PADDING), A('\0', END),
};

static int
value_of(char character)
{
    return values[(uint8_t)character] - 1;
}

/* The next character that is not white space. */
static int
next_value(const char **at)
{
    int value;

    while ((value = value_of(*(*at)++)) == SPACE)
        continue;
    return value;
}

/* Four characters as they mostly come, with nothing between them. */
static bool
read_plain(const char **at, uint32_t *group)
{
    const char *four = *at;
    int one, two, three, last;

    if ((one = value_of(four[0])) < 0 || (two = value_of(four[1])) < 0 ||
        (three = value_of(four[2])) < 0 || (last = value_of(four[3])) < 0)
        return false;
    *group = (uint32_t)(one << 18 | two << 12 | three << 6 | last);
    *at += 4;
    return true;
}

/*
 * Four characters with white space and padding; *count is how many bytes they are: 3,
 * fewer at the end, 0 where the text has ended.  False if they are not base64.
 */
static bool
read_any(const char **at, uint32_t *group, size_t *count)
{
    int one = next_value(at);
    int two, three, last;

    *count = 0;
    if (one == END)
        return true;
    if (one < 0 || (two = next_value(at)) < 0)
        return false;
    three = next_value(at);
    if (three < 0 && three != PADDING)
        return false;
    last = next_value(at);
    if (three == PADDING ? last != PADDING : last < 0 && last != PADDING)
        return false;
    *count = three == PADDING ? 1 : last == PADDING ? 2 : 3;
    *group = (uint32_t)(one << 18 | two << 12 | MAX(three, 0) << 6 | MAX(last, 0));
    /* What the last bits would say goes nowhere, so they must not say anything. */
    return (*group & (UINT32_C(0xffffff) >> (8 * *count))) == 0 &&
           (*count == 3 || next_value(at) == END);
}

GBytes *
base64_read(const char *text)
{
    uint8_t *bytes = g_malloc(strlen(text) / 4 * 3 + 3);
    size_t size = 0;
    size_t count = 3;

    while (count == 3) {
        uint32_t group;

        if (!read_plain(&text, &group) && !read_any(&text, &group, &count)) {
            g_free(bytes);
            return NULL;
        }
        for (size_t i = 0; i < count; i++)
            bytes[size++] = (uint8_t)(group >> (16 - 8 * i));
    }
    return g_bytes_new_take(bytes, size);
}
