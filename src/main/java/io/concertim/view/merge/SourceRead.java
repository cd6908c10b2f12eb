// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.merge;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What one read of one source gave; collects the answers of its calls as they come. A reading
 * belongs to one thread at a time.
 */
public final class SourceRead {
  private static final String UNIDENTIFIED = "";

  private final Source source;
  private final List<Observation> observations = new ArrayList<>();
  private final Map<Kind, Long> completeLists = new EnumMap<>(Kind.class);
  private final Map<Kind, Long> changes = new EnumMap<>(Kind.class);
  private final Map<Kind, Instant> askedAt = new EnumMap<>(Kind.class);
  private final Map<Kind, Set<String>> unreadable = new EnumMap<>(Kind.class);
  private final Map<Kind, Set<String>> deleted = new EnumMap<>(Kind.class);
  private final Map<Kind, Set<String>> unread = new EnumMap<>(Kind.class);
  private final Map<Kind, String> doubts = new EnumMap<>(Kind.class);
  private final Map<Kind, Long> spoilt = new EnumMap<>(Kind.class);
  private final Map<Kind, Instant> serverTimes = new EnumMap<>(Kind.class);
  private final Map<String, EntityTag> entityTags = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private long started = Long.MAX_VALUE;
  private String failure;
  private boolean givenUp;
  private boolean notDue;

  public SourceRead(Source source) {
    this.source = source;
  }

  /** A read that failed as a whole. */
  public static SourceRead failed(Source source, long started, String reason) {
    SourceRead reading = new SourceRead(source);
    reading.startedAt(started);
    reading.fail(reason);
    return reading;
  }

  /** Says that a call was given up at which the system may still be working. */
  public void giveUp() {
    givenUp = true;
  }

  /** Whether the system may still be working at a call that was given up. */
  public boolean isGivenUp() {
    return givenUp;
  }

  public void startedAt(long version) {
    started = Math.min(started, version);
  }

  public void observe(Observation observation) {
    observations.add(observation);
  }

  /** A source that was not asked this time, because what is known of it is young enough. */
  public static SourceRead notDue(Source source) {
    SourceRead reading = new SourceRead(source);
    reading.notDue = true;
    return reading;
  }

  /** Whether the source was not asked this time. */
  public boolean isNotDue() {
    return notDue;
  }

  /** Says that a list is to the letter what it was when it was last read to its end. */
  public void unchanged(long version) {
    startedAt(version);
  }

  /** Notes by which tag the server knows a list as it was sent. */
  public void entityTag(String path, EntityTag tag) {
    entityTags.put(path, tag);
  }

  /** The tags of lists as they were sent, by path. */
  public Map<String, EntityTag> entityTags() {
    return Collections.unmodifiableMap(entityTags);
  }

  /** Notes the server's own time when it answered the first page of this list. */
  public void answeredAt(Kind kind, Instant serverTime) {
    serverTimes.putIfAbsent(kind, serverTime);
  }

  /** The server's own time when it answered the first page of this list, or null. */
  public Instant answeredAt(Kind kind) {
    return serverTimes.get(kind);
  }

  /** Notes the server's own time, or a little earlier, when this list was asked for. */
  public void askedAt(Kind kind, Instant serverTime) {
    askedAt.putIfAbsent(kind, serverTime);
  }

  /** The server's own time, or a little earlier, when this list was asked for; null if unknown. */
  public Instant askedAt(Kind kind) {
    return askedAt.get(kind);
  }

  /**
   * Says that what a system calls changed of this kind, asked for at this version, was read to its
   * end. Such a list is never complete: what it lacks is neither gone nor missing.
   */
  public void changed(Kind kind, long version) {
    startedAt(version);
    changes.put(kind, version);
  }

  /** The kinds of which only what changed was read, to its end, with the version of its start. */
  public Map<Kind, Long> changes() {
    return Collections.unmodifiableMap(changes);
  }

  /**
   * Says that a list of this kind, begun at this version, was read to its end. A list with a row
   * that may be any object says nothing about what is missing, and so does not count as complete.
   */
  public void completed(Kind kind, long version) {
    startedAt(version);
    completeLists.put(kind, version);
  }

  public void problem(Problem problem) {
    problems.add(problem);
  }

  /** Says that something could not be read; the first reason is kept. */
  public void fail(String reason) {
    failure = failure == null ? reason : failure;
  }

