package dev.quiver.messaging.connection;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The files by which a client speaks TLS: {@code authority.pem}, the certificates of the
 * authorities it believes, and, if it is to show who it is, {@code client.pem}, its certificate
 * with the key. {@code quiver certs} makes such a folder.
 *
 * @param folder where they lie
 */
public record TlsFolder(Path folder) {

  /** The library takes a URL apart after it has decoded it. */
  private static final Pattern UNUSABLE = Pattern.compile("[;&%+#,()]");

  private static final String AUTHORITY = "authority.pem";
  private static final String CLIENT = "client.pem";
  private static final String CERTIFICATE = "BEGIN CERTIFICATE";
  private static final String KEY = "PRIVATE KEY";

  /** The parameters of the client library that belong to a server, not to the client as a whole. */
  public static final Set<String> PARAMETERS =
      Set.of(
          "sslEnabled",
          "enabledProtocols",
          "enabledCipherSuites",
          "verifyHost",
          "trustAll",
          "sniHost",
          "sslProvider",
          "useDefaultSslContext",
          "crlPath",
          "trustStoreType",
          "trustStoreProvider",
          "trustStorePath",
          "trustStorePassword",
          "keyStoreType",
          "keyStoreProvider",
          "keyStorePath",
          "keyStorePassword",
          "keyStoreAlias");

  public TlsFolder {
    folder = folder.toAbsolutePath().normalize();
  }

  /**
   * The URL with what is needed to reach its servers encrypted. One that says itself whether it is
   * encrypted stays as it is.
   *
   * @throws TlsException if {@code authority.pem} is not there, or a file is not what it must be
   */
  public String onto(String url) {
    BrokerUrl parsed = BrokerUrl.parse(url);
    if (parsed.saysWhetherEncrypted()) {
      return parsed.text();
    }
    Path authority = folder.resolve(AUTHORITY);
    if (UNUSABLE.matcher(folder.toString()).find()) {
      throw new TlsException(
          String.join(", ", parsed.hostsAndPorts()),
          TlsFault.FILES,
          folder + " cannot be named in a URL, because of one of ; & % + # , ( )",
          null);
    }
    require(authority, parsed, CERTIFICATE);
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("sslEnabled", "true");
    parameters.put("enabledProtocols", "TLSv1.3");
    parameters.put("verifyHost", "true");
    parameters.put("trustStoreType", "PEMCA");
    parameters.put("trustStorePath", inUrl(authority.toString()));
    Path client = folder.resolve(CLIENT);
    if (Files.exists(client)) {
      require(client, parsed, CERTIFICATE, KEY);
      parameters.put("keyStoreType", "PEM");
      parameters.put("keyStorePath", inUrl(client.toString()));
    }
    return parsed.with(parameters).text();
  }

  /** The library takes a file without anything in it, and then believes nobody or shows nothing. */
  private static void require(Path file, BrokerUrl meant, String... marks) {
    String servers = String.join(", ", meant.hostsAndPorts());
    try {
      String text = Files.readString(file);
      for (String mark : marks) {
        if (!text.contains(mark)) {
          throw new TlsException(
              servers, TlsFault.FILES, file + " has no \"" + mark + "\" in it", null);
        }
      }
    } catch (IOException cause) {
      throw new TlsException(servers, TlsFault.FILES, file + " cannot be read", cause);
    }
  }

  /**
   * What to put behind the address of a server to reach it as a connection factory does that
   * somebody else has set up; nothing if that does not encrypt.
   *
   * @param transport the parameters of its transport
   */
  public static String query(Map<String, Object> transport) {
    StringBuilder query = new StringBuilder();
    new TreeMap<>(transport)
        .forEach(
            (name, value) -> {
              if (PARAMETERS.contains(name) && value != null) {
                query.append(query.isEmpty() ? '?' : '&').append(name).append('=');
                query.append(inUrl(value.toString()));
              }
            });
    return query.toString();
  }

  /** A value as it stands in a URL. */
  static String inUrl(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
  }
}
