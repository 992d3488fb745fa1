/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/region.h"
#include <glib.h>
#include <string.h>

#define NORTH_EAST       "E12000001"
#define NORTH_WEST       "E12000002"
#define YORKSHIRE        "E12000003"
#define EAST_MIDLANDS    "E12000004"
#define WEST_MIDLANDS    "E12000005"
#define EAST             "E12000006"
#define LONDON           "E12000007"
#define SOUTH_EAST       "E12000008"
#define SOUTH_WEST       "E12000009"
#define WALES            "W92000004"
#define SCOTLAND         "S92000003"
#define NORTHERN_IRELAND "N92000002"

/*
 * ONS numbers districts in the order of counties, so that regions are runs of numbers:
 * local authority districts to regions, December 2023, with the codes of districts
 * abolished since 2009, which older services still name.
 */
static const struct run {
    const char *type;
    int first, last;
    const char *region;
} runs[] = {
    {"E06", 1, 5, NORTH_EAST},
    {"E06", 6, 9, NORTH_WEST},
    {"E06", 10, 14, YORKSHIRE},
    {"E06", 15, 18, EAST_MIDLANDS},
    {"E06", 19, 21, WEST_MIDLANDS},
    {"E06", 22, 30, SOUTH_WEST},
    {"E06", 31, 34, EAST},
    {"E06", 35, 46, SOUTH_EAST},
    {"E06", 47, 48, NORTH_EAST},
    {"E06", 49, 50, NORTH_WEST},
    {"E06", 51, 51, WEST_MIDLANDS},
    {"E06", 52, 54, SOUTH_WEST},
    {"E06", 55, 56, EAST},
    {"E06", 57, 57, NORTH_EAST},
    {"E06", 58, 59, SOUTH_WEST},
    {"E06", 60, 60, SOUTH_EAST},
    {"E06", 61, 62, EAST_MIDLANDS},
    {"E06", 63, 64, NORTH_WEST},
    {"E06", 65, 65, YORKSHIRE},
    {"E06", 66, 66, SOUTH_WEST},
    {"E07", 4, 7, SOUTH_EAST},
    {"E07", 8, 12, EAST},
    {"E07", 26, 31, NORTH_WEST},
    {"E07", 32, 39, EAST_MIDLANDS},
    {"E07", 40, 53, SOUTH_WEST},
    {"E07", 61, 65, SOUTH_EAST},
    {"E07", 66, 77, EAST},
    {"E07", 78, 83, SOUTH_WEST},
    {"E07", 84, 94, SOUTH_EAST},
    {"E07", 95, 104, EAST},
    {"E07", 105, 116, SOUTH_EAST},
    {"E07", 117, 128, NORTH_WEST},
    {"E07", 129, 142, EAST_MIDLANDS},
    {"E07", 143, 149, EAST},
    {"E07", 150, 156, EAST_MIDLANDS},
    {"E07", 163, 169, YORKSHIRE},
    {"E07", 170, 176, EAST_MIDLANDS},
    {"E07", 177, 181, SOUTH_EAST},
    {"E07", 187, 191, SOUTH_WEST},
    {"E07", 192, 199, WEST_MIDLANDS},
    {"E07", 200, 206, EAST},
    {"E07", 207, 217, SOUTH_EAST},
    {"E07", 218, 222, WEST_MIDLANDS},
    {"E07", 223, 229, SOUTH_EAST},
    {"E07", 234, 239, WEST_MIDLANDS},
    {"E07", 240, 245, EAST},
    {"E07", 246, 246, SOUTH_WEST},
    {"E08", 1, 15, NORTH_WEST},
    {"E08", 16, 19, YORKSHIRE},
    {"E08", 20, 24, NORTH_EAST},
    {"E08", 25, 31, WEST_MIDLANDS},
    {"E08", 32, 36, YORKSHIRE},
    {"E08", 37, 37, NORTH_EAST},
    {"E08", 38, 39, YORKSHIRE},
    {"E09", 1, 33, LONDON},
    {"W06", 1, 99, WALES},
    {"S12", 1, 99, SCOTLAND},
    {"N09", 1, 99, NORTHERN_IRELAND},
};

const char *
region_of_area(const char *area)
{
    int number;

    if (area == NULL || strlen(area) != 9)
        return NULL;
    number = (int)g_ascii_strtoll(area + 3, NULL, 10);
    for (size_t i = 0; i < G_N_ELEMENTS(runs); i++) {
        if (strncmp(runs[i].type, area, 3) == 0 && number >= runs[i].first &&
            number <= runs[i].last)
            return runs[i].region;
    }
    return NULL;
}