  /**
   * Says that a list has an object that could not be understood; so it is not gone.
   *
   * @param id the object's id, or null where not even that could be read
   */
  public void unreadable(Kind kind, String id) {
    unreadable
        .computeIfAbsent(kind, k -> new HashSet<>())
        .add(Objects.requireNonNullElse(id, UNIDENTIFIED));
  }

  /** Whether a list may have any object that it does not show. */
  public boolean mayHaveAny(Kind kind) {
    return unreadable.getOrDefault(kind, Set.of()).contains(UNIDENTIFIED);
  }

  /** Says that a list shows an object as deleted. */
  public void deleted(Kind kind, String id) {
    deleted.computeIfAbsent(kind, k -> new HashSet<>()).add(id);
  }

  /** The ids of objects that a list shows as deleted. */
  public Set<String> deleted(Kind kind) {
    return Collections.unmodifiableSet(deleted.getOrDefault(kind, Set.of()));
  }

  /**
   * Says that an object that its list shows could not be read by itself: what was known of it
   * stays, and that is reported (decision D16).
   *
   * @param reason to be read after the object's kind and id
   */
  public void unread(Kind kind, String id, String reason) {
    unread.computeIfAbsent(kind, k -> new HashSet<>()).add(id);
    problems.add(
        new Problem(Problem.Effect.KEPT, Problem.Cause.NOT_READ, kind.label(), id, reason));
  }

  /** The ids of objects that could not be read by themselves. */
  public Set<String> unread(Kind kind) {
    return Collections.unmodifiableSet(unread.getOrDefault(kind, Set.of()));
  }

  /**
   * Says that a list of this kind may lack objects that there are: one that it lacks counts as gone
   * only after two syncs have found it so by its id.
   *
   * @param reason why, in a few words
   */
  public void doubt(Kind kind, String reason) {
    doubts.putIfAbsent(kind, reason);
  }

  /** Why a list of this kind may lack objects that there are, or null. */
  public String doubt(Kind kind) {
    return doubts.get(kind);
  }

  /**
   * Says that the list of a kind, asked for at this version, cannot be sent, as the system fails
   * over one of its objects.
   */
  public void spoilt(Kind kind, long version) {
    startedAt(version);
    spoilt.put(kind, version);
  }

  /** When a list was asked for that the system cannot send, or null. */
  public Long spoilt(Kind kind) {
    return spoilt.get(kind);
  }

  /** Takes over everything the other reading holds. */
  public void add(SourceRead other) {
    startedAt(other.started);
    observations.addAll(other.observations);
    completeLists.putAll(other.completeLists);
    changes.putAll(other.changes);
    other.askedAt.forEach(askedAt::putIfAbsent);
    other.serverTimes.forEach(serverTimes::putIfAbsent);
    entityTags.putAll(other.entityTags);
    addAll(unreadable, other.unreadable);
    addAll(deleted, other.deleted);
    addAll(unread, other.unread);
    other.doubts.forEach(doubts::putIfAbsent);
    spoilt.putAll(other.spoilt);
    problems.addAll(other.problems);
    givenUp |= other.givenUp;
    if (other.failure != null) {
      fail(other.failure);
    }
  }

  private static void addAll(Map<Kind, Set<String>> ids, Map<Kind, Set<String>> added) {
    added.forEach((kind, some) -> ids.computeIfAbsent(kind, k -> new HashSet<>()).addAll(some));
  }

  public Source source() {
    return source;
  }

  /** When the first call started, in the microseconds of {@link HybridClock}. */
  public long started() {
    return started;
  }

  /** Forgets the observations of a kind that nobody needs once the source has been read. */
  public void discard(Kind kind) {
    observations.removeIf(observation -> observation.kind() == kind);
  }

  public List<Observation> observations() {
    return Collections.unmodifiableList(observations);
  }

  /** The lists that were read to their end, with the version of their start. */
  public Map<Kind, Long> completeLists() {
    Map<Kind, Long> complete = new EnumMap<>(completeLists);
    complete.keySet().removeIf(this::mayHaveAny);
    return Collections.unmodifiableMap(complete);
  }

  /** The ids that a list showed, understood or not. */
  public Set<String> listed(Kind kind) {
    Set<String> listed = new HashSet<>(unreadable.getOrDefault(kind, Set.of()));
    observations.stream()
        .filter(observation -> observation.kind() == kind)
        .forEach(observation -> listed.add(observation.id()));
    return listed;
  }

  /** Rows that could not be understood and were left out. */
  public List<Problem> problems() {
    return Collections.unmodifiableList(problems);
  }

  /** Why the source was not read completely, or null. */
  public String failure() {
    return failure;
  }
}
