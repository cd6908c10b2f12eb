// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.cli.ViewCommand;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Publisher;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What check says of a real RabbitMQ, on which it changes nothing. */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class BrokerCheckIT {
  private static final String OURS = "^concertim_view(\\.dead)?$";
  private static final String ALL =
      "^(concertim_view|nova|heat|cinder|neutron|keystone|openstack)$";

  @TempDir private Path folder;
  private EmbeddedLab lab;
  private RabbitVirtualHost rabbit;
  private Publisher publisher;
  private Installation installation;

  @BeforeEach
  void start() throws IOException {
    rabbit = RabbitVirtualHost.make();
    publisher = rabbit.publisher();
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
    configure("guest", "guest");
  }

  private void configure(String user, String password) {
    installation.configure(
        Installation.config(lab)
            .set("rmq.rmq_path", rabbit.name())
            .set("rmq.rmq_username", user)
            .set("rmq.rmq_password", password));
  }

  @AfterEach
  void stop() throws IOException {
    publisher.close();
    lab.close();
  }

  private String check(int expected) {
    return check(installation, expected);
  }

  static String check(Installation installation, int expected) {
    StringWriter out = new StringWriter();
    int status =
        ViewCommand.line()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(new StringWriter()))
            .execute(
                "check",
                "--config=" + installation.config(),
                "--data-dir=" + installation.data(),
                "--log-dir=" + installation.logs());
    String found = out.toString().replaceAll(" +", " ");
    assertEquals(expected, status, found);
    return found;
  }

  @Test
  void thePermissionsOfTheReadmeAreEnough() throws IOException {
    publisher.declareExchanges();
    String user = rabbit.user(OURS, "^(amq\\.default|concertim_view)$", ALL);
    configure(user, user);

    assertTrue(check(0).contains("ok rabbitmq permissions "));
    assertFalse(rabbit.contents().contains("concertim_view"));
  }

  @Test
  void whereNoServiceHasMadeItsExchangeNothingCanBeListenedTo() {
    String found = check(1);

    assertTrue(found.contains("FAIL rabbitmq exchanges none of ["), found);
  }

  @Test
  void aMissingPermissionToBindFails() throws IOException {
    publisher.declareExchanges();
    String user = rabbit.user(OURS, "^(amq\\.default|concertim_view)$", "^concertim_view$");
    configure(user, user);

    String found = check(1);

    assertTrue(
        found.contains("FAIL rabbitmq permissions binding concertim_view: ACCESS_REFUSED")
            || found.contains("FAIL rabbitmq permissions binding concertim_view: 403"),
        found);
    assertTrue(found.contains("with rabbitmqctl set_permissions"), found);
  }

  @Test
  void aMissingPermissionToSendDeadLettersFails() throws IOException {
    publisher.declareExchanges();
    String user = rabbit.user(OURS, "^concertim_view$", ALL);
    configure(user, user);

    assertTrue(check(1).contains("FAIL rabbitmq permissions sending dead letters: "));
  }

  @Test
  void aWrongPasswordFails() {
    configure("guest", "wrong");

    String found = check(1);

    assertTrue(found.contains("FAIL rabbitmq connection the broker refuses the user"), found);
    assertFalse(found.contains("wrong"), found);
  }
}
