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
 * @param notified who is told of changes
 * @param cluster what several hosts share; empty for a host alone
 */
public record ViewConfig(
    ConcertimConfig concertim,
    OpenStackConfig openstack,
    Optional<KillBillConfig> killbill,
    Optional<RabbitMqConfig> rmq,
    LogLevel logLevel,
    ViewSettings view,
    List<NotifyTarget> notified,
    Optional<ClusterSettings> cluster) {

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
    cluster.ifPresent(shared -> secrets.add(shared.password()));
    notified.forEach(target -> target.secret().ifPresent(secrets::add));
    return secrets;
  }

  /** The same for a process beside the service, which notifies and is the one other hosts know. */
  public ViewConfig besideTheService() {
    return new ViewConfig(
        concertim, openstack, killbill, rmq, logLevel, view, List.of(), Optional.empty());
  }
}
