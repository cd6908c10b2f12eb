package io.concertim.view.source;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * What every HTTP client of ours does not do: repeat a call by itself (the routes do), read an
 * answer without end, follow a redirection with its token, or keep cookies (Concertim answers a
 * sign-in that brings its cookie with a redirection and no token, concertim-api.md section 1).
 */
public final class HttpClientSetup implements HttpClientConfigurer {
  /** No list of a sane cloud is larger in one page. */
  private static final long MAX_BYTES = 512L << 20;

  private final LongAdder requests;
  private final Duration longest;
  private final long maxBytes;

  /**
   * @param requests counts every request of this client
   * @param longest most time that the body of one answer may take
   */
  public HttpClientSetup(LongAdder requests, Duration longest) {
    this(requests, longest, MAX_BYTES);
  }

  HttpClientSetup(LongAdder requests, Duration longest, long maxBytes) {
    this.requests = requests;
    this.longest = longest;
    this.maxBytes = maxBytes;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client
        .addRequestInterceptorLast((request, entity, context) -> requests.increment())
        .addExecInterceptorFirst("bounds", this::bounded)
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .setUserAgent("concertim-view");
  }

  /** Outermost, so that it sees the body unpacked. */
  private ClassicHttpResponse bounded(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    ClassicHttpResponse answer = chain.proceed(request, scope);
    if (answer.getEntity() != null) {
      answer.setEntity(new BoundedEntity(answer.getEntity(), maxBytes, longest));
    }
    return answer;
  }
}
