// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import io.concertim.view.log.LogOnce;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a view's failed sources, problems and held deletions, each once. */
public final class ViewLog {
  private static final Logger LOG = LoggerFactory.getLogger(ViewLog.class);

  private final LogOnce logOnce;
  private Set<Problem> problems = Set.of();
  private List<HeldDeletion> held = List.of();

  public ViewLog(LogOnce logOnce) {
    this.logOnce = logOnce;
  }

  public void log(View view) {
    view.sources().forEach(this::log);
    view.problems().stream()
        .filter(problem -> !problems.contains(problem))
        .filter(problem -> problem.cause() != Problem.Cause.HELD) // told together
        .forEach(ViewLog::log);
    problems = new HashSet<>(view.problems());
    if (!view.held().equals(held)) {
      view.held().forEach(ViewLog::log);
      if (view.held().isEmpty()) {
        LOG.info("no deletions are held any more");
      }
      held = view.held();
    }
  }

  private void log(Source source, SourceStatus status) {
    String subject = "source " + source.label();
    if (!status.complete()) {
      if (logOnce.isNew(subject, status.reason())) {
        LOG.warn("{}{}", status.reason(), kept(status));
      }
    } else if (logOnce.isOver(subject)) {
      LOG.info("{} is read completely again", source.label());
    }
  }

  private static String kept(SourceStatus status) {
    return status.readAt() == null
        ? "; it was never read completely"
        : "; what was read at " + status.readAt() + " is kept";
  }

  private static void log(Problem problem) {
    switch (problem.effect()) {
      case LEFT_OUT ->
          LOG.warn("{} {} is left out: {}", problem.object(), problem.id(), problem.reason());
      case ADJUSTED, KEPT ->
          LOG.info("{} {}: {}", problem.object(), problem.id(), problem.reason());
    }
  }

  private static void log(HeldDeletion held) {
    LOG.warn(
        "{} deletions of kind {} are held: {}. If they are right, make release-deletions.flag in"
            + " the data directory. {}",
        held.ids().size(),
        held.kind(),
        held.reason(),
        held.ids());
  }
}
