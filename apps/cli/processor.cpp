// Compiled for the oldest processor, so that it can speak on one.
#include <cstdio>
#include <string_view>

#include "commands.h"

namespace lode::cli {

bool processor_is_new_enough() {
  constexpr std::string_view kBuiltFor = LODE_ARCH;  // CMakeLists.txt
  if (kBuiltFor != "x86-64-v3") return true;
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
      __builtin_cpu_supports("bmi2"))
    return true;
  std::fputs(
      "lode: this program is built for x86-64-v3 processors (AVX2, FMA, BMI2; Intel Haswell of "
      "2013, AMD Excavator of 2015, or later); this one is older. Build for it with\n"
      "  cmake --preset release -DLODE_ARCH=x86-64 && cmake --build --preset release\n",
      stderr);
  return false;
}

}  // namespace lode::cli
