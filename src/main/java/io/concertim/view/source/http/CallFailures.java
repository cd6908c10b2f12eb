// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.concertim.view.merge.MissingObject;
import io.concertim.view.text.Redaction;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.MessageConstraintException;

/** Tells in one line which call failed, what came back and what to do; never a secret. */
public final class CallFailures {
  private static final ObjectMapper JSON = AnswerJson.DOCUMENT;
  private static final int LONGEST_ANSWER = 300;

  /** Such as NetworkNotFound; HTTPNotFound is said of a path. */
  private static final Pattern NEUTRON_TYPES = Pattern.compile("(?!HTTP)\\w+NotFound");

  /**
   * Ends the exchange with an exception whose message is the explanation: a {@link
   * NotFoundException} where the answer means that the object that was asked for is gone, a {@link
   * MovedException} where it is to be asked for elsewhere, else a {@link SourceException}.
   *
   * @param object the one object that the call asks for; null for any other call
   */
  public void explain(
      Exchange exchange,
      @ExchangeProperty("system") String system,
      @ExchangeProperty("path") String path,
      @ExchangeProperty("absence") MissingObject object,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    exchange.setException(explained(system, path, object, failure));
  }

  /**
   * Whether the portal may still be working at the call that failed: Rails goes on with what its
   * client has given up, so asking again would make it work twice (decision D17).
   */
  public static boolean mayStillCompute(
      @ExchangeProperty("system") String system,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable failure) {
    return system.equals("concertim")
        && failure instanceof SocketTimeoutException
        && !(failure instanceof ConnectTimeoutException);
  }

  /** The failure of a call that asks for no single object, as one of this package's exceptions. */
  public static RuntimeException explained(String system, Throwable failure) {
    return explained(system, null, null, failure);
  }

  /** The failure of a call, as one of this package's exceptions. */
  static RuntimeException explained(
      String system, String path, MissingObject object, Throwable failure) {
    if (failure instanceof CamelExchangeException && failure.getCause() != null) {
      // It says only in which branch it happened.
      return explained(system, path, object, failure.getCause());
    }
    if (failure instanceof SourceException
        || failure instanceof NotFoundException
        || failure instanceof MovedException) {
      return (RuntimeException) failure;
    }
    if (failure instanceof HttpOperationFailedException answer) {
      return explained(system, object, answer);
    }
    return unreadable(system, path, failure);
  }

  /**
   * No answer, or a body that could not be read to its end or is not what was asked for.
   *
   * @param path null where it is not known
   */
  public static SourceException unreadable(String system, String path, Throwable failure) {
    String call = path == null ? system : system + ": " + path;
    return new SourceException(call + ": " + reason(failure), failure);
  }

  private static RuntimeException explained(
      String system, MissingObject object, HttpOperationFailedException answer) {
    int status = answer.getStatusCode();
    String call = system + ": " + answer.getUri() + " answered " + status;
    JsonNode body = body(answer);
    String location = answer.getRedirectLocation();
    AnswerRule.Meaning meaning =
        object == null ? null : AnswerRule.ofRefusal(object, status, location, body);
    if (meaning == AnswerRule.Meaning.GONE) {
      return new NotFoundException(call + ", it does not exist", answer);
    }
    if (status >= 300 && status < 400 && location != null) {
      return new MovedException(
          call + ", redirected to " + place(location) + "; check the address", location, answer);
    }
    if (meaning == AnswerRule.Meaning.ELSEWHERE) {
      return new MovedException(call + told(body), null, answer);
    }
    return new SourceException(call + told(body) + advice(system, status, body), status, answer);
  }

  /** Without user and query, where others put secrets. */
  private static String place(String location) {
    return shortened(location.replaceAll("[?#].*", "?…").replaceAll("//[^/@]*@", "//"));
  }

