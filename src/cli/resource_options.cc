#include "cli/resource_options.h"

#include "cli/command.h"

namespace retally {

ResourceId ResourceOptions::id() const {
  if (project > 0) return {ResourceKind::project, project};
  if (task > 0) return {ResourceKind::task, task};
  return {ResourceKind::job, job};
}

void add_resource_options(CLI::App& command, ResourceOptions& options) {
  CLI::Option_group* which = command.add_option_group("Resource", "One of them:");
  const auto add = [&](const char* name, std::int64_t& id, const char* what) {
    which->add_option(name, id, what)->type_name("N")->check(whole_number(1));
  };
  add("--project", options.project, "The project's id");
  add("--task", options.task, "The task's id");
  add("--job", options.job, "The job's id");
  which->require_option(1);
}

}  // namespace retally
