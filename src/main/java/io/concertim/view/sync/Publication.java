package io.concertim.view.sync;

import io.concertim.view.model.view.View;
import io.concertim.view.store.State;
import io.concertim.view.store.StateFile;
import io.concertim.view.store.ViewJson;
import io.concertim.view.store.ViewPickle;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.ExchangeProperty;

/** Makes the contents of the files from the exchange properties {@code state} and {@code view}. */
public final class Publication {

  public InputStream layers(@ExchangeProperty("state") State state) throws IOException {
    return StateFile.stream(state);
  }

  public InputStream pickle(@ExchangeProperty("view") View view) {
    return ViewPickle.stream(view);
  }

  public InputStream json(@ExchangeProperty("view") View view) {
    return ViewJson.stream(view);
  }
}
