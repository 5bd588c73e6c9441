// One client's connection: reads a request, has it answered, writes the answer, and again.
//
//     idle -> reading -> handling -> writing -> idle …
//              |   \___ refused ____/  | \____> lingering -> closed
//              |                       \-> streaming <-> sending
//              \-> continuing -> reading
//
// A request that is refused before it is whole is answered at once. What its client still sends is then read
// and thrown away for a moment (lingering): closing on unread bytes would reset the connection, and the
// client would lose the answer.
//
// A client that asks first whether it may send its body is told so (continuing), unless the body is there by
// then. It must take that word in the time that it has for the request.
//
// A body that does not end by itself is streamed: what has come is sent in one chunk, and what comes
// meanwhile waits for the next. Whoever does not take a chunk in time is cut off.
#pragma once

#include <array>
#include <asio/buffer.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/connection_count.h"
#include "http/dispatcher.h"
#include "http/memory_budget.h"
#include "http/message.h"
#include "http/request_parser.h"
#include "http/stream.h"

namespace retally::http {

class Loop;

// What all connections of a listener have in common.
struct ConnectionOptions {
  RequestParser::Limits limits;
  std::chrono::milliseconds read_timeout;
  std::chrono::milliseconds idle_timeout;
  std::chrono::milliseconds heartbeat;  // of a stream that has nothing to send
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // The references must outlive it. `slot` is its place among the connections of its listener.
  Connection(ConnectionCount::Slot slot, asio::ip::tcp::socket socket, std::string peer, Loop& loop,
             Dispatcher& dispatcher, MemoryBudget& memory, const ConnectionOptions& options);

  // All in the loop's own thread:

  void start();

  // Ends it: at once, or after the answer that is being worked out or written.
  void stop();

  // Ends it if the client has taken too long.
  void check_deadline(std::chrono::steady_clock::time_point now);

 private:
  enum class Phase { idle, reading, continuing, handling, writing, streaming, sending, lingering, closed };

  void become(Phase phase, std::chrono::milliseconds at_most);
  void read();
  void on_read(std::size_t size);
  void parse();
  bool on_head();
  void on_complete();
  void send_continue();
  void handle();
  void answer(Response response, bool keep_alive);
  void refuse(int status, std::string_view why);
  void refuse_unread();
  void on_written();
  void begin_stream();
  void send_what_there_is();
  void send_chunk(std::string_view text);
  void end_stream();
  void next_request();
  void linger();
  void close();

  template <class Step>
  void guarded(Step step);
  template <class Step>
  void write(std::array<asio::const_buffer, 2> buffers, Step then);

  // First, so that it goes last: when the count is down, nothing of the connection is left.
  ConnectionCount::Slot slot_;
  asio::ip::tcp::socket socket_;
  Loop& loop_;
  Dispatcher& dispatcher_;
  const ConnectionOptions& options_;

  Phase phase_ = Phase::idle;
  std::chrono::steady_clock::time_point deadline_;
  bool read_waits_ = false;

  MemoryBudget::Share memory_;  // what the body takes
  RequestParser parser_;
  std::optional<Response> refused_;  // the answer to a request without a body, until that has ended
  std::array<char, 16384> bytes_;    // read, from begin_ to end_ not yet parsed
  std::size_t begin_ = 0;
  std::size_t end_ = 0;

  std::string head_;  // of the answer; then its chunk, if it is streamed
  std::shared_ptr<const std::string> body_;
  std::shared_ptr<Stream> stream_;
  bool asks_first_ = false;  // the client waits to be told that it may send the body
  bool keep_alive_ = true;
};

}  // namespace retally::http
