/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/timestamp.h"
#include <string.h>
#include <time.h>

#define YEAR_MIN_OF_TIMESTAMP 1970
#define YEAR_MIN_OF_DATE      1900
#define DATE_TEXT_LENGTH      (DATE_TEXT_BYTES - 1)

/* Days since 1970-01-01 in the proleptic Gregorian calendar, March-based years. */
static int32_t
days_from_civil(int year, int month, int day)
{
    int shifted = month <= 2 ? year - 1 : year;
    int era = shifted / 400; /* never negative: years begin at 1900 */
    int year_of_era = shifted - era * 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

static void
civil_from_days(int32_t days, int *year, int *month, int *day)
{
    int shifted = days + 719468;
    int era = shifted / 146097;
    int day_of_era = shifted - era * 146097;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) /
        365;
    int day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (5 * day_of_year + 2) / 153;

    *day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    *month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    *year = year_of_era + era * 400 + (*month <= 2 ? 1 : 0);
}

static int
days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month == 2 && is_leap ? 29 : days[month - 1];
}

/* Reads exactly count digits; -1 when one is missing (NUL included). */
static int
read_digits(const char *text, int count)
{
    int value = 0;

    for (int index = 0; index < count; index++) {
        if (!g_ascii_isdigit(text[index]))
            return -1;
        value = value * 10 + (text[index] - '0');
    }
    return value;
}

/* Reads YYYY-MM-DD at the start of text, whatever follows. */
static bool
read_civil(const char *text, int year_min, int32_t *days)
{
    int year, month, day;

    if ((year = read_digits(text, 4)) < year_min || text[4] != '-')
        return false;
    if ((month = read_digits(text + 5, 2)) < 1 || month > 12 || text[7] != '-')
        return false;
    if ((day = read_digits(text + 8, 2)) < 1 || day > days_in_month(year, month))
        return false;
    *days = days_from_civil(year, month, day);
    return true;
}

static void
write_digits(char *text, int count, int value)
{
    for (int index = count - 1; index >= 0; index--) {
        text[index] = (char)('0' + value % 10);
        value /= 10;
    }
}

static void
write_civil(char *text, int32_t days)
{
    int year, month, day;

    civil_from_days(days, &year, &month, &day);
    write_digits(text, 4, year);
    text[4] = '-';
    write_digits(text + 5, 2, month);
    text[7] = '-';
    write_digits(text + 8, 2, day);
}

bool
timestamp_read(const char *text, int64_t *us)
{
    int32_t days;
    int hour, minute, second, fraction = 0;

    if (!read_civil(text, YEAR_MIN_OF_TIMESTAMP, &days) || text[10] != 'T')
        return false;
    if ((hour = read_digits(text + 11, 2)) < 0 || hour > 23 || text[13] != ':')
        return false;
    if ((minute = read_digits(text + 14, 2)) < 0 || minute > 59 || text[16] != ':')
        return false;
    if ((second = read_digits(text + 17, 2)) < 0 || second > 59)
        return false;
    text += 19;
    if (*text == '.') {
        int count = 0;

        for (text++; count < 6 && g_ascii_isdigit(*text); count++)
            fraction = fraction * 10 + (*text++ - '0');
        if (count == 0)
            return false;
        for (; count < 6; count++)
            fraction *= 10;
    }
    if (strcmp(text, "Z") != 0)
        return false;
    *us = days * DAY_US + (hour * 3600 + minute * 60 + second) * SECOND_US + fraction;
    return true;
}

void
timestamp_write(int64_t us, char text[TIMESTAMP_TEXT_BYTES])
{
    int32_t days = date_of(us);
    int64_t in_day = us - date_begin(days);
    int seconds = (int)(in_day / SECOND_US);
    int fraction = (int)(in_day % SECOND_US);

    write_civil(text, days);
    text[10] = 'T';
    write_digits(text + 11, 2, seconds / 3600);
    text[13] = ':';
    write_digits(text + 14, 2, seconds / 60 % 60);
    text[16] = ':';
    write_digits(text + 17, 2, seconds % 60);
    text += 19;
    if (fraction != 0) {
        *text++ = '.';
        write_digits(text, 6, fraction);
        text += 6;
    }
    text[0] = 'Z';
    text[1] = '\0';
}

bool
date_read(const char *text, int32_t *days)
{
    int32_t read;

    if (!read_civil(text, YEAR_MIN_OF_DATE, &read) || text[DATE_TEXT_LENGTH] != '\0')
        return false;
    *days = read;
    return true;
}

void
date_write(int32_t days, char text[DATE_TEXT_BYTES])
{
    write_civil(text, days);
    text[DATE_TEXT_LENGTH] = '\0';
}

int32_t
date_of(int64_t us)
{
    int64_t days = us / DAY_US;

    return (int32_t)(us % DAY_US < 0 ? days - 1 : days);
}

int64_t
date_begin(int32_t days)
{
    return days * DAY_US;
}

char *
timestamp_age(int64_t us, int64_t now_us)
{
    int64_t minutes = MAX(now_us - us, 0) / (60 * SECOND_US);

    if (minutes < 2 * 60)
        return g_strdup_printf("%d min", (int)minutes);
    if (minutes < 2 * 24 * 60)
        return g_strdup_printf("%d h", (int)(minutes / 60));
    return g_strdup_printf("%d d", (int)(minutes / (24 * 60)));
}

int64_t
clock_now(const struct clock *clock)
{
    return clock->now_us(clock->data);
}

static int64_t
system_now(void *data)
{
    struct timespec now;

    (void)data;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * SECOND_US + now.tv_nsec / 1000;
}

const struct clock clock_system = {.now_us = system_now, .data = NULL};
