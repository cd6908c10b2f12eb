package io.concertim.view.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.http.base.HttpOperationFailedException;

/** Tells in one line which call failed, what came back and what to do; never a secret. */
public final class CallFailures {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_ANSWER = 300;

  /**
   * Ends the exchange with an exception whose message is the explanation: a {@link
   * NotFoundException} for 404, a {@link MovedException} for a redirection, else a {@link
   * SourceException}.
   */
  public void explain(
      Exchange exchange,
      @ExchangeProperty("system") String system,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    exchange.setException(explained(system, exchange, failure));
  }

  /**
   * The failure of the call that this exchange was to make, as one of this package's exceptions.
   */
  static RuntimeException explained(String system, Exchange exchange, Throwable failure) {
    String uri =
        exchange
            .getMessage()
            // An answer that breaks off has replaced the request's headers.
            .getHeader("CamelHttpUri", exchange.getProperty("path"), String.class);
    return explained(uri == null ? system : system + ": " + uri, system, failure);
  }

  /** The failure as one of this package's exceptions. */
  public static RuntimeException explained(String system, Throwable failure) {
    return explained(system, system, failure);
  }

  private static RuntimeException explained(String call, String system, Throwable failure) {
    if (failure instanceof CamelExchangeException && failure.getCause() != null) {
      return explained(call, system, failure.getCause()); // says only in which branch it happened
    }
    if (failure instanceof SourceException
        || failure instanceof NotFoundException
        || failure instanceof MovedException) {
      return (RuntimeException) failure;
    }
    if (failure instanceof HttpOperationFailedException answer) {
      return explained(system, answer);
    }
    return new SourceException(call + ": " + reason(failure), failure);
  }

  /** A body that could not be read to its end, or is not what was asked for. */
  static SourceException unreadable(String system, String path, IOException failure) {
    return new SourceException(system + ": " + path + ": " + reason(failure), failure);
  }

  private static RuntimeException explained(String system, HttpOperationFailedException answer) {
    int status = answer.getStatusCode();
    String call = system + ": GET " + answer.getUri();
    if (status == 404) {
      return new NotFoundException(call + ": 404, it does not exist", answer);
    }
    if (status >= 300 && status < 400 && answer.getRedirectLocation() != null) {
      return new MovedException(answer.getRedirectLocation(), answer);
    }
    String text = system + ": " + answer.getUri() + " answered " + status + told(answer);
    return new SourceException(text + advice(system, status), status, answer);
  }

  private static String advice(String system, int status) {
    return switch (status) {
      case 401 -> "; check the user name, the password and the keys in the " + system + " block";
      case 403 ->
          "; the user of the "
              + system
              + " block lacks the right to read this"
              + (system.equals("openstack") ? ", it needs the role admin in its project" : "");
      case 429, 502, 503, 504 -> "; it is overloaded or down, the next sync tries again";
      default -> "";
    };
  }

  /** What the system itself says about the failure, in any of the shapes of the three systems. */
  private static String told(HttpOperationFailedException answer) {
    if (answer.getResponseBody() == null || answer.getResponseBody().isBlank()) {
      return "";
    }
    try {
      String message = message(JSON.readTree(answer.getResponseBody()));
      return message == null ? "" : " (" + shortened(message) + ")";
    } catch (JsonProcessingException e) {
      return ""; // a page of HTML says nothing that the status does not
    }
  }

  private static String message(JsonNode body) {
    for (String field : new String[] {"message", "explanation", "description"}) {
      if (body.path(field).isTextual()) {
        return body.path(field).textValue();
      }
    }
    if (body.path("error").isTextual()) {
      return body.path("error").textValue();
    }
    for (JsonNode inner : body) {
      String message = inner.isContainerNode() ? message(inner) : null;
      if (message != null) {
        return message;
      }
    }
    return null;
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST_ANSWER ? line : line.substring(0, LONGEST_ANSWER) + "…";
  }

  private static String reason(Throwable failure) {
    if (failure instanceof UnknownHostException) {
      return "the host " + failure.getMessage() + " is not known; check the address";
    }
    if (failure instanceof ConnectException) {
      return shortened(failure.getMessage()) + "; check the address and whether it is running";
    }
    if (failure instanceof SocketTimeoutException) {
      return "no answer in time (" + failure.getMessage() + "); see view.response_timeout";
    }
    if (failure instanceof SSLException) {
      return "the TLS connection failed: " + shortened(String.valueOf(failure.getMessage()));
    }
    if (failure instanceof JsonProcessingException broken) {
      return "the answer is not complete JSON: " + shortened(broken.getOriginalMessage());
    }
    if (failure instanceof IOException) {
      return "the connection broke: " + shortened(String.valueOf(failure.getMessage()));
    }
    return shortened(String.valueOf(failure));
  }
}
