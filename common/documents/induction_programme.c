/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/induction_programme.h"

#include <stddef.h>

const char *const induction_programme_names[] = {"circuit", "welcome", NULL};

/* The hints of the code list say the same. */
const int induction_programme_days[PROGRAMMES] = {
    [PROGRAMME_CIRCUIT] = 60,
    [PROGRAMME_WELCOME] = 30,
};
