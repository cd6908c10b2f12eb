/*
 * Three replicas that share one store: turn, term, publication, follow, places and marks, while replicas crash and are
 * slow, notices are lost, and a standby of the database that lacks the last commits is promoted.
 * docs/reference/model.md says which statement of the program each step is, and what is left out. check.sh checks it.
 *
 * A replica may stop between any two steps, for as long as the others like: that is a pause, a slow network, a slow answer.
 * Everything that can happen is bounded by the numbers below, so every run ends, and what must hold in the end can be asked.
 */

#define REPLICAS 3
#define NOBODY 3
#define A_DEAD_ONE 4 /* a process that was killed: its successor has another name */

#ifndef OBJECTS
#define OBJECTS 1
#endif
#ifndef THERE /* whether the objects are there, and known, at the start */
#define THERE 0
#endif
#ifndef CHANGES /* of the cloud */
#define CHANGES 2
#endif
#ifndef SYNCS /* that the schedule or an operator asks for, or that follow a lost notification */
#define SYNCS 1
#endif
#ifndef EXPIRIES /* of the lease of a leader that lives */
#define EXPIRIES 0
#endif
#ifndef FAULTS /* crashes, ended sessions, failed calls */
#define FAULTS 0
#endif
#ifndef SWITCHES /* of the active consumer, while the former one lives */
#define SWITCHES 0
#endif
#ifndef PROMOTIONS
#define PROMOTIONS 0
#endif

#ifdef HOST_CLOCKS
#define next_version (clock + (_pid == 1 -> 2 : 0)) /* the second replica's clock is ahead */
#else
#ifdef VERSION_OF_WHAT_IS_STORED
#define next_version (store.last_version + 1)
#else
#define next_version clock
#endif
#endif

/* What a replica is doing, of what takes more than one step. */
#define IDLE 0
#define READING 1 /* by id */
#define READ 2
#define WRITING 3 /* holds the row head */
#define STORED 4
#define LISTING 5
#define LISTED 6
#define JUDGING 7 /* holds the row head */
#define STILL_LEADS 8
#define SYNCED 9
#define FOLLOWING 10

/* What it has in its hands of the queue. */
#define NOTHING 0
#define RECEIVED 1
#define MARKED 2

typedef Row {
  bit there;
  byte seen;
  byte generation;
  byte place;
  byte shows; /* for the check: how many changes of the object this fact has in it */
  byte proved /* for the check: how many it must have, as a read that began after them was given to the store */
}

typedef Store {
  byte generation; /* head */
  byte last_version;
  byte timeline;
  Row row[OBJECTS]; /* observation, place */
  byte listed; /* list: the version of the last complete list */
  byte reported; /* source: the version of the sync that it tells of */
  byte term; /* turn */
  byte leader;
  bit leased;
  byte asked;
  byte done;
  byte mark[OBJECTS]; /* mark: its sequence, 0 for none */
  byte marks /* the last sequence given */
}

typedef Replica {
  byte does;
  byte object;
  byte version;
  byte timeline; /* on which the version, the term and the mark were given */
  byte term;
  byte asked;
  byte sequence;
  byte saw[OBJECTS]; /* how many changes the answer has in it */
  byte began[OBJECTS]; /* for the check: changes before the read began */
  byte has; /* of the queue */
  byte about;
  byte messages;
  /* what it followed */
  byte known_timeline;
  byte known_generation;
  byte known_listed;
  bit known_there[OBJECTS];
  byte known_seen[OBJECTS];
  byte known_place[OBJECTS]
#ifdef SEQUENCE
  ; byte generation
#endif
#ifdef NO_POLL
  ; bit told
#endif
}

Store store;
Store standby; /* as it was when it stopped to follow the primary */
bit standby_is_behind = 0;
byte timeline = 1; /* of the database server */
byte clock = 1; /* of the database server */
byte lock = NOBODY; /* of the row head */
Replica replica[REPLICAS];

byte truth[OBJECTS]; /* changes of the cloud so far */
byte queue[OBJECTS]; /* notifications, until they are acknowledged */
byte consumer = 0; /* the single active one */

