// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import static io.concertim.view.source.LabReads.assertComplete;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.app.LabSync;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabOptions;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.layer.Stack;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in to the lab by the real routes. */
class SignInRouteTest {
  private static final Fault UNKNOWN_TO_KEYSTONE =
      Fault.status(404)
          .withBody(
              """
              {"error": {"code": 404, "title": "Not Found", "message": "Could not find domain."}}\
              """);
  private static final String CLOUD_SIGN_IN = "/keystone/v3/auth/tokens";
  private static final String PORTAL_SIGN_IN = "/concertim/users/sign_in.json";

  @TempDir private Path folder;

  @Test
  @DisplayName("one sign-in serves all calls of a system, many at the same time")
  void signsInOnce() throws Exception {
    try (LabReads reads = new LabReads(folder)) {
      assertComplete(reads.sync(), Source.values());

      assertEquals(1, reads.lab.calls().matching(CLOUD_SIGN_IN).size());
      assertEquals(1, reads.lab.calls().matching(PORTAL_SIGN_IN).size());
    }
  }

  @Test
  @DisplayName("C1: a token that is refused between two pages is renewed, and nothing is lost")
  void renewsATokenInTheMiddleOfAList() throws Exception {
    try (LabReads reads = new LabReads(folder, LabOptions.defaults().withPageSize(2))) {
      reads
          .lab
          .faults()
          .fail(
              "/servers/detail\\?.*marker=", Fault.refusedAfter(() -> reads.lab.revokeTokens()), 1);

      LabSync sync = reads.sync("page_size: 2");

      assertComplete(sync, Source.OPENSTACK);
      assertTrue(reads.answers("/servers/detail", 401) >= 1);
      assertEquals(2, reads.lab.calls().matching(CLOUD_SIGN_IN).size());
      assertEquals(reads.lab.world().servers().size(), sync.layers().facts(Server.class).size());
    }
  }

  /**
   * The lab, as the portal, refuses a sign-in that brings an old token, and gives no token to one
   * that brings a cookie.
   */
  @Test
  @DisplayName("C1, C3: the portal's token is renewed by a sign-in without the old one or a cookie")
  void signsInToThePortalAgainWithoutTheOldToken() throws Exception {
    try (LabReads reads = new LabReads(folder)) {
      reads
          .lab
          .faults()
          .fail(
              "/concertim/api/v1/(teams|users$)",
              Fault.refusedAfter(() -> reads.lab.revokeTokens()),
              1);

      LabSync sync = reads.sync();

      assertComplete(sync, Source.CONCERTIM);
      assertTrue(reads.answers("/concertim/api", 401) >= 1);
      assertEquals(2, reads.answers(PORTAL_SIGN_IN, 201));
      assertEquals(0, reads.answers(PORTAL_SIGN_IN, 401));
      assertEquals(0, reads.answers(PORTAL_SIGN_IN, 302));
    }
  }

  @Test
  @DisplayName("C1: tokens that live a second last a read of three")
  void renewsTokensThatExpire() throws Exception {
    LabOptions shortLived =
        LabOptions.defaults().withPageSize(2).withTokenLifetime(Duration.ofSeconds(1));
    try (LabReads reads = new LabReads(folder, shortLived)) {
      reads.lab.faults().fail("/servers/detail", Fault.delay(Duration.ofMillis(500)));

      LabSync sync = reads.sync();

      assertComplete(sync, Source.CONCERTIM, Source.OPENSTACK);
      assertTrue(reads.answers(CLOUD_SIGN_IN, 201) >= 3);
    }
  }

  @Test
  @DisplayName("B8: what is not found is the sign-in, not the stack that was asked for")
  void aSignInThatIsNotFoundDeletesNothing() throws Exception {
    try (LabReads reads = new LabReads(folder)) {
      Runnable end =
          () -> {
            reads.lab.faults().fail(CLOUD_SIGN_IN, UNKNOWN_TO_KEYSTONE);
            reads.lab.revokeTokens();
          };
      reads.lab.faults().fail("/stacks/[^/?]+/[^/]+$", Fault.refusedAfter(end), 1);

      LabSync sync = reads.sync("concurrency: {orchestration: 1}");

      assertFalse(sync.status(Source.OPENSTACK).complete());
      String reason = sync.status(Source.OPENSTACK).reason();
      assertTrue(reason.contains("/auth/tokens answered 404 (Could not find domain.)"), reason);
      assertTrue(sync.layers().observations().stream().noneMatch(seen -> seen.isGone()));
    }
  }

  @Test
  @DisplayName("C5: a refused sign-in says where and what to check, without the password")
  void aRefusedSignInIsTold() throws Exception {
    try (LabReads reads = new LabReads(folder)) {
      LabSync sync =
          reads.sync(
              reads
                  .lab
                  .config()
                  .set("openstack.password", "wrong-secret")
                  .set("concertim.concertim_password", "wrong-secret")
                  .set("killbill.password", "wrong-secret"),
              "page_size: 1000");

      for (Source source : Source.values()) {
        String reason = sync.status(source).reason();
        assertTrue(reason.startsWith(source.label() + ": http"), reason);
        assertTrue(reason.contains(" answered 401"), reason);
        assertTrue(reason.contains("in the " + source.label() + " block"), reason);
        assertFalse(reason.contains("secret"), reason);
      }
    }
  }

  @Test
  @DisplayName("A22: who is not shown everything does not read")
  void refusesUsersWhoAreShownOnlyPart() throws Exception {
    try (LabReads reads = new LabReads(folder)) {
      LabSync sync =
          reads.sync(
              reads.lab.config().asPortalUser("anna").asCloudUser("watcher", "admin"),
              "page_size: 1000");

      assertTrue(sync.status(Source.CONCERTIM).reason().contains("anna is not root"));
      assertTrue(sync.status(Source.OPENSTACK).reason().contains("not admin"));
      assertTrue(sync.layers().facts(Stack.class).isEmpty());
    }
  }
}
