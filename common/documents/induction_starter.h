/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Somebody started work: what the exchange must know to keep the circuit.  Codes and a
 * reference that means something only inside the agency, never a name.
 */
#ifndef DOCUMENTS_INDUCTION_STARTER_H
#define DOCUMENTS_INDUCTION_STARTER_H

#include "common/documents/induction_programme.h"

#include <stddef.h>
#include <stdint.h>

#define INDUCTION_HOSTS_MAX 20

struct induction_starter {
    const char *starter;
    const char *role;
    enum induction_programme programme;
    int32_t started_on;
    int due_days;       /* -1 when absent: what the programme says */
    int32_t ended_on;   /* DATE_NONE while in post */
    const char **hosts; /* whom they are to meet */
    size_t host_count;  /* 0: every host of the programme for their role */
};

/* The day on which everything is to be done. */
int32_t induction_starter_due(const struct induction_starter *starter);

#endif
