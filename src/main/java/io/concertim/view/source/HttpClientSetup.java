package io.concertim.view.source;

import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * What every HTTP client of ours does not do: repeat a call by itself (the routes do), follow a
 * redirection with its token, or keep cookies (Concertim answers a sign-in that brings its cookie
 * with a redirection and no token, concertim-api.md section 1).
 */
public final class HttpClientSetup implements HttpClientConfigurer {
  private final LongAdder requests;

  /**
   * @param requests counts every request of this client
   */
  public HttpClientSetup(LongAdder requests) {
    this.requests = requests;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client
        .addRequestInterceptorLast((request, entity, context) -> requests.increment())
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .setUserAgent("concertim-view");
  }
}
