// The protocol of the schedule on Redis, small enough for Spin to try every order in which things can happen: producers
// change the database and touch; workers claim, work and finish; the reconciliation looks for what is stale; a person
// cancels, retries and asks; processes die, leases run out, time passes, and the schedule is lost.
//
// A script of src/redis/lua is one atomic step, and has its name here. One target is enough: no script lets what it
// knows of one target decide what becomes of another. docs/model.md says what else is left out, and why it may be.
//
// -DFAULT_… switches on a mistake that others have made, or that is easily made. Spin must then find an error: that
// is the test of this model.

#ifndef QUIET
#define QUIET 2  // ticks; as long as MAX_WAIT: a fixed window
#endif
#ifndef MAX_WAIT
#define MAX_WAIT 2
#endif
#ifndef CHANGES
#define CHANGES 2
#endif
#ifndef SURPRISES
#define SURPRISES 2  // in all: deaths, errors, leases that run out under a live worker, losses, cancels and requests
#endif
#ifndef MAX_ATTEMPTS
#define MAX_ATTEMPTS 2
#endif
#define BACK_OFF 1

// A time is the number of ticks until then, plus one. So a tick takes one off every time, and no number grows for ever.
#define NONE 0
#define NOW 1
#define in(ticks) ((ticks) + 1)
#define min(a, b) ((a) < (b) -> (a) : (b))
#define max(a, b) ((a) > (b) -> (a) : (b))

// ---- The database ----

byte version;  // grows with every change
byte report;   // the version that the report shows
#define stale (report < version)

// ---- The schedule on Redis: what its keys hold of the target ----

byte due;            // when it is pending and does not run
byte held;           // when it is pending and runs
byte cap;            // of the pending record: its first touch + max_wait, from key `first`
byte attempt = 1;    // of the pending record, from `notes`
byte token;          // of the run under way, if there is one
bool for_request;    // whether that run answers a request
byte run_cap;        // of the run: as for the pending record
byte run_attempt = 1;
bool leased;         // the lease of the run has not run out
bool failed;
byte failed_cap;
mtype = { unasked, queued, started };
mtype request = unasked;

#define pending (due != NONE || held != NONE)
#define running (token != NONE)
#define orphaned (running && !leased)
#define request_waits (request == queued && !running)

// ---- What the processes know by themselves ----

byte mine[2];  // the token of the run that a worker is in
byte belief;   // when the pending update is due, as far as the toucher knows

#define holds(me) (running && token == mine[me] && leased)
#define remembered(t) (mine[0] == (t) || mine[1] == (t))

// ---- What only the properties know ----

byte surprises = SURPRISES;
bool owed;        // a touch was accepted and no run has started since, or the run that started has failed
bool grounded;    // the pending record on which the belief rests was neither cancelled nor lost
byte window_end;  // the first touch + max_wait
byte not_before;  // the last accepted touch + quiet, but not later than window_end
byte holder;      // the worker to which the run was given

#define no_change_is_lost (!owed || pending || failed)
#define one_pending_record (due == NONE || held == NONE)
#define held_only_by_a_run (held == NONE || running)
#define one_run_with_a_lease (!holds(0) || !holds(1))
#define failed_means_waiting_for_a_person (!failed || (!pending && (!running || for_request)))

// Spin makes a never-claim of each. They hold under weak fairness (pan -f): who can go on for ever goes on at last.
ltl every_change_is_shown { [] <> !stale }
ltl every_request_ends { [] <> (request == unasked) }

// A touch is a promise, whether it calls the schedule or is covered.
inline accept() {
  owed = true;
  not_before = min(in(QUIET), window_end)
}

// What was pending is gone: somebody wanted it so, or the whole schedule was lost.
inline withdraw() {
  owed = false;
  grounded = false;
  window_end = NONE;
  not_before = NONE
}

// ---- The scripts ----

inline merge_or_add(set) {
  if
  :: set != NONE -> set = max(set, min(in(QUIET), cap))
  :: set == NONE ->
    set = in(QUIET);
    cap = in(MAX_WAIT);
    window_end = cap;
    failed = false;
    failed_cap = NONE
  fi
}

inline touch() {
  if
#ifndef FAULT_CLEAR_AT_END
  :: running -> merge_or_add(held)
#endif
  :: else -> merge_or_add(due)
  fi;
  accept()
}

inline forget_pending() {
  due = NONE;
  held = NONE;
  cap = NONE;
  attempt = 1
}

inline forget_run() {
  token = NONE;
  for_request = false;
  run_cap = NONE;
  run_attempt = 1;
  leased = false;
  holder = 0
}

inline forget_failed() {
  failed = false;
  failed_cap = NONE
}

