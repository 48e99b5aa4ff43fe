package dev.framelot.http;

import io.vertx.core.http.HttpServerRequest;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.security.auth.x500.X500Principal;

/** Whose certificate a caller came with. What the handshake let in was issued by a believed authority and is in date. */
final class CertificateSubject {
    private CertificateSubject() {}

    /** Empty without TLS or without a certificate. */
    static Optional<X500Principal> of(HttpServerRequest request) {
        if (!request.isSSL()) {
            return Optional.empty();
        }
        try {
            return request.connection().peerCertificates().stream().findFirst()
                    .filter(X509Certificate.class::isInstance)
                    .map(certificate -> ((X509Certificate) certificate).getSubjectX500Principal());
        } catch (SSLPeerUnverifiedException without) {
            return Optional.empty();
        }
    }
}
