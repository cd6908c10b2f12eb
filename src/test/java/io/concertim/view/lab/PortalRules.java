// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the portal accepts: the lab's one place for its rules (concertim-api.md; each refusal was
 * recorded from the running portal). Rows are those of the world, not the portal's answers.
 */
final class PortalRules {
  /** The longest value of a text column, and of a chassis' name. */
  static final int LONGEST = 255;

  /** The portal's own rack template, which no list shows. */
  private static final String HIDDEN_TEMPLATE = "rack";

  private static final int LONGEST_DEVICE_NAME = 150;
  private static final int TALLEST_WITH_IMAGES = 6;
  private static final int TALLEST_RACK = 72;
  private static final BigDecimal MOST_MONEY = new BigDecimal("92233720368547758.07");

  /** Two hyphens and the digits of the time: what a chassis is called beside template and rack. */
  private static final int CHASSIS_REST = 19;

  // An end of line is accepted at the end, as Ruby's \Z does.
  private static final Pattern RACK_NAME = Pattern.compile("[A-Za-z0-9_-]+\n?");
  private static final Pattern DEVICE_NAME = Pattern.compile("[A-Za-z0-9.-]+\n?");

  private static final List<String> RACK_STATUSES =
      List.of("IN_PROGRESS", "FAILED", "ACTIVE", "STOPPED");
  private static final Map<String, List<String>> DEVICE_STATUSES =
      Map.of(
          "Instance", List.of("IN_PROGRESS", "FAILED", "ACTIVE", "STOPPED", "SUSPENDED"),
          "Volume", List.of("IN_PROGRESS", "FAILED", "ACTIVE", "AVAILABLE"),
          "Network", List.of("IN_PROGRESS", "FAILED", "ACTIVE", "STOPPED"));
  static final Map<String, String> DETAILS_TYPES =
      Map.of(
          "Instance", "Device::ComputeDetails",
          "Volume", "Device::VolumeDetails",
          "Network", "Device::NetworkDetails");
  private static final Map<String, String> DETAILS_NAMES =
      Map.of("Instance", "compute", "Volume", "volume", "Network", "network");

  private final World world;

  PortalRules(World world) {
    this.world = world;
  }

  /** What is wrong with a template. */
  PortalErrors template(ObjectNode row, boolean isNew) {
    PortalErrors errors = new PortalErrors();
    String name = row.path("name").asText();
    if (row.path("name").isNull() || PortalValues.isBlank(name)) {
      errors.blank("name");
    } else {
      if (name.length() > LONGEST) {
        errors.tooLong("name", LONGEST);
      }
      if (name.equals(HIDDEN_TEMPLATE) || others(world.templates(), row).anyMatch(isNamed(name))) {
        errors.taken("name");
      }
    }
    if (isNew) {
      aboveZero(errors, row, "height", false);
      int height = PortalValues.integer(row.path("height")).asInt();
      if (height < 1 || height > TALLEST_WITH_IMAGES) {
        errors.add("images", "No images found for template height");
      }
    }
    if (row.path("description").asText().length() > LONGEST) {
      errors.tooLong("description", LONGEST);
    }
    List.of("vcpus", "ram", "disk").forEach(field -> aboveZero(errors, row, field, true));
    return errors;
  }

  /** What is wrong with a rack. */
  PortalErrors rack(ObjectNode row) {
    PortalErrors errors = new PortalErrors();
    if (world.teams().find(row.path("team").asText()).isEmpty()) {
      errors.add("team", "must exist");
    }
    if (row.path("status").isMissingNode() || row.path("status").asText().isEmpty()) {
      errors.blank("status");
    }
    if (!RACK_STATUSES.contains(row.path("status").asText())) {
      errors.add("status", "must be one of " + words(RACK_STATUSES));
    }
    order(errors, row);
    name(
        errors,
        row,
        RACK_NAME,
        "can contain only alphanumeric characters, hyphens and underscores.");
    if (others(world.racks(), row)
        .filter(isNamed(row.path("name").asText()))
        .anyMatch(other -> other.path("team").equals(row.path("team")))) {
      errors.taken("name");
    }
    height(errors, row);
    cost(errors, row);
    return errors;
  }

  private void order(PortalErrors errors, ObjectNode row) {
    String order = row.path("order_id").isNull() ? "" : row.path("order_id").asText();
    if (PortalValues.isBlank(order)) {
      errors.blank("order_id");
    } else if (others(world.racks(), row)
        .anyMatch(other -> other.path("order_id").asText().equals(order))) {
      errors.taken("order_id");
    }
  }

  private void height(PortalErrors errors, ObjectNode row) {
    Optional<BigDecimal> height = PortalValues.number(row.path("u_height"));
    if (height.isEmpty()) {
      errors.notANumber("u_height", row.path("u_height"));
      return;
    }
    int units = height.get().intValue();
    int highest = devicesOf(row.path("id").asText()).mapToInt(this::endUnit).max().orElse(0);
    if (units < 1) {
      errors.notGreaterThan0("u_height", units);
    } else if (units > TALLEST_RACK) {
      errors.add("u_height", "must be less than " + (TALLEST_RACK + 1));
    } else if (units < highest) {
      errors.add(
          "u_height",
          "must be greater than the highest occupied U (minimum is therefore " + highest + ").");
    }
  }

