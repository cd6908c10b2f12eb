// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.python;

import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.View;
import io.concertim.view.pieces.Piece;
import io.concertim.view.pieces.Pieces;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * view.pickle: the view as the suite's Python services load it.
 *
 * <p>A pickle (protocol 4) of one ConcertimView with every attribute that the Python classes have,
 * since their {@code __init__} does not run on load. Keys are id tuples of 2 or 3 parts, None for
 * an unknown part. A device's template is the same object as the one in {@code templates}:
 * fe_updates writes new ids into the one and reads them from the other. No other list, dict or
 * object is shared: billing changes them in place. Names, types and order of the attributes:
 * suite.md sections 3 and 4, and the pickle that the Python sync made (fixtures/concertim/oracle).
 * What stays out: {@link PythonView}.
 *
 * <p>First come the words, the classes and the templates, which the objects after them recall by
 * number. An object recalls nothing of another one, so it is a {@link Piece} that does not depend
 * on what stands before it.
 */
public final class ViewPickle {
  private final Pieces pieces;
  private final PickleWriter out;
  private final PythonView view;
  private final PickledObjects objects;

  /** The position of each template, which is what a device's piece holds of it. */
  private final Map<PairedId, Integer> templates = new HashMap<>();

  private ViewPickle(PythonView view, Pieces pieces) {
    this.view = view;
    this.pieces = pieces;
    this.out = new PickleWriter(pieces.out());
    this.objects = new PickledObjects(view, out);
    view.templates().keySet().forEach(id -> templates.put(id, templates.size()));
  }

  /** Writes view.pickle for this view. */
  public static void write(View view, Pieces pieces) throws IOException {
    write(PythonView.of(view), pieces);
  }

  static void write(PythonView view, Pieces pieces) throws IOException {
    try {
      new ViewPickle(view, pieces).write();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The content of view.pickle for this view. */
  public static byte[] bytes(View view) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(view, Pieces.allNew(out));
    } catch (IOException e) {
      throw new UncheckedIOException("view.pickle cannot be made from the view", e);
    }
    return out.toByteArray();
  }

  private void write() throws IOException {
    pieces.begin(view);
    objects.define();
    out.instance(PythonClass.VIEW);
    dict("racks", view.racks(), this::ordered);
    dict("devices", view.devices(), this::ordered);
    dict("users", view.users(), user -> null);
    dict("templates", view.templates(), template -> templates.get(template.id()));
    dict("teams", view.teams(), this::ordered);
    out.endInstance();
    out.finish();
  }

  /** A dict of objects by their ids. Each key with its object is a piece. */
  private <T> void dict(String name, Map<?, T> byId, Function<T, Object> ordered)
      throws IOException {
    out.recurring(name);
    out.dict();
    out.flush();
    for (Map.Entry<?, T> entry : byId.entrySet()) {
      T object = entry.getValue();
      if (!pieces.addSame(object)) {
        pieces.add(
            new Piece(entry.getKey(), object, ordered.apply(object)),
            () -> {
              objects.keyed(entry.getKey(), object);
              out.setItem();
              out.flush();
            });
      }
    }
    out.setItem();
  }

  private Object ordered(Rack rack) {
    return Arrays.asList(
        rack.outputs(),
        rack.networkDetails(),
        rack.metadata(),
        rack.resources(),
        objects.devicesOf(rack));
  }

  private Object ordered(Device device) {
    return Arrays.asList(templates.get(device.templateId()), device.details());
  }

  private Object ordered(Team team) {
    return objects.racksOf(team);
  }
}
