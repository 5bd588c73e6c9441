// The body of an answer that does not end by itself: what there is to send comes in its own time.
//
// A connection pulls: it takes all that has come since the last time, sends it, and asks again. So a client
// that reads slowly slows nobody but itself, and how much waits for it is the stream's to bound.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace retally::http {

// Used by one connection, in its thread. It ends with its connection, and so with the client or the server.
class Stream {
 public:
  virtual ~Stream() = default;

  // It begins. `wake` may be called from any thread, until the stream is destroyed, and makes the connection
  // take what there is, soon.
  virtual void start(std::function<void()> wake) = 0;

  // All that is to be sent now; empty: nothing is.
  virtual std::string take() = 0;

  // What is sent when there was nothing for a while: so a client that has gone is noticed, and nobody between
  // it and us takes the silence for the end.
  virtual std::string_view heartbeat() const = 0;

  // Its client is about to be cut off: it did not take what was sent to it.
  virtual void on_cut_off() = 0;
};

}  // namespace retally::http
