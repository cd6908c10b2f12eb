// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Template;
import io.concertim.view.model.view.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a view wants the portal to create, to delete or to change, each put down to the part of the
 * portal that shows at the least cost whether it is done:
 *
 * <ul>
 *   <li>a new template or rack to the list of its kind, since its id is not known,
 *   <li>a new device to its rack; if the rack is new too, that is found first,
 *   <li>a deletion or a change to the object itself, and to the rack if at least half of its
 *       devices are concerned,
 *   <li>changes of more than a hundredth of all racks to the list of racks, which costs less than
 *       that many racks with their devices.
 * </ul>
 *
 * <p>Both processes read it from the journal, as text: a line for each part.
 */
public final class Offer {
  private static final Pattern LINE =
      Pattern.compile("([+~])(TEMPLATE|RACK|DEVICE) (\\d{1,9})-([0-9a-f]{1,16})(?: (.+))?");

  /** A list of so many racks costs what one of them costs that is shown with its devices. */
  private static final int RACKS_OF_A_LIST = 100;

  private final Map<PortalPart, Wanted> wanted = new LinkedHashMap<>();

  private Offer() {}

  /** By part what the view wants; in the order of the view. */
  static Map<PortalPart, Wanted> of(View view) {
    Offer offer = new Offer();
    view.templates().forEach(offer::add);
    offer.addRacks(view.racks());
    offer.addDevices(view.devices());
    return offer.wanted;
  }

  private void add(Template template) {
    boolean isNew = template.id().concertim() == null;
    if (isNew || template.updated()) {
      int hash = Objects.hash(template.id().concertim(), template.id().cloud());
      add(PortalPart.list(Kind.TEMPLATE), Wanted.one(isNew, hash));
    }
  }

  private void addRacks(List<Rack> racks) {
    long changed = racks.stream().filter(Offer::isChanged).count();
    boolean asList = changed > 1 && changed > racks.size() / RACKS_OF_A_LIST;
    racks.forEach(rack -> add(rack, asList));
  }

  private static boolean isChanged(Rack rack) {
    return rack.id().concertim() != null && !rack.deleteMarker() && rack.updated();
  }

  private void add(Rack rack, boolean asList) {
    String id = rack.id().concertim();
    if (id == null && rack.pending() == null) {
      add(PortalPart.list(Kind.RACK), Wanted.one(true, Objects.hashCode(rack.id().cloud())));
    } else if (id != null && rack.deleteMarker()) {
      add(new PortalPart(Kind.RACK, id), Wanted.one(true, 1));
    } else if (isChanged(rack)) {
      int values =
          Objects.hash(
              rack.name(), rack.status(), rack.statusReason(), rack.outputs(), rack.metadata());
      add(
          asList ? PortalPart.list(Kind.RACK) : new PortalPart(Kind.RACK, id),
          Wanted.one(false, values));
    }
  }

  private void addDevices(List<Device> devices) {
    Map<String, Integer> sizes = new HashMap<>();
    Map<String, List<Device>> known = new LinkedHashMap<>();
    for (Device device : devices) {
      String rack = device.rackId() == null ? null : device.rackId().concertim();
      if (device.id().concertim() == null) {
        if (rack != null) {
          int hash = Objects.hashCode(device.id().cloud());
          add(new PortalPart(Kind.RACK, rack), Wanted.one(true, hash));
        }
      } else {
        sizes.merge(String.valueOf(rack), 1, Integer::sum);
        if (device.deleteMarker() || device.updated()) {
          known.computeIfAbsent(String.valueOf(rack), id -> new ArrayList<>()).add(device);
        }
      }
    }
    known.forEach(
        (rack, some) -> {
          boolean asRack = some.size() > 1 && 2 * some.size() >= sizes.get(rack);
          for (Device device : some) {
            PortalPart itself = new PortalPart(Kind.DEVICE, device.id().concertim());
            int hash = device.deleteMarker() ? device.id().hashCode() : device.hashCode();
            add(
                asRack && device.rackId() != null ? new PortalPart(Kind.RACK, rack) : itself,
                Wanted.one(device.deleteMarker(), hash));
          }
        });
  }

  private void add(PortalPart part, Wanted more) {
    wanted.merge(part, more, Wanted::and);
  }

  /** Equal for equal offers; null if nothing is wanted. */
  static String text(View view) {
    StringBuilder text = new StringBuilder();
    of(view)
        .forEach(
            (part, what) -> {
              String line =
                  (what.offered() ? "+" : "~")
                      + part.kind()
                      + " "
                      + what.objects()
                      + "-"
                      + Long.toHexString(what.digest())
                      + (part.id() == null ? "" : " " + part.id());
              if (LINE.matcher(line).matches()) { // an id with a line feed cannot be asked for
                text.append(line).append('\n');
              }
            });
    return text.isEmpty() ? null : text.toString();
  }

  /**
   * What a text says; what is not understood, as of another version of the program, is left out.
   *
   * @param text may be null
   */
  public static Map<PortalPart, Wanted> parse(String text) {
    Map<PortalPart, Wanted> parts = new LinkedHashMap<>();
    for (String line : text == null ? new String[0] : text.split("\n")) {
      Matcher found = LINE.matcher(line);
      if (found.matches()) {
        parts.put(
            new PortalPart(Kind.valueOf(found.group(2)), found.group(5)),
            new Wanted(
                found.group(1).equals("+"),
                Integer.parseInt(found.group(3)),
                Long.parseUnsignedLong(found.group(4), 16)));
      }
    }
    return parts;
  }
}
