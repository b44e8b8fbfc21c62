#include "resource/fft.h"

#include <algorithm>
#include <kissfft/kissfft.hh>

#include "base/error.h"

namespace lode::resource {
namespace {

using Complex = std::complex<double>;
using Line = kissfft<double>;  // transform() is const and shares no scratch for factors up to 5

// Neighbouring lines gathered at once: whole cache lines are used.
constexpr std::size_t kBundle = 16;

// Transforms the lines i in [0, lines) of values data[i + k stride], and puts back those with k <
// keep.
void transform_lines(const Line& plan, Complex* data, std::size_t lines, std::size_t length,
                     std::size_t stride, std::size_t keep, std::vector<Complex>& in,
                     std::vector<Complex>& out) {
  for (std::size_t first = 0; first < lines; first += kBundle) {
    const std::size_t width = std::min(kBundle, lines - first);
    for (std::size_t k = 0; k < length; ++k)
      for (std::size_t i = 0; i < width; ++i) in[i * length + k] = data[first + i + k * stride];
    for (std::size_t i = 0; i < width; ++i)
      plan.transform(in.data() + i * length, out.data() + i * length);
    for (std::size_t k = 0; k < keep; ++k)
      for (std::size_t i = 0; i < width; ++i) data[first + i + k * stride] = out[i * length + k];
  }
}

bool smooth(int n) {
  for (const int factor : {2, 3, 5})
    while (n % factor == 0) n /= factor;
  return n == 1;
}

}  // namespace

int smooth_length(int least) {
  int n = std::max(1, least);
  while (!smooth(n)) ++n;
  return n;
}

struct Fft::Plan {
  Line x, y, z;
};

Fft::Fft(std::array<int, 3> size) : size_(size) {
  for (const int n : size) LODE_CHECK(n >= 1 && smooth(n));
  const auto n = [&](int axis) { return static_cast<std::size_t>(size[std::size_t(axis)]); };
  plan_.reset(new Plan{Line(n(0), false), Line(n(1), false), Line(n(2), false)});
}
Fft::~Fft() = default;
Fft::Fft(Fft&&) noexcept = default;

void Fft::transform(std::vector<Complex>& data, std::array<int, 3> keep) const {
  const auto nx = static_cast<std::size_t>(size_[0]), ny = static_cast<std::size_t>(size_[1]),
             nz = static_cast<std::size_t>(size_[2]);
  const auto kx = static_cast<std::size_t>(keep[0]), ky = static_cast<std::size_t>(keep[1]),
             kz = static_cast<std::size_t>(keep[2]);
  LODE_CHECK(data.size() == nx * ny * nz && kx <= nx && ky <= ny && kz <= nz);
  std::vector<Complex> in(kBundle * std::max({nx, ny, nz})), out(in.size());
  if (nz > 1) transform_lines(plan_->z, data.data(), nx * ny, nz, nx * ny, kz, in, out);
  for (std::size_t z = 0; z < kz; ++z) {
    Complex* plane = data.data() + z * nx * ny;
    if (ny > 1) transform_lines(plan_->y, plane, nx, ny, nx, ky, in, out);
    if (nx == 1) continue;
    for (std::size_t y = 0; y < ky; ++y) {
      Complex* row = plane + y * nx;
      plan_->x.transform(row, out.data());
      std::copy_n(out.data(), kx, row);
    }
  }
}

}  // namespace lode::resource