inline try_again() {
  due = in(BACK_OFF);
  cap = run_cap;
  attempt = run_attempt + 1;
  window_end = cap;
  not_before = NONE
}

inline give_up() {
  failed = true;
  failed_cap = run_cap
}

inline end_run(ok) {
  if
  :: held != NONE -> due = held; held = NONE
  :: else
  fi;
#ifdef FAULT_CLEAR_AT_END
  forget_pending();
#endif
  if
  :: for_request -> request = unasked
  :: !for_request && ok
  :: !for_request && !(ok) ->
    owed = true;
    if
    :: due != NONE
    :: due == NONE && run_attempt < MAX_ATTEMPTS -> try_again()
    :: due == NONE -> give_up()  // the setting may be any up to MAX_ATTEMPTS
    fi
  fi;
  forget_run()
}

// Of max(last + 1, microseconds) it counts only that nobody remembers it, for tokens are compared and nothing else.
#ifdef FAULT_TOKEN_REUSED
byte last_token;
inline new_token() {
  last_token++;
  token = last_token
}
#else
inline new_token() {
  token = 1;
  do
  :: remembered(token) -> token++
  :: else -> break
  od
}
#endif

inline start(me, kind, its_cap, its_attempt) {
  assert(!running);
  new_token();
  mine[me] = token;
  for_request = kind;
  run_cap = its_cap;
  run_attempt = its_attempt;
  leased = true;
  holder = me
}

#ifdef FAULT_CALLERS_CLOCK
#define update_is_due (due != NONE && due <= in(1))
#elif defined(FAULT_CLEAR_AT_END)
#define update_is_due (due == NOW && !running)
#else
#define update_is_due (due == NOW)
#endif

// Else a claim does nothing.
#define worth_a_claim (orphaned || request_waits || update_is_due)

inline claim(me) {
  if
  :: orphaned -> end_run(false)
  :: else
  fi;
  if
  :: request_waits ->
    request = started;
    held = due;
    due = NONE;
    start(me, true, NONE, 1)
  :: !request_waits && update_is_due ->
    assert(not_before <= NOW);
    owed = false;
    window_end = NONE;
    not_before = NONE;
    start(me, false, cap, attempt);
#ifndef FAULT_CLEAR_AT_END
    forget_pending()
#endif
  :: else
  fi
}

inline finish(me, ok) {
  if
#ifdef FAULT_FINISH_WITHOUT_TOKEN
  :: running ->
#else
  :: holds(me) ->
#endif
    assert(holder == me);
    end_run(ok)
  :: else
  fi
}

inline cancel() {
  if
  :: pending -> forget_pending()
  :: !pending -> forget_failed()
  fi;
  withdraw()
}

inline retry() {
  if
  :: running -> held = NOW
  :: !running -> due = NOW
  fi;
  cap = failed_cap;
  window_end = cap;
  not_before = NONE;
  forget_failed()
}

// ---- The processes. The workers come first: they are numbers 0 and 1 ----

#define surprise surprises > 0 -> surprises--

inline save() {
  if
#ifdef FAULT_SAVE_BY_LEASE_ALONE
  :: true ->
#else
  :: report <= seen ->
#endif
    assert(report <= seen);
    report = seen
  :: else
  fi;
  seen = 0
}

// It can die at any step. That it has read the database, or knows that it holds the lease, nobody else can tell: so it
// is the same to die a step before or after, and it need not be tried twice.
#define leave mine[_pid] = NONE; seen = 0; goto end_idle

active [2] proctype worker() {
  byte seen;
end_idle:
  do
  // Idle workers are alike: so the first of them may be the one that claims.
  :: atomic { worth_a_claim && (_pid == 0 || mine[0] != NONE) -> claim(_pid);
      if
      :: mine[_pid] == NONE -> goto end_idle  // an orphan was taken back, and nothing is due yet
      :: else
      fi };
    seen = version;
    if
    :: holds(_pid)
    :: atomic { !holds(_pid) -> finish(_pid, true); leave }
    :: atomic { surprise; finish(_pid, false); leave }
    :: atomic { surprise; leave }
    fi;
    if
    :: atomic { save() }
    :: atomic { surprise; leave }
    fi;
    if
    :: atomic { finish(_pid, true); leave }
    :: atomic { surprise; leave }
    fi
  od
}

#ifdef FAULT_BLOCKER_KEY

// CVAT's fix: look for the blocker; if there is none, schedule, and then set it, to expire with the window.
byte blocker;
inline touch_once() {
  if
  :: atomic { blocker != NONE -> accept() }
  :: blocker == NONE ->
    atomic { assert(!pending); touch() };
    blocker = in(MAX_WAIT)
  fi
}
#define PLAIN_PRODUCERS 2

#else

