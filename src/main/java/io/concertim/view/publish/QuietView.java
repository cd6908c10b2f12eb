// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Template;
import io.concertim.view.model.view.View;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The view for the view.pickle of a host that is cut off from its cluster: by it fe_updates
 * creates, changes and deletes nothing, as the fe_updates of another host may be at work. In
 * view.json, from which the history goes on, all stays as it is known.
 */
public final class QuietView {
  private static final Logger LOG = LoggerFactory.getLogger(QuietView.class);

  private final BooleanSupplier isCutOff;
  private boolean isMade;
  private volatile boolean isShown;

  public QuietView(BooleanSupplier isCutOff) {
    this.isCutOff = isCutOff;
  }

  /** Whether the files have to be written, as this host is cut off now, or no longer. */
  public boolean isDue() {
    return isCutOff.getAsBoolean() != isShown;
  }

  /** What view.pickle is to show of a view. */
  View of(View view) {
    isMade = isCutOff.getAsBoolean();
    return isMade ? quiet(view) : view;
  }

  /** The files show what was made last. */
  void shown() {
    if (isMade && !isShown) {
      LOG.warn(
          "this host is cut off from its cluster, so its view.pickle shows only what is in the"
              + " portal, and nothing as changed or gone");
    } else if (isShown && !isMade) {
      LOG.info("view.pickle of this host shows the whole view again");
    }
    isShown = isMade;
  }

  private static View quiet(View view) {
    return new View(
        view.generation(),
        view.writtenAt(),
        view.sources(),
        view.teams(),
        view.users(),
        view.templates().stream().filter(t -> isInPortal(t.id())).map(QuietView::quiet).toList(),
        view.racks().stream()
            .filter(r -> r.id().concertim() != null)
            .map(QuietView::quiet)
            .toList(),
        view.devices().stream().filter(d -> isInPortal(d.id())).map(QuietView::quiet).toList(),
        view.problems(),
        view.held());
  }

  private static boolean isInPortal(PairedId id) {
    return id.concertim() != null;
  }

  private static Template quiet(Template template) {
    return new Template(
        template.id(),
        template.name(),
        template.description(),
        template.ram(),
        template.disk(),
        template.vcpus(),
        template.height(),
        template.tag(),
        false);
  }

  private static Rack quiet(Rack rack) {
    List<PairedId> devices = rack.devices().stream().filter(QuietView::isInPortal).toList();
    return new Rack(
        rack.id(),
        rack.name(),
        rack.description(),
        rack.teamId(),
        rack.height(),
        rack.status(),
        rack.statusReason(),
        rack.outputs(),
        rack.creationOutput(),
        rack.networkDetails(),
        rack.metadata(),
        rack.resources(),
        rack.occupied(),
        devices,
        rack.pending(),
        false,
        false);
  }

  private static Device quiet(Device device) {
    return new Device(
        device.id(),
        device.name(),
        device.type(),
        device.description(),
        device.rackId(),
        device.templateId(),
        device.location(),
        device.status(),
        device.networkInterfaces(),
        device.cost(),
        device.details(),
        false,
        false);
  }
}
