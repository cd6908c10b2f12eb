package io.concertim.view.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackResource;
import io.concertim.view.model.layer.StackResources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectAnswersTest {
  private static final Stack STACK =
      new Stack("s", "web", "p", "CM_anna", "CREATE_COMPLETE", null, null);
  private static final StackResource SERVER =
      new StackResource("node", "OS::Nova::Server", "server-1");
  private static final String ANSWER =
      """
      {"resources": [{"resource_name": "node", "resource_type": "OS::Nova::Server",
                      "physical_resource_id": "server-1"}]}""";

  private static StackResources read(Observation... known) throws IOException {
    Layers layers = Layers.empty().merge(List.of(known));
    List<Observation> shown =
        new ObjectAnswers(new HybridClock(Clock.systemUTC()), () -> layers, Map.of())
            .resources(
                new ByteArrayInputStream(ANSWER.getBytes(StandardCharsets.UTF_8)),
                STACK,
                List.of(),
                7);
    return (StackResources) shown.get(0).fact();
  }

  private static Observation known(StackResource resource) {
    return Observation.of(
        Kind.STACK_RESOURCES, 1, new StackResources("s", "stamp", List.of(resource)));
  }

  @Test
  void aTreeThatIsAsItWasKeepsItsStamp() throws IOException {
    assertEquals(new StackResources("s", "stamp", List.of(SERVER)), read(known(SERVER)));
  }

  @Test
  void aTreeThatHasChangedIsProvenByNoList() throws IOException {
    StackResource other = new StackResource("node", "OS::Nova::Server", "server-2");

    assertEquals(new StackResources("s", null, List.of(SERVER)), read(known(other)));
    assertEquals(
        new StackResources("s", null, List.of(SERVER)),
        read(known(SERVER), Observation.gone(Kind.STACK_RESOURCES, "s", 2)));
    assertEquals(new StackResources("s", null, List.of(SERVER)), read());
  }
}
