package dev.framelot.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The control plane: who may come, and with which certificates. */
final class HttpSection {
    private final GivenSettings given;
    private final boolean filesMustExist;

    private HttpSection(GivenSettings given, boolean filesMustExist) {
        this.given = given;
        this.filesMustExist = filesMustExist;
    }

    /** @param filesMustExist false for commands that may run elsewhere */
    static HttpSettings read(GivenSettings given, boolean filesMustExist) {
        return new HttpSection(given, filesMustExist).read();
    }

    private HttpSettings read() {
        callersAreKnown();
        tlsIsWhole();
        return new HttpSettings(
                given.get(SettingsCatalogue.HTTP_HOST),
                given.get(SettingsCatalogue.HTTP_PORT),
                given.find(SettingsCatalogue.HTTP_READ_TOKEN),
                given.find(SettingsCatalogue.HTTP_WRITE_TOKEN),
                given.get(SettingsCatalogue.HTTP_REQUESTS),
                given.get(SettingsCatalogue.HTTP_VIEWERS),
                tls());
    }

    private void callersAreKnown() {
        String read = given.get(SettingsCatalogue.HTTP_READ_TOKEN);
        String write = given.get(SettingsCatalogue.HTTP_WRITE_TOKEN);
        int port = given.get(SettingsCatalogue.HTTP_PORT);
        boolean certificates = given.get(SettingsCatalogue.HTTP_TLS_CLIENT_CA) != null;
        boolean reached = port != HttpSettings.NONE && !Loopback.is(given.get(SettingsCatalogue.HTTP_HOST));
        if (reached && !certificates && (read == null || write == null)) {
            given.wrong(SettingsCatalogue.HTTP_HOST, "is reached from other machines, so http.token.read and http.token.write must be set, or http.tls.client-ca",
                    "Set both, or have clients come with certificates, or listen at 127.0.0.1, or set http.port to -1");
        }
        if (reached && write != null && given.get(SettingsCatalogue.HTTP_TLS_CERTIFICATE) == null) {
            given.warn("http.host is " + given.get(SettingsCatalogue.HTTP_HOST)
                    + " and there is no http.tls.certificate: tokens and frames cross the network as they are, unless a proxy before this adds TLS");
        }
        if (read != null && read.equals(write)) {
            given.wrong(SettingsCatalogue.HTTP_READ_TOKEN, "is the same as http.token.write, so whoever may look may change", "Give each its own");
        }
        if ((read == null) != (write == null)) {
            Setting<String> absent = read == null ? SettingsCatalogue.HTTP_READ_TOKEN : SettingsCatalogue.HTTP_WRITE_TOKEN;
            given.wrong(absent, "is absent while the other token is set", "Set both or none");
        }
    }

    private void tlsIsWhole() {
        Path certificate = given.get(SettingsCatalogue.HTTP_TLS_CERTIFICATE);
        Path privateKey = given.get(SettingsCatalogue.HTTP_TLS_PRIVATE_KEY);
        Path clientCa = given.get(SettingsCatalogue.HTTP_TLS_CLIENT_CA);
        Subjects readers = given.get(SettingsCatalogue.HTTP_TLS_READERS);
        Subjects writers = given.get(SettingsCatalogue.HTTP_TLS_WRITERS);
        if ((certificate == null) != (privateKey == null)) {
            given.wrong(certificate == null ? SettingsCatalogue.HTTP_TLS_CERTIFICATE : SettingsCatalogue.HTTP_TLS_PRIVATE_KEY,
                    "is absent while " + (certificate == null ? "http.tls.private-key" : "http.tls.certificate") + " is set", "Set both or none");
        }
        if (clientCa != null && certificate == null) {
            given.wrong(SettingsCatalogue.HTTP_TLS_CLIENT_CA, "asks clients for certificates, which needs http.tls.certificate", "Set it and http.tls.private-key, or remove this");
        }
        if (clientCa != null && readers == null && writers == null) {
            given.wrong(SettingsCatalogue.HTTP_TLS_CLIENT_CA, "lets clients come with certificates, and neither http.tls.read-subjects nor http.tls.write-subjects names one that may do anything",
                    "Name the subjects, or write * for every certificate of the authority");
        }
        if (clientCa == null && (readers != null || writers != null)) {
            given.wrong(readers != null ? SettingsCatalogue.HTTP_TLS_READERS : SettingsCatalogue.HTTP_TLS_WRITERS,
                    "names certificates, and no http.tls.client-ca says who may issue them", "Set it, or remove this");
        }
        int port = given.get(SettingsCatalogue.HTTP_PORT);
        if (filesMustExist && port != HttpSettings.NONE) {
            for (Setting<Path> file : List.of(SettingsCatalogue.HTTP_TLS_CERTIFICATE, SettingsCatalogue.HTTP_TLS_PRIVATE_KEY, SettingsCatalogue.HTTP_TLS_CLIENT_CA)) {
                Path path = given.get(file);
                if (path != null && !Files.isReadable(path)) {
                    given.wrong(file, "can't be read, looked for at " + path.toAbsolutePath(), "Give the path of a PEM file that this user may read");
                }
            }
        }
    }

    private Optional<TlsSettings> tls() {
        Path certificate = given.get(SettingsCatalogue.HTTP_TLS_CERTIFICATE);
        if (certificate == null) {
            return Optional.empty();
        }
        Subjects readers = given.get(SettingsCatalogue.HTTP_TLS_READERS);
        Subjects writers = given.get(SettingsCatalogue.HTTP_TLS_WRITERS);
        return Optional.of(new TlsSettings(
                certificate, given.get(SettingsCatalogue.HTTP_TLS_PRIVATE_KEY), given.find(SettingsCatalogue.HTTP_TLS_CLIENT_CA),
                readers == null ? Subjects.NOBODY : readers, writers == null ? Subjects.NOBODY : writers));
    }
}
