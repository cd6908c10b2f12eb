// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.PortalTeam;
import io.concertim.view.model.layer.StackResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Any state of the three systems that can really be: whatever names, states, gaps and oddities the
 * cloud may show, beside a portal that keeps Concertim's own rules and a few racks made by hand.
 */
final class RandomCloud {
  private static final String[] NAMES = {
    "a",
    "a.b",
    "a_b",
    "web server",
    "",
    " ",
    "\u00A0",
    null,
    "日本",
    "naïve",
    "it's",
    "node2",
    "node10",
    "-",
    "tail\n",
    "nul\0",
    "None",
    "x".repeat(151),
    "long_" + "n".repeat(250)
  };
  private static final String[] FLAVOR_NAMES = {
    "small",
    "volume",
    "network",
    "rack",
    "Rack",
    "x/y",
    "größe m 1",
    " ",
    "\u00A0",
    "nul\0",
    "f".repeat(120),
    "f".repeat(255)
  };
  private static final String[] STACK_STATES = {
    "CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_IN_PROGRESS", "SUSPEND_COMPLETE", "CHECK_FAILED"
  };
  private static final String[] SERVER_STATES = {"active", "stopped", "paused", "error", null, "?"};
  private static final String[] VOLUME_STATES = {"in-use", "available", "extending", "error", null};
  private static final String[] NETWORK_STATES = {"ACTIVE", "DOWN", "BUILD", "ERROR", null};
  private static final Object[] SHOWN_LISTS = {
    "[]", "['10.0.0.1']", "None", "", "1.1.1.1", "[", "__import__('os').system('x')", null, Map.of()
  };
  private static final String[] TEXTS = {null, "", "None", "nova"};
  private static final Boolean[] FLAGS = {null, true, false};
  private static final Integer[] NUMBERS = {null, 0, 10};

  private final Random random;
  private final Facts facts = Facts.none();
  private final List<PortalTeam> teams = new ArrayList<>();
  private int stackCount;

  private RandomCloud(Random random) {
    this.random = random;
  }

  static Arbitrary<Facts> any() {
    return Arbitraries.randomValue(random -> new RandomCloud(random).make());
  }

  private Facts make() {
    portalWithoutRacks();
    flavors();
    stackCount = random.nextInt(5);
    for (int i = 0; i < stackCount; i++) {
      stack("s" + i);
    }
    for (int i = 0; i < stackCount + 2; i++) {
      if (chance(2)) {
        rack("r" + i, i < stackCount ? "s" + i : null);
      }
    }
    if (stackCount > 0 && chance(4)) {
      rack("r-again", "s0");
    }
    return facts;
  }

  private void portalWithoutRacks() {
    for (int i = 1; i <= 2; i++) {
      String project = chance(6) ? null : "p" + i;
      facts.team("t" + i, project, chance(4) ? null : "a" + i);
      teams.add((PortalTeam) facts.observations().get(facts.observations().size() - 1).fact());
      facts.user("u" + i, chance(3), "t" + i);
    }
    facts.project("p1", "CM_One").project("p2", chance(4) ? "other" : "CM_Two");
    facts.template("tpl-f1", t -> t.name = "made by hand");
    facts.tagged("network", 1);
    if (!chance(5)) {
      facts.tagged("volume", 2);
    }
  }

  private void flavors() {
    for (int i = 0; i < 3; i++) {
      if (!chance(5)) {
        facts.flavor("f" + i, pick(FLAVOR_NAMES), 1 + random.nextInt(9), 10 * i);
      }
      String foreignId = "f" + i;
      if (chance(2)) {
        facts.template(
            "tpl" + i,
            t -> {
              t.name = chance(6) ? foreignId + "t".repeat(240) : t.name;
              t.foreignId = foreignId;
              t.height = 1 + random.nextInt(2);
            });
      }
    }
  }

  private void stack(String id) {
    facts.stack(
        id,
        s -> {
          s.name = pick(NAMES);
          s.project = pick("p1", "p1", "p2", "p2", null);
          s.owner = pick("CM_anna", "CM_anna", "CM_bert", "old_CM_x", null);
          s.status = pick(STACK_STATES);
          s.reason = pick(Facts.REASON, "", null, "nul\0 and \"quotes\"");
        });
    if (chance(8)) {
      facts.gone(Kind.STACK, id);
    }
    for (int order = random.nextInt(8) / 3; order > 0; order--) {
      String own = "order-" + order + id;
      String named = chance(6) ? pick("order-r0", "order-r1", "order-1s0", "order-1s1") : own;
      facts.order(id, named, pick("ACTIVE", "ACTIVE", "CANCELLED"));
    }
    if (!chance(4)) {
      facts.outputs(id, chance(2) ? List.of() : List.of(output("x"), output("it's \"ü\"")));
    }
    if (!chance(6)) {
      facts.resources(id, resources(id).toArray(StackResource[]::new));
    }
  }

  private Map<String, Object> output(String value) {
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("output_key", "key");
    output.put("output_value", chance(3) ? null : value);
    return output;
  }

