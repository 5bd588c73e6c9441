// retally report: a report, as a table, JSON or CSV.
#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/place.h"
#include "cli/report_source.h"
#include "cli/resource_options.h"
#include "cli/terminal.h"
#include "cli/text_table.h"
#include "report/terminal_text.h"
#include "retally/error.h"

namespace retally {
namespace {

constexpr auto kReportHelp = R"(Examples:
  retally report --project 1
  retally report --task 7 --from 2024-06-01 --to 2024-06-30 --format csv
  retally report --project 1 --annotators

Days are UTC days, and both ends belong to the period; only the objects per day are cut to it. Without a
period everything is shown. On a store the report is renewed first, so that it is fresh; a server shows it as
of its last update (`retally check` renews it now).)";

struct ReportOptions {
  ResourceOptions resource;
  std::string from;
  std::string to;
  std::string format = "table";
  bool annotators = false;
  PlaceOptions place;

  AskedPeriod period() const {
    AskedPeriod asked;
    if (!from.empty()) asked.from = parse_day(from);
    if (!to.empty()) asked.to = parse_day(to);
    if (asked.from && asked.to && *asked.from > *asked.to)
      throw Error(ErrorKind::invalid_input, fmt::format("report: --from {} is after --to {}", from, to));
    return asked;
  }
};

std::string title_of(ResourceId id, const ReportHead& head) {
  std::string title = fmt::format("{} {}", name_of(id.kind), id.id);
  title[0] = static_cast<char>(title[0] - 'a' + 'A');
  return head.name.empty() ? title : title + ": " + head.name;
}

// Built from the JSON, so that a server's answer and a store's make the same table.
std::string annotators_table(const Json& report, const std::string& title) {
  TextTable table({{"annotator"},
                   {"user", Align::right},
                   {"created", Align::right},
                   {"updated", Align::right},
                   {"deleted", Align::right},
                   {"hours", Align::right},
                   {"objects/h", Align::right}});
  for (const Json& annotator : report.at("annotators")) {
    const Json& user = annotator.at("user_id");
    table.add({annotator.at("user_name").get<std::string>(), user.is_null() ? "-" : user.dump(),
               annotator.at("created").dump(), annotator.at("updated").dump(), annotator.at("deleted").dump(),
               fmt::format("{:.2f}", annotator.at("working_time").get<double>()),
               fmt::format("{:.1f}", annotator.at("annotation_speed").get<double>())});
  }
  return printable(title) + "\n\n" + table.text(terminal_width(stdout));
}

std::string text_of(ReportSource& source, const ReportOptions& options) {
  const ResourceId id = options.resource.id();
  const AskedPeriod period = options.period();
  if (options.annotators) {
    if (options.format == "csv") return source.annotators_csv(id, period);
    const std::string json = source.annotators_json(id, period);
    return options.format == "json" ? json + "\n"
                                    : annotators_table(Json::parse(json), title_of(id, source.head(id)));
  }
  const std::string json = source.report_json(id, period);
  if (options.format == "json") return json + "\n";
  const Report report = parse_report(id, json);
  if (options.format == "csv") return to_csv(report);
  const ReportHead head = source.head(id);
  const TableStyle style{terminal_width(stdout), wants_colour(stdout)};
  return to_table(report, title_of(id, head), style) + (head.note.empty() ? "" : "\n" + head.note + "\n");
}

int report(ReportOptions& options) {
  complete(options.place, process_environment());
  const auto source = open_report_source(choose_place(options.place), options.place.token);
  fmt::print("{}", text_of(*source, options));
  return kExitDone;
}

}  // namespace

void add_report(CLI::App& app, Command& chosen) {
  CLI::App* command = app.add_subcommand("report", "Show the report of a project, task or job");
  const auto options = std::make_shared<ReportOptions>();
  add_resource_options(*command, options->resource);
  command->add_option("--from", options->from, "The first day")->type_name("YYYY-MM-DD");
  command->add_option("--to", options->to, "The last day")->type_name("YYYY-MM-DD");
  command->add_option("--format", options->format, "table, json or csv")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"table", "json", "csv"}))
      ->capture_default_str();
  command->add_flag("--annotators", options->annotators, "The figures of each annotator instead");
  add_place_options(*command, options->place);
  command->footer(kReportHelp);
  command->callback([options, &chosen] { chosen = [options] { return report(*options); }; });
}

}  // namespace retally
