#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "sandbox_process.hpp"

namespace bursar::tests {

// So long before now, as the API writes moments: "2026-11-23T12:00:00Z". The program under test has
// the real clock, so what happens in a world between two of its runs is dated by that clock, too.
[[nodiscard]] std::string ago(std::chrono::seconds time);

// Arguments of a SandboxProcess: the small world, a quarter of an hour ago, without a rate limit.
[[nodiscard]] std::vector<std::string> demo_world();

// Asks the sandbox for a change of its world; `json` as in tests/sandbox/README.md. Returns what it
// says was changed.
std::string change(const SandboxProcess& sandbox, const std::string& json);

// Replaces the sandbox's plan of misbehaviour; "[]" ends it.
void plan(const SandboxProcess& sandbox, const std::string& json);

}  // namespace bursar::tests
