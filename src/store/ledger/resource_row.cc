#include "store/ledger/resource_row.h"

namespace retally::ledger {

std::optional<ResourceId> parent_of(ResourceId child, std::int64_t parent) {
  if (parent == 0 || child.kind == ResourceKind::project) return std::nullopt;
  return ResourceId{child.kind == ResourceKind::job ? ResourceKind::task : ResourceKind::project, parent};
}

std::optional<ResourceId> ResourceRow::counted_in() const {
  if (!included()) return std::nullopt;
  return parent_of(id, parent.value);
}

}  // namespace retally::ledger
