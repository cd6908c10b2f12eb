// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import io.concertim.view.log.LogOnce;
import io.concertim.view.merge.DeletionGate;
import io.concertim.view.merge.Layers;
import io.concertim.view.merge.MissingObject;
import io.concertim.view.merge.RackAbsences;
import io.concertim.view.merge.SourceRead;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.layer.Source;
import io.concertim.view.publish.Causes;
import io.concertim.view.publish.PortalPart;
import io.concertim.view.source.EntityTags;
import io.concertim.view.state.State;
import io.concertim.view.state.SyncMerge;
import io.concertim.view.store.SharedState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sync of parts of one source: takes over between two full syncs what fe_updates has just made in
 * the portal or removed from it, so that it is not offered again (suite.md section 4, fe_updates
 * rule 3).
 */
public final class PortalRefresh {
  private static final Logger LOG = LoggerFactory.getLogger(PortalRefresh.class);

  private final SharedState shared;
  private final DeletionGate gate;
  private final EntityTags tags;
  private final LogOnce news;

  public PortalRefresh(SharedState shared, DeletionGate gate, EntityTags tags, LogOnce news) {
    this.news = news;
    this.shared = shared;
    this.gate = gate;
    this.tags = tags;
  }

  /**
   * What to ask the portal for: lists, with null for an id, then racks with the devices that go
   * with them, then the devices of other racks.
   */
  public List<MissingObject> questions(@Body List<PortalPart> parts) {
    Layers known = shared.layers();
    Map<String, List<MissingObject>> devices = new HashMap<>();
    parts.stream()
        .filter(part -> part.kind() == Kind.RACK && part.id() != null)
        .forEach(part -> devices.put(part.id(), new ArrayList<>()));
    if (!devices.isEmpty()) {
      known.facts(PortalDevice.class).stream()
          .filter(device -> devices.containsKey(device.rackId()))
          .forEach(
              device ->
                  devices
                      .get(device.rackId())
                      .add(new MissingObject(Kind.DEVICE, device.id(), device)));
    }
    List<MissingObject> questions = new ArrayList<>();
    for (PortalPart part : parts) {
      Fact last = known.observation(part.kind(), part.id()).map(Observation::fact).orElse(null);
      if (!(last instanceof PortalDevice device) || !devices.containsKey(device.rackId())) {
        List<MissingObject> along =
            part.kind() == Kind.RACK ? devices.getOrDefault(part.id(), List.of()) : List.of();
        questions.add(new MissingObject(part.kind(), part.id(), last, along));
      }
    }
    questions.sort(Comparator.comparing(question -> order(question)));
    return questions;
  }

  private static int order(MissingObject question) {
    return question.id() == null ? 0 : question.kind() == Kind.RACK ? 1 : 2;
  }

  /** The portal fails over this object, or shows what cannot be understood; it stays as it was. */
  public List<Observation> unreadable(
      @ExchangeProperty("absence") MissingObject object,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    String name = object.kind().label() + " " + object.id();
    if (news.isNew(name, failure.getMessage())) {
      LOG.warn("{} stays as it was: {}", name, failure.getMessage());
    }
    return List.of();
  }

  /**
   * What has to be confirmed by id, since lists or racks lack it.
   *
   * @param shown the reads of lists, and what was observed of racks and devices by their id
   */
  public List<MissingObject> absences(Exchange exchange, @Body List<?> shown) {
    SourceRead reading = new SourceRead(Source.CONCERTIM);
    List<Observation> byId = new ArrayList<>();
    for (Object part : shown) {
      if (part instanceof SourceRead list) {
        reading.add(list);
      } else {
        byId.add((Observation) part);
      }
    }
    byId.forEach(reading::observe);
    State before = shared.current();
    SyncMerge merge = new SyncMerge(before, Map.of(Source.CONCERTIM, reading), gate, false);
    exchange.setProperty("merge", merge);
    List<MissingObject> absences = new ArrayList<>(merge.absences());
    absences.addAll(RackAbsences.of(before.layers(), byId));
    return absences;
  }

  /** All that was learnt. */
  public List<Observation> observations(
      Exchange exchange, @ExchangeProperty("merge") SyncMerge merge, @Body List<?> answers) {
    exchange.setProperty("causes", Causes.PORTAL);
    return merge.observations(answers);
  }

  /** Goes on from what has been stored. */
  public void stored(@ExchangeProperty("merge") SyncMerge merge) {
    tags.follow(merge.sources(), merge.clean());
  }

  /** The portal could not be read; the next time tries again. */
  public void failed(
      Exchange exchange, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    exchange.setProperty("lookFailed", true);
    if (news.isNew("portal", failure.getMessage())) {
      LOG.warn("the portal could not be read between two syncs: {}", failure.getMessage());
    }
  }
}
