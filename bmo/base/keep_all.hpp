// Copies small arrays into an arena, so that a pair can point to them.
#pragma once
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>

#include "bmo/base/arena.hpp"

namespace bmo {

/// The copy lives as long as the arena's texts do.
template <typename T>
std::span<const T> keep_all(Arena& arena, std::span<const T> items) {
  static_assert(std::is_trivially_copyable_v<T>);
  if (items.empty()) return {};
  char* at = arena.take(items.size_bytes() + alignof(T) - 1);
  const std::size_t past = reinterpret_cast<std::uintptr_t>(at) % alignof(T);
  if (past != 0) at += alignof(T) - past;
  std::memcpy(at, items.data(), items.size_bytes());
  return {reinterpret_cast<const T*>(at), items.size()};
}

}  // namespace bmo
