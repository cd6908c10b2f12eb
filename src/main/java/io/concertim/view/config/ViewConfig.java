// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything the configuration file says, checked and complete.
 *
 * @param concertim the portal
 * @param openstack the cloud
 * @param killbill the billing application; empty if there is none
 * @param rmq the message queue; empty if the file names none, which only view_queue minds
 * @param logLevel how much is logged
 * @param view the settings of this program itself
 */
public record ViewConfig(
    ConcertimConfig concertim,
    OpenStackConfig openstack,
    Optional<KillBillConfig> killbill,
    Optional<RabbitMqConfig> rmq,
    LogLevel logLevel,
    ViewSettings view) {

  /** Every password and key, also as it is sent in a header. */
  public List<Secret> secrets() {
    List<Secret> secrets =
        new ArrayList<>(List.of(concertim.password(), openstack.login().secret()));
    killbill.ifPresent(
        billing ->
            secrets.addAll(
                List.of(
                    billing.password(), billing.apiKey(), billing.apiSecret(), billing.basic())));
    rmq.ifPresent(queue -> secrets.add(queue.password()));
    view.cluster().ifPresent(cluster -> secrets.add(cluster.password()));
    view.notified().forEach(target -> target.secret().ifPresent(secrets::add));
    return secrets;
  }

  /** The same for a process beside the service, which already serves the metrics and notifies. */
  public ViewConfig besideTheService() {
    return new ViewConfig(concertim, openstack, killbill, rmq, logLevel, view.besideTheService());
  }
}