  /** What is wrong with where a device is to stand, by itself and with those that stand there. */
  PortalErrors location(ObjectNode row, ObjectNode rack) {
    PortalErrors errors = new PortalErrors();
    int start = PortalValues.integer(row.path("start_u")).asInt();
    int end = start + height(row) - 1;
    boolean inRack = start >= 1 && start <= rack.path("u_height").asInt(42);
    if (PortalValues.number(row.path("start_u")).isEmpty()) {
      errors.notANumber("start_u", row.path("start_u"));
    } else if (start < 1) {
      errors.notGreaterThan0("start_u", start);
    }
    if (!inRack) {
      errors.add("start_u", "is invalid");
      errors.add("start_u", "is invalid");
    }
    if (end < 1) {
      errors.notGreaterThan0("end_u", end);
    } else if (end > rack.path("u_height").asInt(42)) {
      errors.add("end_u", "is invalid");
    }
    if (inRack && isOccupied(row, start)) {
      errors.add("start_u", "is occupied");
    }
    if (!List.of("b", "f").contains(row.path("facing").asText("f"))) {
      errors.notIncluded("facing", List.of("b", "f"), row.path("facing"));
    }
    return errors;
  }

  /** Only the lowest unit is looked at, and both faces count. */
  boolean isOccupied(ObjectNode row, int unit) {
    return devicesOf(row.path("rack").asText())
        .filter(other -> !other.path("id").equals(row.path("id")))
        .anyMatch(other -> other.path("start_u").asInt(1) <= unit && unit <= endUnit(other));
  }

  /** Whether the chassis that the portal makes with a device gets a name that fits its column. */
  boolean fitsChassis(ObjectNode template, ObjectNode rack) {
    String names = template.path("name").asText() + rack.path("name").asText();
    return names.replaceAll("[^A-Za-z0-9-]", "").length() + CHASSIS_REST <= LONGEST;
  }

  /** What is wrong with a device, but for its place. */
  PortalErrors device(ObjectNode row, String detailsType) {
    PortalErrors errors = new PortalErrors();
    String type = row.path("type").asText();
    name(errors, row, DEVICE_NAME, "can contain only alphanumeric characters, dots and hyphens.");
    if (row.path("name").asText().length() > LONGEST_DEVICE_NAME) {
      errors.tooLong("name", LONGEST_DEVICE_NAME);
    }
    if (devicesOf(row.path("rack").asText())
        .filter(other -> !other.path("id").equals(row.path("id")))
        .anyMatch(isNamed(row.path("name").asText()))) {
      errors.taken("name");
    }
    List<String> statuses = DEVICE_STATUSES.getOrDefault(type, List.of());
    if (!statuses.contains(row.path("status").asText())) {
      errors.add("status", "must be one of " + words(statuses));
    }
    cost(errors, row);
    if (DETAILS_TYPES.containsKey(type)) {
      if (!DETAILS_TYPES.get(type).equals(detailsType)) {
        errors.add("details_type", "must have " + DETAILS_NAMES.get(type) + " details");
      }
      String wanted = type.equals("Instance") ? "" : DETAILS_NAMES.get(type);
      boolean fits =
          world
              .templates()
              .find(row.path("template").asText())
              .map(template -> template.path("tag").asText(""))
              .map(tag -> (tag.equals("null") ? "" : tag).equals(wanted))
              .orElse(true);
      if (!fits) {
        errors.add(
            "template",
            type.equals("Instance")
                ? "must use an instance template"
                : "must use the " + wanted + " template");
      }
    }
    return errors;
  }

  /** Whether what the portal sends to open pages after any change in this rack can be made. */
  boolean canBroadcast(String rack) {
    Optional<ObjectNode> row = world.racks().find(rack);
    return Stream.concat(row.stream(), devicesOf(rack))
        .map(each -> new BigDecimal(each.path("cost").asText("0")))
        .allMatch(cost -> cost.compareTo(MOST_MONEY) <= 0);
  }

  Stream<ObjectNode> devicesOf(String rack) {
    return world.devices().rows().stream().filter(row -> row.path("rack").asText().equals(rack));
  }

  private int endUnit(ObjectNode device) {
    return device.path("start_u").asInt(1) + height(device) - 1;
  }

  private int height(ObjectNode device) {
    return world
        .templates()
        .find(device.path("template").asText())
        .map(template -> template.path("height").asInt(1))
        .orElse(1);
  }

  private static void name(PortalErrors errors, ObjectNode row, Pattern form, String message) {
    String name = row.path("name").isNull() ? "" : row.path("name").asText();
    if (PortalValues.isBlank(name)) {
      errors.blank("name");
    } else if (!form.matcher(name).matches()) {
      errors.format("name", message, row.path("name"));
    }
  }

  private static void cost(PortalErrors errors, ObjectNode row) {
    if (row.has("cost")) {
      Optional<BigDecimal> cost = PortalValues.number(row.path("cost"));
      if (cost.isEmpty()) {
        errors.notANumber("cost", row.path("cost"));
      } else if (cost.get().signum() < 0) {
        errors.add("cost", "must be greater than or equal to 0");
      }
    }
  }

  private static void aboveZero(
      PortalErrors errors, ObjectNode row, String field, boolean optional) {
    JsonNode value = row.path(field);
    if (optional && (value.isNull() || value.isMissingNode())) {
      return;
    }
    Optional<BigDecimal> number = PortalValues.number(value);
    if (number.isEmpty()) {
      errors.notANumber(field, value);
    } else if (number.get().signum() <= 0) {
      errors.notGreaterThan0(field, number.get().intValue());
    }
  }

  private static Stream<ObjectNode> others(Table table, ObjectNode row) {
    return table.rows().stream().filter(other -> !other.path("id").equals(row.path("id")));
  }

  private static Predicate<ObjectNode> isNamed(String name) {
    return row -> row.path("name").asText().equals(name);
  }

  private static String words(List<String> words) {
    return words.isEmpty()
        ? ""
        : String.join(", ", words.subList(0, words.size() - 1))
            + " or "
            + words.get(words.size() - 1);
  }
}
