package io.concertim.view.config;

import java.util.Map;

/** A user or a project as a Keystone v3 login names it. */
public sealed interface KeystoneReference {

  /** The reference as the object that Keystone's {@code POST /v3/auth/tokens} expects. */
  Map<String, Object> asRequest();

  /** By its id, which is unique in the cloud. */
  record ById(String id) implements KeystoneReference {
    @Override
    public Map<String, Object> asRequest() {
      return Map.of("id", id);
    }
  }

  /** By its name, which is unique in the domain with this id. */
  record InDomainId(String name, String domainId) implements KeystoneReference {
    @Override
    public Map<String, Object> asRequest() {
      return Map.of("name", name, "domain", Map.of("id", domainId));
    }
  }

  /** By its name, which is unique in the domain with this name. */
  record InDomainName(String name, String domainName) implements KeystoneReference {
    @Override
    public Map<String, Object> asRequest() {
      return Map.of("name", name, "domain", Map.of("name", domainName));
    }
  }
}
