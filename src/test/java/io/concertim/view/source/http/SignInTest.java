// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.concertim.view.lab.SetClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SignInTest {
  private static final int THREADS = 16;
  private final SetClock clock = new SetClock(Instant.EPOCH);
  private final AtomicInteger signIns = new AtomicInteger();

  private record Token(String token, Instant renewAt) implements SignIn.Session {}

  private SignIn<Token> lastingSeconds(Integer seconds) {
    return new SignIn<>(
        clock,
        () ->
            new Token(
                "t" + signIns.incrementAndGet(),
                seconds == null ? null : clock.instant().plusSeconds(seconds)));
  }

  @Test
  void signsInOnceForManyCallsAtTheSameTime() throws Exception {
    SignIn<Token> signIn = lastingSeconds(60);

    assertEquals(List.of("t1"), atOnce(token -> signIn.current().token()));
  }

  @Test
  void signsInOnceWhenManyCallsAreRefusedAtTheSameTime() throws Exception {
    SignIn<Token> signIn = lastingSeconds(60);
    String refused = signIn.current().token();

    assertEquals(List.of("t2"), atOnce(token -> signIn.after(refused).token()));
  }

  private static List<String> atOnce(UnaryOperator<String> call) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CountDownLatch start = new CountDownLatch(1);
    List<Future<String>> answers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      answers.add(
          threads.submit(
              () -> {
                start.await();
                return call.apply("");
              }));
    }
    start.countDown();
    List<String> tokens = new ArrayList<>();
    for (Future<String> answer : answers) {
      tokens.add(answer.get());
    }
    threads.shutdown();
    return tokens.stream().distinct().toList();
  }

  @Test
  void keepsTheSessionUntilItIsDue() {
    SignIn<Token> signIn = lastingSeconds(60);

    assertEquals("t1", signIn.current().token());
    clock.set(Instant.EPOCH.plusSeconds(59));
    assertEquals("t1", signIn.current().token());
    clock.set(Instant.EPOCH.plusSeconds(60));
    assertEquals("t2", signIn.current().token());
  }

  @Test
  void keepsASessionWithoutAnEndUntilItIsRefused() {
    SignIn<Token> signIn = lastingSeconds(null);

    signIn.current();
    clock.set(Instant.EPOCH.plusSeconds(1_000_000_000));

    assertEquals("t1", signIn.current().token());
    assertEquals("t2", signIn.after("t1").token());
    assertEquals("t2", signIn.after("t1").token());
  }

  @Test
  void aFailedSignInIsTriedAgainByTheNextCall() {
    AtomicInteger tries = new AtomicInteger();
    SignIn<Token> signIn =
        new SignIn<>(
            clock,
            () -> {
              if (tries.incrementAndGet() == 1) {
                throw new SourceException("down");
              }
              return new Token("t", null);
            });

    assertThrows(SourceException.class, signIn::current);
    assertEquals("t", signIn.current().token());
    assertNotEquals(1, tries.get());
  }
}
