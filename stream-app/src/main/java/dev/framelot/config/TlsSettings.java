package dev.framelot.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Files in PEM form.
 *
 * @param certificate the server's, then those between it and its root
 * @param privateKey of the certificate
 * @param clientCa whose clients' certificates are believed; empty: none is asked for
 * @param readers who may look with a certificate
 * @param writers who may change with a certificate; may look too
 */
public record TlsSettings(Path certificate, Path privateKey, Optional<Path> clientCa, Subjects readers, Subjects writers) {}
