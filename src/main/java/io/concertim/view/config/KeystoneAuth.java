// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.util.Map;

/** What a user of Keystone signs in with. */
public sealed interface KeystoneAuth permits PasswordLogin, ApplicationCredential {

  /** The body of Keystone's {@code POST /v3/auth/tokens}; it holds the secret. */
  Map<String, Object> asRequest();

  /** The password, or the secret of the application credential. */
  Secret secret();
}
