// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.model.layer.Source;
import java.util.Locale;

/** A system of the lab: a list of its that can go wrong, and how to send its callers elsewhere. */
enum LabSystem {
  KEYSTONE(Source.OPENSTACK, "/keystone/v3/projects", "openstack.auth_url", "/v3"),
  NOVA(Source.OPENSTACK, "/nova/v2.1/servers/detail", null, null),
  HEAT(Source.OPENSTACK, "/heat/v1/[^/]*/stacks\\?", null, null),
  CINDER(Source.OPENSTACK, "/cinder/.*/volumes/detail", null, null),
  NEUTRON(Source.OPENSTACK, "/neutron/.*/networks", null, null),
  CONCERTIM(Source.CONCERTIM, "/concertim/api/v1/devices", "concertim.concertim_url", ""),
  KILLBILL(Source.KILLBILL, "/killbill/1.0/kb/accounts", "killbill.api_host", "");

  private final Source source;
  private final String list;
  private final String addressKey;
  private final String addressPath;

  LabSystem(Source source, String list, String addressKey, String addressPath) {
    this.source = source;
    this.list = list;
    this.addressKey = addressKey;
    this.addressPath = addressPath;
  }

  /** The part of the view that comes from it. */
  Source source() {
    return source;
  }

  /** Finds the calls for the list, in paths with the system's name in front. */
  String list() {
    return list;
  }

  /** Lets the program look for it at another address from its next start on. */
  void moveTo(String address, EmbeddedLab lab, LabConfig config) {
    if (addressKey != null) {
      config.set(addressKey, address + addressPath);
    } else {
      String service = lab.url() + "/" + name().toLowerCase(Locale.ROOT);
      lab.faults().fail("/auth/tokens", Fault.rewritten(body -> body.replace(service, address)));
    }
  }
}
