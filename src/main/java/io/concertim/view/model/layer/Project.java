package io.concertim.view.model.layer;

/** A Keystone project. */
public record Project(String id, String name) implements Fact {}
