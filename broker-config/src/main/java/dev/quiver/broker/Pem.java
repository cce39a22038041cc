package dev.quiver.broker;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text form of certificates and keys. */
public final class Pem {

  private static final String CERTIFICATE = "CERTIFICATE";

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private Pem() {}

  /**
   * One object in such a text.
   *
   * @param label what it is: {@code CERTIFICATE}, {@code PRIVATE KEY}, ...
   * @param base64 its bytes
   */
  record Block(String label, String base64) {

    /**
     * Its bytes.
     *
     * @throws IllegalArgumentException if they are damaged
     */
    byte[] content() {
      return Base64.getMimeDecoder().decode(base64);
    }
  }

  /** What a text consists of; anything between is passed over. */
  static List<Block> blocks(String text) {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2).strip()));
    }
    return blocks;
  }

  /**
   * The certificates in a text, in their order.
   *
   * @throws GeneralSecurityException if one cannot be read
   * @throws IllegalArgumentException likewise
   */
  public static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> found = new ArrayList<>();
    for (Block block : blocks(text)) {
      if (block.label().equals(CERTIFICATE)) {
        found.add(
            (X509Certificate)
                factory.generateCertificate(new ByteArrayInputStream(block.content())));
      }
    }
    return found;
  }

  /** The bytes of the first private key (PKCS #8) in a text, or none if there is none. */
  public static byte[] privateKey(String text) {
    return blocks(text).stream()
        .filter(block -> block.label().equals("PRIVATE KEY"))
        .map(Block::content)
        .findFirst()
        .orElse(new byte[0]);
  }

  /** A certificate as text. */
  public static String of(X509Certificate certificate) throws GeneralSecurityException {
    return text(CERTIFICATE, certificate.getEncoded());
  }

  /** A private key as text. */
  public static String of(PrivateKey key) {
    return text("PRIVATE KEY", key.getEncoded());
  }

  private static String text(String label, byte[] content) {
    Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN "
        + label
        + "-----\n"
        + lines.encodeToString(content)
        + "\n-----END "
        + label
        + "-----\n";
  }
}
