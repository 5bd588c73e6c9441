#include "http/connection.h"

#include <spdlog/spdlog.h>

#include <asio/buffer.hpp>
#include <asio/dispatch.hpp>
#include <asio/write.hpp>
#include <charconv>
#include <exception>
#include <string_view>
#include <utility>

#include "http/json.h"
#include "http/loop.h"
#include "http/response_head.h"

namespace retally::http {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Long enough for the rest of a body that is on its way, on any network that is worth waiting for.
constexpr milliseconds kLinger{2000};

// The answer is somebody else's work (the disk's, as a rule), and comes when it comes.
constexpr milliseconds kNoLimit = milliseconds::max();

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

constexpr std::string_view kLastChunk = "0\r\n\r\n";

// "hello" -> "5\r\nhello\r\n".
std::string to_chunk(std::string_view text) {
  std::array<char, 16> size{};
  const auto [end, error] = std::to_chars(size.data(), size.data() + size.size(), text.size(), 16);
  std::string chunk(size.data(), end);
  return chunk.append("\r\n").append(text).append("\r\n");
}

}  // namespace

Connection::Connection(ConnectionCount::Slot slot, asio::ip::tcp::socket socket, std::string peer, Loop& loop,
                       Dispatcher& dispatcher, MemoryBudget& memory, const ConnectionOptions& options)
    : slot_(std::move(slot)),
      socket_(std::move(socket)),
      loop_(loop),
      dispatcher_(dispatcher),
      options_(options),
      memory_(memory),
      parser_(options.limits) {
  parser_.request().peer = std::move(peer);
  parser_.request().memory = &memory_;
}

void Connection::start() {
  if (loop_.stopping()) return;  // the last reference goes, and the socket with it
  loop_.add(*this);
  guarded([&] { next_request(); });
}

void Connection::stop() {
  switch (phase_) {
    case Phase::handling:
    case Phase::writing:
      return;  // it ends after that
    case Phase::streaming:
      return guarded([&] { end_stream(); });
    case Phase::sending:
      return become(Phase::sending, kLinger);  // then the stream ends
    default:
      return close();
  }
}

void Connection::check_deadline(steady_clock::time_point now) {
  if (now < deadline_) return;
  switch (phase_) {
    case Phase::reading:
      dispatcher_.count_refused(parser_.request(), 408);
      return guarded([&] { refuse(408, "the request took too long to arrive"); });
    case Phase::streaming:
      return guarded([&] { send_chunk(stream_->heartbeat()); });
    case Phase::sending:
      stream_->on_cut_off();
      return close();
    default:
      return close();
  }
}

void Connection::become(Phase phase, milliseconds at_most) {
  phase_ = phase;
  deadline_ = at_most == kNoLimit ? steady_clock::time_point::max() : steady_clock::now() + at_most;
}

// What goes wrong in a step (there is no memory left, as a rule) ends this connection, and nothing else.
template <class Step>
void Connection::guarded(Step step) {
  try {
    step();
  } catch (const std::exception& error) {
    spdlog::error("http: connection with {}: {}", parser_.request().peer, error.what());
    close();
  }
}

template <class Step>
void Connection::write(std::array<asio::const_buffer, 2> buffers, Step then) {
  asio::async_write(socket_, buffers,
                    [self = shared_from_this(), then](const asio::error_code& error, std::size_t /*size*/) {
                      if (error) return self->close();
                      self->guarded(then);
                    });
}

void Connection::read() {
  if (read_waits_) return;
  read_waits_ = true;
  socket_.async_read_some(asio::buffer(bytes_),
                          [self = shared_from_this()](const asio::error_code& error, std::size_t size) {
                            self->read_waits_ = false;
                            if (error) return self->close();
                            self->guarded([&] { self->on_read(size); });
                          });
}

void Connection::on_read(std::size_t size) {
  switch (phase_) {
    case Phase::idle:
      become(Phase::reading, options_.read_timeout);
      [[fallthrough]];
    case Phase::reading:
      begin_ = 0;
      end_ = size;
      return parse();
    case Phase::streaming:
    case Phase::sending:
    case Phase::lingering:
      return read();  // nobody reads what comes, but that it ends is heard
    case Phase::continuing:
    case Phase::handling:
    case Phase::writing:
    case Phase::closed:
      return;  // it was refused while it read
  }
}

void Connection::parse() {
  while (begin_ < end_) {
    const auto [state, taken] = parser_.feed({bytes_.data() + begin_, end_ - begin_});
    begin_ += taken;
    switch (state) {
      case RequestParser::State::more:
        break;
      case RequestParser::State::head:
        if (!on_head()) return;
        break;
      case RequestParser::State::complete:
        break;
      case RequestParser::State::refused:
        return refuse_unread();
    }
    if (const std::string& body = parser_.request().body; !body.empty() && !memory_.hold(body.capacity())) {
      dispatcher_.count_refused(parser_.request(), 503);
      return refuse(503, MemoryBudget::kNoRoom);
    }
    if (state == RequestParser::State::complete) return on_complete();
  }
  if (std::exchange(asks_first_, false) && parser_.request().body.empty()) return send_continue();
  read();
}

