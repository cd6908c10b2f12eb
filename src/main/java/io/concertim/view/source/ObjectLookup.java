package io.concertim.view.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.merge.Absence;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.model.layer.CustomField;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Stack;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks by id whether an object that a list lacks is really gone (design D9). */
public final class ObjectLookup {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectLookup.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern STACK_ADDRESS =
      Pattern.compile("[^?#]*/v1/[^/?#]+(?<path>/stacks/[^/?#]+/(?<id>[^/?#]+))([?#].*)?");

  private final HybridClock clock;
  private final News news;

  public ObjectLookup(HybridClock clock, News news) {
    this.clock = clock;
    this.news = news;
  }

  /** Where an object of this kind is asked for by its id. */
  private record Address(String service, String path) {}

  private static Address address(Absence absence) {
    String id = UrlPath.segment(absence.id());
    return switch (absence.kind()) {
      case RACK -> new Address(null, "/api/v1/racks/" + id);
      case DEVICE -> new Address(null, "/api/v1/devices/" + id);
      case SERVER -> new Address("compute", "/servers/" + id);
      case VOLUME -> new Address("volume", "/volumes/" + id);
      case NETWORK -> new Address("network", "/networks/" + id);
      case PROJECT -> new Address("identity", "/projects/" + id);
      case FLAVOR -> new Address("compute", "/flavors/" + id);
      case SERVER_GROUP -> new Address("compute", "/os-server-groups/" + id);
      case STACK ->
          absence.last() instanceof Stack stack
              ? new Address("orchestration", "/stacks/" + UrlPath.segment(stack.name()) + "/" + id)
              : new Address("orchestration", "/stacks/" + id);
      case ACCOUNT -> new Address(null, "/1.0/kb/accounts/" + id);
      case SUBSCRIPTION -> new Address(null, "/1.0/kb/subscriptions/" + id);
      case CUSTOM_FIELD -> new Address(null, fieldsOf((CustomField) absence.last()));
      // The portal shows these in a list only, which is read once more.
      case TEAM, USER, TEMPLATE ->
          new Address(null, "/api/v1/" + absence.kind().name().toLowerCase(Locale.ROOT) + "s");
      default -> throw new IllegalArgumentException(absence.kind() + " is not asked for by id");
    };
  }

  /** Kill Bill shows a field only with the others of the account or subscription that it is on. */
  private static String fieldsOf(CustomField field) {
    return "/1.0/kb/"
        + UrlPath.segment(field.objectType().toLowerCase(Locale.ROOT) + "s")
        + "/"
        + UrlPath.segment(field.objectId())
        + "/customFields";
  }

  /** Addresses the call about one absence. */
  public void begin(Exchange exchange, @Body Absence absence) {
    Address address = address(absence);
    exchange.setProperty("absence", absence);
    exchange.setProperty("system", absence.kind().source().label());
    exchange.setProperty("service", address.service());
    exchange.setProperty("path", address.path());
    exchange.setProperty("started", clock.next());
  }

  /**
   * Heat redirects from a bare id to the stack's name and id.
   *
   * @throws SourceException if that is not where the answer redirects to, since nothing that is
   *     asked for elsewhere shows that the object is gone
   */
  public void follow(
      Exchange exchange,
      @ExchangeProperty("absence") Absence absence,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) MovedException moved) {
    Matcher stack = STACK_ADDRESS.matcher(moved.location());
    boolean first = address(absence).path().equals(exchange.getProperty("path"));
    if (absence.kind() != Kind.STACK
        || !first
        || !stack.matches()
        || !stack.group("id").equals(UrlPath.segment(absence.id()))) {
      throw new SourceException(moved.getMessage(), moved);
    }
    exchange.setProperty("path", stack.group("path"));
  }

  /** The object answered: it is there after all, unless it says itself that it is deleted. */
  public List<Observation> found(
      @Body InputStream body,
      @ExchangeProperty("absence") Absence absence,
      @ExchangeProperty("started") long started)
      throws IOException {
    JsonNode object = JSON.readTree(body);
    boolean deleted =
        switch (absence.kind()) {
          case STACK -> object.at("/stack/stack_status").asText().equals("DELETE_COMPLETE");
          case SERVER -> object.at("/server/status").asText().equals("DELETED");
          case TEAM, USER, TEMPLATE -> !holds(object, "id", absence.id());
          case CUSTOM_FIELD -> !holds(object, "customFieldId", absence.id());
          default -> false;
        };
    if (deleted) {
      return gone(absence, started);
    }
    if (news.isNew(named(absence), "there")) {
      LOG.warn("{} exists, but the list lacked it; kept", named(absence));
    }
    return List.of();
  }

  private static boolean holds(JsonNode list, String field, String id) throws IOException {
    if (!list.isArray()) {
      throw new IOException("the answer is no list");
    }
    return StreamSupport.stream(list.spliterator(), false)
        .anyMatch(row -> row.path(field).asText().equals(id));
  }

  /** The system does not know the object. */
  public List<Observation> gone(
      @ExchangeProperty("absence") Absence absence, @ExchangeProperty("started") long started) {
    return List.of(Observation.gone(absence.kind(), absence.id(), started));
  }

  /** The question was not answered, so nothing is believed. */
  public List<Observation> unconfirmed(
      @ExchangeProperty("absence") Absence absence,
      @ExchangeProperty("system") String system,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    String why = CallFailures.explained(system, failure).getMessage();
    if (news.isNew(named(absence), why)) {
      LOG.warn(
          "{} is missing in its list, but asking for it failed; kept. {}", named(absence), why);
    }
    return List.of();
  }

  private static String named(Absence absence) {
    return absence.kind().label() + " " + absence.id();
  }
}
