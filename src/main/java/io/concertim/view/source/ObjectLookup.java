// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import io.concertim.view.log.LogOnce;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.MissingObject;
import io.concertim.view.merge.ShownAsDeleted;
import io.concertim.view.merge.Unconfirmed;
import io.concertim.view.model.layer.CustomField;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.source.http.AnswerRule;
import io.concertim.view.source.http.CallFailures;
import io.concertim.view.source.http.MovedException;
import io.concertim.view.source.http.SourceException;
import io.concertim.view.source.http.UrlPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for one object by its id (decision D9). */
public final class ObjectLookup {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectLookup.class);

  private static final Pattern STACK_ADDRESS =
      Pattern.compile("[^?#]*/v1/[^/?#]+(?<path>/stacks/[^/?#]+/(?<id>[^/?#]+))([?#].*)?");

  private final HybridClock clock;
  private final ObjectAnswer answers;
  private final LogOnce news;

  public ObjectLookup(HybridClock clock, ObjectAnswer answers, LogOnce news) {
    this.clock = clock;
    this.answers = answers;
    this.news = news;
  }

  /** Where the object is asked for by its id. */
  private static String path(MissingObject absence) {
    if (absence.last() instanceof CustomField field) {
      return fieldsOf(field);
    }
    if (absence.kind().path() == null) {
      throw new IllegalArgumentException(absence.kind() + " is not asked for by id");
    }
    String id = UrlPath.segment(absence.id());
    return absence
        .kind()
        .path()
        .formatted(
            absence.last() instanceof Stack stack ? UrlPath.segment(stack.name()) + "/" + id : id);
  }

  /** Kill Bill shows a field only with the others of the account or subscription that it is on. */
  private static String fieldsOf(CustomField field) {
    return "/1.0/kb/%s/%s/customFields"
        .formatted(
            UrlPath.segment(field.objectType().toLowerCase(Locale.ROOT) + "s"),
            UrlPath.segment(field.objectId()));
  }

  /** Addresses the call for one object. */
  public void begin(Exchange exchange, @Body MissingObject absence) {
    exchange.setProperty("absence", absence);
    exchange.setProperty("system", absence.kind().source().label());
    exchange.setProperty("service", absence.kind().service());
    exchange.setProperty("path", path(absence));
    exchange.setProperty("started", clock.next());
  }

  /**
   * Follows Heat, which redirects from a bare id to the stack's current name and id.
   *
   * @throws SourceException if that is not where the answer redirects to, since nothing that is
   *     asked for elsewhere shows that the object is gone; or if it leads in a circle
   */
  public void follow(
      Exchange exchange,
      @ExchangeProperty("absence") MissingObject absence,
      @ExchangeProperty("path") String path,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) MovedException moved) {
    String byId = path(new MissingObject(absence.kind(), absence.id(), null));
    String next = moved.location() == null ? byId : redirected(absence, moved.location());
    boolean mayFollow = moved.location() == null ? isFirst(absence, path) : path.equals(byId);
    if (next == null || !mayFollow || next.equals(exchange.getProperty("askedBefore"))) {
      throw new SourceException(moved.getMessage(), moved);
    }
    exchange.setProperty("askedBefore", path);
    exchange.setProperty("path", next);
  }

  private static boolean isFirst(MissingObject absence, String path) {
    return absence.last() != null && path(absence).equals(path);
  }

  /** The path of the stack that is asked for; null for any other place. */
  private static String redirected(MissingObject absence, String location) {
    Matcher stack = STACK_ADDRESS.matcher(location);
    return absence.kind() == Kind.STACK
            && stack.matches()
            && stack.group("id").equals(UrlPath.segment(absence.id()))
        ? stack.group("path")
        : null;
  }

  /** What the answer shows. */
  public List<Observation> found(
      @Body InputStream body,
      @ExchangeProperty("absence") MissingObject absence,
      @ExchangeProperty("started") long started)
      throws IOException {
    return answers.read(absence, body, started);
  }

  /**
   * An object that its list lacks has answered: it is there after all, and what it shows is used,
   * unless it says itself that it is deleted.
   */
  public List<Object> kept(
      @Body List<Observation> shown, @ExchangeProperty("absence") MissingObject absence) {
    for (MissingObject asked : absence.together()) {
      shown.stream()
          .filter(seen -> seen.kind() == asked.kind() && seen.id().equals(asked.id()))
          .filter(seen -> !seen.isGone())
          .forEach(seen -> report(asked, AnswerRule.compared(asked.last(), seen.fact())));
    }
    return shown.stream()
        .filter(seen -> seen.kind() == absence.kind())
        .<Object>map(ObjectLookup::answered)
        .toList();
  }

  private static Object answered(Observation seen) {
    return seen.isGone() && AnswerRule.showsDeleted(seen.kind()) ? new ShownAsDeleted(seen) : seen;
  }

  private void report(MissingObject object, AnswerRule.Meaning meaning) {
    if (news.isNew(named(object), meaning.name())) {
      LOG.warn(
          "{} exists, but the list lacked it; kept{}",
          named(object),
          meaning == AnswerRule.Meaning.CHANGED ? " as it is by now" : "");
    }
  }

  /** The system does not know the object. */
  public List<Observation> gone(
      @ExchangeProperty("absence") MissingObject absence,
      @ExchangeProperty("started") long started) {
    List<Observation> gone = new ArrayList<>();
    gone.add(Observation.gone(absence.kind(), absence.id(), started));
    absence.along().forEach(o -> gone.add(Observation.gone(o.kind(), o.id(), started)));
    return gone;
  }

  /** The question was not answered, so nothing is believed; the body becomes what to report. */
  public Unconfirmed unconfirmed(
      @ExchangeProperty("absence") MissingObject absence,
      @ExchangeProperty("system") String system,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    String why =
        failure instanceof RowException
            ? failure.getMessage()
            : CallFailures.explained(system, failure).getMessage();
    if (news.isNew(named(absence), why)) {
      LOG.warn(
          "{} is missing in its list, but asking for it failed; kept. {}", named(absence), why);
    }
    return new Unconfirmed(absence, why);
  }

  private static String named(MissingObject absence) {
    return absence.kind().label() + " " + absence.id();
  }
}