byte changes = CHANGES;
byte syncs = SYNCS;
byte expiries = EXPIRIES;
byte faults = FAULTS;
byte switches = SWITCHES;
byte promotions = PROMOTIONS;
#ifdef CLOCK_SET_BACK
byte set_back = 1;
#endif

#ifdef BREADTH_FIRST /* which cannot hide variables */
#define scratch
#else
#define scratch hidden
#endif
scratch byte i, x; /* for loops within one step, so no part of the state */

#ifdef NO_POLL
#define step atomic /* as a notice may be lost, or not */
#else
#define step d_step
#endif

#define me replica[_pid]
#define is_there(n) (((n) + THERE) % 2) /* after n changes: each makes the object, or deletes it */

inline copy(to, from) {
  to.generation = from.generation; to.last_version = from.last_version; to.timeline = from.timeline;
  to.listed = from.listed; to.reported = from.reported;
  to.term = from.term; to.leader = from.leader; to.leased = from.leased; to.asked = from.asked; to.done = from.done;
  to.marks = from.marks;
  for (i : 0 .. OBJECTS - 1) {
    to.mark[i] = from.mark[i];
    to.row[i].there = from.row[i].there; to.row[i].seen = from.row[i].seen; to.row[i].generation = from.row[i].generation;
    to.row[i].place = from.row[i].place; to.row[i].shows = from.row[i].shows; to.row[i].proved = from.row[i].proved
  }
}

/* Equal states are to be found equal: what is over is wiped. */
inline rest(x) {
  replica[x].does = IDLE; replica[x].object = 0; replica[x].version = 0; replica[x].timeline = 0; replica[x].term = 0;
  replica[x].asked = 0; replica[x].sequence = 0;
#ifdef SEQUENCE
  replica[x].generation = 0;
#endif
  for (i : 0 .. OBJECTS - 1) { replica[x].saw[i] = 0; replica[x].began[i] = 0 }
}

inline put_down(x) {
  replica[x].has = NOTHING; replica[x].about = 0; replica[x].messages = 0
}

#ifdef RELOAD_IF_AHEAD
#define must_reload (me.known_generation > store.generation || me.known_timeline == 0)
#define is_behind (me.known_generation != store.generation || me.known_timeline == 0)
#else
#define must_reload (me.known_timeline != store.timeline)
#define is_behind (must_reload || me.known_generation < store.generation)
#endif

inline follow_rows() {
  for (i : 0 .. OBJECTS - 1) {
    if
    :: must_reload || store.row[i].generation > me.known_generation ->
      me.known_there[i] = store.row[i].there; me.known_seen[i] = store.row[i].seen; me.known_place[i] = store.row[i].place
    :: else
    fi
  }
  me.known_listed = store.listed
}

inline follow_head() {
  me.known_generation = store.generation; me.known_timeline = store.timeline
#ifdef NO_POLL
  ; me.told = 0
#endif
}

inline follow() { follow_rows(); follow_head() }

#ifdef OLD_READS_COUNT
#define is_of_this_timeline true
#else
#define is_of_this_timeline (me.timeline == store.timeline)
#endif

/* Alone among all writers, and up to date; what was begun before a standby was promoted does not count. */
inline begin_writing(next) {
  if
  :: is_of_this_timeline ->
#ifdef SEQUENCE
    sequence++; me.generation = sequence;
#else
    lock = _pid;
#endif
    follow(); me.does = next
  :: else -> rest(_pid)
  fi
}

#ifdef NO_LIST_ROW
#define outlives_the_list true
#else
#define outlives_the_list (me.version > me.known_listed)
#endif
#ifdef SEQUENCE
#define generation_of_mine me.generation
byte sequence = 0;
#else
#define generation_of_mine (store.generation + 1)
#endif

#if OBJECTS == 1
#define is_taken false
#else
#define is_taken (me.known_place[1 - i] == me.known_place[i])
#endif

