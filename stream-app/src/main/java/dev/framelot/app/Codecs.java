package dev.framelot.app;

import dev.framelot.config.RegistrySettings;
import dev.framelot.schemas.serde.FrameCodecs;
import dev.framelot.schemas.serde.RegistryClient;

/** Which codecs the settings ask for: the registry's where one is named, else the bundled schemas. */
final class Codecs {
    private Codecs() {}

    static FrameCodecs of(RegistrySettings registry) {
        return registry.url()
                .map(url -> FrameCodecs.withRegistry(new RegistryClient(url, registry.timeout())))
                .orElseGet(FrameCodecs::bundled);
    }
}
