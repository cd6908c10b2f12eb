package io.concertim.view.cli.check;

import io.concertim.view.cli.check.Finding.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at one thing after the other; what fails is a line of the list and hides no other. */
public final class Checklist {
  private final List<Finding> findings = new ArrayList<>();

  /** Looks at one thing. */
  interface Look {
    Verdict look() throws Exception;
  }

  /** Does what others need. */
  interface Step<T> {
    T take() throws Exception;
  }

  /** Looks at something, and notes what was found, also if looking fails. */
  void look(String area, String item, Look look) {
    Verdict verdict;
    try {
      verdict = look.look();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      verdict = Verdict.of(e);
    } catch (Exception e) {
      verdict = Verdict.of(e);
    }
    note(area, item, verdict);
  }

  /**
   * Does what others need, and notes a failure; what is done is noted by who goes on with it.
   *
   * @return what came of it; empty if it failed
   */
  <T> Optional<T> need(String area, String item, Step<T> step) {
    try {
      return Optional.of(step.take());
    } catch (Exception e) {
      note(area, item, Verdict.of(e));
      return Optional.empty();
    }
  }

  /** Notes what was found elsewhere. */
  public void note(String area, String item, Result result, String detail) {
    note(area, item, new Verdict(result, detail, null));
  }

  void note(String area, String item, Verdict verdict) {
    findings.add(new Finding(area, item, verdict.result(), verdict.detail(), verdict.remedy()));
  }

  /** What was found, in the order of looking. */
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** How many lines have this result. */
  public long count(Result result) {
    return findings.stream().filter(finding -> finding.result() == result).count();
  }
}
