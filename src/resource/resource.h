// Room resource: resource models, with their uncertainty.
//
//   const Statement, Body, Variogram  ->  fit_law  ->  simulate  ->  Realisations
//
// From drill holes: Samples -> krige, checked by inverse_distance and nearest_sample ->
// corrected_to_law -> classify.
//
// First method: from a published statement (tonnage and grade above a cut-off), where no
// holes are public. Simplified, and said in the report: the body is a union of simple
// solids, the field is unconditional, tonnage uncertainty acts on the tonnes of every block of a
// class alike.
#pragma once

#include "resource/body.h"
#include "resource/change_of_support.h"
#include "resource/classification.h"
#include "resource/cokriging.h"
#include "resource/cross_validation.h"
#include "resource/distance_weighting.h"
#include "resource/experimental_variogram.h"
#include "resource/extent.h"
#include "resource/indicator_kriging.h"
#include "resource/kriging.h"
#include "resource/law.h"
#include "resource/normal_scores.h"
#include "resource/realisations.h"
#include "resource/samples.h"
#include "resource/search.h"
#include "resource/variogram.h"
#include "resource/variogram_fit.h"
#include "resource/variogram_map.h"
#include "resource/variography.h"
