package io.concertim.view.sync;

import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import io.concertim.view.source.News;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log what a view shows of failed sources, problems and held deletions, each once. */
final class ViewNews {
  private static final Logger LOG = LoggerFactory.getLogger(ViewNews.class);

  private final News news;
  private Set<Problem> problems = Set.of();
  private List<HeldDeletion> held = List.of();

  ViewNews(News news) {
    this.news = news;
  }

  void tell(View view) {
    view.sources().forEach(this::tell);
    view.problems().stream().filter(problem -> !problems.contains(problem)).forEach(ViewNews::tell);
    problems = new HashSet<>(view.problems());
    if (!view.held().equals(held)) {
      view.held().forEach(ViewNews::tell);
      if (view.held().isEmpty()) {
        LOG.info("no deletions are held any more");
      }
      held = view.held();
    }
  }

  private void tell(Source source, SourceStatus status) {
    String subject = "source " + source.label();
    if (!status.complete()) {
      if (news.isNew(subject, status.reason())) {
        LOG.warn("{}{}", status.reason(), kept(status));
      }
    } else if (news.isOver(subject)) {
      LOG.info("{} is read completely again", source.label());
    }
  }

  private static String kept(SourceStatus status) {
    return status.readAt() == null
        ? "; it was never read completely"
        : "; what was read at " + status.readAt() + " is kept";
  }

  private static void tell(Problem problem) {
    switch (problem.effect()) {
      case LEFT_OUT ->
          LOG.warn("{} {} is left out: {}", problem.object(), problem.id(), problem.reason());
      case ADJUSTED, KEPT ->
          LOG.info("{} {}: {}", problem.object(), problem.id(), problem.reason());
    }
  }

  private static void tell(HeldDeletion held) {
    LOG.warn(
        "{} deletions of kind {} are held: {}. If they are right, make release-deletions.flag in"
            + " the data directory. {}",
        held.ids().size(),
        held.kind(),
        held.reason(),
        held.ids());
  }
}
