package io.concertim.view.config;

import java.util.Optional;

/**
 * Everything the configuration file says, checked and complete.
 *
 * @param concertim the portal
 * @param openstack the cloud
 * @param killbill the billing application
 * @param rmq the message queue; empty if the file names none, which only view_queue minds
 * @param logLevel how much is logged
 * @param view the settings of this program itself
 */
public record ViewConfig(
    ConcertimConfig concertim,
    OpenStackConfig openstack,
    KillBillConfig killbill,
    Optional<RabbitMqConfig> rmq,
    LogLevel logLevel,
    ViewSettings view) {

  /** The same for a process beside the service, which already serves the metrics. */
  public ViewConfig withoutManagement() {
    return new ViewConfig(concertim, openstack, killbill, rmq, logLevel, view.withoutManagement());
  }
}
