package dev.framelot.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A private key in PEM form, read once to see whether it is the certificate's: a server with another's key would fail at every handshake. */
final class PrivateKeyFile {
    private static final Pattern PKCS8 = Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final byte[] ANY = "is this the certificate's key?".getBytes(StandardCharsets.US_ASCII);

    private PrivateKeyFile() {}

    /** @throws IllegalStateException it holds no key of the certificate's kind */
    static boolean fits(Path file, X509Certificate certificate) {
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII);
            Matcher found = PKCS8.matcher(text);
            if (!found.find()) {
                throw new IllegalStateException(file + " (http.tls.private-key) holds no -----BEGIN PRIVATE KEY-----"
                        + (text.contains("PRIVATE KEY-----") ? "; convert the key with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW" : ""));
            }
            String algorithm = certificate.getPublicKey().getAlgorithm();
            PrivateKey key = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1))));
            Signature signature = Signature.getInstance(algorithm.equals("RSA") ? "SHA256withRSA" : algorithm.equals("EC") ? "SHA256withECDSA" : algorithm);
            signature.initSign(key);
            signature.update(ANY);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(ANY);
            return signature.verify(signed);
        } catch (IOException | IllegalArgumentException | GeneralSecurityException unreadable) {
            throw new IllegalStateException(file + " (http.tls.private-key) can't be read as a private key of its certificate's kind ("
                    + certificate.getPublicKey().getAlgorithm() + "): " + unreadable.getMessage(), unreadable);
        }
    }
}
