// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.python;

import io.concertim.view.model.view.View;
import io.concertim.view.pieces.Pieces;
import java.io.IOException;
import java.lang.ref.SoftReference;

/**
 * Writes view.pickle for one view after the other. What the Python services may see of a view is
 * looked for again only where it may differ from the view before. Not safe for use by several
 * threads.
 */
public final class ViewPickles {
  private SoftReference<Last> last = new SoftReference<>(null);

  private record Last(View view, PythonView shown) {}

  /** Writes view.pickle for the next view. */
  public void write(View view, Pieces pieces) throws IOException {
    Last before = last.get();
    PythonView shown =
        before != null && before.shown.follows(before.view, view)
            ? before.shown
            : PythonView.of(view);
    last = new SoftReference<>(new Last(view, shown));
    ViewPickle.write(shown, pieces);
  }
}