  /**
   * Whether a 404 has the shape of one of the systems (Nova and Cinder, Neutron, Heat, Keystone,
   * Concertim, Kill Bill). Any other is a gateway's, or is about a path that the service has not.
   */
  private static boolean isOfTheSystem(JsonNode body) {
    return body.path("itemNotFound").isObject()
        || NEUTRON_TYPES.matcher(body.at("/NeutronError/type").asText()).matches()
        || body.at("/error/type").asText().equals("EntityNotFound")
        || (body.at("/error/code").asInt() == 404 && body.at("/error/title").isTextual())
        || body.at("/errors/record").isArray()
        || body.path("className").isTextual();
  }

  private static String advice(String system, int status, JsonNode body) {
    return switch (status) {
      case 401 -> "; check the user name, the password and the keys in the " + system + " block";
      case 403 ->
          "; the user of the "
              + system
              + " block lacks the right to read this"
              + (system.equals("openstack") ? ", it needs the role admin in its project" : "");
      case 404 ->
          isOfTheSystem(body)
              ? "; that says nothing of what was asked for"
              : "; check the address, this is not the service's own";
      case 429, 502, 503, 504 -> "; it is overloaded or down, the next sync tries again";
      default -> "";
    };
  }

  /** Missing where there is none in JSON: a page of HTML says nothing that the status does not. */
  private static JsonNode body(HttpOperationFailedException answer) {
    try {
      return JSON.readTree(Objects.requireNonNullElse(answer.getResponseBody(), ""));
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** What the system itself says about the failure, in any of the shapes of the three systems. */
  private static String told(JsonNode body) {
    String message = message(body);
    return message == null ? "" : " (" + shortened(message) + ")";
  }

  /** The most telling part: Heat's explanation is the same for every failure of a kind. */
  private static String message(JsonNode body) {
    for (String field : List.of("message", "error")) {
      if (body.path(field).isTextual()) {
        return body.path(field).textValue();
      }
    }
    for (JsonNode inner : body) {
      String message = inner.isContainerNode() ? message(inner) : null;
      if (message != null) {
        return message;
      }
    }
    for (String field : List.of("explanation", "description")) {
      if (body.path(field).isTextual()) {
        return body.path(field).textValue();
      }
    }
    return null;
  }

  private static String shortened(String text) {
    String line = Redaction.of(text).replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST_ANSWER ? line : line.substring(0, LONGEST_ANSWER) + "…";
  }

  private static String reason(Throwable failure) {
    if (failure instanceof UnknownHostException) {
      return "the host " + failure.getMessage() + " is not known; check the address";
    }
    if (failure instanceof ConnectException) {
      return shortened(failure.getMessage()) + "; check the address and whether it is running";
    }
    if (failure instanceof ConnectTimeoutException) {
      return "no connection in time (" + failure.getMessage() + "); see view.connect_timeout";
    }
    if (failure instanceof SocketTimeoutException) {
      return "no answer in time (" + failure.getMessage() + "); see view.response_timeout";
    }
    if (failure instanceof SSLException) {
      return "the TLS connection failed: " + shortened(String.valueOf(failure.getMessage()));
    }
    if (isTooLarge(failure)) {
      return new TooLargeException(shortened(String.valueOf(failure.getMessage()))).getMessage();
    }
    if (failure instanceof JsonProcessingException broken) {
      return "the answer is not complete JSON: " + shortened(broken.getOriginalMessage());
    }
    if (failure instanceof NoListException || failure instanceof TooLargeException) {
      return failure.getMessage();
    }
    if (failure instanceof IOException) {
      return "the connection broke: " + shortened(String.valueOf(failure.getMessage()));
    }
    return shortened(String.valueOf(failure));
  }

  /** By a bound of the libraries; what is nested too deep is no sane JSON. */
  private static boolean isTooLarge(Throwable failure) {
    return failure instanceof MessageConstraintException
        || (failure instanceof StreamConstraintsException
            && !String.valueOf(failure.getMessage()).contains("nesting depth"));
  }
}