inline give_place() {
#ifdef NO_PLACES
  skip
#else
  /* The lowest that no other object has. */
  me.known_place[i] = 1;
  do
  :: is_taken -> me.known_place[i]++
  :: else -> break
  od
#endif
}
/* Of two observations the later wins; the last complete list counts as one of all its objects. */
inline observe(by_id) {
  if
  :: me.version > store.row[i].seen && me.version > me.known_seen[i] && outlives_the_list ->
    store.row[i].shows = me.saw[i];
    if
    :: by_id || store.row[i].there != is_there(me.saw[i]) ->
      if
      :: !is_there(me.saw[i]) -> me.known_place[i] = 0
      :: is_there(me.saw[i]) && me.known_place[i] == 0 -> give_place()
      :: else
      fi;
      me.known_there[i] = is_there(me.saw[i]); me.known_seen[i] = me.version;
      store.row[i].there = me.known_there[i]; store.row[i].seen = me.version; store.row[i].place = me.known_place[i];
      store.row[i].generation = generation_of_mine
    :: else
    fi
  :: else
  fi;
  store.row[i].proved = (me.began[i] > store.row[i].proved -> me.began[i] : store.row[i].proved)
}

inline commit() {
  store.last_version = (me.version > store.last_version -> me.version : store.last_version);
#ifdef SEQUENCE
  store.generation = (me.generation > store.generation -> me.generation : store.generation);
#else
  store.generation++;
  follow_head();
  lock = NOBODY;
#endif
  for (i : 0 .. OBJECTS - 1) {
    /* Nothing undone, and nothing dropped that was newer. */
    assert(store.row[i].shows >= store.row[i].proved)
  }
#if OBJECTS == 2
  /* No place given twice. */
  assert(store.row[0].place == 0 || store.row[0].place != store.row[1].place)
#endif
#ifdef NO_POLL
  ; for (i : 0 .. REPLICAS - 1) {
    if
    :: replica[i].told = 1
    :: skip
    fi
  }
#endif
}

#ifdef NO_TERM
#define leads true
#else
#define leads (store.leader == _pid && store.term == me.term)
#endif

#ifdef LEASE_OUTLIVES_ITS_SERVER
#define lease_ends (timeline == 1 && (store.leader == A_DEAD_ONE || store.leader == NOBODY))
#else
#define lease_ends (store.leader == A_DEAD_ONE || store.leader == NOBODY)
#endif

inline begin() {
  clock++; me.version = next_version; me.timeline = store.timeline
}

inline begin_read() {
  begin(); me.sequence = store.mark[me.object]; me.began[me.object] = truth[me.object]; me.does = READING
}

inline clear_mark() {
  if
  :: store.mark[me.object] <= me.sequence && is_of_this_timeline -> store.mark[me.object] = 0
  :: else
  fi
}

inline take_turn() {
  if
  :: store.leader != _pid -> store.term++; store.leader = _pid
  :: else
  fi;
  store.leased = 1; me.term = store.term; me.asked = store.asked;
  begin();
  for (i : 0 .. OBJECTS - 1) { me.began[i] = truth[i] }
  me.does = LISTING
}

/*
 * What a replica followed matters when it writes, which follows first, and in the end. That it may follow at any other time
 * as well is tried with the last replica only: the three are alike.
 */
#ifdef FOLLOWS_FOR_EVER
#define follows_when true
#else
#define follows_when is_behind
#endif
#define follows_now (_pid == REPLICAS - 1 || all_is_over)
bit all_is_over = 0;

