// How much memory the program may still take, asked before a large computation begins: a shortage
// is reported at once, not after an hour or by the system ending the program.
//
//   need_memory(40.0 * blocks, "a pit of 1000 x 1000 x 1000 blocks");
//
// An estimate, not a reservation: other programs may take what was free.
#pragma once

#include <stdexcept>
#include <string>

namespace lode {

// A limit of the machine stops the work; main exits with 5.
class LimitError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Bytes: the least of what the machine has free without swapping (MemAvailable of /proc/meminfo),
// what the control groups above this process leave of their limits (versions 1 and 2) and what is
// left of the limit on its address space (ulimit -v). Infinite where none of them is known.
double available_memory();

// Throws LimitError "not enough memory: WHAT needs ..., this machine has ..." if `bytes` are more
// than that.
void need_memory(double bytes, const std::string& what);

// The same for room in the file system that holds `path` or, where it is not there yet, its nearest
// folder: "not enough room on the disk: ...".
void need_disk(double bytes, const std::string& path, const std::string& what);

// "3.2 GB", "512 MB"
std::string bytes_text(double bytes);

}  // namespace lode
