// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.lab.Nobody;
import java.util.Collections;

/** Ways in which one of the three systems cannot be read, and what an operator must be told. */
public enum BadSource {
  PORTAL_REFUSES_THE_PASSWORD("concertim", "401", "check the user name, the password") {
    @Override
    public void breakIt(EmbeddedLab lab, LabConfig config) {
      config.set("concertim.concertim_password", "wrong-secret");
    }
  },
  CLOUD_REFUSES_THE_PASSWORD("openstack", "/v3/auth/tokens", "check the user name, the password") {
    @Override
    public void breakIt(EmbeddedLab lab, LabConfig config) {
      config.set("openstack.password", "wrong-secret");
    }
  },
  BILLING_REFUSES_THE_PASSWORD("killbill", "/1.0/kb/", "check the user name, the password") {
    @Override
    public void breakIt(EmbeddedLab lab, LabConfig config) {
      config.set("killbill.password", "wrong-secret");
    }
  },
  BILLING_REFUSES_THE_API_SECRET("killbill", "/1.0/kb/", "the keys in the killbill block") {
    @Override
    public void breakIt(EmbeddedLab lab, LabConfig config) {
      config.set("killbill.apisecret", "wrong-secret");
    }
  },
  PORTAL_DOES_NOT_RUN("concertim", "127.0.0.1", "check the address and whether it is running") {
    @Override
    public void breakIt(EmbeddedLab lab, LabConfig config) {
      config.set("concertim.concertim_url", Nobody.url());
    }
  },
  CLOUD_DOES_NOT_RUN("openstack", "127.0.0.1", "check the address and whether it is running") {
    @Override
    public void breakIt(EmbeddedLab lab, LabConfig config) {
      config.set("openstack.auth_url", Nobody.url() + "/v3");
    }
  },
  BILLING_DOES_NOT_RUN("killbill", "127.0.0.1", "check the address and whether it is running") {
    @Override
    public void breakIt(EmbeddedLab lab, LabConfig config) {
      config.set("killbill.api_host", Nobody.url());
    }
  },
  CLOUD_USER_IS_NO_ADMINISTRATOR(
      "openstack", "the user CM_anna has the roles", "give it the role admin") {
    @Override
    public void breakIt(EmbeddedLab lab, LabConfig config) {
      config.asCloudUser("CM_anna", "CM_alpha-team");
    }
  },
  PORTAL_USER_IS_NOT_ROOT("concertim", "anna is not root", "give concertim_username a root user") {
    @Override
    public void breakIt(EmbeddedLab lab, LabConfig config) {
      config.asPortalUser("anna");
    }
  },
  PORTAL_SENDS_HALF_A_BODY("concertim", "/api/v1/racks", "not complete JSON") {
    @Override
    public void breakIt(EmbeddedLab lab, LabConfig config) {
      lab.faults().fail("/concertim/api/v1/racks", Fault.halfJson());
    }
  },
  CLOUD_SENDS_HALF_A_BODY("openstack", "/servers/detail", "not complete JSON") {
    @Override
    public void breakIt(EmbeddedLab lab, LabConfig config) {
      lab.faults().fail("/nova/.*/servers/detail", Fault.halfJson());
    }
  },
  BILLING_SENDS_HALF_A_BODY("killbill", "/accounts/pagination", "not complete JSON") {
    @Override
    public void breakIt(EmbeddedLab lab, LabConfig config) {
      lab.faults().fail("/killbill/1.0/kb/accounts", Fault.halfJson());
    }
  },
  CLOUD_BREAKS_OFF_IN_THE_MIDDLE("openstack", "/volumes/detail", "the connection broke") {
    @Override
    public void breakIt(EmbeddedLab lab, LabConfig config) {
      lab.faults().fail("/cinder/.*/volumes/detail", Fault.truncate());
    }
  },
  CLOUD_DOES_NOT_ANSWER("openstack", "/networks", "no answer in time") {
    @Override
    public void breakIt(EmbeddedLab lab, LabConfig config) {
      lab.faults().fail("/neutron/.*/networks", Fault.hang());
      config.set("view.response_timeout", "5s");
    }
  },
  HEAT_NAMES_NO_PROJECTS("openstack", "stack list", "give the user") {
    @Override
    public void breakIt(EmbeddedLab lab, LabConfig config) {
      lab.world()
          .stacks()
          .rows()
          .forEach(
              stack ->
                  lab.world()
                      .stacks()
                      .set(
                          stack.path("id").asText(),
                          "answer",
                          Collections.singletonMap("project", null)));
    }
  };

  private final String system;
  private final String call;
  private final String advice;

  BadSource(String system, String call, String advice) {
    this.system = system;
    this.call = call;
    this.advice = advice;
  }

  /** Breaks the lab, or the configuration. */
  public abstract void breakIt(EmbeddedLab lab, LabConfig config);

  /** The name of the system that cannot be read. */
  public String system() {
    return system;
  }

  /** Whether the line says which system, which call and what to do. */
  public boolean isToldBy(String line) {
    return line.contains(system + ":") && line.contains(call) && line.contains(advice);
  }
}
