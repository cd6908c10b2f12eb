// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.merge.MissingObject;
import io.concertim.view.model.layer.CustomField;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Stack;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Decides what an answer about one object means, from its status, its body and the object's own id:
 * the only place that does, for the full sync, for confirming and for the queue (decision D9). A
 * 404 means that the object is gone only where it names the object, in the words of the system's
 * own source. docs/reliability.md shows the table of all answers.
 */
public final class AnswerRule {

  /** What an answer says of the object that was asked for. */
  public enum Meaning {
    /** The system shows the object as it was last known. */
    THERE,
    /** The system shows the object, and not as it was last known. */
    CHANGED,
    /** The system says that it does not have the object, or shows it as deleted. */
    GONE,
    /** The object has to be asked for at another place of the same system. */
    ELSEWHERE,
    /** The system does not know something else: a path, a type, another object. */
    NOT_KNOWN,
    /** The answer says nothing of the object: it is a refusal, a failure or another object. */
    CANNOT_TELL
  }

  /** Where the message of a 404 is, and what it says, with %s for the id. */
  private static final Map<Kind, Denial> DENIALS =
      Map.of(
          Kind.SERVER, new Denial("/itemNotFound/message", "Instance %s could not be found\\.?"),
          Kind.FLAVOR, new Denial("/itemNotFound/message", "Flavor %s could not be found\\.?"),
          Kind.SERVER_GROUP,
              new Denial("/itemNotFound/message", "Instance group %s could not be found\\.?"),
          Kind.VOLUME, new Denial("/itemNotFound/message", "Volume %s could not be found\\.?"),
          Kind.NETWORK, new Denial("/NeutronError/message", "Network %s could not be found\\.?"),
          Kind.PROJECT, new Denial("/error/message", "Could not find project: %s\\.?"),
          Kind.STACK, new Denial("/error/message", "The Stack \\(%s\\) could not be found\\.?"),
          Kind.ACCOUNT,
              new Denial(
                  "/message",
                  "Object id=%1$s type=ACCOUNT doesn't exist!|Account does not exist for id %1$s"),
          Kind.SUBSCRIPTION,
              new Denial(
                  "/message",
                  "Object id=%1$s type=SUBSCRIPTION doesn't exist!"
                      + "|Unknown subscription matching id %1$s"));

  private static final Map<Kind, Set<String>> DELETED =
      Map.of(
          Kind.SERVER, Set.of("DELETED", "SOFT_DELETED"),
          Kind.STACK, Set.of("DELETE_COMPLETE"));

  private AnswerRule() {}

  private record Denial(String pointer, String message) {
    boolean names(String id, JsonNode body) {
      String pattern = message.formatted(Pattern.quote(id));
      return body.at(pointer).asText().matches(pattern);
    }
  }

  /** Whether a system shows some of the deleted objects of the kind. */
  public static boolean showsDeleted(Kind kind) {
    return DELETED.containsKey(kind);
  }

  /** Whether a system shows deleted objects of the kind too, and this state is that of one. */
  public static boolean isDeleted(Kind kind, String state) {
    return DELETED.getOrDefault(kind, Set.of()).contains(String.valueOf(state));
  }

  /**
   * What a refusal or a failure means.
   *
   * @param status of the answer; 0 where there was none
   * @param location where a redirection points to, or null
   * @param body as far as it is JSON, else a missing node
   */
  public static Meaning ofRefusal(
      MissingObject object, int status, String location, JsonNode body) {
    if (status >= 300 && status < 400 && location != null) {
      return object.kind() == Kind.STACK ? Meaning.ELSEWHERE : Meaning.CANNOT_TELL;
    }
    if (status != 404) {
      return Meaning.CANNOT_TELL;
    }
    if (names(object, body)) {
      return Meaning.GONE;
    }
    // Heat says so too where the id has another name by now (engine/service.py, _get_stack).
    boolean byName =
        object.last() instanceof Stack stack && DENIALS.get(Kind.STACK).names(stack.name(), body);
    return byName ? Meaning.ELSEWHERE : Meaning.NOT_KNOWN;
  }

  private static boolean names(MissingObject object, JsonNode body) {
    return switch (object.kind()) {
      case RACK, DEVICE -> body.at("/errors/record/0").asText().equals("Not found");
      // A field goes with the account or the subscription that it is on.
      case CUSTOM_FIELD ->
          object.last() instanceof CustomField field
              && body.path("message")
                  .asText()
                  .equals(
                      "Object id=%s type=%s doesn't exist!"
                          .formatted(field.objectId(), field.objectType()));
      default ->
          DENIALS.containsKey(object.kind()) && DENIALS.get(object.kind()).names(object.id(), body);
    };
  }

  /**
   * What an answer with status 200 means.
   *
   * @return {@link Meaning#THERE} also where the object has changed, which {@link #compared} tells
   */
  public static Meaning ofAnswer(MissingObject object, JsonNode body) {
    Kind kind = object.kind();
    if (kind.isListedOnly() || kind == Kind.CUSTOM_FIELD) {
      if (!body.isArray()) {
        return Meaning.CANNOT_TELL;
      }
      return StreamSupport.stream(body.spliterator(), false)
              .anyMatch(row -> row.path(idField(kind)).asText().equals(object.id()))
          ? Meaning.THERE
          : Meaning.GONE;
    }
    JsonNode shown = inner(kind, body);
    if (!shown.path(idField(kind)).asText().equals(object.id())) {
      return Meaning.CANNOT_TELL;
    }
    String state = shown.path(kind == Kind.STACK ? "stack_status" : "status").asText();
    return isDeleted(kind, state) ? Meaning.GONE : Meaning.THERE;
  }

  /** The object itself: OpenStack's answers have it in their only field. */
  public static JsonNode inner(Kind kind, JsonNode body) {
    return switch (kind.source()) {
      case OPENSTACK -> body.elements().hasNext() ? body.elements().next() : body;
      default -> body;
    };
  }

  /** The field of an answer that has the object's id. */
  public static String idField(Kind kind) {
    return switch (kind) {
      case ACCOUNT -> "accountId";
      case SUBSCRIPTION -> "subscriptionId";
      case CUSTOM_FIELD -> "customFieldId";
      default -> "id";
    };
  }

  /**
   * Whether an object that is there has changed.
   *
   * @param last what was last known of it, or null
   */
  public static Meaning compared(Fact last, Fact shown) {
    return last != null && shown.showsTheSameAs(last) ? Meaning.THERE : Meaning.CHANGED;
  }
}
