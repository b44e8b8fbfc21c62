// Room base: what every other room stands on. See the headers for what each offers.
#pragma once

#include "base/calendar.h"
#include "base/describe.h"
#include "base/dialect.h"
#include "base/distribution.h"
#include "base/error.h"
#include "base/grid.h"
#include "base/missing.h"
#include "base/number.h"
#include "base/parallel.h"
#include "base/progress.h"
#include "base/random.h"
#include "base/units.h"
