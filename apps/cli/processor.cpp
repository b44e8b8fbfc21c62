// Compiled for the oldest processor, so that it can speak on one.
#include <cstdio>

#include "commands.h"

namespace lode::cli {

bool processor_is_new_enough() {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
      __builtin_cpu_supports("bmi2"))
    return true;
  std::fputs(
      "lode: this program is built for x86-64-v3 processors (AVX2, FMA, BMI2; Intel Haswell of "
      "2013, AMD Excavator of 2015, or later); this one is older\n",
      stderr);
  return false;
}

}  // namespace lode::cli
