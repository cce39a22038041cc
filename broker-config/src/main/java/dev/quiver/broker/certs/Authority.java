package dev.quiver.broker.certs;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Signs certificates. Keys are on the curve P-256, which every TLS 1.3 speaks.
 *
 * @param certificate its own, signed by itself
 * @param key the secret by which it signs
 */
record Authority(X509Certificate certificate, PrivateKey key) {

  private static final String SIGNATURE = "SHA256withECDSA";

  /** Random bits of a serial number; one more than this is too long for some. */
  private static final int SERIAL_BITS = 120;

  /**
   * A certificate with its key.
   *
   * @param certificate what is shown
   * @param key what proves it
   */
  record Signed(X509Certificate certificate, PrivateKey key) {}

  /** From when until when a certificate holds. */
  record Life(Instant from, Instant until) {}

  /** A new one of that name. */
  static Authority make(String name, Life life, SecureRandom random)
      throws GeneralSecurityException, IOException {
    KeyPair keys = keys(random);
    X500Name self = named(name);
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            self,
            serial(random),
            Date.from(life.from()),
            Date.from(life.until()),
            self,
            keys.getPublic());
    JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        extensions.createSubjectKeyIdentifier(keys.getPublic()));
    return new Authority(sign(builder, keys.getPrivate()), keys.getPrivate());
  }

  /** One that was made before. */
  static Authority of(X509Certificate certificate, byte[] key) throws GeneralSecurityException {
    return new Authority(
        certificate, KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)));
  }

  /** A certificate for a broker that is reached by those names and addresses. */
  Signed broker(List<String> hosts, Life life, SecureRandom random)
      throws GeneralSecurityException, IOException {
    GeneralName[] names = hosts.stream().map(Authority::hostName).toArray(GeneralName[]::new);
    return signed(
        hosts.get(0),
        new GeneralNames(names),
        // Of a pair each is also a client of the other.
        new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth},
        life,
        random);
  }

  /** A certificate for somebody who connects. */
  Signed client(String name, Life life, SecureRandom random)
      throws GeneralSecurityException, IOException {
    return signed(name, null, new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth}, life, random);
  }

  private Signed signed(
      String name,
      @Nullable GeneralNames hosts,
      KeyPurposeId[] purposes,
      Life life,
      SecureRandom random)
      throws GeneralSecurityException, IOException {
    KeyPair keys = keys(random);
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            certificate,
            serial(random),
            Date.from(life.from()),
            Date.from(life.until()),
            named(name),
            keys.getPublic());
    JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        extensions.createSubjectKeyIdentifier(keys.getPublic()));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        extensions.createAuthorityKeyIdentifier(certificate));
    if (hosts != null) {
      builder.addExtension(Extension.subjectAlternativeName, false, hosts);
    }
    return new Signed(sign(builder, key), keys.getPrivate());
  }

  private static GeneralName hostName(String host) {
    return new GeneralName(
        Hosts.isAddress(host) ? GeneralName.iPAddress : GeneralName.dNSName, host);
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
    } catch (OperatorCreationException cause) {
      throw new GeneralSecurityException("this Java cannot sign with " + SIGNATURE, cause);
    }
  }

  private static KeyPair keys(SecureRandom random) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  private static BigInteger serial(SecureRandom random) {
    return new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE);
  }

  private static X500Name named(String name) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
  }
}
