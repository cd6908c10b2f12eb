package io.concertim.view.model.layer;

/** A Keystone project. */
public record Project(String id, String name) implements Fact {
  /** What the suite puts before the names of the projects and users it makes. */
  public static final String MANAGED_PREFIX = "CM_";

  /** Whether the suite made it. */
  public boolean isManaged() {
    return name.startsWith(MANAGED_PREFIX);
  }
}
