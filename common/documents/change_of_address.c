/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes of address: told by one agency to another that works with the client, and
 * nothing more comes of it.  Where to is sealed; the exchange sees that there is an
 * open leg between the two.
 */
#include "common/documents/bodies.h"
#include "common/documents/matter.h"

enum { TOLD = MATTER_BEGIN };

static const struct matter_state states[] = {
    [TOLD] = {.name = "told", .is_final = true},
};

static const struct matter_life life = {
    .noun = "change of address", .states = states, .state_count = G_N_ELEMENTS(states)};

const struct matter_form change_of_address_form = {.life = &life,
                                                   .leg = MATTER_OF_OPEN_LEG};
