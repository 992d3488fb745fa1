/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A disclosure: after an award in first-accept, the referral's details go to the
 * winner.  Everything but the leg is sealed.
 */
#ifndef DOCUMENTS_DISCLOSURE_H
#define DOCUMENTS_DISCLOSURE_H

#include "common/documents/uuid.h"

struct disclosure {
    struct uuid leg;
};

#endif
