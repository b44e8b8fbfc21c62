// Discrete Fourier transform of a box of complex doubles, x fastest, without scaling, exponent -i.
// Lengths whose only factors are 2, 3 and 5; the lines are transformed by KissFFT.
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <memory>
#include <vector>

namespace lode::resource {

int smooth_length(int least);  // the smallest 2^a 3^b 5^c >= least

class Fft {
 public:
  explicit Fft(std::array<int, 3> size);  // each length smooth
  ~Fft();
  Fft(Fft&&) noexcept;

  // In place. Only values with index < keep along every axis are wanted: the rest is left
  // undefined, and lines that feed nothing wanted are not transformed. May be called from several
  // threads at once.
  void transform(std::vector<std::complex<double>>& data, std::array<int, 3> keep) const;

 private:
  struct Plan;
  std::array<int, 3> size_;
  std::unique_ptr<Plan> plan_;
};

}  // namespace lode::resource
