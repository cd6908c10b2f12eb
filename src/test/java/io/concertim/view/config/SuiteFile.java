// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.util.List;

/** A configuration file as the suite's own tools leave it. */
final class SuiteFile {
  static final String TEXT =
      """
      cloud_type: openstack
      billing_platform: killbill
      message_queue: rmq
      log_level: Warning
      sleep_timer: 10
      concertim:
        concertim_url: "https://proxy:7443"
        concertim_username: "admin"
        concertim_password: "admin"
      openstack:
        auth_url: http://cloud:5000/v3
        username: reader
        password: o-pass
        project_name: service
        user_domain_name: Users
        project_domain_name: Projects
      rmq:
        rmq_username: rabbit
        rmq_password: r-pass
        rmq_address: queue.example
        rmq_port: "5672"
        rmq_path: /
      killbill:
        api_host: "http://killbill:48080/"
        username: biller
        password: k-pass
        apikey: k-key
        apisecret: k-secret
        plan_name: monthly
        credit_threshold: 25
      """;

  static final List<String> SECRETS = List.of("o-pass", "r-pass", "k-pass", "k-key", "k-secret");

  private SuiteFile() {}
}
