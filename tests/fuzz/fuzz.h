/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What libFuzzer calls, and what replay.c calls with the samples when there is no
 * fuzzer.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
