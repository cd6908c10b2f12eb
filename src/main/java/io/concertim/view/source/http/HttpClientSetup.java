// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPInputStream;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.entity.InputStreamFactory;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * Configures every HTTP client of ours. It does not repeat a call by itself (the routes do), read
 * an answer without end, follow a redirection with its token, or keep cookies (Concertim's session
 * cookie would authenticate calls beside the token, concertim-api.md section 0).
 */
public final class HttpClientSetup implements HttpClientConfigurer {
  private static final Map<String, InputStreamFactory> GZIP = Map.of("gzip", GZIPInputStream::new);

  private final String service;
  private final LongAdder requests;
  private final HttpCall.Observer calls;
  private final Duration longest;

  /**
   * @param service the service that is called, as the routes name it
   * @param requests counts every request of this client
   * @param calls is called for each request once it has ended
   * @param longest most time of one call, from the connection to the end of the body
   */
  public HttpClientSetup(
      String service, LongAdder requests, HttpCall.Observer calls, Duration longest) {
    this.service = service;
    this.requests = requests;
    this.calls = calls;
    this.longest = longest;
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
        .setContentDecoderRegistry(new LinkedHashMap<>(GZIP)) // none that is rare and large
        .setUserAgent("concertim-view");
  }

  /** The outermost step, so that it sees the decompressed body. */
  private ClassicHttpResponse bounded(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    long started = System.nanoTime();
    Runnable breakOff = scope.execRuntime::discardEndpoint;
    TimeLimit time = TimeLimit.of(longest, breakOff);
    ClassicHttpResponse answer;
    try {
      answer = chain.proceed(request, scope);
    } catch (IOException | HttpException | RuntimeException e) {
      time.close();
      ended(request, 0, false, started);
      if (time.passed()) {
        SocketTimeoutException late = new SocketTimeoutException("the answer did not begin");
        late.initCause(e);
        throw late;
      }
      throw e;
    }
    int status = answer.getCode();
    boolean otherHost = OtherHost.isNamedBy(answer, request.getAuthority());
    if (answer.getEntity() == null) {
      time.close();
      ended(request, status, otherHost, started);
    } else {
      answer.setEntity(
          new BoundedEntity(
              answer.getEntity(),
              limit(request, status),
              time,
              breakOff,
              () -> ended(request, status, otherHost, started)));
    }
    return answer;
  }

  private static BoundedEntity.Limit limit(ClassicHttpRequest request, int status) {
    if (status >= 300) {
      return new BoundedEntity.Limit(Bounds.ERROR_BYTES, true);
    }
    boolean signIn = !request.getMethod().equals("GET");
    return new BoundedEntity.Limit(signIn ? Bounds.SIGN_IN_BYTES : Bounds.OURS.bodyBytes(), false);
  }

  private void ended(ClassicHttpRequest request, int status, boolean otherHost, long started) {
    HttpCall call =
        new HttpCall(
            service,
            request.getMethod(),
            request.getPath(),
            status,
            Duration.ofNanos(System.nanoTime() - started),
            otherHost);
    call.log();
    calls.called(call);
  }
}
