package io.concertim.view.model.layer;

/** What one source shows of one object, in that source's own terms; nothing in it is derived. */
public interface Fact {
  /** The object's id in its own system; never null or empty. */
  String id();

  /** Whether the other shows the same of the object; notes of ours beside it do not count. */
  default boolean showsTheSameAs(Fact other) {
    return equals(other);
  }
}
