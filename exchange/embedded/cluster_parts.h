/* SPDX-License-Identifier: Apache-2.0 */
/* What a cluster is made of, for the files that make and run it. */
#ifndef EMBEDDED_CLUSTER_PARTS_H
#define EMBEDDED_CLUSTER_PARTS_H

#include "exchange/embedded/cluster.h"

struct cluster {
    struct account account;
    char *binaries;
    char *database; /* what initdb makes */
    char *socket;   /* directory */
    char *log;
    char *url;
};

/* The version of the cluster in the directory, or 0. */
int cluster_made_by(const char *database);

#endif
