package dev.framelot.http;

import dev.framelot.config.TlsSettings;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The server's certificate, its key, and whose clients are believed: files that others replace while the server runs. Not for the event loop: it reads files. */
final class TlsFiles {
    private final TlsSettings files;
    /** Owned by whichever worker looks; one look at a time. */
    private volatile List<Object> seen;

    TlsFiles(TlsSettings files) {
        this.files = files;
        this.seen = stamp();
    }

    /**
     * With the files as they are now.
     *
     * @throws IllegalStateException a file is not what it should be, with its setting
     */
    HttpServerOptions on(HttpServerOptions options) {
        checked();
        options.setSsl(true)
                // One protocol, so that closing a connection whose body was not read ends no other request.
                .setUseAlpn(false)
                .setKeyCertOptions(keyAndCertificate());
        files.clientCa().ifPresent(authority -> options.setTrustOptions(new PemTrustOptions().addCertPath(authority.toString())).setClientAuth(ClientAuth.REQUEST));
        return options;
    }

    /** The same for a server that runs. */
    ServerSSLOptions again() {
        checked();
        ServerSSLOptions options = new ServerSSLOptions().setKeyCertOptions(keyAndCertificate()).setUseAlpn(false);
        files.clientCa().ifPresent(authority -> options.setTrustOptions(new PemTrustOptions().addCertPath(authority.toString())).setClientAuth(ClientAuth.REQUEST));
        return options;
    }

    private PemKeyCertOptions keyAndCertificate() {
        return new PemKeyCertOptions().addCertPath(files.certificate().toString()).addKeyPath(files.privateKey().toString());
    }

    /** Whether a file is another than when this was last asked. */
    boolean changed() {
        List<Object> now = stamp();
        boolean changed = !now.equals(seen);
        seen = now;
        return changed;
    }

    private List<Object> stamp() {
        List<Object> stamp = new ArrayList<>();
        Stream.concat(Stream.of(files.certificate(), files.privateKey()), files.clientCa().stream()).forEach(file -> {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                stamp.add(List.of(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey())));
            } catch (IOException absent) {
                stamp.add(absent.getClass());
            }
        });
        return stamp;
    }

    private void checked() {
        X509Certificate own = certificates(files.certificate(), "http.tls.certificate").get(0);
        files.clientCa().ifPresent(authority -> certificates(authority, "http.tls.client-ca"));
        if (!PrivateKeyFile.fits(files.privateKey(), own)) {
            throw new IllegalStateException("The private key in " + files.privateKey() + " (http.tls.private-key) is not that of the first certificate in "
                    + files.certificate() + " (http.tls.certificate), which is of " + own.getSubjectX500Principal() + "; give the two that belong together");
        }
    }

    private static List<X509Certificate> certificates(Path file, String setting) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast).collect(Collectors.toList());
            if (!found.isEmpty()) {
                return List.copyOf(found);
            }
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new IllegalStateException(file + " (" + setting + ") can't be read as certificates in PEM form: " + unreadable.getMessage(), unreadable);
        }
        throw new IllegalStateException(file + " (" + setting + ") holds no certificate; it must be in PEM form (-----BEGIN CERTIFICATE-----)");
    }

    /** What is used, in words. */
    String describe() {
        X509Certificate own = certificates(files.certificate(), "http.tls.certificate").get(0);
        return "certificate of " + own.getSubjectX500Principal() + ", good until " + own.getNotAfter().toInstant();
    }
}
