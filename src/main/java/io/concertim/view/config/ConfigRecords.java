// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import static java.util.stream.Collectors.toMap;

import io.concertim.view.config.RabbitMqConfig.ClientCertificate;
import io.concertim.view.config.RabbitMqConfig.Encryption;
import io.concertim.view.config.ViewSettings.Deletions;
import io.concertim.view.config.ViewSettings.Management;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes the records from a file that has been found right. */
final class ConfigRecords {
  private static final String CLUSTER_QUEUE = "concertim_view_cluster";

  /** Survives the loss of a broker's node; one host at a time takes its messages. */
  private static final Map<String, Object> ONE_CONSUMER =
      Map.of("x-queue-type", "quorum", QueueSettings.ONE_CONSUMER, true);

  private final Path directory;

  /**
   * @param directory what a relative file is relative to
   */
  ConfigRecords(Path directory) {
    this.directory = directory;
  }

  ViewConfig of(Block root) {
    Block view = root.block("view");
    return new ViewConfig(
        concertim(root.block("concertim")),
        openstack(root.block("openstack")),
        root.has("killbill") ? Optional.of(killbill(root.block("killbill"))) : Optional.empty(),
        root.has("rmq") ? Optional.of(rmq(root.block("rmq"))) : Optional.empty(),
        LogLevel.valueOf(root.text("log_level")),
        view(root),
        notified(view.block("notify")),
        isCluster(view) ? Optional.of(cluster(view)) : Optional.empty());
  }

  private ConcertimConfig concertim(Block block) {
    return new ConcertimConfig(
        address(block, "concertim_url"),
        block.text("concertim_username"),
        block.secret("concertim_password"),
        block.integer("default_rack_height"),
        tls(block.block("tls")));
  }

  private OpenStackConfig openstack(Block block) {
    URI address = address(block, "auth_url");
    return new OpenStackConfig(
        address.getPath().endsWith("/v3") ? address : URI.create(address + "/v3"),
        login(block),
        block.first("region_name"),
        block.first("interface", "endpoint_type").orElse("public").replace("URL", ""),
        tls(block.block("tls")));
  }

  private static KeystoneAuth login(Block block) {
    return KeystoneLogin.credential(block)
        .<KeystoneAuth>map(credential -> credential)
        .orElseGet(
            () ->
                new PasswordLogin(
                    KeystoneLogin.user(block).orElseThrow(),
                    KeystoneLogin.password(block).orElseThrow(),
                    KeystoneLogin.project(block).orElseThrow()));
  }

  private KillBillConfig killbill(Block block) {
    return new KillBillConfig(
        address(block, "api_host"),
        block.text("username"),
        block.secret("password"),
        block.secret("apikey"),
        block.secret("apisecret"),
        block.text("plan_name"),
        tls(block.block("tls")));
  }

  private RabbitMqConfig rmq(Block block) {
    Block tls = block.block("tls");
    return new RabbitMqConfig(
        block.text("rmq_address"),
        block.integer("rmq_port"),
        block.text("rmq_username"),
        block.secret("rmq_password"),
        block.text("rmq_path"),
        tls.flag("enabled") ? Optional.of(encryption(tls)) : Optional.empty());
  }

  private Encryption encryption(Block tls) {
    return new Encryption(
        tls(tls),
        file(tls, "client_certificate")
            .flatMap(
                certificate ->
                    file(tls, "client_key").map(key -> new ClientCertificate(certificate, key))));
  }

  /** An address as the schema has it: host, colon, port. */
  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  private ViewSettings view(Block root) {
    Block block = root.block("view");
    return new ViewSettings(
        block.first("cron"),
        block.duration("interval"),
        block.duration("connect_timeout"),
        block.duration("response_timeout"),
        block.integer("retries"),
        block.duration("retry_delay"),
        block.duration("source_deadline"),
        block.integer("page_size"),
        block.integer("full_reread_every"),
        block.has("full_lists_every")
            ? Optional.of(block.duration("full_lists_every"))
            : Optional.empty(),
        block.duration("killbill_interval"),
        block.flag("require_order") && root.has("killbill"),
        block.flag("require_https"),
        new Deletions(block.number("deletion_threshold"), block.integer("deletion_minimum")),
        block.integer("history_bytes"),
        block.number("publish_share"),
        LogFormat.valueOf(block.text("log_format").toUpperCase(Locale.ROOT)),
        maxAge(block),
        management(block),
        queue(block.block("queue"), isCluster(block)),
        concurrency(block.block("concurrency")),
        block.first("memory").map(Long::valueOf),
        load(block.block("load")),
        links(block.block("links")));
  }

