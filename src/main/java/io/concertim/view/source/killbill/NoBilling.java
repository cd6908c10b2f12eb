// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.killbill;

import io.concertim.view.source.http.Credentials;
import io.concertim.view.source.http.NoServiceException;
import org.apache.camel.Message;

/** A site without a billing application: every list of it is empty, and none is asked for. */
public final class NoBilling implements Credentials {
  @Override
  public void sign(Message call, String service, String path) {
    throw new NoServiceException("killbill: billing_platform is none");
  }

  @Override
  public boolean renew(Message call) {
    return false;
  }
}