// Whether to read on.
bool Connection::on_head() {
  refused_ = dispatcher_.admit(parser_.request());
  if (!parser_.has_body()) return true;
  if (refused_) {
    answer(*std::exchange(refused_, std::nullopt), false);
    return false;
  }
  if (!parser_.limit_body(parser_.request().route->max_body)) {
    refuse_unread();
    return false;
  }
  asks_first_ = parser_.expects_continue();
  return true;
}

void Connection::on_complete() {
  if (!refused_) return handle();
  answer(*std::exchange(refused_, std::nullopt), parser_.keep_alive());
}

void Connection::send_continue() {
  phase_ = Phase::continuing;  // until the request is to be here
  write({asio::buffer(kContinue)}, [this] {
    if (phase_ != Phase::continuing) return;  // it took too long, and was closed
    phase_ = Phase::reading;
    read();
  });
}

void Connection::handle() {
  become(Phase::handling, kNoLimit);
  dispatcher_.handle(parser_.request(), [self = shared_from_this()](Response response) {
    asio::dispatch(self->socket_.get_executor(), [self, response = std::move(response)]() mutable {
      self->guarded([&] { self->answer(std::move(response), self->parser_.keep_alive()); });
    });
  });
}

void Connection::refuse(int status, std::string_view why) {
  Response response = error_response(status, why);
  if (status == 503) response.headers.add("Retry-After", "1");
  answer(std::move(response), false);
}

void Connection::refuse_unread() {
  dispatcher_.count_refused(parser_.request(), parser_.error_status());
  refuse(parser_.error_status(), parser_.error());
}

void Connection::answer(Response response, bool keep_alive) {
  parser_.request().drop_body();  // the client may take its time to read
  keep_alive_ = keep_alive && !loop_.stopping() && !(response.stream && parser_.http_1_0());
  head_ = render_head(response, {keep_alive_, parser_.http_1_0()});
  if (parser_.request().method != Method::head) {
    body_ = std::move(response.body);
    stream_ = std::move(response.stream);
  }
  become(Phase::writing, options_.read_timeout);
  write({asio::buffer(head_), body_ ? asio::buffer(*body_) : asio::const_buffer{}}, [this] { on_written(); });
}

void Connection::on_written() {
  if (phase_ != Phase::writing) return;  // it took too long, and was closed
  body_.reset();
  if (stream_) return begin_stream();
  if (!keep_alive_ || loop_.stopping()) return linger();
  next_request();
}

void Connection::begin_stream() {
  if (loop_.stopping()) return end_stream();
  become(Phase::streaming, options_.heartbeat);
  // Only the loop's own thread ever holds the connection, so that it never ends in a thread of the stream.
  stream_->start([executor = socket_.get_executor(), connection = weak_from_this()] {
    asio::post(executor, [connection] {
      if (const auto self = connection.lock()) self->guarded([&] { self->send_what_there_is(); });
    });
  });
  read();
  send_what_there_is();
}

void Connection::send_what_there_is() {
  if (phase_ == Phase::streaming) send_chunk(stream_->take());
}

void Connection::send_chunk(std::string_view text) {
  if (text.empty()) return;
  head_ = parser_.http_1_0() ? std::string(text) : to_chunk(text);
  become(Phase::sending, options_.read_timeout);
  write({asio::buffer(head_)}, [this] {
    if (phase_ != Phase::sending) return;  // it took too long, and was closed
    if (loop_.stopping()) return end_stream();
    become(Phase::streaming, options_.heartbeat);
    send_what_there_is();
  });
}

void Connection::end_stream() {
  stream_.reset();
  keep_alive_ = false;
  head_ = parser_.http_1_0() ? "" : kLastChunk;
  become(Phase::writing, kLinger);
  write({asio::buffer(head_)}, [this] { on_written(); });
}

void Connection::next_request() {
  parser_.reset();
  asks_first_ = false;
  become(Phase::idle, options_.idle_timeout);
  if (begin_ == end_) return read();
  become(Phase::reading, options_.read_timeout);  // its beginning came with the last one
  parse();
}

void Connection::linger() {
  become(Phase::lingering, kLinger);
  asio::error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  read();
}

void Connection::close() {
  if (phase_ == Phase::closed) return;
  phase_ = Phase::closed;
  deadline_ = steady_clock::time_point::max();
  stream_.reset();
  loop_.remove(*this);
  asio::error_code ignored;
  socket_.close(ignored);
}

}  // namespace retally::http
