package io.concertim.view.cli.check;

/**
 * One line of the checklist.
 *
 * @param area what was looked at: {@code files}, {@code concertim}, {@code openstack}, {@code
 *     killbill} or {@code rabbitmq}
 * @param item what of it
 * @param result how it is
 * @param detail what was found; no secret
 * @param remedy what to do, or null where there is nothing to do
 */
public record Finding(String area, String item, Result result, String detail, String remedy) {

  /** How something was found. */
  public enum Result {
    OK,
    /** The program works, but not as well as it might. */
    WARN,
    /** The program, or the suite, does not work. */
    FAIL
  }

  /** For people. */
  public String told() {
    String mark = result == Result.OK ? "ok" : result.name();
    return "%-4s  %-9s  %-26s  %s%s"
        .formatted(mark, area, item, detail, remedy == null ? "" : "; " + remedy);
  }
}
