// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.cli.check.CheckResult.Result;
import io.concertim.view.config.Tls;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabOptions;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lab's certificate is good for ten years. */
class CertificateCheckTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @AutoClose
  private static final EmbeddedLab LAB = EmbeddedLab.start(LabOptions.defaults().withTls());

  private static Verdict inDays(int days, Tls tls) throws Exception {
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(days));
    return new CertificateCheck(TIMEOUT, clock).of("killbill", tls, URI.create(LAB.url()));
  }

  private static Tls trusted() {
    return new Tls(Optional.of(LAB.caFile()), Optional.empty(), false);
  }

  @ParameterizedTest
  @CsvSource({
    "0, OK, is trusted and expires at",
    "3630, WARN, 'is trusted, but expires at'",
    "3660, WARN, 'is accepted, but expired at'"
  })
  void itIsWarnedOfBeforeItExpires(int days, Result expected, String detail) throws Exception {
    Verdict verdict = inDays(days, trusted());

    assertEquals(expected, verdict.result());
    assertTrue(verdict.detail().replace("trusted, and", "trusted and").startsWith(detail));
  }

  @Test
  void aPinIsAsGoodAsAnAuthority() throws Exception {
    Tls pinned = new Tls(Optional.empty(), Optional.of(LAB.certificateSha256()), false);

    assertEquals(Result.OK, inDays(0, pinned).result());
  }

  @Test
  void anUnknownAuthorityIsRefusedWithWhatToDo() {
    SSLException refused = assertThrows(SSLException.class, () -> inDays(0, Tls.VERIFIED));

    Verdict verdict = Verdict.of(refused);
    assertEquals(Result.FAIL, verdict.result());
    assertTrue(verdict.remedy().startsWith("set killbill.tls.ca_file"), verdict::remedy);
  }

  @Test
  void onlyOnThisMachineMayAConnectionBePlain() throws Exception {
    CertificateCheck check = new CertificateCheck(TIMEOUT, Clock.systemUTC());

    assertEquals(Result.OK, check.of("x", Tls.VERIFIED, URI.create("http://127.0.0.1")).result());
    assertEquals(
        Result.WARN, check.of("x", Tls.VERIFIED, URI.create("http://203.0.113.7")).result());
  }
}
