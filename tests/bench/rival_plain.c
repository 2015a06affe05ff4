/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdint.h>

#include "rival_plain.h"
#define RIVAL_RUN rival_run_plain
#include "rival_kernel.h"