active [REPLICAS] proctype a_replica() {
end:
  do
  /* The queue: received, marked, acknowledged. Beside whatever else it does. */
  :: step { me.has == NOTHING && consumer == _pid && queue[0] > 0 ->
      me.has = RECEIVED; me.about = 0; me.messages = queue[0]; skip }
#if OBJECTS == 2
  :: step { me.has == NOTHING && consumer == _pid && queue[1] > 0 ->
      me.has = RECEIVED; me.about = 1; me.messages = queue[1]; skip }
#endif
#ifdef ACKNOWLEDGED_FIRST
  :: step { me.has == RECEIVED -> queue[me.about] = queue[me.about] - me.messages; me.has = MARKED; skip }
  :: step { me.has == MARKED -> store.marks++; store.mark[me.about] = store.marks; put_down(_pid); skip }
#else
  :: step { me.has == RECEIVED ->
#ifdef OWN_MARK_SEQUENCE
      /* One more than what is open. */
      store.mark[me.about]++;
#else
      store.marks++; store.mark[me.about] = store.marks;
#endif
      me.has = MARKED; skip }
  /* The broker takes it for those messages only which it has not given to another. */
  :: step { me.has == MARKED -> queue[me.about] = queue[me.about] - me.messages; put_down(_pid); skip }
#endif

  /* The reads that marks ask for. */
  :: step { me.does == IDLE && consumer == _pid && store.mark[0] > 0 -> me.object = 0; begin_read(); skip }
#if OBJECTS == 2
  :: step { me.does == IDLE && consumer == _pid && store.mark[1] > 0 -> me.object = 1; begin_read(); skip }
#endif
  :: step { me.does == READING -> me.saw[me.object] = truth[me.object];
#ifdef CLEARED_FIRST
      clear_mark();
#endif
      me.does = READ; skip }
  :: step { me.does == READ && lock == NOBODY -> begin_writing(WRITING); skip }
  :: step { me.does == WRITING -> i = me.object; observe(true); commit(); me.does = STORED; skip }
  :: step { me.does == STORED ->
#ifndef CLEARED_FIRST
      clear_mark();
#endif
      rest(_pid); skip }

  /* A sync: the turn, the list, the publication, the end of the turn. */
  :: step { me.does == IDLE && store.asked > store.done && (store.leader == _pid || !store.leased || lease_ends) ->
      take_turn(); skip }
  :: step { me.does == IDLE && store.asked > store.done && store.leased && store.leader < NOBODY && store.leader != _pid &&
      expiries > 0 -> expiries--; take_turn(); skip }
  :: step { me.does == LISTING -> for (i : 0 .. OBJECTS - 1) { me.saw[i] = truth[i] } me.does = LISTED; skip }
#ifdef TERM_BEFORE_LOCK
  :: step { me.does == LISTED -> if :: leads -> me.does = JUDGING :: else -> rest(_pid) fi; skip }
  :: step { me.does == JUDGING && lock == NOBODY -> begin_writing(STILL_LEADS); skip }
#else
  :: step { me.does == LISTED && lock == NOBODY -> begin_writing(JUDGING); skip }
  :: step { me.does == JUDGING ->
      if
      :: leads -> me.does = STILL_LEADS
      :: else -> rest(_pid);
#ifndef SEQUENCE
        lock = NOBODY
#endif
      fi; skip }
#endif
  :: step { me.does == STILL_LEADS ->
      for (i : 0 .. OBJECTS - 1) { observe(false) }
      assert(me.version > store.reported); /* No sync lands after a later one. */
      store.reported = me.version;
      store.listed = me.version; me.known_listed = me.version;
      commit(); me.does = SYNCED; skip }
  :: step { me.does == SYNCED ->
      if
      :: store.leader == _pid && store.term == me.term && is_of_this_timeline -> store.leased = 0; store.done = me.asked
      :: else
      fi;
      rest(_pid); skip }

  /* What others committed. */
#ifdef NO_POLL
  :: step { me.does == IDLE && me.told && follows_now -> follow(); skip }
#else
#ifdef HEAD_READ_LAST
  :: step { me.does == IDLE && is_behind && follows_now -> follow_rows(); me.does = FOLLOWING; skip }
  :: step { me.does == FOLLOWING -> follow_head(); me.does = IDLE; skip }
#else
  :: step { me.does == IDLE && follows_when && follows_now -> follow(); skip }
#endif
#endif
  od
}

scratch Store nothing; /* what a standby that is not behind has to differ in */

inline give_up(x) {
  if
  :: lock == x -> lock = NOBODY
  :: else
  fi;
  rest(x)
}

inline fail(x) { /* a session that the database ended, an answer to a commit that was lost, a call that failed */
#ifdef DONE_ALWAYS
  if
  :: replica[x].does >= LISTING && replica[x].does < SYNCED -> store.leased = 0; store.done = replica[x].asked
  :: else
  fi;
#endif
  give_up(x)
}

