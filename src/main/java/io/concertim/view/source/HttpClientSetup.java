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

  private final String service;
  private final LongAdder requests;
  private final HttpCall.Observer calls;
  private final Duration longest;

  /**
   * @param service that is asked, as the routes name it
   * @param requests counts every request of this client
   * @param calls is told of each once it has ended
   * @param longest most time that the body of one answer may take
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
        .setUserAgent("concertim-view");
  }

  /** Outermost, so that it sees the body unpacked. */
  private ClassicHttpResponse bounded(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    long started = System.nanoTime();
    ClassicHttpResponse answer;
    try {
      answer = chain.proceed(request, scope);
    } catch (IOException | HttpException | RuntimeException e) {
      ended(request, 0, started);
      throw e;
    }
    int status = answer.getCode();
    if (answer.getEntity() == null) {
      ended(request, status, started);
    } else {
      answer.setEntity(
          new BoundedEntity(
              answer.getEntity(), MAX_BYTES, longest, () -> ended(request, status, started)));
    }
    return answer;
  }

  private void ended(ClassicHttpRequest request, int status, long started) {
    HttpCall call =
        new HttpCall(
            service,
            request.getMethod(),
            request.getPath(),
            status,
            Duration.ofNanos(System.nanoTime() - started));
    call.log();
    calls.called(call);
  }
}
