// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.util.Map;
import java.util.Optional;

/** A user or a project as a Keystone v3 login names it. */
public sealed interface KeystoneReference {

  /** The reference as the object that Keystone's {@code POST /v3/auth/tokens} expects. */
  Map<String, Object> asRequest();

  /** The name; empty where it is referred to by its id. */
  Optional<String> named();

  /** By its id, which is unique in the cloud. */
  record ById(String id) implements KeystoneReference {
    @Override
    public Map<String, Object> asRequest() {
      return Map.of("id", id);
    }

    @Override
    public Optional<String> named() {
      return Optional.empty();
    }
  }

  /** By its name, which is unique in the domain with this id. */
  record InDomainId(String name, String domainId) implements KeystoneReference {
    @Override
    public Map<String, Object> asRequest() {
      return Map.of("name", name, "domain", Map.of("id", domainId));
    }

    @Override
    public Optional<String> named() {
      return Optional.of(name);
    }
  }

  /** By its name, which is unique in the domain with this name. */
  record InDomainName(String name, String domainName) implements KeystoneReference {
    @Override
    public Map<String, Object> asRequest() {
      return Map.of("name", name, "domain", Map.of("name", domainName));
    }

    @Override
    public Optional<String> named() {
      return Optional.of(name);
    }
  }
}
