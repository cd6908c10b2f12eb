// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import io.concertim.view.state.State;

/**
 * How far what is known has come: into a view of a process, into the history, into the files. One
 * thread at a time changes it.
 */
final class Publication {
  private volatile State told;
  private volatile State shown;
  private volatile boolean untold;
  private volatile boolean unshown;
  private volatile boolean own;
  private volatile String pickle;
  private volatile String json;
  private volatile String offer;

  /** Something is known that no view shows. */
  void learnt() {
    untold = true;
    unshown = true;
  }

  /** All that was known was read from a snapshot. */
  void read(boolean isStored) {
    untold = isStored;
    unshown = isStored;
  }

  /** This process has made a view. */
  void made() {
    learnt();
    own = true;
  }

  /** Whoever made the last view may have ended, so this process sees to it. */
  void takeOver() {
    own = true;
  }

  /** The changes of the last view are in the history. */
  void told(State state) {
    told = state;
    untold = false;
  }

  void pickling(String stamp, String offered) {
    pickle = stamp;
    offer = offered;
  }

  /** The files show the last view. */
  void shown(State state, String stamp) {
    told(state);
    shown = state;
    json = stamp;
    unshown = false;
  }

  /**
   * Another process has written this line.
   *
   * @param state with the line
   */
  void take(PublishEntry line, State state) {
    own = false;
    if (line.json() != null) {
      offer = line.offer();
      shown(state, line.json());
    } else if (line.pickle() != null) {
      pickling(line.pickle(), line.offer());
      unshown = true;
    } else if (line.told() != null) {
      told(state);
    } else {
      learnt();
    }
  }

  State told() {
    return told;
  }

  State shown() {
    return shown;
  }

  boolean isUntold() {
    return untold;
  }

  boolean isUnshown() {
    return unshown;
  }

  boolean isOwn() {
    return own;
  }

  String pickle() {
    return pickle;
  }

  String json() {
    return json;
  }

  String offer() {
    return offer;
  }
}