inline crash(x) { /* another process starts in its place, and knows nothing */
  give_up(x); put_down(x);
  replica[x].known_timeline = 0; replica[x].known_generation = 0; replica[x].known_listed = 0;
  for (i : 0 .. OBJECTS - 1) {
    replica[x].known_there[i] = 0; replica[x].known_seen[i] = 0; replica[x].known_place[i] = 0
  }
  if
  :: store.leader == x -> store.leader = A_DEAD_ONE
  :: else
  fi;
  if
  :: standby_is_behind && standby.leader == x -> standby.leader = A_DEAD_ONE
  :: else
  fi;
  if
  :: consumer == x -> consumer = (x + 1) % REPLICAS
  :: else
  fi
}

inline promote() { /* and what the first transaction after it does */
  if
  :: standby_is_behind -> copy(store, standby);
    standby_is_behind = 0;
    copy(standby, nothing)
  :: else
  fi;
  for (x : 0 .. REPLICAS - 1) {
    if
    :: lock == x -> give_up(x)
    :: else
    fi
  }
  timeline++; store.timeline = timeline;
  clock = store.last_version; /* as far behind as it may be */
#ifndef LEASE_OUTLIVES_ITS_SERVER
  store.leased = 0; store.leader = NOBODY; store.term++;
#endif
#ifndef NO_SYNC_AFTER_PROMOTION
  store.asked++;
#endif
}

/* What it has received it still marks, but the broker gives it to another. */
inline put_down_acknowledgement(c) { replica[c].messages = 0 }

active proctype everything_else() {
  atomic {
    for (i : 0 .. OBJECTS - 1) {
      store.row[i].there = THERE; store.row[i].place = THERE * (i + 1);
      for (x : 0 .. REPLICAS - 1) {
        replica[x].known_there[i] = THERE; replica[x].known_place[i] = THERE * (i + 1)
      }
    }
    for (x : 0 .. REPLICAS - 1) { replica[x].known_timeline = 1 }
    store.timeline = 1; store.leader = NOBODY
  }
end:
  do
  :: step { changes > 0 -> changes--; truth[0]++; queue[0]++ }
#if OBJECTS == 2
  :: step { changes > 0 -> changes--; truth[1]++; queue[1]++ }
#endif
  /* A notification is lost: the next sync of the schedule is what finds the change. */
  :: step { changes > 0 && syncs > 0 -> changes--; syncs--; truth[0]++; store.asked++ }
  :: step { syncs > 0 -> syncs--; store.asked++ }
  :: step { faults > 0 && replica[0].does != IDLE -> faults--; x = 0; fail(x); skip }
  :: step { faults > 0 && replica[1].does != IDLE -> faults--; x = 1; fail(x); skip }
  :: step { faults > 0 && replica[2].does != IDLE -> faults--; x = 2; fail(x); skip }
  :: step { faults > 0 -> faults--; x = 0; crash(x); skip }
  :: step { faults > 0 -> faults--; x = 1; crash(x); skip }
  :: step { faults > 0 -> faults--; x = 2; crash(x); skip }
  :: step { switches > 0 -> switches--; put_down_acknowledgement(consumer); consumer = (consumer + 1) % REPLICAS }
  :: step { promotions > 0 && !standby_is_behind -> standby_is_behind = 1; copy(standby, store); skip }
#ifdef CLOCK_SET_BACK
  :: step { set_back > 0 -> set_back--; clock = store.last_version; skip }
#endif
  :: step { promotions > 0 -> promotions--; promote(); skip }
  /* Nothing can happen any more, but that they follow; and not even that. */
  :: atomic { timeout && !all_is_over -> all_is_over = 1 }
  :: atomic { timeout && all_is_over ->
      assert(store.asked == store.done); /* someone led */
      for (i : 0 .. OBJECTS - 1) {
        assert(queue[i] == 0 && store.mark[i] == 0);
        assert(store.row[i].there == is_there(truth[i])); /* nothing lost */
        for (x : 0 .. REPLICAS - 1) { /* all followers equal */
          assert(replica[x].known_there[i] == store.row[i].there && replica[x].known_place[i] == store.row[i].place &&
              replica[x].known_seen[i] == store.row[i].seen && replica[x].known_listed == store.listed)
        }
      }
      break }
  od
}

