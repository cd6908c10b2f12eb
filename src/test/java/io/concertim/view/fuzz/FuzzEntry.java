// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where Jazzer begins; its argument is the name of one of {@link FuzzTargets}. */
public final class FuzzEntry {
  private static FuzzTarget target;

  private FuzzEntry() {}

  /** Called once; what is read first loads classes, which is not to be measured. */
  public static void fuzzerInitialize(String[] arguments) throws Exception {
    target = FuzzTargets.of(arguments[0]);
    for (Path file : CorpusTest.inputs(arguments[0])) {
      target.accept(Files.readAllBytes(file));
    }
  }

  /** Called for each input; whatever it throws is a finding. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    WithinBounds.accept(target, input);
  }
}
