package io.concertim.view.mapping;

/** Concertim's three types of device. */
final class DeviceTypes {
  static final String INSTANCE = "Instance";
  static final String VOLUME = "Volume";
  static final String NETWORK = "Network";

  private DeviceTypes() {}
}
