// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.check;

import io.concertim.view.cli.check.CheckResult.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Runs checks one after the other. A check that fails is a line of the list, and does not stop the
 * others.
 */
public final class Checklist {
  private final List<CheckResult> findings = new ArrayList<>();

  /** Runs a check and records its result, also if the check itself fails. */
  void look(String area, String item, Callable<Verdict> check) {
    Verdict verdict;
    try {
      verdict = check.call();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      verdict = Verdict.of(e);
    } catch (Exception e) {
      verdict = Verdict.of(e);
    }
    note(area, item, verdict);
  }

  /**
   * Runs a step that other checks need, and records a failure. The caller records a success.
   *
   * @return the result of the step; empty if it failed
   */
  <T> Optional<T> need(String area, String item, Callable<T> step) {
    try {
      return Optional.of(step.call());
    } catch (Exception e) {
      note(area, item, Verdict.of(e));
      return Optional.empty();
    }
  }

  /** Records a result that was found elsewhere. */
  public void note(String area, String item, Result result, String detail) {
    note(area, item, new Verdict(result, detail, null));
  }

  void note(String area, String item, Verdict verdict) {
    findings.add(new CheckResult(area, item, verdict.result(), verdict.detail(), verdict.remedy()));
  }

  /** The results, in the order of the checks. */
  public List<CheckResult> findings() {
    return List.copyOf(findings);
  }

  /** The number of lines with this result. */
  public long count(Result result) {
    return findings.stream().filter(finding -> finding.result() == result).count();
  }
}