  private static boolean isCluster(Block view) {
    return view.text("store").equals("postgresql");
  }

  private ClusterSettings cluster(Block view) {
    Block database = view.block("postgresql");
    Block tls = database.block("tls");
    Block cluster = view.block("cluster");
    return new ClusterSettings(
        database.text("url"),
        database.text("username"),
        database.secret("password"),
        database.text("schema"),
        tls.flag("enabled") ? Optional.of(tls(tls)) : Optional.empty(),
        clusterHost(cluster),
        cluster.duration("lease"),
        cluster.has("quiet_after")
            ? Optional.of(cluster.duration("quiet_after"))
            : Optional.empty());
  }

  /** What this host is called among the others: without a name of its own, localhost. */
  static String clusterHost(Block cluster) {
    return cluster.first("host").orElseGet(ConfigRecords::hostName);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private List<NotifyTarget> notified(Block block) {
    return block.keys().stream().map(name -> target(name, block.block(name))).toList();
  }

  private NotifyTarget target(String name, Block block) {
    return new NotifyTarget(
        name,
        block.first("url").map(URI::create), // to the letter: a slash at its end may count
        block.first("exchange"),
        block.has("secret") ? Optional.of(block.secret("secret")) : Optional.empty(),
        block.first("kinds").map(ConfigRecords::parts).orElse(List.of()),
        block.first("teams").map(ConfigRecords::parts).orElse(List.of()),
        block.first("statuses").map(ConfigRecords::parts).orElse(List.of()),
        tls(block.block("tls")));
  }

  /** A read that is not due yet is no reason to worry. */
  private static Duration maxAge(Block block) {
    if (block.has("max_age")) {
      return block.duration("max_age");
    }
    return Stream.of("interval", "killbill_interval")
        .map(key -> block.duration(key).multipliedBy(2))
        .reduce(ViewSettings.MAX_AGE, (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  private static Management management(Block block) {
    String text = block.text("management");
    return new Management(
        text.equals("off") ? Optional.empty() : Optional.of(address(text)),
        block.has("management"));
  }

  private static Map<String, String> links(Block block) {
    Map<String, String> links = new TreeMap<>();
    for (String system : List.of("concertim", "horizon")) {
      block.first(system).ifPresent(address -> links.put(system, address));
    }
    return links;
  }

  private static QueueSettings queue(Block block, boolean isCluster) {
    return new QueueSettings(
        isCluster ? block.first("name").orElse(CLUSTER_QUEUE) : block.text("name"),
        parts(block.text("exchanges")),
        parts(block.text("routing_keys")),
        EventTypes.builtInAnd(
            block.first("event_types").map(ConfigRecords::parts).orElse(List.of())),
        block.integer("max_length"),
        block.has("message_ttl") ? Optional.of(block.duration("message_ttl")) : Optional.empty(),
        block
            .first("arguments")
            .map(ConfigRecords::arguments)
            .orElse(isCluster ? ONE_CONSUMER : Map.of()),
        block.integer("prefetch"),
        block.flag("dead_letter_bodies"),
        block.integer("readers"),
        block.integer("bulk_threshold"),
        block.duration("read_interval"),
        block.duration("portal_interval"));
  }

  private static List<String> parts(String text) {
    return Arrays.asList(text.strip().split(" *, *", -1));
  }

  private static Map<String, Object> arguments(String text) {
    Map<String, Object> arguments = new TreeMap<>();
    for (String argument : parts(text)) {
      int equals = argument.indexOf('=');
      arguments.put(argument.substring(0, equals), value(argument.substring(equals + 1)));
    }
    return arguments;
  }

  private static Object value(String text) {
    if (text.matches("[0-9]{1,18}")) {
      return Long.valueOf(text);
    }
    return text.equals("true") || text.equals("false") ? (Object) Boolean.valueOf(text) : text;
  }

  private static Map<String, Integer> concurrency(Block block) {
    return Stream.of(
            "concertim", "identity", "compute", "orchestration", "volume", "network", "killbill")
        .collect(toMap(service -> service, block::integer));
  }

  private static Map<String, Double> load(Block block) {
    return Stream.of("concertim", "openstack", "killbill")
        .collect(toMap(system -> system, block::number));
  }

  private Tls tls(Block block) {
    return new Tls(file(block, "ca_file"), block.first("pinned_sha256"), block.flag("insecure"));
  }

  private Optional<Path> file(Block block, String key) {
    return block.path(key).map(directory::resolve);
  }

  private static URI address(Block block, String key) {
    return URI.create(block.text(key).replaceAll("/+$", ""));
  }
}
