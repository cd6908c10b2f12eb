// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What the real portal's answers cost: it has few workers, renders a list row by row before it
 * sends a byte, and goes on with what its client has given up. Off unless switched on; thread safe.
 */
public final class PortalLoad {
  private static final int WORKERS = 5;

  private final Semaphore workers = new Semaphore(WORKERS, true);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger lists = new AtomicInteger();
  private final AtomicInteger mostLists = new AtomicInteger();
  private volatile Duration perDevice = Duration.ZERO;
  private volatile Duration perSignIn = Duration.ZERO;
  private volatile Duration perList = Duration.ZERO;

  /** Each device that an answer shows costs so much; measured were 2.5 ms. */
  public PortalLoad perDevice(Duration cost) {
    perDevice = cost;
    return this;
  }

  /** The list of all devices costs so much more than its devices. */
  public PortalLoad perList(Duration cost) {
    perList = cost;
    return this;
  }

  /** Each sign-in costs so much; measured were 0.2 s. */
  public PortalLoad perSignIn(Duration cost) {
    perSignIn = cost;
    return this;
  }

  /** How many requests are being worked at, those of clients that went away included. */
  public int busy() {
    return WORKERS - workers.availablePermits();
  }

  /** How many requests wait for a worker. */
  public int waiting() {
    return workers.getQueueLength();
  }

  /** How many lists of devices are being worked at. */
  public int listsOfDevices() {
    return lists.get();
  }

  /** How many lists of devices were being worked at at the same time, at most. */
  public int mostListsOfDevices() {
    return mostLists.get();
  }

  /** The answer, after a worker has had the time for it. */
  Answer answer(Call call, Supplier<Answer> work) {
    try {
      workers.acquire();
      boolean list = call.is("GET", "api", "v1", "devices");
      if (list) {
        mostLists.accumulateAndGet(lists.incrementAndGet(), Math::max);
      }
      try {
        Answer answer = work.get();
        boolean signIn = call.method().equals("POST") && call.segment(1).startsWith("sign_in");
        Duration cost = signIn ? perSignIn : perDevice.multipliedBy(devices(call, answer));
        cost = list ? cost.plus(perList) : cost;
        if (!cost.isZero() && closed.await(cost.toNanos(), TimeUnit.NANOSECONDS)) {
          throw new IllegalStateException("the lab is closed");
        }
        return answer;
      } finally {
        if (list) {
          lists.decrementAndGet();
        }
        workers.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the lab is closed", e);
    }
  }

  /** Breaks off what is being worked at. */
  public void close() {
    closed.countDown();
  }

  private static int devices(Call call, Answer answer) {
    if (answer.status() != 200 || !call.segment(1).equals("v1")) {
      return 0;
    }
    JsonNode body = Json.parse(answer.body());
    return call.segment(2).equals("devices") && body.isArray()
        ? body.size()
        : body.path("devices").size();
  }
}
