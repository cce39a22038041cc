package dev.quiver.messaging.connection;

import dev.quiver.messaging.text.UnusableValueException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A broker's address, or those of a pair, as users write it, and as the client library wants it:
 * with every parameter that matters set, because the library's defaults do not reconnect, take a
 * minute to notice a dead peer, and let one consumer hoard a mebibyte of messages.
 *
 * @param servers each {@code tcp://host:port}, perhaps with parameters of its own
 * @param parameters what the user wrote after {@code ?}; wins over ours
 */
record BrokerUrl(List<String> servers, Map<String, String> parameters) {

  private static final int DEFAULT_PORT = 61616;

  /**
   * Usual documents stay below it. What is longer is sent in pieces of this size, and with pieces
   * of 128 KiB or more the broker stops reading from the connection, or cuts it.
   */
  private static final int MIN_LARGE_MESSAGE_BYTES = 100 * 1024;

  /** Small, so that a crash returns few messages and others find work; slots set their own. */
  private static final int CONSUMER_WINDOW_BYTES = 64 * 1024;

  private static final int CONFIRMATION_WINDOW_BYTES = 1024 * 1024;

  BrokerUrl {
    servers = List.copyOf(servers);
  }

  /**
   * @throws IllegalArgumentException if it is not a broker's address, or carries a password
   */
  static BrokerUrl parse(String url) {
    String text = url.strip();
    String list;
    String query;
    if (text.startsWith("(")) {
      int end = text.indexOf(')');
      if (end < 0) {
        throw unusable("value.url.parenthesis", url);
      }
      list = text.substring(1, end);
      String rest = text.substring(end + 1);
      if (!rest.isEmpty() && !rest.startsWith("?")) {
        throw unusable("value.url.rest", url);
      }
      query = rest.isEmpty() ? "" : rest.substring(1);
    } else {
      int question = text.indexOf('?');
      list = question < 0 ? text : text.substring(0, question);
      query = question < 0 ? "" : text.substring(question + 1);
    }
    List<String> servers = new ArrayList<>();
    for (String server : list.split(",", -1)) {
      servers.add(server(url, server.strip()));
    }
    return of(servers, parameters(url, query));
  }

  /**
   * What belongs to a server goes to each of a pair: behind the parenthesis the library drops it.
   */
  private static BrokerUrl of(List<String> servers, Map<String, String> parameters) {
    if (servers.size() == 1) {
      return new BrokerUrl(servers, parameters);
    }
    Map<String, String> ofAll = new LinkedHashMap<>(parameters);
    Map<String, String> ofEach = new LinkedHashMap<>(parameters);
    ofAll.keySet().removeAll(TlsFolder.PARAMETERS);
    ofEach.keySet().retainAll(TlsFolder.PARAMETERS);
    return new BrokerUrl(
        servers.stream().map(server -> withAbsent(server, ofEach)).toList(), ofAll);
  }

  /** The way to whichever of these answers; each keeps what belongs to a server. */
  static BrokerUrl anyOf(List<BrokerUrl> urls) {
    List<String> servers = new ArrayList<>();
    Map<String, String> ofAll = new LinkedHashMap<>();
    for (BrokerUrl url : urls) {
      Map<String, String> ofEach = new LinkedHashMap<>(url.parameters);
      ofEach.keySet().retainAll(TlsFolder.PARAMETERS);
      url.servers.forEach(server -> servers.add(withAbsent(server, ofEach)));
      url.parameters.forEach(ofAll::putIfAbsent);
    }
    ofAll.keySet().removeAll(TlsFolder.PARAMETERS);
    return new BrokerUrl(servers, ofAll);
  }

  private static String withAbsent(String server, Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(more);
    all.putAll(ownParameters(server));
    int question = server.indexOf('?');
    String where = question < 0 ? server : server.substring(0, question);
    return all.isEmpty() ? where : where + "?" + joined(all);
  }

  private static Map<String, String> ownParameters(String server) {
    String query = uri(server).getRawQuery();
    return parameters(server, query == null ? "" : query);
  }

  /** The same with those parameters where it does not have them. */
  BrokerUrl with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(more);
    all.putAll(parameters);
    return of(servers, all);
  }

  /** Whether it says for each server that it is encrypted, or is not. */
  boolean saysWhetherEncrypted() {
    return servers.stream().allMatch(each -> parametersOf(uri(each)).containsKey("sslEnabled"));
  }

  /** As users write it. */
  String text() {
    return parameters.isEmpty() && servers.size() == 1 ? servers.get(0) : text(parameters);
  }

  /** What holds for one of the servers. */
  Map<String, String> parametersOf(URI server) {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.putAll(ownParameters(server.toString()));
    return all;
  }

  /** Each server as {@code host:port}, to be shown. */
  List<String> hostsAndPorts() {
    return servers.stream()
        .map(BrokerUrl::uri)
        .map(uri -> uri.getHost() + ":" + uri.getPort())
        .toList();
  }

  /** Host and port of each server. */
  List<URI> uris() {
    return servers.stream().map(BrokerUrl::uri).toList();
  }

  /** Whether the connection to that server is wrapped in TLS. */
  boolean encrypted(URI server) {
    return "true".equals(parametersOf(server).get("sslEnabled"));
  }

  /** The same way to one of the servers alone. */
  BrokerUrl only(URI server) {
    return new BrokerUrl(
        servers.stream().filter(each -> uri(each).equals(server)).limit(1).toList(), parameters);
  }

  /** The client library's URL for a core connection. */
  String forCore(Use use, ConnectionSettings.Timings timings) {
    Map<String, String> all = new LinkedHashMap<>();
    // What a broker says of itself and its pair may be other names than ours, and is forgotten with
    // it; what the user wrote stays, and is tried in turn.
    all.put("ha", "false");
    all.put("useTopologyForLoadBalancing", "false");
    all.put("initialConnectAttempts", "1");
    boolean pair = servers.size() > 1;
    all.put("reconnectAttempts", !use.reconnects() ? "0" : pair ? "1" : "-1");
    all.put("failoverAttempts", use.reconnects() && pair ? "-1" : "0");
    all.put("retryInterval", millis(timings.retry()));
    all.put("retryIntervalMultiplier", "2.0");
    all.put("maxRetryInterval", millis(timings.maxRetry()));
    all.put("callTimeout", millis(timings.call()));
    all.put("callFailoverTimeout", millis(timings.call().multipliedBy(3)));
    all.put("connectionTTL", millis(timings.timeToLive()));
    all.put("clientFailureCheckPeriod", millis(timings.check()));
    all.put("connect-timeout-millis", millis(timings.probe()));
    all.put("confirmationWindowSize", use.confirms() ? "" + CONFIRMATION_WINDOW_BYTES : "-1");
    all.put("consumerWindowSize", "" + CONSUMER_WINDOW_BYTES);
    all.put("minLargeMessageSize", "" + MIN_LARGE_MESSAGE_BYTES);
    // One pool for the whole process; a pool a connection is dozens of threads in a test.
    all.put("useGlobalPools", "true");
    all.putAll(parameters);
    return text(all);
  }

  /** The client library's URL for a Jakarta JMS connection factory. */
  String forJms(Use use, ConnectionSettings.Timings timings) {
    String core = forCore(use, timings);
    return parameters.containsKey("deserializationDenyList")
        ? core
        : core + "&deserializationDenyList=*";
  }

  private String text(Map<String, String> all) {
    String query = joined(all);
    if (servers.size() == 1) {
      String only = servers.get(0);
      return only + (only.contains("?") ? "&" : "?") + query;
    }
    return "(" + String.join(",", servers) + ")" + (all.isEmpty() ? "" : "?" + query);
  }

  private static String joined(Map<String, String> all) {
    return all.entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining("&"));
  }

  private static String server(String url, String server) {
    if (server.isEmpty()) {
      throw unusable("value.url.noHost", url);
    }
    String full = server.contains("://") ? server : "tcp://" + server;
    URI uri;
    try {
      uri = new URI(full);
    } catch (URISyntaxException e) {
      throw unusable("value.url.syntax", url, e.getReason());
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("tcp")) {
      throw unusable("value.url.scheme", url, scheme);
    }
    if (uri.getUserInfo() != null) {
      throw unusable("value.url.secret", url);
    }
    if (uri.getHost() == null) {
      throw unusable("value.url.noHost", url);
    }
    if (uri.getPort() > 65535) {
      throw unusable("value.url.port", url, uri.getPort());
    }
    String query = uri.getRawQuery();
    parameters(url, query == null ? "" : query);
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    return "tcp://" + uri.getHost() + ":" + port + (query == null ? "" : "?" + query);
  }

  private static Map<String, String> parameters(String url, String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String each : query.split("[&;]", -1)) {
      if (each.isEmpty()) {
        continue;
      }
      int equals = each.indexOf('=');
      if (equals < 1) {
        throw unusable("value.url.noValue", url, each);
      }
      String key = each.substring(0, equals);
      if (key.equals("user") || key.equals("password")) {
        throw unusable("value.url.secret", url);
      }
      parameters.put(key, each.substring(equals + 1));
    }
    return parameters;
  }

  private static URI uri(String server) {
    return URI.create(server);
  }

  private static String millis(java.time.Duration time) {
    return Long.toString(time.toMillis());
  }

  /** The URL with the value of every parameter that ends in "assword" hidden. */
  static String withoutSecrets(String url) {
    return url.replaceAll("(?i)(password=)[^&;,)]*", "$1***");
  }

  private static UnusableValueException unusable(String key, String url, Object... more) {
    Object[] values = new Object[more.length + 1];
    values[0] = withoutSecrets(url).replaceAll("//[^/@]*@", "//***@");
    System.arraycopy(more, 0, values, 1, more.length);
    return UnusableValueException.of(key, values);
  }
}
