/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What new staff go through, and within how many days of starting.
 */
#ifndef DOCUMENTS_INDUCTION_PROGRAMME_H
#define DOCUMENTS_INDUCTION_PROGRAMME_H

enum induction_programme {
    PROGRAMME_CIRCUIT, /* visits every partner */
    PROGRAMME_WELCOME, /* one session for all */

    PROGRAMMES
};
extern const char *const induction_programme_names[];

/* The days from starting until it is due, unless an agency says otherwise. */
extern const int induction_programme_days[PROGRAMMES];

#endif