  private List<StackResource> resources(String stack) {
    List<StackResource> resources = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String server = stack + "-server" + i;
      if (chance(2)) {
        resources.add(Facts.serverResource(server));
      }
      if (chance(3)) {
        String other = "s" + random.nextInt(stackCount) + "-server" + random.nextInt(4);
        facts.group(stack + "-group" + i, server, other);
        resources.add(Facts.groupResource(stack + "-group" + i));
      }
      server(server);
      String volume = stack + "-volume" + i;
      if (chance(3)) {
        resources.add(Facts.attachmentResource(volume));
      }
      if (chance(2)) {
        resources.add(Facts.volumeResource(volume));
      }
      volume(volume);
    }
    if (chance(2)) {
      resources.add(Facts.networkResource(stack + "-network"));
      network(stack + "-network");
    }
    if (chance(4)) {
      resources.add(Facts.resource("my_cluster.yaml", "odd"));
    }
    return resources;
  }

  private void server(String id) {
    facts.server(
        id,
        s -> {
          s.name = pick(NAMES);
          s.state = pick(SERVER_STATES);
          s.project = pick("p1", "p2", "p9");
          s.flavor = pick("f0", "f1", "f2", "private", null);
          s.key = pick("key", null);
          s.volumes = pick(List.of(), List.of("v1", "v2"));
          s.networks = pick(List.of(), List.of("net"), List.of("other", "net"));
          s.publicIps = pick(List.of(), List.of("1.1.1.1"));
        });
    if (chance(6)) {
      facts.gone(Kind.SERVER, id);
    }
  }

  private void volume(String id) {
    if (chance(8)) {
      return;
    }
    facts.volume(
        id,
        v -> {
          v.name = pick(NAMES);
          v.status = pick(VOLUME_STATES);
          v.zone = pick(TEXTS);
          v.bootable = pick(FLAGS);
          v.encrypted = pick(FLAGS);
          v.size = pick(NUMBERS);
          v.type = pick(TEXTS);
        });
    if (chance(6)) {
      facts.gone(Kind.VOLUME, id);
    }
  }

  private void network(String id) {
    facts.network(
        id,
        n -> {
          n.name = pick(NAMES);
          n.status = pick(NETWORK_STATES);
          n.adminStateUp = pick(FLAGS);
          n.l2Adjacency = pick(FLAGS);
          n.mtu = pick(NUMBERS);
          n.shared = pick(FLAGS);
          n.portSecurity = pick(FLAGS);
        });
  }

  private void rack(String id, String stack) {
    boolean small = chance(4);
    facts.rack(
        id,
        r -> {
          r.name = pick("a", "a_b", "-", "R".repeat(140)) + id;
          r.height = small ? 6 : 42;
          r.status = pick("ACTIVE", "FAILED", "IN_PROGRESS");
          r.orderId = id.equals("r0") && chance(2) ? "None" : chance(4) ? null : r.orderId;
          r.owner = chance(8) ? null : pick(teams.get(0), teams.get(1));
          r.stackId = stack;
          r.creator = pick("CM_anna", null);
          r.project = pick("p1", null);
          r.reason = pick(Facts.REASON, null);
          r.outputText = pick("[]", null);
          r.creationOutput = pick("", "x=1", null);
        });
    int unit = 1;
    for (int i = 0; i < 3 && chance(2); i++) {
      device(id, stack, i, unit);
      unit += 2;
    }
  }

  private void device(String rack, String stack, int i, int unit) {
    String id = "d" + i + "-" + rack;
    boolean byHand = stack == null || chance(5);
    String status = pick("ACTIVE", "FAILED", "IN_PROGRESS");
    Consumer<Facts.DeviceSpec> place =
        d -> {
          d.rackId = rack;
          d.stackId = byHand ? null : stack;
          d.status = status;
          d.start = unit;
          d.end = unit;
        };
    switch (random.nextInt(3)) {
      case 0 ->
          facts.instance(
              id,
              byHand ? null : stack + "-server" + i,
              place.andThen(
                  d -> {
                    d.details.replaceAll((key, value) -> pick(SHOWN_LISTS));
                    d.interfaces = pick("['net']", "[]", "['net', 'other']", "None", null);
                  }));
      case 1 ->
          facts.volumeDevice(
              id,
              byHand ? null : stack + "-volume" + i,
              place.andThen(
                  d -> {
                    d.details.put("size", pick(NUMBERS));
                    d.details.put("bootable", pick(FLAGS));
                    d.details.put("encrypted", pick(FLAGS));
                    d.details.put("availability_zone", pick(TEXTS));
                    d.details.remove("volume_type");
                  }));
      default ->
          facts.networkDevice(
              id,
              byHand ? null : stack + "-network",
              place.andThen(
                  d -> {
                    d.details.replaceAll((key, value) -> pick(FLAGS));
                    d.details.put("mtu", pick(NUMBERS));
                  }));
    }
  }

  private boolean chance(int of) {
    return random.nextInt(of) == 0;
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
