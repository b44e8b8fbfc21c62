// Room io: every file format in, the geological ones out, the checkpoint store. Only io and report
// open files.
#pragma once

#include "io/case_reader.h"
#include "io/cash_flow_case.h"
#include "io/checkpoint.h"
#include "io/csv.h"
#include "io/files.h"
#include "io/geo_eas.h"
#include "io/hole_files.h"
#include "io/holes.h"
#include "io/idle.h"
#include "io/pit_shells.h"
#include "io/points.h"
#include "io/stage_case.h"
#include "io/vtk_image.h"
#include "io/vtk_poly.h"