inline touch_once() {
  atomic { touch() }
}
#define PLAIN_PRODUCERS 1

#endif

// A client of ten lines: it changes, then it touches, unless it dies in between.
active [PLAIN_PRODUCERS] proctype producer() {
end:
  do
  :: version < CHANGES -> version++;
    if
    :: touch_once()
    :: atomic { surprise }
    fi
  od
}

#ifndef FAULT_BLOCKER_KEY

#ifdef FAULT_BELIEF_WITHOUT_MARGIN
#define MARGIN 0
#else
#define MARGIN 1  // tick that its clock may be behind
#endif
#define covered (belief > MARGIN)

inline learn(when) {
  if
#ifdef FAULT_BELIEF_UNSETTLED
  :: true ->
#else
  :: due + held >= cap ->  // one of the two is none
#endif
    when = due + held
  :: else -> when = NONE
  fi
}

// A producer that believes what the schedule has answered (retally/toucher.h), as long as it may at the very most. It
// may call though it is covered, as if it had believed it for a shorter time or had forgotten it.
active proctype toucher() {
  byte answer;
end:
  do
  :: version < CHANGES -> version++;
    if
    :: atomic { covered ->
        if
        :: grounded -> accept()
        :: else
        fi }
#ifdef FAULT_BELIEF_FROM_AFTER
    :: atomic { touch(); grounded = true; learn(answer) };
      belief = answer
#else
    :: atomic { touch(); grounded = true; learn(belief) }
#endif
    :: atomic { surprise; belief = NONE }
    fi
  od
}

#endif

#ifndef FAULT_NO_RECONCILIATION
active proctype reconciliation() {
end:
  do
  :: stale ->
    if
    :: !pending && !failed -> touch_once()
    :: else
    fi
  od
}
#endif

#ifndef FAULT_NOBODY_RETRIES
active proctype person() {
end:
  do
  :: atomic { failed -> retry() }
  od
}
#endif

active proctype world() {
end:
  do
  :: atomic { surprises > 0 && (pending || failed) -> surprises--; cancel() }
  :: atomic { surprises > 0 && request == unasked -> surprises--; request = queued }
  :: atomic { surprises > 0 && leased -> surprises--; leased = false }
  :: atomic { surprise; forget_pending(); forget_run(); forget_failed(); request = unasked; withdraw();
#ifdef FAULT_TOKEN_REUSED
      last_token = 0
#endif
    }
  od
}

inline tick(when) {
  when = (when > NOW -> when - 1 : when)
}

inline tick_away(when) {
  when = (when != NONE -> when - 1 : when)
}

#ifndef FAULT_BLOCKER_KEY
#define blocker NONE
#endif

active proctype time() {
end:
  do
  :: atomic { due > NOW || held > NOW || cap > NOW || run_cap > NOW || failed_cap > NOW || belief || blocker ->
      tick(due); tick(held); tick(cap); tick(run_cap); tick(failed_cap); tick(window_end); tick(not_before);
      tick_away(belief);
#ifdef FAULT_BLOCKER_KEY
      tick_away(blocker)
#endif
    }
  :: atomic { leased && !remembered(token) -> leased = false }  // nobody is left to extend it
  od
}

active proctype invariants() {
end:
  do
  :: atomic { !no_change_is_lost -> assert(no_change_is_lost) }
  :: atomic { !one_pending_record -> assert(one_pending_record) }
  :: atomic { !held_only_by_a_run -> assert(held_only_by_a_run) }
  :: atomic { !one_run_with_a_lease -> assert(one_run_with_a_lease) }
  :: atomic { !failed_means_waiting_for_a_person -> assert(failed_means_waiting_for_a_person) }
  od
}

#ifdef REACHED
// What must be possible, or the properties say little. A step must be taken of every line of this file, also of these.
active proctype reached() {
end:
  do
  :: running && !for_request && held > NOW                                      // pending and running
  :: running && !for_request && held == NOW                                     // due, and waits for the run's end
  :: running && for_request && held != NONE                                     // waits for a request's end
  :: running && !for_request && request == queued                               // a request waits for an update
  :: holds(0) && mine[1] != NONE                                                // the other works on without a lease
  :: orphaned && remembered(token)
  :: orphaned && !remembered(token)
  :: attempt > 1
  :: attempt > 1 && owed && belief != NONE && grounded                          // a touch was merged into a retry
  :: failed
  :: failed && running && stale                                                 // a request runs
  :: stale && !pending && !failed && !running                                   // only reconciliation can help
  :: belief != NONE && !grounded && !pending                                    // a belief in what was lost
  :: belief > NOW && held != NONE && stale
  :: report == CHANGES && !pending && !running && surprises == 0
  od
}
#endif
